package st.sendwright.jit.baseline.x64;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.jit.baseline.x64.OperandStack.Kind;
import st.sendwright.jit.baseline.x64.OperandStack.Operand;
import st.sendwright.machine.x64.Machine;

/**
 * What is known while a stretch of code without sends and jump targets is compiled: which temporaries hold
 * SmallIntegers, and of which one the result register has a copy.
 *
 * <p>Facts hold on the fast path. A slow path, which sends, comes back only after it has made sure of those that the
 * code behind relies on, and has the interpreter go on otherwise. That costs nothing to speak of, as facts are about
 * temporaries only that {@link IntegerTemporaries} finds to be SmallIntegers unless they overflow.
 */
final class Facts {

    /** Something is a SmallInteger. */
    static final class Fact {

        private boolean used;

        void use() {
            used = true;
        }
    }

    /**
     * What was known at one point of the code, for the slow path that comes back there.
     *
     * @param result of the result register, or null
     * @param copy the temporary that the result register is a copy of, or null
     */
    record Snapshot(Map<Integer, Fact> temporaries, Fact result, Copy copy) {
    }

    /** The result register is a copy of a temporary. */
    static final class Copy {

        private final int temporary;
        private boolean used;

        private Copy(int temporary) {
            this.temporary = temporary;
        }
    }

    /** Before a slow path that comes back to code which relies on nothing. */
    static final Snapshot NOTHING = new Snapshot(Map.of(), null, null);

    private final BitSet integers;
    private final Map<Integer, Fact> temporaries = new HashMap<>();
    private Copy copy;

    /** @param integers the temporaries that are to be SmallIntegers */
    Facts(BitSet integers) {
        this.integers = integers;
    }

    /** Nothing is known any more. */
    void clear() {
        temporaries.clear();
        copy = null;
    }

    /** The result register is something else now. */
    void forgetCopy() {
        copy = null;
    }

    /** The result register has what was stored into a temporary, or loaded from it. */
    void setCopy(int temporary) {
        copy = new Copy(temporary);
    }

    boolean hasCopy(int temporary) {
        return copy != null && copy.temporary == temporary;
    }

    /** Whether the result register has the temporary's value; the code relies on it then. */
    boolean usesCopy(int temporary) {
        if (hasCopy(temporary)) {
            copy.used = true;
        }
        return hasCopy(temporary);
    }

    /** Whether an operand will be a SmallInteger, as far as the method's bytecodes say. */
    boolean isIntegerBorn(Operand operand) {
        return operand.isSmallInteger() || operand.fact() != null
                || operand.kind() == Kind.TEMPORARY && integers.get((int) operand.value());
    }

    /** Whether an operand is known to be a SmallInteger; the code relies on it then. */
    boolean usesInteger(Operand operand) {
        if (operand.isSmallInteger()) {
            return true;
        }
        Fact fact = operand.kind() == Kind.TEMPORARY ? temporaries.get((int) operand.value()) : operand.fact();
        if (fact != null) {
            fact.use();
        }
        return fact != null;
    }

    /** The operand has just been checked. */
    void isInteger(Operand operand) {
        if (operand.kind() == Kind.TEMPORARY && integers.get((int) operand.value())) {
            temporaries.putIfAbsent((int) operand.value(), new Fact());
        }
    }

    /** The operand has become the temporary's value. */
    void stored(int temporary, Operand operand) {
        if (hasCopy(temporary)) {
            copy = null;
        }
        Fact fact = operand.kind() == Kind.TEMPORARY ? temporaries.get((int) operand.value()) : operand.fact();
        if (operand.isSmallInteger()) {
            fact = new Fact();
        }
        if (fact == null || !integers.get(temporary)) {
            temporaries.remove(temporary);
        } else {
            temporaries.put(temporary, fact);
        }
    }

    /** @param result the fact about the result register, or null */
    Snapshot snapshot(Fact result) {
        return new Snapshot(Map.copyOf(temporaries), result, copy);
    }

    /** Whether the code behind relies on anything. */
    static boolean isReliedOn(Snapshot snapshot) {
        return snapshot.temporaries.values().stream().anyMatch(fact -> fact.used)
                || snapshot.result != null && snapshot.result.used || snapshot.copy != null && snapshot.copy.used;
    }

    /** Emits jumps to {@code otherwise} where a fact does not hold that is relied on; answers whether there are any. */
    static boolean check(Assembler asm, Snapshot snapshot, Label otherwise) {
        List<Integer> used = new ArrayList<>();
        snapshot.temporaries.forEach((temporary, fact) -> {
            if (fact.used) {
                used.add(temporary);
            }
        });
        used.sort(null);
        for (int temporary : used) {
            asm.test8(Machine.temporary(temporary), 1);
            asm.j(Condition.EQUAL, otherwise);
        }
        boolean usesResult = snapshot.result != null && snapshot.result.used;
        if (usesResult) {
            asm.test8(Machine.RESULT, 1);
            asm.j(Condition.EQUAL, otherwise);
        }
        return usesResult || !used.isEmpty();
    }

    /** Emits the copy of a temporary in the result register, where it is relied on. */
    static void copy(Assembler asm, Snapshot snapshot) {
        if (snapshot.copy != null && snapshot.copy.used) {
            asm.mov(Machine.RESULT, Machine.temporary(snapshot.copy.temporary));
        }
    }
}
