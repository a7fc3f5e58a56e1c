package st.sendwright.runtime;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.SymbolTable;
import st.sendwright.model.VmVariables;

/**
 * Keeps code from storing into variables that belong to the VM ({@link VmVariables}). The kernel's own methods that do so
 * may be replaced by others that store into the same ones.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class VmStores {

    private final World world;

    VmStores(World world) {
        this.world = world;
    }

    /** The result of a compilation, with an error in place of the code where that stores what it may not. */
    SourceCompiler.Result checked(SourceCompiler.Result result, SourceText source, long classOop) {
        Optional<String> variable = result.code().flatMap(draft -> forbidden(draft, classOop));
        if (variable.isEmpty()) {
            return result;
        }
        return new SourceCompiler.Result(Optional.empty(), List.of(Diagnostic.at(Severity.ERROR, "SW-VM-028",
                reason(variable.get(), classOop), source, 0)));
    }

    /** Why a class does not get a method, as part of a sentence. */
    String reason(String variable, long classOop) {
        return "only the VM stores into the variable '" + variable + "' of " + ClassObjects.name(world.mutator, classOop)
                + ", which it goes by; send the messages that change it instead";
    }

    /** The name of a variable that the code, as a method of the class, would store into and may not. */
    Optional<String> forbidden(CodeDraft draft, long classOop) {
        BitSet owned = VmVariables.ofInstances(world.mutator, classOop);
        if (owned.isEmpty()) {
            return Optional.empty();
        }
        BitSet stored = new BitSet();
        collect(draft, stored);
        stored.and(owned);
        long selector = SymbolTable.find(world.mutator, draft.selector());
        long replaced = selector == 0 || stored.isEmpty() ? 0
                : MethodDictionaries.lookup(ClassObjects.methodDictionary(classOop), selector);
        if (replaced != 0) {
            stored.andNot(of(replaced));
        }
        return stored.isEmpty() ? Optional.empty()
                : Optional.of(world.classes.instanceVariableNames(classOop).get(stored.nextSetBit(0)));
    }

    private static void collect(CodeDraft draft, BitSet stored) {
        byte[] code = draft.bytecodes();
        for (int at = 0; at < code.length;) {
            int opcode = code[at] & 0xFF;
            int operand = at + 1 < code.length ? code[at + 1] & 0xFF : 0;
            note(opcode, operand, stored);
            at += Bytecode.of(opcode).length();
        }
        for (Literal literal : draft.literals()) {
            if (literal instanceof Literal.Block block) {
                collect(block.code(), stored);
            }
        }
    }

    private static void note(int opcode, int operand, BitSet stored) {
        Bytecode bytecode = Bytecode.of(opcode);
        switch (bytecode) {
            case POP_STORE_RECEIVER_VARIABLE -> stored.set(opcode - bytecode.opcode());
            case STORE_RECEIVER_VARIABLE, POP_STORE_RECEIVER_VARIABLE_LONG -> stored.set(operand);
            default -> { }
        }
    }

    /** Indices, from 0, of the receiver variables that a method or block and the blocks in it store into. */
    static BitSet of(long code) {
        BitSet stored = new BitSet();
        long at = code + MethodLayout.firstPc(MethodLayout.header(code));
        long end = at + MethodLayout.bytecodeCount(code);
        while (at < end) {
            int opcode = Memory.unsignedByteAt(at);
            note(opcode, Memory.unsignedByteAt(at + 1), stored);
            at += Bytecode.of(opcode).length();
        }
        for (long block : VariableUse.blocksIn(code)) {
            stored.or(of(block));
        }
        return stored;
    }
}
