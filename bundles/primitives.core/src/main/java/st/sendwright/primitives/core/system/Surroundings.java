package st.sendwright.primitives.core.system;

import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** What the VM was started with and runs on. */
final class Surroundings {

    private Surroundings() {
    }

    /** The value of an environment variable, or nil. */
    static long environmentAt(PrimitiveFrame frame) {
        if (!StringObjects.isText(frame.mutator(), frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        String value = System.getenv(StringObjects.text(frame.argument(0)));
        return value == null ? MutatorBlock.nil(frame.mutator()) : Answers.text(frame, value);
    }

    static long platform(PrimitiveFrame frame) {
        return Answers.text(frame, System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    static long arguments(PrimitiveFrame frame) {
        return Answers.texts(frame, frame.services().arguments());
    }

    static long availableProcessors(PrimitiveFrame frame) {
        return Oop.smallInteger(Runtime.getRuntime().availableProcessors());
    }

    static long javaVersion(PrimitiveFrame frame) {
        return Answers.text(frame, Runtime.version().toString());
    }
}
