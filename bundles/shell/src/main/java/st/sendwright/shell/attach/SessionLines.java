package st.sendwright.shell.attach;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The lines that come from a terminal. A thread of its own reads, so that an interrupt is heard while a line is carried out, and the end
 * of a terminal that nobody can interrupt any more: what was carried out for it is asked to stop until it does.
 *
 * <p><b>Thread</b>: that of the session.
 */
final class SessionLines implements AutoCloseable {

    private static final long AGAIN_MILLIS = 250;

    private final Wire wire;
    private final Runnable interrupt;
    /** Empty at the end. There is room for one: a terminal waits for what becomes of a line before it sends the next. */
    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread reader;
    /** Why no line follows. */
    private volatile IOException end = new IOException("the session has ended");

    /** @param interrupt asks the line that is carried out to stop, if there is one; any thread */
    SessionLines(Wire wire, Runnable interrupt) {
        this.wire = wire;
        this.interrupt = interrupt;
        this.reader = Thread.ofVirtual().name("sendwright-attach-lines").start(this::read);
    }

    private void read() {
        try {
            try {
                for (;;) {
                    take(wire.read());
                }
            } catch (IOException over) {
                end = over;
            }
            boolean isTold = false;
            do {
                interrupt.run();
                isTold = isTold || lines.offer(Optional.empty());
            } while (!closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Wire.Frame frame) throws IOException, InterruptedException {
        switch (frame.kind()) {
            case Wire.LINE -> lines.put(Optional.of(frame.text()));
            case Wire.INTERRUPT -> interrupt.run();
            default -> throw new IOException("a frame of kind " + frame.kind());
        }
    }

    /** @throws IOException when no line follows; the terminal has gone, or has sent what is none */
    String next() throws IOException {
        try {
            Optional<String> line = lines.take();
            if (line.isPresent()) {
                return line.get();
            }
            throw end;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the session was interrupted", interrupted);
        }
    }

    /** No line is carried out any more. */
    @Override
    public void close() {
        closed.countDown();
        reader.interrupt();
    }
}
