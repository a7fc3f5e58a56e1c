package st.sendwright.primitives.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.plugin.TakesLongException;

@DisplayName("A digest that gets its bytes in pieces")
class BegunDigestTest {

    /** One that is at work until it is let go. */
    private static final class Slow extends MessageDigest {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        Slow() {
            super("slow");
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        protected void engineUpdate(byte input) {
            throw new UnsupportedOperationException("a byte alone");
        }

        @Override
        protected byte[] engineDigest() {
            return new byte[] {7};
        }

        @Override
        protected void engineReset() {
            // It has no state.
        }
    }

    @Test
    void isThatOfAllOfThem() throws Exception {
        BegunDigest digest = new BegunDigest(MessageDigest.getInstance("SHA-256"));

        digest.update("a".getBytes(StandardCharsets.US_ASCII));
        digest.update("bc".getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(digest.finish())).startsWith("ba7816bf8f01cfea");
    }

    @Test
    void isNotWaitedForByTheVmThread() throws Exception {
        Slow slow = new Slow();
        BegunDigest digest = new BegunDigest(slow);
        CompletableFuture<Void> other = CompletableFuture.supplyAsync(() -> {
            try {
                return digest.update(new byte[1]);
            } catch (TakesLongException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }, task -> Thread.ofVirtual().start(task));
        slow.begun.await();

        assertThatExceptionOfType(TakesLongException.class).isThrownBy(() -> digest.update(new byte[1]));
        assertThatExceptionOfType(TakesLongException.class).isThrownBy(digest::finish);
        slow.end.countDown();
        other.join();
        assertThat(digest.finish()).containsExactly(7);
    }
}
