package st.sendwright.shell.attach;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What goes through the socket: frames of a kind, a length and so many bytes. The VM says first who it is; then the other
 * side sends lines, and for each the VM sends what it prints and how it went.
 *
 * <p><b>Thread</b>: one reads, one writes.
 */
final class Wire implements AutoCloseable {

    /** What the VM says first: protocol and description. */
    static final byte HELLO = 'H';
    /** A line to carry out. */
    static final byte LINE = 'L';
    /** What is carried out shall stop. */
    static final byte INTERRUPT = 'I';
    /** Text for standard output. */
    static final byte OUT = 'O';
    /** Text for standard error. */
    static final byte ERR = 'E';
    /** The line was carried out; without an error when there are no bytes. */
    static final byte DONE = 'D';
    /** The session has ended. */
    static final byte BYE = 'B';

    /** Longer ones are no commands, and memory is not for whoever connects to use up. */
    static final int MOST_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    /**
     * A frame.
     *
     * @param kind one of the constants
     */
    record Frame(byte kind, byte[] bytes) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    Wire(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        this.out = new DataOutputStream(Channels.newOutputStream(channel));
    }

    /** @throws IOException also when what comes is no frame */
    Frame read() throws IOException {
        byte kind = in.readByte();
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the other side ended in the midst of a frame");
        }
        return new Frame(kind, bytes);
    }

    void write(byte kind, String text) throws IOException {
        write(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void write(byte kind, byte[] bytes) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(bytes.length + 5);
        DataOutputStream parts = new DataOutputStream(frame);
        parts.writeByte(kind);
        parts.writeInt(bytes.length);
        parts.write(bytes);
        frame.writeTo(out);
    }

    /** A stream whose bytes become frames of a kind, whenever it is flushed or has much. */
    OutputStream stream(byte kind) {
        return new OutputStream() {
            private static final int ENOUGH = 8_192;
            private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

            @Override
            public void write(int single) throws IOException {
                waiting.write(single);
                flushIf(waiting.size() >= ENOUGH);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int at = offset; at < offset + length; at += ENOUGH) {
                    waiting.write(bytes, at, Math.min(ENOUGH, offset + length - at));
                    flushIf(waiting.size() >= ENOUGH);
                }
            }

            @Override
            public void flush() throws IOException {
                flushIf(waiting.size() > 0);
            }

            private void flushIf(boolean isTime) throws IOException {
                if (isTime) {
                    Wire.this.write(kind, waiting.toByteArray());
                    waiting.reset();
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
