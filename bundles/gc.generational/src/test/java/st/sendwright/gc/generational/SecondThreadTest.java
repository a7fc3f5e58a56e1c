package st.sendwright.gc.generational;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A second thread for scavenges")
class SecondThreadTest {

    private static final SecondThread.Sharing FROM_TEN = new SecondThread.Sharing(10, CardTable.CARD_BYTES, CardTable.CARD_BYTES);

    @Test
    void isWorthwhileWhereThereWasMuchToDo() {
        SecondThread thread = new SecondThread(FROM_TEN, false);
        assertThat(thread.isWorthwhile()).isFalse();
        thread.noteWork(10);
        assertThat(thread.isWorthwhile()).isTrue();
        thread.noteWork(9);
        assertThat(thread.isWorthwhile()).isFalse();
    }

    @Test
    void isNotWhereOneThreadIsAllThereMayBe() {
        SecondThread thread = new SecondThread(FROM_TEN, true);
        thread.noteWork(1000);
        assertThat(thread.isWorthwhile()).isFalse();
    }

    @Test
    void doesItsWorkOnceAtMost() {
        SecondThread thread = new SecondThread(FROM_TEN, false);
        thread.noteWork(10);
        int[] count = new int[1];

        boolean isDone = thread.start(() -> count[0]++).end();

        assertThat(count[0]).isEqualTo(isDone ? 1 : 0);
    }
}
