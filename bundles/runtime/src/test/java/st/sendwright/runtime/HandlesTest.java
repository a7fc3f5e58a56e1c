package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.Memory;

@DisplayName("The table of object handles")
class HandlesTest {

    private final Handles handles = new Handles();

    @AfterEach
    void close() {
        handles.close();
    }

    private List<Long> visible() {
        List<Long> seen = new ArrayList<>();
        handles.visit((address, words) -> {
            for (long i = 0; i < words; i++) {
                seen.add(Memory.longAt(address + i * 8));
            }
        });
        return seen;
    }

    @Test
    void showsTheCollectorWhatIsOpen() {
        Handles.Handle one = handles.on(0x1000);
        handles.on(0x2000);

        assertThat(visible()).containsExactly(0x1000L, 0x2000L);
        assertThat(one.oop()).isEqualTo(0x1000);
        assertThat(handles.oop(one)).isEqualTo(0x1000);
    }

    @Test
    void followsAnObjectThatMoves() {
        Handles.Handle handle = handles.on(0x1000);

        handles.visit((address, words) -> Memory.putLong(address, 0x5000));

        assertThat(handle.oop()).isEqualTo(0x5000);
    }

    @Test
    void letsAnObjectGoAtTheNextCollectionAfterTheClose() {
        handles.on(0x1000).close();

        assertThat(visible()).containsOnly(0L);
    }

    @Test
    void usesAPlaceAgain() {
        handles.on(0x1000).close();
        Handles.Handle second = handles.on(0x2000);

        assertThat(second.oop()).isEqualTo(0x2000);
        assertThat(visible()).containsExactly(0x2000L);
    }

    @Test
    void ignoresTheSecondCloseOfAHandleWhosePlaceHasANewOwner() {
        Handles.Handle first = handles.on(0x1000);
        first.close();
        Handles.Handle second = handles.on(0x2000);

        first.close();
        Handles.Handle third = handles.on(0x3000);

        assertThat(second.oop()).isEqualTo(0x2000);
        assertThat(third.oop()).isEqualTo(0x3000);
        assertThat(visible()).containsExactly(0x2000L, 0x3000L);
    }

    @Test
    void canBeClosedByManyThreads() throws InterruptedException {
        List<Handles.Handle> open = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            open.add(handles.on(8L * i + 8));
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> open.forEach(Handles.Handle::close)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        for (int i = 0; i < 1_000; i++) {
            handles.on(0x9000);
        }

        assertThat(visible()).hasSize(1_000).containsOnly(0x9000L);
    }
}
