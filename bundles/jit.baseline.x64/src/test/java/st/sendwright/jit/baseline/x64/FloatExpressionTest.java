package st.sendwright.jit.baseline.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.jit.baseline.x64.Methods.FIRST_PC;
import static st.sendwright.jit.baseline.x64.Methods.op;

import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.baseline.x64.FloatExpression.Constant;
import st.sendwright.jit.baseline.x64.FloatExpression.End;
import st.sendwright.jit.baseline.x64.FloatExpression.Loaded;
import st.sendwright.jit.baseline.x64.FloatExpression.Operation;
import st.sendwright.jit.baseline.x64.FloatExpression.Place;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Oop;

@DisplayName("An expression of Floats")
class FloatExpressionTest {

    private static final int MET = 0;
    private static final int NOT_MET = 1;

    private final BitSet integers = new BitSet();

    private FloatExpression at(int pc, int... bytes) {
        MethodView method = Methods.of(bytes);
        method.floatSites().set(MET);
        method.literals()[0] = Oop.immediateFloat(2.5);
        return new FloatExpression.Finder(new Code(method), method, integers).at(pc);
    }

    private FloatExpression found(int... bytes) {
        return at(FIRST_PC, bytes);
    }

    private static Loaded temporary(int index) {
        return new Loaded(Place.TEMPORARY, index, 0, false);
    }

    @Test
    void isFoundWhereFloatsWereMet() {
        FloatExpression found = found(op(Bytecode.PUSH_TEMPORARY), op(Bytecode.PUSH_TEMPORARY) + 1,
                op(Bytecode.SEND_ADD), MET, op(Bytecode.RETURN_TOP));

        assertThat(found).isEqualTo(new FloatExpression(
                new Operation(Bytecode.SEND_ADD, temporary(0), temporary(1)), 0, End.OPERAND, FIRST_PC + 2));
        assertThat(found(op(Bytecode.PUSH_TEMPORARY), op(Bytecode.PUSH_TEMPORARY) + 1, op(Bytecode.SEND_ADD), NOT_MET,
                op(Bytecode.RETURN_TOP))).isNull();
    }

    @Test
    void isFoundWhereALiteralIsAFloat() {
        FloatExpression found = found(op(Bytecode.PUSH_LITERAL), op(Bytecode.PUSH_ONE), op(Bytecode.SEND_ADD), NOT_MET,
                op(Bytecode.RETURN_TOP));

        assertThat(found.root()).isEqualTo(
                new Operation(Bytecode.SEND_ADD, new Constant(2.5, true), new Constant(1, false)));
    }

    @Test
    void reachesAsFarAsItIsOneTree() {
        FloatExpression found = found(op(Bytecode.PUSH_LITERAL), op(Bytecode.PUSH_TEMPORARY), op(Bytecode.SEND_ADD), NOT_MET,
                op(Bytecode.PUSH_TEMPORARY) + 1, op(Bytecode.PUSH_TEMPORARY), op(Bytecode.SEND_MULTIPLY), MET,
                op(Bytecode.SEND_SUBTRACT), NOT_MET, op(Bytecode.PUSH_TEMPORARY), op(Bytecode.SEND_0), 0, 0, op(Bytecode.RETURN_TOP));

        assertThat(found.lastPc()).isEqualTo(FIRST_PC + 8);
        assertThat(found.root().bytecode()).isEqualTo(Bytecode.SEND_SUBTRACT);
        assertThat(found.root().registers()).isEqualTo(3);
    }

    @Test
    void takesOperandsThatWerePushedBefore() {
        FloatExpression found = at(FIRST_PC + 2, op(Bytecode.PUSH_RECEIVER), op(Bytecode.PUSH_RECEIVER),
                op(Bytecode.SEND_DIVIDE), MET, op(Bytecode.POP_STORE_TEMPORARY) + 1, op(Bytecode.RETURN_RECEIVER));

        assertThat(found.operands()).isEqualTo(2);
        assertThat(found.root().receiver()).isEqualTo(new Loaded(Place.OPERAND, 1, 0, false));
        assertThat(found.root().argument()).isEqualTo(new Loaded(Place.OPERAND, 0, 0, false));
        assertThat(found.end()).isEqualTo(End.TEMPORARY);
        assertThat(found.lastPc()).isEqualTo(FIRST_PC + 4);
    }

    @Test
    void endsWithAComparison() {
        FloatExpression found = found(op(Bytecode.PUSH_TEMPORARY), op(Bytecode.PUSH_LITERAL), op(Bytecode.SEND_LESS), NOT_MET,
                op(Bytecode.PUSH_LITERAL), op(Bytecode.SEND_ADD), NOT_MET, op(Bytecode.RETURN_TOP));

        assertThat(found.end()).isEqualTo(End.COMPARED);
        assertThat(found.lastPc()).isEqualTo(FIRST_PC + 2);
    }

    @Test
    void endsBeforeABytecodeThatAJumpLeadsTo() {
        FloatExpression found = found(op(Bytecode.PUSH_LITERAL), op(Bytecode.PUSH_TEMPORARY), op(Bytecode.SEND_ADD), NOT_MET,
                op(Bytecode.POP_STORE_TEMPORARY), op(Bytecode.JUMP), 0xFC, 0xFF, op(Bytecode.RETURN_RECEIVER));

        assertThat(found.end()).isEqualTo(End.OPERAND);
    }

    @Test
    void isNoneOfSmallIntegersOnly() {
        integers.set(0);

        assertThat(found(op(Bytecode.PUSH_TEMPORARY), op(Bytecode.PUSH_TWO), op(Bytecode.SEND_MULTIPLY), MET,
                op(Bytecode.RETURN_TOP))).isNull();
    }

    @Test
    void takesASmallIntegerOnlyBesideWhatIsAFloatForSure() {
        Loaded integer = new Loaded(Place.TEMPORARY, 0, 0, true);
        Operation result = new Operation(Bytecode.SEND_ADD, temporary(1), temporary(2));

        assertThat(FloatExpression.mayBeInteger(temporary(1), new Constant(2.5, true))).isTrue();
        assertThat(FloatExpression.mayBeInteger(temporary(1), result)).isTrue();
        assertThat(FloatExpression.mayBeInteger(temporary(1), temporary(2))).isFalse();
        assertThat(FloatExpression.mayBeInteger(temporary(1), new Constant(2, false))).isFalse();
        assertThat(FloatExpression.mayBeInteger(integer, temporary(2))).isTrue();
    }
}
