package st.sendwright.asm.x64;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How binutils' assembler is told, in Intel's syntax, what a method of ours emits. */
final class IntelText {

    private static final Pattern NAME = Pattern.compile("([a-z]+?)(8|16|32)?(Cl)?");
    private static final List<String> CONDITIONS = List.of(
            "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g");
    private static final List<String> BYTES = List.of("al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil");
    private static final List<String> WORDS = List.of("ax", "cx", "dx", "bx", "sp", "bp", "si", "di");

    private final Method method;
    private final List<Object> operands;
    /** From the end of the instruction to its label. */
    private final int distance;
    private final int length;

    IntelText(Method method, List<Object> operands, int distance, int length) {
        this.method = method;
        this.operands = operands;
        this.distance = distance;
        this.length = length;
    }

    @Override
    public String toString() {
        String name = method.getName();
        return switch (name) {
            case "movzx8" -> "movzx " + operand(0, 32) + ", " + operand(1, 8);
            case "movzx16" -> "movzx " + operand(0, 32) + ", " + operand(1, 16);
            case "movsx8" -> "movsx " + operand(0, 64) + ", " + operand(1, 8);
            case "movsx16" -> "movsx " + operand(0, 64) + ", " + operand(1, 16);
            case "movsxd" -> "movsxd " + operand(0, 64) + ", " + operand(1, 32);
            case "int3", "ud2" -> name;
            case "movsd", "cvtsi2sd", "cvttsd2si" -> name + " " + all(64);
            case "mov" -> operands.get(1) instanceof Long value ? move(value) : "mov " + all(64);
            case "movAbsolute" -> "movabs " + all(64);
            case "movAbsoluteExternal" -> "movabs " + operand(0, 64) + ", 0";
            case "set" -> "set" + condition() + " " + operand(1, 8);
            case "cmov" -> "cmov" + condition() + " " + operand(1, 64) + ", " + operand(2, 64);
            case "callExternal" -> "call .+" + length;
            case "jmpExternal" -> "{disp32} jmp .+" + length;
            case "jExternal" -> "{disp32} j" + condition() + " .+" + length;
            case "jmp" -> operands.get(0) instanceof Label ? roomForAnyDistance() + "jmp " + place() : "jmp " + all(64);
            case "j" -> roomForAnyDistance() + "j" + condition() + " " + place();
            case "jmpShort" -> "jmp " + place();
            case "jShort" -> "j" + condition() + " " + place();
            case "call" -> operands.get(0) instanceof Label ? "call " + place() : "call " + all(64);
            default -> regular(name);
        };
    }

    private String regular(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new AssertionError("nobody has said how binutils writes " + name);
        }
        int width = parts.group(2) == null ? 64 : Integer.parseInt(parts.group(2));
        String text = parts.group(1) + " " + all(width) + (parts.group(3) == null ? "" : ", cl");
        return text.strip();
    }

    private String move(long value) {
        if (value >= 0 && value <= 0xFFFF_FFFFL) {
            return "mov " + operand(0, 32) + ", " + value;
        }
        return (value == (int) value ? "mov " : "movabs ") + all(64);
    }

    /** Ours takes the short form of a jump only back, binutils' wherever it can. */
    private String roomForAnyDistance() {
        return distance < 0 ? "" : "{disp32} ";
    }

    private String place() {
        return ".%+d".formatted(length + distance);
    }

    private String condition() {
        return CONDITIONS.get(((Condition) operands.get(0)).ordinal());
    }

    private String all(int width) {
        return operands.stream().map(operand -> text(operand, width)).collect(Collectors.joining(", "));
    }

    private String operand(int index, int width) {
        return text(operands.get(index), width);
    }

    private String text(Object operand, int width) {
        return switch (operand) {
            case Register register -> register(register.ordinal(), width);
            case FloatRegister register -> "xmm" + register.ordinal();
            case Address address -> size(width) + " ptr " + address(address);
            default -> operand.toString();
        };
    }

    private static String register(int number, int width) {
        if (number >= 8) {
            return "r" + number + switch (width) {
                case 8 -> "b";
                case 16 -> "w";
                case 32 -> "d";
                default -> "";
            };
        }
        return switch (width) {
            case 8 -> BYTES.get(number);
            case 16 -> WORDS.get(number);
            case 32 -> "e" + WORDS.get(number);
            default -> "r" + WORDS.get(number);
        };
    }

    private static String size(int width) {
        return switch (width) {
            case 8 -> "byte";
            case 16 -> "word";
            case 32 -> "dword";
            default -> "qword";
        };
    }

    private String address(Address address) {
        if (address.label() != null) {
            return "[rip%+d]".formatted(distance);
        } else if (address.base() == null) {
            return "ds:" + address.displacement();
        }
        String base = address.base().name().toLowerCase(Locale.ROOT);
        String index = address.index() == null
                ? "" : "+" + address.index().name().toLowerCase(Locale.ROOT) + "*" + address.scale();
        return "[" + base + index + "%+d]".formatted(address.displacement());
    }
}
