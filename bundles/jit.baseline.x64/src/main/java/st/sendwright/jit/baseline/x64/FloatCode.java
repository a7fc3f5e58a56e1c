package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.FloatRegister;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.baseline.x64.FloatExpression.Constant;
import st.sendwright.jit.baseline.x64.FloatExpression.End;
import st.sendwright.jit.baseline.x64.FloatExpression.Loaded;
import st.sendwright.jit.baseline.x64.FloatExpression.Number;
import st.sendwright.jit.baseline.x64.FloatExpression.Operation;
import st.sendwright.machine.x64.FloatArithmetic;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Oop;

/**
 * Computes a whole {@link FloatExpression} in registers: only its result becomes an object. Where an operand is no
 * Float, or a Float on the way would be no immediate one, the bytecodes are executed one by one instead, from the
 * first; nothing has happened yet then.
 */
final class FloatCode {

    private static final FloatRegister[] REGISTERS = FloatRegister.values();
    /** Holds {@link Oop#floatExponentOffset}. */
    private static final Register OFFSET = R8;
    /** Holds {@link FloatArithmetic#MOST}. */
    private static final Register MOST = R9;

    private final Emission out;
    private final Assembler asm;
    private final Label refused;

    /** @param refused where the bytecodes are executed one by one; the operands are in memory */
    FloatCode(Emission out, Label refused) {
        this.out = out;
        this.asm = out.asm;
        this.refused = refused;
    }

    /** Computes: the result is in RAX, that of a comparison in the flags. All operands are in memory and stay there. */
    void emit(FloatExpression expression) {
        asm.mov(OFFSET, Oop.floatExponentOffset());
        asm.mov(MOST, FloatArithmetic.MOST);
        Operation root = expression.root();
        if (expression.end() == End.COMPARED) {
            load(root.receiver(), root.argument(), 0);
            boolean twice = isTwice(root);
            if (!twice) {
                load(root.argument(), root.receiver(), 1);
            }
            asm.ucomisd(REGISTERS[0], REGISTERS[twice ? 0 : 1]);
        } else {
            operate(root, 0);
            asm.shl(RAX, Machine.TAG_BITS);
            asm.or(RAX, (int) Oop.FLOAT_TAG);
        }
    }

    /** Emits the jump, or the Boolean, that a comparison ends in. None of its operands is not a number. */
    static void decide(Outcome outcome, Bytecode comparison) {
        outcome.decide(switch (comparison) {
            case SEND_LESS -> Condition.BELOW;
            case SEND_GREATER -> Condition.ABOVE;
            case SEND_LESS_OR_EQUAL -> Condition.BELOW_OR_EQUAL;
            case SEND_GREATER_OR_EQUAL -> Condition.ABOVE_OR_EQUAL;
            case SEND_EQUAL -> Condition.EQUAL;
            default -> Condition.NOT_EQUAL;
        });
    }

    /** Takes the operands that were pushed before; leaves flags and registers as they are. */
    void pop(FloatExpression expression) {
        if (expression.operands() > 0) {
            asm.lea(Machine.STACK, at(Machine.STACK, expression.operands() * 8));
        }
    }

    private static boolean isTwice(Operation operation) {
        return operation.receiver() instanceof Loaded && operation.receiver().equals(operation.argument());
    }

    /** The number's double into a register; those behind it are free. */
    private void load(Number number, Number other, int to) {
        switch (number) {
            case Constant constant -> constant(constant.value(), REGISTERS[to]);
            case Loaded loaded -> decode(loaded, FloatExpression.mayBeInteger(loaded, other), REGISTERS[to]);
            case Operation operation -> operate(operation, to);
        }
    }

    private void constant(double value, FloatRegister to) {
        long bits = Double.doubleToRawLongBits(value);
        if (bits == 0) {
            asm.xorps(to, to);
        } else {
            asm.mov(RDX, bits);
            asm.movq(to, RDX);
        }
    }

    /** Leaves in RAX what only has to be tagged to be the result. */
    private void operate(Operation operation, int to) {
        load(operation.receiver(), operation.argument(), to);
        FloatRegister result = REGISTERS[to];
        FloatRegister argument = result;
        if (!isTwice(operation)) {
            load(operation.argument(), operation.receiver(), to + 1);
            argument = REGISTERS[to + 1];
        }
        switch (operation.bytecode()) {
            case SEND_ADD -> asm.addsd(result, argument);
            case SEND_SUBTRACT -> asm.subsd(result, argument);
            case SEND_MULTIPLY -> asm.mulsd(result, argument);
            // By zero it makes none that an immediate can hold.
            case SEND_DIVIDE -> asm.divsd(result, argument);
            default -> throw new IllegalStateException(operation.bytecode() + " computes no Float");
        }
        encode(result);
    }

    /** Makes sure that an immediate Float can hold it, as {@link FloatArithmetic#encode} does. */
    private void encode(FloatRegister from) {
        Label unusual = new Label();
        Label encoded = new Label();
        asm.movq(RAX, from);
        asm.rol(RAX, 1);
        asm.sub(RAX, OFFSET);
        asm.lea(RDX, at(RAX, -2));
        asm.cmp(RDX, MOST);
        asm.j(Condition.ABOVE_OR_EQUAL, unusual);
        asm.bind(encoded);
        out.later(() -> {
            asm.bind(unusual);
            asm.add(RAX, OFFSET);
            asm.cmp(RAX, 1);
            asm.j(Condition.BELOW_OR_EQUAL, encoded);
            asm.jmp(refused);
        });
    }

    private void decode(Loaded loaded, boolean mayBeInteger, FloatRegister to) {
        Label other = mayBeInteger ? new Label() : refused;
        Label done = new Label();
        switch (loaded.place()) {
            case TEMPORARY -> asm.mov(RDX, Machine.temporary(loaded.index()));
            case ARGUMENT -> asm.mov(RDX, Machine.argument(loaded.index()));
            case RECEIVER_VARIABLE -> {
                asm.mov(RDX, Machine.frame(FrameLayout.RECEIVER));
                asm.mov(RDX, Machine.slot(RDX, loaded.index()));
            }
            case REMOTE -> {
                asm.mov(RDX, Machine.temporary(loaded.vector()));
                asm.mov(RDX, Machine.slot(RDX, loaded.index()));
            }
            case OPERAND -> asm.mov(RDX, at(Machine.STACK, loaded.index() * 8));
        }
        if (loaded.isInteger()) {
            FloatArithmetic.convert(asm, RDX, RCX, to, refused);
            return;
        }
        asm.lea(RCX, at(RDX, (int) -Oop.FLOAT_TAG));
        asm.test8(RCX, Machine.TAGS);
        asm.j(Condition.NOT_EQUAL, other);
        FloatArithmetic.decode(asm, RDX, OFFSET, to);
        asm.bind(done);
        if (mayBeInteger) {
            out.later(() -> {
                asm.bind(other);
                FloatArithmetic.convert(asm, RDX, RCX, to, refused);
                asm.jmp(done);
            });
        }
    }
}
