package st.sendwright.launcher;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * Has the JVM make its ways into C while the framework starts: a VM needs some before anything else, for the memory of its objects. The
 * JVM keeps them by the types of arguments, so that it does not matter that nothing is called here.
 */
final class CallsAhead {

    private CallsAhead() {
    }

    /** Those of {@code mmap} and {@code munmap}. */
    static void link() {
        Linker linker = Linker.nativeLinker();
        linker.downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        linker.downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    }
}
