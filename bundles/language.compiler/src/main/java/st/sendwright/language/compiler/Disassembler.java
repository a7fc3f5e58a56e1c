package st.sendwright.language.compiler;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import st.sendwright.model.Bytecode;

/** Lists bytecodes for people. */
final class Disassembler {

    private static final int BYTES_WIDTH = 19;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Disassembler() {
    }

    /** One line a bytecode: pc, bytes, name, operands; what the table does not know is shown as a byte. */
    static String list(byte[] bytes, List<String> literals) {
        StringBuilder out = new StringBuilder();
        int pc = 0;
        while (pc < bytes.length) {
            Bytecode bytecode = Bytecode.of(bytes[pc] & 0xFF);
            boolean known = bytecode != null && pc + bytecode.length() <= bytes.length;
            int length = known ? bytecode.length() : 1;
            StringBuilder line = new StringBuilder();
            line.append(" ".repeat(Math.max(0, 4 - Integer.toString(pc).length()))).append(pc).append("  ");
            for (int i = 0; i < length; i++) {
                line.append(HEX.toHexDigits(bytes[pc + i])).append(' ');
            }
            while (line.length() < 6 + BYTES_WIDTH) {
                line.append(' ');
            }
            if (known) {
                describe(line, bytes, bytecode, pc, literals);
            } else {
                line.append("unknown");
            }
            out.append(line.toString().stripTrailing()).append('\n');
            pc += length;
        }
        return out.toString();
    }

    private static void describe(StringBuilder line, byte[] bytes, Bytecode bytecode, int pc,
            List<String> literals) {
        line.append(bytecode.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        int implied = (bytes[pc] & 0xFF) - bytecode.opcode();
        int next = pc + bytecode.length();
        switch (bytecode) {
            case PUSH_LITERAL, PUSH_LITERAL_VARIABLE -> line.append(' ').append(literal(literals, implied));
            case SHORT_JUMP, SHORT_JUMP_FALSE -> line.append(" to ").append(next + implied + 1);
            default -> {
                if (bytecode.count() > 1) {
                    line.append(' ').append(implied);
                }
            }
        }
        for (int i = 0; i < bytecode.operands().size(); i++) {
            int value = Verifier.operand(bytes, bytecode, pc, i);
            switch (bytecode.operands().get(i)) {
                case LITERAL_8, LITERAL_16 -> line.append(' ').append(literal(literals, value));
                case SITE_8, SITE_16 -> line.append(" site ").append(value);
                case ARGUMENTS -> line.append(" arguments ").append(value);
                case FLAGS -> line.append(" flags ").append(value);
                case DISTANCE_16 -> line.append(" to ").append(next + value);
                case INDEX_8, INDEX_16, SIGNED_8 -> line.append(' ').append(value);
            }
        }
    }

    private static String literal(List<String> literals, int index) {
        return index < literals.size() ? literals.get(index) : "literal " + index + " (missing)";
    }
}
