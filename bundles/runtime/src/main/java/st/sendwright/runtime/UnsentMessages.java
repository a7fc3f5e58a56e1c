package st.sendwright.runtime;

import java.util.Map;
import java.util.Set;
import st.sendwright.model.Bytecode;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.Oop;

/**
 * Special sends that an interpreter serves without a send for receivers of some classes, whatever methods these classes
 * have. Machine code may call a method in such a case only if that answers as the interpreter does, which the kernel's own
 * methods do; where a program has taken their place, the send is the interpreter's.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class UnsentMessages {

    private static final Map<Bytecode, String> ARITHMETIC = Map.of(Bytecode.SEND_ADD, "add", Bytecode.SEND_SUBTRACT,
            "subtract", Bytecode.SEND_MULTIPLY, "multiply", Bytecode.SEND_DIVIDE, "divide", Bytecode.SEND_LESS, "less",
            Bytecode.SEND_GREATER, "greater", Bytecode.SEND_LESS_OR_EQUAL, "lessOrEqual",
            Bytecode.SEND_GREATER_OR_EQUAL, "greaterOrEqual", Bytecode.SEND_EQUAL, "equal", Bytecode.SEND_NOT_EQUAL,
            "notEqual");
    private static final Set<Integer> WITH_ELEMENTS = Set.of(KnownClass.ARRAY.index(), KnownClass.STRING.index(),
            KnownClass.BYTE_ARRAY.index());
    private static final Set<Integer> WITH_VALUES = Set.of(KnownClass.SMALL_INTEGER.index(), KnownClass.TRUE.index(),
            KnownClass.FALSE.index());

    private final PrimitiveTable primitives;

    UnsentMessages(PrimitiveTable primitives) {
        this.primitives = primitives;
    }

    /** Whether a send of this opcode to a receiver of this class may call the method that lookup has found. */
    boolean mayCall(int opcode, int classIndex, long method) {
        Bytecode bytecode = Bytecode.of(opcode);
        return switch (bytecode) {
            case SEND_ADD, SEND_SUBTRACT, SEND_MULTIPLY, SEND_DIVIDE, SEND_LESS, SEND_GREATER, SEND_LESS_OR_EQUAL,
                    SEND_GREATER_OR_EQUAL, SEND_EQUAL, SEND_NOT_EQUAL -> mayCompute(bytecode, classIndex, method);
            case SEND_AT -> !WITH_ELEMENTS.contains(classIndex) || does(method, "Objects.at", "Strings.at");
            case SEND_AT_PUT -> !WITH_ELEMENTS.contains(classIndex) || does(method, "Objects.atPut", "Strings.atPut");
            case SEND_SIZE -> !WITH_ELEMENTS.contains(classIndex) || does(method, "Objects.size");
            case SEND_VALUE, SEND_VALUE_1, SEND_VALUE_2 ->
                classIndex != KnownClass.BLOCK_CLOSURE.index() || does(method, "Blocks.value");
            case SEND_IS_NIL -> !WITH_VALUES.contains(classIndex) || answers(method, Bytecode.RETURN_FALSE);
            case SEND_NOT_NIL -> !WITH_VALUES.contains(classIndex) || answers(method, Bytecode.RETURN_TRUE);
            default -> true;
        };
    }

    private boolean mayCompute(Bytecode operation, int classIndex, long method) {
        if (classIndex == KnownClass.FLOAT.index() || classIndex == (int) Oop.FLOAT_TAG) {
            return does(method, "Float." + ARITHMETIC.get(operation));
        }
        return classIndex != KnownClass.SMALL_INTEGER.index()
                || does(method, "Arithmetic." + ARITHMETIC.get(operation));
    }

    private boolean does(long method, String... names) {
        int primitive = MethodLayout.primitive(MethodLayout.header(method));
        for (String name : names) {
            if (primitives.name(primitive).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the method does nothing but answer a constant. */
    private static boolean answers(long method, Bytecode constant) {
        return Memory.unsignedByteAt(method + MethodLayout.firstPc(MethodLayout.header(method))) == constant.opcode();
    }
}
