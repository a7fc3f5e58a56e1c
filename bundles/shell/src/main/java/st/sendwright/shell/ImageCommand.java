package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ImageSummary;
import st.sendwright.vm.VmFactory;

/** {@code image info FILE} and {@code image verify FILE}: looks at an image without starting it. */
final class ImageCommand {

    private static final String INFO = "info";
    private static final String VERIFY = "verify";

    private final VmFactory factory;
    private final Console console;

    ImageCommand(VmFactory factory, Console console) {
        this.factory = factory;
        this.console = console;
    }

    /**
     * Runs the command.
     *
     * @param arguments what follows the word {@code image}
     * @return the exit code
     */
    int run(List<String> arguments) throws UsageException {
        if (arguments.size() != 2 || !List.of(INFO, VERIFY).contains(arguments.getFirst())) {
            throw new UsageException("image: say 'image info FILE' or 'image verify FILE'.");
        }
        Path file = Path.of(arguments.getLast());
        boolean whole = arguments.getFirst().equals(VERIFY);
        try {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            print(file, factory.inspectImage(file, whole), whole);
            return ExitCode.OK;
        } catch (ImageFormatException bad) {
            console.error(file + ": " + bad.getMessage());
        } catch (NoSuchFileException missing) {
            console.error("SW-VM-045 there is no image file " + file + ". See docs/errors/SW-VM-045.md.");
        } catch (IOException failure) {
            console.error(file + " cannot be read: " + failure.getMessage());
        }
        return ExitCode.IMAGE;
    }

    private void print(Path file, ImageSummary summary, boolean whole) {
        StringBuilder text = new StringBuilder();
        text.append(file).append(": ").append(whole ? "a whole and sound image" : "an image that this VM can load")
                .append('\n');
        line(text, "format version", Integer.toString(summary.formatVersion()));
        line(text, "layout", "0x%016x".formatted(summary.layoutHash()));
        line(text, "size", String.format(Locale.ROOT, "%,d bytes", summary.fileBytes()));
        for (ImageSummary.Segment segment : summary.segments()) {
            line(text, segment.name(), String.format(Locale.ROOT, "%,d bytes at %,d, checksum 0x%08x", segment.bytes(),
                    segment.offset(), segment.checksum()));
        }
        console.print(text.toString());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-20s%s\n", name, value));
    }
}
