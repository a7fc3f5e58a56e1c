package st.sendwright.vm;

/**
 * Something that a load did, or was not let do, to a class that was there before it.
 *
 * @param className such as {@code "Foo"} or {@code "Foo class"}; for a global its name
 * @param selector the method's, or empty
 * @param reason for people; empty where the kind says it all
 * @param place {@code "file:line"}, or empty
 */
public record KernelChange(Kind kind, String className, String selector, String reason, String place) {

    /** What happened. */
    public enum Kind {
        /** A class has another shape in the source and took it over. */
        SHAPE_CHANGED("shape changed"),
        /** A class has another shape in the source and kept its own. */
        SHAPE_KEPT("shape kept"),
        /** A method was added. */
        ADDED("added"),
        /** A method took the place of one that was there. */
        REPLACED("replaced"),
        /** The method that was there stays. */
        KEPT("kept"),
        /** The same, because the system itself relies on the one that was there. */
        PROTECTED("protected"),
        /** A method was not added, because it uses variables that its class does not have here, or that only the VM sets. */
        HELD_OUT("held out"),
        /** A method was removed. */
        REMOVED("removed"),
        /** A change was taken back, because the system's self-check failed with it. */
        TAKEN_BACK("taken back"),
        /** A global got another value. */
        GLOBAL_CHANGED("global changed"),
        /** The self-check fails, and taking everything back did not help. */
        DAMAGED("damaged");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The kind in words, as reports have it. */
        public String words() {
            return words;
        }
    }

    /** Such as {@code "Foo>>bar"}, or the class alone. */
    public String subject() {
        return selector.isEmpty() ? className : className + ">>" + selector;
    }
}
