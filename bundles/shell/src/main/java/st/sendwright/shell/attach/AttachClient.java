package st.sendwright.shell.attach;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A terminal's end of a session with a VM. <b>Thread</b>: one. */
public final class AttachClient implements AutoCloseable {

    private final long process;
    private final String description;
    private final Wire wire;

    /**
     * A VM that can be attached to.
     *
     * @param process its number
     * @param description what runs, in a line
     */
    public record Running(long process, String description) {
    }

    private AttachClient(long process, String description, Wire wire) {
        this.process = process;
        this.description = description;
        this.wire = wire;
    }

    /** The VMs that answer, by their processes; sockets whose process is gone are taken away. */
    public static List<Running> running(SocketFolder folder) throws AttachException {
        if (!folder.exists()) {
            return List.of();
        }
        folder.check();
        List<Running> running = new ArrayList<>();
        try {
            for (long process : folder.processes()) {
                if (ProcessHandle.of(process).isEmpty()) {
                    Files.deleteIfExists(folder.socketOf(process));
                } else {
                    try (AttachClient client = connect(folder, process)) {
                        running.add(new Running(process, client.description));
                    } catch (AttachException silent) {
                        // It is about to end, or has just begun, or its number is another program's now.
                        continue;
                    }
                }
            }
        } catch (IOException failure) {
            throw new AttachException("SW-ATTACH-003 the folder for sockets " + folder + " cannot be read: " + failure
                    + ". See docs/errors/SW-ATTACH-003.md.");
        }
        return running;
    }

    /** Attaches to the only VM there is. */
    public static AttachClient toTheOnlyOne(SocketFolder folder) throws AttachException {
        List<Running> running = running(folder);
        if (running.isEmpty()) {
            throw new AttachException("SW-ATTACH-001 there is no VM to attach to: no socket in " + folder
                    + " answers. Start one, or set XDG_RUNTIME_DIR as it was set there. See docs/errors/SW-ATTACH-001.md.");
        }
        if (running.size() > 1) {
            throw new AttachException("SW-ATTACH-002 there are " + running.size() + " VMs; say which by its number, such as"
                    + " ./sendwright attach " + running.getFirst().process() + ":\n" + table(running)
                    + "See docs/errors/SW-ATTACH-002.md.", true);
        }
        return to(folder, running.getFirst().process());
    }

    /** A line for each VM. */
    public static String table(List<Running> running) {
        return running.stream().map(each -> "%8d  %s%n".formatted(each.process(), each.description()))
                .collect(Collectors.joining());
    }

    /** Attaches to the VM of a process. */
    public static AttachClient to(SocketFolder folder, long process) throws AttachException {
        if (!folder.exists()) {
            throw new AttachException("SW-ATTACH-004 process " + process + " is no VM that can be attached to: there is no"
                    + " folder " + folder + ". See docs/errors/SW-ATTACH-004.md.");
        }
        folder.check();
        return connect(folder, process);
    }

    private static AttachClient connect(SocketFolder folder, long process) throws AttachException {
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.socketOf(process)));
            Wire wire = new Wire(channel);
            try {
                if (!AttachServer.Peer.bySystem(channel).equals(folder.user())) {
                    throw new IOException("it belongs to another user");
                }
                Wire.Frame hello = wire.read();
                if (hello.kind() == Wire.ERR) {
                    throw new IOException(hello.text().strip());
                }
                if (hello.kind() != Wire.HELLO || !hello.text().startsWith(AttachServer.PROTOCOL)) {
                    throw new IOException("what answers is of another version, or no VM");
                }
                return new AttachClient(process, hello.text().substring(AttachServer.PROTOCOL.length()), wire);
            } catch (IOException failure) {
                wire.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new AttachException("SW-ATTACH-004 process " + process + " cannot be attached to: "
                    + (failure instanceof EOFException ? "it sent this terminal away" : failure.getMessage())
                    + ". ./sendwright attach --list says which VMs there are. See docs/errors/SW-ATTACH-004.md.");
        }
    }

    /** What runs there. */
    public Running running() {
        return new Running(process, description);
    }

    /** How a line went. */
    public enum Result {
        /** Well. */
        DONE,
        /** An error was printed. */
        FAILED,
        /** The session has ended. */
        ENDED
    }

    /**
     * Has a line carried out and waits for it.
     *
     * @param out is given what is printed, piece by piece
     * @param err is given errors
     * @throws AttachException when the VM has gone, or one of the streams has
     */
    public Result run(String line, OutputStream out, OutputStream err) throws AttachException {
        try {
            wire.write(Wire.LINE, line);
            for (;;) {
                Wire.Frame frame = wire.read();
                switch (frame.kind()) {
                    case Wire.OUT -> out.write(frame.bytes());
                    case Wire.ERR -> err.write(frame.bytes());
                    case Wire.DONE -> {
                        return frame.bytes().length == 0 ? Result.DONE : Result.FAILED;
                    }
                    case Wire.BYE -> {
                        return Result.ENDED;
                    }
                    default -> throw new IOException("a frame of kind " + frame.kind());
                }
            }
        } catch (IOException gone) {
            throw new AttachException("SW-ATTACH-006 the VM of process " + process + " has gone, or was closed, while this"
                    + " terminal was attached (" + gone + "). See docs/errors/SW-ATTACH-006.md.");
        }
    }

    /** Asks the line that is carried out to stop; does nothing when there is none, or the VM has gone. Any thread. */
    public void interrupt() {
        try {
            wire.write(Wire.INTERRUPT, "");
        } catch (IOException gone) {
            // Who waits for the line hears of it.
            return;
        }
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException ignored) {
            // Nothing is lost: each line's answer is complete before the next.
            return;
        }
    }
}
