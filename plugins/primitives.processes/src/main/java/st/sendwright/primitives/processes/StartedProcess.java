package st.sendwright.primitives.processes;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** A program that was started. Any thread. */
final class StartedProcess implements AutoCloseable {

    private final Process process;
    private final OutputPump output;
    private final OutputPump error;

    private StartedProcess(Process process) {
        this.process = process;
        this.output = new OutputPump(process.getInputStream());
        this.error = new OutputPump(process.getErrorStream());
    }

    static StartedProcess start(Command command) throws IOException, PrimitiveFailedException {
        return new StartedProcess(command.start());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; empty when it takes longer. A signal that has ended it counts as 128 and its number. */
    Optional<Long> exitCode(long milliseconds) throws InterruptedException, PrimitiveFailedException {
        if (milliseconds < 0) {
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        if (milliseconds == 0) {
            return Optional.of((long) process.waitFor());
        }
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS) ? Optional.of((long) process.exitValue()) : Optional.empty();
    }

    /** @param isForced whether it has no say in it */
    Void kill(boolean isForced) {
        if (isForced) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        return null;
    }

    /** Waits while the program does not read. */
    Void write(byte[] bytes) throws IOException, InterruptedException {
        // A write to a pipe keeps the thread that carries virtual ones.
        FutureTask<Void> writing = new FutureTask<>(() -> {
            process.getOutputStream().write(bytes);
            process.getOutputStream().flush();
            return null;
        });
        Thread.ofPlatform().daemon().name("sendwright-process-input").start(writing);
        try {
            return writing.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    Void endInput() throws IOException {
        process.getOutputStream().close();
        return null;
    }

    /**
     * What it writes next; none at the end.
     *
     * @param position how many bytes the reader has got
     */
    byte[] read(boolean isError, long position) throws InterruptedException {
        return (isError ? error : output).read(position);
    }

    /** Ends it, if it has not ended. What it has started itself may go on. */
    @Override
    public void close() {
        process.destroyForcibly();
        output.stop();
        error.stop();
    }
}
