package st.sendwright.primitives.core.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import st.sendwright.model.Allocation;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.core.system.Answers;

/** Reading and writing of open files at given positions. */
final class OpenFiles {

    private static final long MAX_COUNT = 1L << 26;

    private static final Map<String, Set<OpenOption>> MODES = Map.of(
            "read", Set.of(StandardOpenOption.READ),
            "write", Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING),
            "append", Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
            "create", Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            "readWrite", Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE));

    private OpenFiles() {
    }

    /** Something to do with an open file, answering the primitive's result. */
    @FunctionalInterface
    private interface Action {
        long run(FileChannel file) throws IOException;
    }

    /** Name and mode; answers the file's number. */
    static long open(PrimitiveFrame frame) {
        if (!StringObjects.isText(frame.mutator(), frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        Set<OpenOption> mode = MODES.get(StringObjects.text(frame.argument(1)));
        if (mode == null) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return PathArgument.with(frame, 0,
                path -> Oop.smallInteger(frame.services().register(FileChannel.open(path, mode))));
    }

    static long close(PrimitiveFrame frame) {
        return with(frame, file -> {
            frame.services().release((int) Oop.integerValue(frame.argument(0)));
            file.close();
            return frame.receiver();
        });
    }

    static long size(PrimitiveFrame frame) {
        return with(frame, file -> Oop.smallInteger(file.size()));
    }

    /** File, position and largest number of bytes; answers a ByteArray, empty at the end. */
    static long read(PrimitiveFrame frame) {
        long count = count(frame.argument(2));
        long position = count(frame.argument(1));
        if (position < 0 || count < 0 || count > MAX_COUNT) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return with(frame, file -> {
            if (!Allocation.hasRoom(frame.mutator(), StringObjects.byteSizeOfBytes(count))) {
                return Primitive.NEEDS_ROOM;
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) count);
            int read = 0;
            while (buffer.hasRemaining() && read >= 0) {
                read = file.read(buffer, position + buffer.position());
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            return Answers.orNeedsRoom(StringObjects.newBytes(frame.mutator(), bytes));
        });
    }

    /** File, bytes and position; writes all of them. */
    static long write(PrimitiveFrame frame) {
        long bytes = frame.argument(1);
        long position = count(frame.argument(2));
        if (position < 0 || Oop.isImmediate(bytes) || !ObjectFormat.isBytes(ObjectHeader.format(bytes))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return with(frame, file -> {
            ByteBuffer buffer = ByteBuffer.wrap(Memory.bytesAt(bytes + ObjectHeader.BYTES,
                    Math.toIntExact(ObjectFormat.byteCount(bytes))));
            while (buffer.hasRemaining()) {
                file.write(buffer, position + buffer.position());
            }
            return frame.receiver();
        });
    }

    static long truncate(PrimitiveFrame frame) {
        long size = count(frame.argument(1));
        if (size < 0) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return with(frame, file -> {
            file.truncate(size);
            return frame.receiver();
        });
    }

    private static long with(PrimitiveFrame frame, Action action) {
        long number = count(frame.argument(0));
        if (number < 0 || number > Integer.MAX_VALUE) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (!(frame.services().resource((int) number) instanceof FileChannel file)) {
            return frame.fail(Failure.NOT_FOUND);
        }
        try {
            return action.run(file);
        } catch (NonReadableChannelException | NonWritableChannelException e) {
            return frame.fail(Failure.DENIED);
        } catch (IOException e) {
            return frame.fail(Failure.IO_ERROR);
        }
    }

    /** The value of a SmallInteger that is not negative, or -1. */
    private static long count(long oop) {
        return Oop.isSmallInteger(oop) ? Math.max(-1, Oop.integerValue(oop)) : -1;
    }
}
