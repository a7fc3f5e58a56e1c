package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import st.sendwright.model.Bytecode;

/** The page on bytecodes says what the table says; {@code -Dpages=update} writes it anew. */
class BytecodePageTest {

    private static final Path PAGE = Path.of("../../docs/formats/bytecodes.md");
    private static final String BEGIN = "<!-- table -->\n";
    private static final String END = "<!-- end of table -->\n";

    @Test
    void thePageHoldsTheTable() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table()
                + page.substring(page.indexOf(END));

        if ("update".equals(System.getProperty("pages"))) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String table() {
        StringBuilder out = new StringBuilder("| opcode | name | operands | stack | meaning"
                + " |\n|---|---|---|---|---|\n");
        for (Bytecode bytecode : Bytecode.values()) {
            String opcodes = String.format("%02X", bytecode.opcode());
            if (bytecode.count() > 1) {
                opcodes += String.format("–%02X", bytecode.opcode() + bytecode.count() - 1);
            }
            String operands = bytecode.operands().stream()
                    .map(operand -> operand.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .collect(Collectors.joining(", "));
            out.append("| ").append(opcodes).append(" | `").append(bytecode).append("` | ").append(operands)
                    .append(" | ").append(bytecode.pops() < 0 ? "operands" : bytecode.pops()).append(" → ")
                    .append(bytecode.pushes()).append(" | ").append(bytecode.meaning().replace("|", "\\|"))
                    .append(" |\n");
        }
        return out.toString();
    }
}
