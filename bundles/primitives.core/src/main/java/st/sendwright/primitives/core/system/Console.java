package st.sendwright.primitives.core.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.vm.ObjectHandle;

/**
 * The standard streams. Text goes out and comes in as UTF-8; a ByteArray goes out as it is.
 *
 * <p>Reading a line happens on another thread, in two steps: {@code readLine} answers a number and signals
 * the Semaphore when the line is there, {@code lineRead} answers the line of that number.
 */
final class Console {

    private Console() {
    }

    static long writeOut(PrimitiveFrame frame) {
        return write(frame, frame.services().out());
    }

    static long writeErr(PrimitiveFrame frame) {
        return write(frame, frame.services().err());
    }

    static long flushOut(PrimitiveFrame frame) {
        try {
            frame.services().out().flush();
            return frame.receiver();
        } catch (IOException e) {
            return frame.fail(Failure.IO_ERROR);
        }
    }

    private static long write(PrimitiveFrame frame, OutputStream out) {
        long argument = frame.argument(0);
        byte[] bytes;
        if (StringObjects.isText(frame.mutator(), argument)) {
            bytes = StringObjects.text(argument).getBytes(StandardCharsets.UTF_8);
        } else if (Oop.isPointer(argument) && ObjectFormat.isBytes(ObjectHeader.format(argument))) {
            bytes = Memory.bytesAt(argument + ObjectHeader.BYTES,
                    Math.toIntExact(ObjectFormat.byteCount(argument)));
        } else {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        try {
            out.write(bytes);
            return frame.receiver();
        } catch (IOException e) {
            return frame.fail(Failure.IO_ERROR);
        }
    }

    static long startReadingLine(PrimitiveFrame frame) {
        if (Oop.classIndex(frame.argument(0)) != KnownClass.SEMAPHORE.index()) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        LineReader reader = new LineReader(frame.services().in());
        ObjectHandle semaphore = frame.services().handle(frame.argument(0));
        int number = frame.services().register(reader);
        frame.services().background(semaphore, reader);
        return Oop.smallInteger(number);
    }

    static long lineRead(PrimitiveFrame frame) {
        if (!Oop.isSmallInteger(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        int number = (int) Oop.integerValue(frame.argument(0));
        if (!(frame.services().resource(number) instanceof LineReader reader)) {
            return frame.fail(Failure.NOT_FOUND);
        }
        Optional<String> line = reader.line;
        long answer = line.isEmpty() ? MutatorBlock.nil(frame.mutator()) : Answers.text(frame, line.get());
        if (answer != Primitive.NEEDS_ROOM) {
            frame.services().release(number);
        }
        return answer;
    }

    static long hasLine(PrimitiveFrame frame) {
        if (!Oop.isSmallInteger(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return MutatorBlock.bool(frame.mutator(), frame.services()
                .resource((int) Oop.integerValue(frame.argument(0))) instanceof LineReader);
    }

    /** Reads one line; its result is seen by the VM thread after the Semaphore's signal. */
    private static final class LineReader implements Runnable {

        private final InputStream in;
        private volatile Optional<String> line = Optional.empty();

        LineReader(InputStream in) {
            this.in = in;
        }

        /** Byte by byte, so that nothing behind the line is taken from whoever reads next. */
        @Override
        public void run() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                int next = in.read();
                boolean isEnd = next < 0;
                while (next >= 0 && next != '\n') {
                    bytes.write(next);
                    next = in.read();
                }
                String text = bytes.toString(StandardCharsets.UTF_8);
                line = isEnd ? Optional.empty()
                        : Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            } catch (IOException e) {
                // A broken standard input has ended, as far as a program is concerned.
                line = Optional.empty();
            }
        }
    }
}
