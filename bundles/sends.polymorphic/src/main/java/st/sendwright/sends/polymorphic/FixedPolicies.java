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

    /** Compares two classes. */
    @Component(service = SendPolicy.class, property = "sendwright.name=polymorphic-2")
    public static final class Two implements SendPolicy {

        private final PolymorphicPolicy cases = new PolymorphicPolicy(2);

        @Override
        public String name() {
            return "polymorphic-2";
        }

        @Override
        public Link link(SendSiteView site) {
            return cases.link(site);
        }
    }

    /** Compares three. */
    @Component(service = SendPolicy.class, property = "sendwright.name=polymorphic-3")
    public static final class Three implements SendPolicy {

        private final PolymorphicPolicy cases = new PolymorphicPolicy(3);

        @Override
        public String name() {
            return "polymorphic-3";
        }

        @Override
        public Link link(SendSiteView site) {
            return cases.link(site);
        }
    }

    /** Compares six, as the default does. */
    @Component(service = SendPolicy.class, property = "sendwright.name=polymorphic-6")
    public static final class Six implements SendPolicy {

        private final PolymorphicPolicy cases = new PolymorphicPolicy(6);

        @Override
        public String name() {
            return "polymorphic-6";
        }

        @Override
        public Link link(SendSiteView site) {
            return cases.link(site);
        }
    }
}
