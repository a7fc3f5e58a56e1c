package st.sendwright.asm.x64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The assembler of binutils, where it is installed. */
final class Binutils {

    private static final Pattern LISTED = Pattern.compile(" *(\\d+) [0-9a-f]{4,} ([0-9A-F ]+?) *\t.*");

    private Binutils() {
    }

    /**
     * Whether there is an assembler that understands what we ask of it; a proper one of another system may
     * not.
     */
    static boolean areInstalled(Path folder) throws InterruptedException {
        try {
            return assemble(List.of("nop"), folder)[0].equals("90");
        } catch (IOException absent) {
            return false;
        }
    }

    /** What each line becomes, as hexadecimal digits; an empty string for one that binutils refuses. */
    static String[] assemble(List<String> lines, Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("corpus.s");
        Path listing = folder.resolve("corpus.list");
        Path messages = folder.resolve("messages");
        Files.writeString(source, ".intel_syntax noprefix\n" + String.join("\n", lines) + "\n");
        Process process = new ProcessBuilder("as", "--64", "-Z", "-aln=" + listing, "--listing-lhs-width=8",
                "-o", folder.resolve("corpus.o").toString(), source.toString())
                .redirectErrorStream(true).redirectOutput(messages.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("binutils takes more than a minute for " + lines.size() + " lines");
        }
        String[] code = new String[lines.size()];
        Arrays.fill(code, "");
        for (String line : Files.readAllLines(listing)) {
            Matcher parts = LISTED.matcher(line);
            if (parts.matches()) {
                code[Integer.parseInt(parts.group(1)) - 2] = parts.group(2).replace(" ", "");
            }
        }
        return code;
    }
}
