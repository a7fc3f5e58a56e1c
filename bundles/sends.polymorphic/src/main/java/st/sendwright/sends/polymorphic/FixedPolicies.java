package st.sendwright.sends.polymorphic;

import org.osgi.service.component.annotations.Component;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;

/**
 * Polymorphic policies whose number of classes is part of their name, so that one can be exchanged for another while
 * programs run and tables say what was measured. The number of {@link PolymorphicPolicy} is chosen at the start.
 */
public final class FixedPolicies {

    private FixedPolicies() {
    }

    /** Compares so many classes, and is called so. */
    private abstract static class Fixed implements SendPolicy {

        private final String name;
        private final PolymorphicPolicy policy;

        Fixed(int cases) {
            this.name = "polymorphic-" + cases;
            this.policy = new PolymorphicPolicy(cases);
        }

        @Override
        public final String name() {
            return name;
        }

        @Override
        public final Link link(SendSiteView site) {
            return policy.link(site);
        }
    }

    /** Compares two classes. */
    @Component(service = SendPolicy.class, property = "sendwright.name=polymorphic-2")
    public static final class Two extends Fixed {

        public Two() {
            super(2);
        }
    }

    /** Compares three. */
    @Component(service = SendPolicy.class, property = "sendwright.name=polymorphic-3")
    public static final class Three extends Fixed {

        public Three() {
            super(3);
        }
    }

    /** Compares six, as the default does. */
    @Component(service = SendPolicy.class, property = "sendwright.name=polymorphic-6")
    public static final class Six extends Fixed {

        public Six() {
            super(6);
        }
    }
}
