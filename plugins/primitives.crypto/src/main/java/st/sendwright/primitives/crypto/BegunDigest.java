package st.sendwright.primitives.crypto;

import java.security.MessageDigest;
import java.util.concurrent.locks.ReentrantLock;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.TakesLongException;

/** A digest that gets its bytes in pieces. <b>Thread</b>: any; one after the other, and the VM thread does not wait for others. */
final class BegunDigest {

    private final MessageDigest digest;
    private final ReentrantLock lock = new ReentrantLock();

    BegunDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /** @throws TakesLongException on the VM thread, when another Process has it work on a large piece */
    Void update(byte[] data) throws TakesLongException, InterruptedException {
        lock();
        try {
            digest.update(data);
        } finally {
            lock.unlock();
        }
        return null;
    }

    /** @throws TakesLongException as above */
    byte[] finish() throws TakesLongException, InterruptedException {
        lock();
        try {
            return digest.digest();
        } finally {
            lock.unlock();
        }
    }

    private void lock() throws TakesLongException, InterruptedException {
        if (PluginSet.isWaiting()) {
            lock.lockInterruptibly();
        } else if (!lock.tryLock()) {
            throw new TakesLongException();
        }
    }
}
