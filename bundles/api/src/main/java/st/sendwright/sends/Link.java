package st.sendwright.sends;

import java.util.List;
import st.sendwright.sends.SendSiteView.Case;

/** How a send is to be linked: what a {@link SendPolicy} answers. */
public sealed interface Link {

    /** More cases than this no code compares. */
    int MOST_CASES = 32;

    /** To the class that was seen, and to no other. Costs no code. */
    record Monomorphic() implements Link {
    }

    /**
     * To code that compares classes one after the other. Each such link makes a piece of code, and what was called
     * until now takes room until code is dropped: a policy that answers it without end has the code space run full.
     *
     * @param cases of those that the {@link SendSiteView} has, at least the one that was seen, none twice
     * @param sample 0 for code that counts nothing; otherwise each case counts, and misses once after so many sends
     */
    record Polymorphic(List<Case> cases, int sample) implements Link {

        public Polymorphic {
            cases = List.copyOf(cases);
        }

        /** Without counters. */
        public Polymorphic(List<Case> cases) {
            this(cases, 0);
        }
    }

    /** To the cache of all classes. Its code is shared by the sends of a selector. */
    record Megamorphic() implements Link {
    }

    /** To nothing: the next send misses, and all that was known but the number of misses is forgotten. */
    record Unlinked() implements Link {
    }
}
