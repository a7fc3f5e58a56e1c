package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R11;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;

/**
 * Arithmetic of two SmallIntegers: the receiver in RAX; the argument in RCX, or a constant. The result comes to RAX.
 * Where it is none, RAX and RCX are as before and the code goes to {@code slow}.
 */
final class IntegerArithmetic {

    /** A shift by more leaves the sign only. */
    private static final int ALL_BITS = 63;
    /** A shift to the left by more cannot leave a SmallInteger but 0. */
    private static final int MOST_LEFT = 60;
    private static final Runnable NOTHING = () -> { };

    private final Assembler asm;

    IntegerArithmetic(Assembler asm) {
        this.asm = asm;
    }

    /** Emits one. What it answers undoes an overflow; it is to be emitted in front of {@code slow}. */
    Runnable emit(Bytecode operation, long constant, Label slow) {
        switch (operation) {
            case SEND_ADD -> {
                return add(constant);
            }
            case SEND_SUBTRACT -> {
                return subtract(constant);
            }
            case SEND_MULTIPLY -> {
                asm.lea(RDX, at(RAX, -1));
                if (constant != 0) {
                    asm.imul(RDX, RDX, (int) constant >> Machine.TAG_BITS);
                } else {
                    asm.mov(R8, RCX);
                    asm.sar(R8, Machine.TAG_BITS);
                    asm.imul(RDX, R8);
                }
                asm.j(Condition.OVERFLOW, slow);
                asm.lea(RAX, at(RDX, 1));
            }
            case SEND_BIT_AND -> {
                if (constant != 0) {
                    asm.and(RAX, (int) constant);
                } else {
                    asm.and(RAX, RCX);
                }
            }
            case SEND_BIT_OR -> {
                if (constant != 0) {
                    asm.or(RAX, (int) constant);
                } else {
                    asm.or(RAX, RCX);
                }
            }
            case SEND_BIT_XOR -> {
                if (constant != 0) {
                    asm.xor(RAX, (int) constant - 1);
                } else {
                    asm.xor(RAX, RCX);
                    asm.inc(RAX);
                }
            }
            case SEND_BIT_SHIFT -> {
                return shift(constant, slow);
            }
            default -> {
                return divide(operation, constant, slow);
            }
        }
        return NOTHING;
    }

    private Runnable add(long constant) {
        Label undo = new Label();
        if (constant != 0) {
            asm.add(RAX, (int) constant - 1);
        } else {
            asm.dec(RAX);
            asm.add(RAX, RCX);
        }
        asm.j(Condition.OVERFLOW, undo);
        return () -> {
            asm.bind(undo);
            if (constant != 0) {
                asm.sub(RAX, (int) constant - 1);
            } else {
                asm.sub(RAX, RCX);
                asm.inc(RAX);
            }
        };
    }

    private Runnable subtract(long constant) {
        Label undo = new Label();
        if (constant != 0) {
            asm.sub(RAX, (int) constant - 1);
            asm.j(Condition.OVERFLOW, undo);
        } else {
            asm.sub(RAX, RCX);
            asm.j(Condition.OVERFLOW, undo);
            asm.inc(RAX);
        }
        return () -> {
            asm.bind(undo);
            if (constant != 0) {
                asm.add(RAX, (int) constant - 1);
            } else {
                asm.add(RAX, RCX);
            }
        };
    }

    private Runnable shift(long constant, Label slow) {
        if (constant != 0) {
            long distance = constant >> Machine.TAG_BITS;
            if (distance > 0) {
                if (distance > MOST_LEFT) {
                    asm.jmp(slow);
                    return NOTHING;
                }
                asm.lea(RDX, at(RAX, -1));
                asm.mov(R8, RDX);
                asm.shl(RDX, (int) distance);
                asm.mov(R9, RDX);
                asm.sar(R9, (int) distance);
                asm.cmp(R9, R8);
                asm.j(Condition.NOT_EQUAL, slow);
                asm.lea(RAX, at(RDX, 1));
            } else {
                asm.sar(RAX, (int) Math.min(-distance, ALL_BITS));
                asm.and(RAX, ~Machine.TAGS);
                asm.inc(RAX);
            }
            return NOTHING;
        }
        Label right = new Label();
        Label capped = new Label();
        Label done = new Label();
        Label restore = new Label();
        asm.mov(R11, RCX);
        asm.sar(RCX, Machine.TAG_BITS);
        asm.test(RCX, RCX);
        asm.j(Condition.SIGN, right);
        asm.cmp(RCX, MOST_LEFT);
        asm.j(Condition.GREATER, restore);
        asm.lea(RDX, at(RAX, -1));
        asm.mov(R8, RDX);
        asm.shlCl(RDX);
        asm.mov(R9, RDX);
        asm.sarCl(R9);
        asm.cmp(R9, R8);
        asm.j(Condition.NOT_EQUAL, restore);
        asm.lea(RAX, at(RDX, 1));
        asm.jmp(done);
        asm.bind(right);
        asm.neg(RCX);
        asm.cmp(RCX, ALL_BITS);
        asm.j(Condition.LESS_OR_EQUAL, capped);
        asm.mov(RCX, ALL_BITS);
        asm.bind(capped);
        asm.sarCl(RAX);
        asm.and(RAX, ~Machine.TAGS);
        asm.inc(RAX);
        asm.bind(done);
        return () -> {
            asm.bind(restore);
            asm.mov(RCX, R11);
        };
    }

    /** {@code / // \\}: towards minus infinity, and {@code /} only where it is exact. */
    private Runnable divide(Bytecode operation, long constant, Label slow) {
        long divisor = constant >> Machine.TAG_BITS;
        if (constant != 0 && divisor == 0) {
            asm.jmp(slow);
            return NOTHING;
        }
        if (divisor > 0 && Long.bitCount(divisor) == 1) {
            divideByPowerOfTwo(operation, divisor, slow);
            return NOTHING;
        }
        // Only minus one makes a quotient that is no SmallInteger, and that of the least one.
        boolean overflows = operation != Bytecode.SEND_MODULO && (constant == 0 || divisor == -1);
        boolean canFail = overflows || operation == Bytecode.SEND_DIVIDE;
        if (canFail) {
            asm.mov(RSI, RAX);
        }
        if (constant != 0) {
            asm.mov(R8, divisor);
        } else {
            asm.mov(R8, RCX);
            asm.sar(R8, Machine.TAG_BITS);
            asm.test(R8, R8);
            asm.j(Condition.EQUAL, slow);
        }
        asm.sar(RAX, Machine.TAG_BITS);
        asm.cqo();
        asm.idiv(R8);
        Label restore = new Label();
        if (operation == Bytecode.SEND_DIVIDE) {
            asm.test(RDX, RDX);
            asm.j(Condition.NOT_EQUAL, restore);
        } else {
            floor(operation, constant == 0, divisor > 0);
        }
        if (overflows) {
            asm.imul(RAX, RAX, Machine.ONE);
            asm.j(Condition.OVERFLOW, restore);
        } else {
            asm.shl(RAX, Machine.TAG_BITS);
        }
        asm.inc(RAX);
        return canFail ? () -> {
            asm.bind(restore);
            asm.mov(RAX, RSI);
        } : NOTHING;
    }

    /** The quotient in RAX and the remainder in RDX were rounded towards zero: what is asked for comes to RAX. */
    private void floor(Bytecode operation, boolean anyDivisor, boolean positive) {
        Label floored = new Label();
        asm.test(RDX, RDX);
        if (anyDivisor) {
            asm.jShort(Condition.EQUAL, floored);
            asm.mov(R10, RDX);
            asm.xor(R10, R8);
            asm.jShort(Condition.NOT_SIGN, floored);
        } else {
            asm.jShort(positive ? Condition.NOT_SIGN : Condition.LESS_OR_EQUAL, floored);
        }
        if (operation == Bytecode.SEND_MODULO) {
            asm.add(RDX, R8);
        } else {
            asm.dec(RAX);
        }
        asm.bind(floored);
        if (operation == Bytecode.SEND_MODULO) {
            asm.mov(RAX, RDX);
        }
    }

    private void divideByPowerOfTwo(Bytecode operation, long divisor, Label slow) {
        int lowest = (int) (divisor - 1) << Machine.TAG_BITS;
        if (operation == Bytecode.SEND_MODULO) {
            asm.and(RAX, lowest | 1);
            return;
        }
        if (divisor == 1) {
            return;
        }
        if (operation == Bytecode.SEND_DIVIDE) {
            asm.test(RAX, lowest);
            asm.j(Condition.NOT_EQUAL, slow);
        }
        asm.sar(RAX, Long.numberOfTrailingZeros(divisor));
        asm.and(RAX, ~Machine.TAGS);
        asm.inc(RAX);
    }
}
