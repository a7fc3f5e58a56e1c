package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ObjectMemory.ImageOrigin;
import st.sendwright.model.ObjectHeader;

@DisplayName("A process that is killed while it saves an image")
class KilledSaveTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int LONGEST_MILLIS = 400;
    /** Many enough that most of the time is spent between opening and renaming. */
    private static final int[] PADDINGS = {60_000, 90_000};
    private static final long ARENA_BYTES = 32 << 20;

    @TempDir
    Path folder;

    @Test
    void leavesAWholeImage() throws Exception {
        killOften(10);
    }

    @Test
    @Tag("long")
    void leavesAWholeImageTwoHundredTimes() throws Exception {
        killOften(200);
    }

    private void killOften(int times) throws Exception {
        Path file = folder.resolve("some.image");
        Random random = new Random(SEED);
        for (int time = 0; time < times; time++) {
            int millis = random.nextInt(LONGEST_MILLIS);

            killAfter(millis, file);

            assertThat(padding(file)).as("killed after %d ms, time %d, seed %d", millis, time, SEED)
                    .isIn(PADDINGS[0], PADDINGS[1]);
        }
        try (TestMemory memory = new TestMemory(ARENA_BYTES).populated(1)) {
            memory.memory.save(memory.mutator, memory.regions(), file);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("what the killed ones left is deleted").containsExactly(file);
        }
    }

    /** Starts a process that saves for ever and kills it so long after its first image was there. */
    private static void killAfter(int millis, Path file) throws IOException, InterruptedException {
        Process saver = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), KilledSaveTest.class.getName(), file.toString())
                .redirectErrorStream(true).start();
        try (BufferedReader out = saver.inputReader()) {
            assertThat(out.readLine()).isEqualTo("saved");
            assertThat(saver.waitFor(millis, TimeUnit.MILLISECONDS)).as("it saves for ever").isFalse();
        } finally {
            saver.destroyForcibly().waitFor();
        }
    }

    /** Loads the image and answers how many Strings are in it. */
    private static int padding(Path file) throws IOException, ImageFormatException {
        try (TestMemory loaded = new TestMemory(ARENA_BYTES)) {
            loaded.memory.load(loaded.mutator, file, ImageOrigin.USER, loaded::place);
            assertThat(loaded.faults()).isEmpty();
            return (int) ObjectHeader.slots(loaded.objects()) - 300;
        }
    }

    /** What is killed: saves images of two sizes by turns. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        TestMemory[] memories = new TestMemory[PADDINGS.length];
        for (int index = 0; index < memories.length; index++) {
            memories[index] = new TestMemory(ARENA_BYTES).populated(PADDINGS[index]);
        }
        for (int turn = 0;; turn = 1 - turn) {
            memories[turn].memory.save(memories[turn].mutator, memories[turn].regions(), file);
            System.out.println("saved");
        }
    }
}
