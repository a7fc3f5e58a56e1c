package st.sendwright.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the threads of JVMs are at, for the message of a test that waits in vain. */
final class ThreadDumps {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final long LIMIT_SECONDS = 10;

    private ThreadDumps() {
    }

    /** A dump of each JVM that this one has started: what one of them waits for may be another's to do. */
    static String ofChildren() {
        List<ProcessHandle> children = ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
        return children.stream().map(ThreadDumps::of).collect(Collectors.joining());
    }

    private static String of(ProcessHandle process) {
        String what = "\n=== process " + process.pid() + " " + process.info().commandLine().orElse("") + "\n";
        try {
            Process dump = new ProcessBuilder(JCMD.toString(), Long.toString(process.pid()), "Thread.print").redirectErrorStream(true)
                    .start();
            // Who gives no answer is not waited for.
            dump.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).whenComplete((end, late) -> dump.destroyForcibly());
            return what + new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            return what + failure;
        }
    }
}
