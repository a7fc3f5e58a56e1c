package st.sendwright.asm.x64;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Machine code in words, for people who look at it: by binutils' {@code objdump} where it is on the
 * {@code PATH}, else as bytes.
 *
 * <p><b>Called</b> when somebody asks for a listing; it starts a process. <b>Thread</b>: any.
 */
public final class Disassembler {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BYTES_A_ROW = 16;
    private static final Pattern ROW = Pattern.compile(" *([0-9a-f]+):\t((?:[0-9a-f]{2} )+) *\t?(.*)");

    private final Optional<Path> objdump;
    private final Duration limit;

    Disassembler(Optional<Path> objdump, Duration limit) {
        this.objdump = objdump;
        this.limit = limit;
    }

    /**
     * An instruction, or a row of bytes.
     *
     * @param offset of its first byte from the start of the code
     * @param bytes in hexadecimal, two digits and a space between each
     * @param text the instruction in Intel's syntax; {@code .byte} and nothing else in a dump
     */
    public record Line(int offset, String bytes, String text) {

        static final String DUMPED = ".byte";

        /** How many bytes it has. */
        public int length() {
            return (bytes.length() + 1) / 3;
        }

        /** Whether nobody could say what the bytes mean. */
        public boolean isDump() {
            return text.equals(DUMPED);
        }
    }

    /** Whether there is a program that disassembles; without one, {@link #lines} answers a dump of bytes. */
    public static boolean isAvailable() {
        return find(System.getenv("PATH")).isPresent();
    }

    /**
     * The lines of a piece of code. Where no program disassembles it within five seconds, they are a dump of
     * bytes.
     *
     * @param address where the first byte is executed, for the targets of jumps
     */
    public static List<Line> lines(byte[] code, long address) {
        return new Disassembler(find(System.getenv("PATH")), LIMIT).read(code, address);
    }

    List<Line> read(byte[] code, long address) {
        return objdump.flatMap(program -> disassembled(program, code, address)).orElseGet(() -> dump(code));
    }

    /** Folders that are relative to wherever the process happens to run are passed over. */
    static Optional<Path> find(String folders) {
        return Stream.ofNullable(folders).flatMap(all -> Stream.of(all.split(File.pathSeparator)))
                .flatMap(Disassembler::programsIn)
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Stream<Path> programsIn(String folder) {
        try {
            Path path = Path.of(folder);
            return path.isAbsolute() ? Stream.of(path.resolve("objdump"), path.resolve("objdump.exe")) : Stream.of();
        } catch (InvalidPathException noFolder) {
            return Stream.of();
        }
    }

    /** Nothing when the program fails, takes too long, or says something else than what each byte means. */
    private Optional<List<Line>> disassembled(Path program, byte[] code, long address) {
        try {
            Path input = Files.createTempFile("sendwright-code", ".bin");
            Path output = Files.createTempFile("sendwright-code", ".list");
            try {
                Files.write(input, code);
                return run(program, input, output, address)
                        ? parsed(Files.readAllLines(output, StandardCharsets.UTF_8), code.length, address)
                        : Optional.empty();
            } finally {
                Files.delete(input);
                Files.delete(output);
            }
        } catch (IOException impossible) {
            return Optional.empty();
        }
    }

    private boolean run(Path program, Path input, Path output, long address) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-D", "-z", "-b", "binary",
                "-m", "i386:x86-64", "-M", "intel", "--insn-width=" + BYTES_A_ROW,
                "--adjust-vma=0x" + Long.toHexString(address), input.toString());
        builder.environment().put("LC_ALL", "C");
        builder.redirectInput(Redirect.PIPE).redirectOutput(output.toFile()).redirectError(Redirect.DISCARD);
        Process process = builder.start();
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS) && process.exitValue() == 0;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<List<Line>> parsed(List<String> rows, int size, long address) {
        List<Line> lines = new ArrayList<>();
        int next = 0;
        for (String row : rows) {
            Matcher parts = ROW.matcher(row);
            if (parts.matches()) {
                int offset = (int) (Long.parseUnsignedLong(parts.group(1), 16) - address);
                String text = parts.group(3).replaceAll(" +", " ").strip();
                Line line = new Line(offset, parts.group(2).strip(), text);
                if (offset != next) {
                    return Optional.empty();
                }
                next += line.length();
                lines.add(line);
            }
        }
        return next == size ? Optional.of(List.copyOf(lines)) : Optional.empty();
    }

    private static List<Line> dump(byte[] code) {
        List<Line> lines = new ArrayList<>();
        for (int offset = 0; offset < code.length; offset += BYTES_A_ROW) {
            int end = Math.min(code.length, offset + BYTES_A_ROW);
            lines.add(new Line(offset, HexFormat.ofDelimiter(" ").formatHex(code, offset, end), Line.DUMPED));
        }
        return List.copyOf(lines);
    }
}
