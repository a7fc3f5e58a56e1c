package st.sendwright.heap.spur;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import st.sendwright.model.Memory;

/**
 * Reads a large part of a file into memory with several threads, from the front to the back, while the caller
 * already looks at what is there. Most of the time goes into memory that is touched for the first time, which
 * one thread after the other would take longer for.
 */
final class ImageTransfer implements AutoCloseable {

    static final int CHUNK_BYTES = 1 << 22;
    private static final int MOST_THREADS = 4;

    private final CompletableFuture<?>[] chunks;
    private final ExecutorService threads;

    /** Begins to read {@code bytes} bytes from {@code offset} on to an address. */
    ImageTransfer(FileChannel channel, long offset, long bytes, long to) {
        chunks = new CompletableFuture<?>[Math.toIntExact((bytes + CHUNK_BYTES - 1) / CHUNK_BYTES)];
        threads = Executors.newFixedThreadPool(
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS),
                Thread.ofPlatform().daemon().name("sendwright-image-", 0).factory());
        for (int index = 0; index < chunks.length; index++) {
            long done = (long) index * CHUNK_BYTES;
            int count = (int) Math.min(CHUNK_BYTES, bytes - done);
            chunks[index] = CompletableFuture.runAsync(() -> read(channel, offset + done, count, to + done), threads);
        }
    }

    private static void read(FileChannel channel, long position, int count, long to) {
        ByteBuffer chunk = Memory.segment(to, count).asByteBuffer();
        try {
            while (chunk.hasRemaining()) {
                if (channel.read(chunk, position + chunk.position()) < 0) {
                    throw new EOFException("the file ends at " + (position + chunk.position()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until the chunk is there that begins so many bytes behind the first, a multiple of the size. */
    void await(long done) throws IOException {
        try {
            chunks[(int) (done / CHUNK_BYTES)].join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof UncheckedIOException refused) {
                throw refused.getCause();
            }
            throw failure;
        }
    }

    /** Waits for the threads, so that nothing is written to memory that may be released afterwards. */
    @Override
    public void close() {
        for (CompletableFuture<?> chunk : chunks) {
            chunk.cancel(false);
        }
        threads.shutdownNow();
        threads.close();
    }
}
