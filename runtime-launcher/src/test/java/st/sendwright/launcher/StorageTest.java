package st.sendwright.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The framework's storage")
class StorageTest {

    @TempDir
    Path place;

    private Path folder;
    private Storage storage;

    @BeforeEach
    void makeIt() throws IOException {
        folder = Files.createDirectories(place.resolve("storage/bundle0")).getParent();
        Files.createFile(folder.resolve("bundle0/bundle.id"));
        storage = new Storage(() -> folder);
        storage.make();
    }

    @Test
    void goesWithAllThatIsInIt() {
        storage.close();

        assertThat(folder).doesNotExist();
        assertThat(storage.isTakenAway()).isFalse();
    }

    @Test
    void goesTwiceAsOnce() {
        storage.takeAway();
        storage.close();

        assertThat(folder).doesNotExist();
        assertThat(storage.isTakenAway()).isTrue();
    }

    @Test
    void leavesWhatIsLinkedTo() throws IOException {
        Path other = Files.createDirectory(place.resolve("other"));
        Files.createSymbolicLink(folder.resolve("link"), other);

        storage.close();

        assertThat(folder).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void goesUnderTheHandsOfWhoMakesFilesInIt() throws Exception {
        CountDownLatch isBusy = new CountDownLatch(1);
        Thread busy = Thread.ofPlatform().start(() -> {
            for (int i = 0; folder.resolve(Integer.toString(i)).toFile().mkdir(); i++) {
                isBusy.countDown();
            }
        });
        isBusy.await();

        storage.takeAway();

        busy.join();
        assertThat(folder).doesNotExist();
    }

    @Test
    void staysWhileABundleIsInstalled() throws Exception {
        Thread ending = Thread.ofPlatform().unstarted(storage::takeAway);

        String answer = storage.during(() -> {
            ending.start();
            while (ending.getState() != Thread.State.BLOCKED) {
                Thread.yield();
            }
            assertThat(storage.isTakenAway()).isTrue();
            assertThat(folder.resolve("bundle0/bundle.id")).exists();
            return "a bundle";
        });

        ending.join();
        assertThat(answer).isEqualTo("a bundle");
        assertThat(folder).doesNotExist();
    }

    @Test
    void staysUntilItIsMade() throws Exception {
        Thread[] ending = new Thread[1];
        Storage late = new Storage(() -> {
            while (ending[0].getState() != Thread.State.BLOCKED) {
                Thread.yield();
            }
            return Files.createDirectory(place.resolve("late"));
        });
        ending[0] = Thread.ofPlatform().unstarted(late::takeAway);
        synchronized (late) {
            ending[0].start();
            late.make();
        }

        ending[0].join();
        assertThat(place.resolve("late")).doesNotExist();
    }

    @Test
    void isNotMadeAtTheEnd() {
        Storage late = new Storage(() -> Files.createDirectory(place.resolve("late")));
        late.takeAway();

        assertThatIllegalStateException().isThrownBy(late::make).withMessageContaining("deleted");
        assertThat(place.resolve("late")).doesNotExist();
    }

    @Test
    void isNotMadeAnewForABundleThatIsInstalledTooLate() {
        storage.takeAway();

        assertThatIllegalStateException().isThrownBy(() -> storage.during(() -> folder.toFile().mkdir()))
                .withMessageContaining("deleted");
        assertThat(folder).doesNotExist();
    }
}
