package st.sendwright.runtime;

import java.util.Optional;
import java.util.function.IntFunction;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;

/**
 * Methods that are only another name of a message: they answer what self answers to another selector with the same arguments.
 * Two systems may each have one of two names of something in terms of the other; together they would never end.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class OtherNames {

    private final World world;

    OtherNames(World world) {
        this.world = world;
    }

    /**
     * The selector that a new method only passes on to, if the method that instances of the class have for it, in turn, only
     * passes on to the new one's.
     */
    Optional<String> mutual(long classOop, CodeDraft draft) {
        return passedOnTo(draft).filter(other -> {
            long symbol = SymbolTable.find(world.mutator, other);
            long holder = symbol == 0 ? 0 : ClassObjects.lookupHolder(world.mutator, classOop, symbol);
            if (holder == 0 || holder == MutatorBlock.nil(world.mutator)) {
                return false;
            }
            long method = MethodDictionaries.lookup(ClassObjects.methodDictionary(holder), symbol);
            return method != 0 && passedOnTo(method).filter(draft.selector()::equals).isPresent();
        });
    }

    private static Optional<String> passedOnTo(CodeDraft draft) {
        byte[] code = draft.bytecodes();
        return draft.primitive().isPresent() ? Optional.empty()
                : passedOnTo(draft.arguments(), code.length, at -> code[at] & 0xFF,
                        index -> draft.literals().get(index) instanceof Literal.Sym symbol ? symbol.value() : "");
    }

    private Optional<String> passedOnTo(long method) {
        long header = MethodLayout.header(method);
        long code = method + MethodLayout.firstPc(header);
        return MethodLayout.hasPrimitive(header) ? Optional.empty()
                : passedOnTo(MethodLayout.arguments(header), MethodLayout.bytecodeCount(method),
                        at -> Memory.unsignedByteAt(code + at), index -> textOfSymbol(MethodLayout.literal(method, index)));
    }

    private String textOfSymbol(long literal) {
        return Oop.isPointer(literal) && StringObjects.isSymbol(world.mutator, literal) ? world.text(literal) : "";
    }

    private interface Bytes {
        int at(int index);
    }

    /** The selector, when the code is: push self, push each argument, send, answer. */
    private static Optional<String> passedOnTo(int arguments, int length, Bytes code, IntFunction<String> symbols) {
        int send = arguments + 1;
        if (length <= send || code.at(0) != Bytecode.PUSH_RECEIVER.opcode()) {
            return Optional.empty();
        }
        for (int i = 1; i < send; i++) {
            if (code.at(i) != Bytecode.PUSH_ARGUMENT.opcode() + arguments - i) {
                return Optional.empty();
            }
        }
        Bytecode sent = Bytecode.of(code.at(send));
        int after = send + sent.length();
        boolean isShort = sent == Bytecode.SEND_0 || sent == Bytecode.SEND_1 || sent == Bytecode.SEND_2
                || sent == Bytecode.SEND_3;
        if (arguments > Bytecode.PUSH_ARGUMENT.count() || !sent.isSend() || sent == Bytecode.SEND_SUPER
                || after >= length || code.at(after) != Bytecode.RETURN_TOP.opcode()) {
            return Optional.empty();
        }
        if (isShort) {
            return Optional.of(symbols.apply(code.at(send + 1)));
        }
        return sent == Bytecode.SEND ? Optional.of(symbols.apply(code.at(send + 1) | code.at(send + 2) << 8))
                : Optional.of(sent.specialSelector());
    }
}
