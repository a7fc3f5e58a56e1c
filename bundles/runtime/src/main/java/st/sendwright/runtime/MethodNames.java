package st.sendwright.runtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.SymbolTable;

/** What a compiled method needs from outside. <b>Thread</b>: the VM thread. */
final class MethodNames {

    /** Pragmas by which dialects call code of the host's operating system. */
    private static final Set<String> FOREIGN_CALLS = Set.of("stdcall:", "cdecl:", "fastcall:", "apicall:", "overlap",
            "cCall:returning:args:", "asyncCCall:args:", "syscall:");

    private static final String FOR_SUBCLASSES = "subclassResponsibility";

    private final World world;
    private final CodeDraft draft;
    private final Set<String> undeclared = new LinkedHashSet<>();
    private final Set<Binding.ClassVariable> classVariables = new LinkedHashSet<>();

    MethodNames(World world, CodeDraft draft) {
        this.world = world;
        this.draft = draft;
        collect(draft.literals());
    }

    private void collect(List<Literal> literals) {
        for (Literal literal : literals) {
            switch (literal) {
                case Literal.Binding binding when binding.binding() instanceof Binding.Undeclared unknown ->
                        undeclared.add(unknown.name());
                case Literal.Binding binding when binding.binding() instanceof Binding.ClassVariable variable ->
                        classVariables.add(variable);
                case Literal.Block block -> collect(block.code().literals());
                default -> { }
            }
        }
    }

    /** Names that are nowhere declared. */
    Set<String> undeclared() {
        return undeclared;
    }

    /** Class variables of the kernel's classes that a load has added and nobody has set yet. */
    Set<String> unsetClassVariables(KernelInventory inventory) {
        Set<String> unset = new LinkedHashSet<>();
        for (Binding.ClassVariable variable : classVariables) {
            long classOop = MutatorBlock.classAt(world.mutator, variable.classIndex());
            String className = ClassObjects.name(world.mutator, classOop);
            long symbol = SymbolTable.find(world.mutator, variable.name());
            long value = SymbolDictionaries.valueAt(ObjectHeader.slot(classOop, Behavior.CLASS_POOL), symbol);
            if (inventory.hasClass(className) && !inventory.hasClassVariable(className, variable.name())
                    && (value == 0 || value == MutatorBlock.nil(world.mutator))) {
                unset.add(variable.name());
            }
        }
        return unset;
    }

    /** The primitive or the call that this VM does not have, for people; empty when there is none such. */
    String unknownPrimitive() {
        for (CodeDraft.Pragma pragma : draft.pragmas()) {
            if (FOREIGN_CALLS.contains(pragma.selector())) {
                return "its call <" + pragma.selector() + ">";
            }
        }
        return world.methods.unboundPrimitive(draft).map(name -> "its primitive " + name).orElse("");
    }

    /** Those of {@code names} that a method's source uses and its class does not declare any more. */
    static Set<String> undeclaredIn(World world, long classOop, long method, Set<String> names) {
        long source = ObjectHeader.slot(MethodLayout.info(method), MethodInfo.SOURCE);
        if (source == MutatorBlock.nil(world.mutator)) {
            return Set.of();
        }
        SourceCompiler.Result result = world.methods.compile(SourceText.of(world.text(source), "kernel"),
                SourceCompiler.Kind.METHOD, classOop,
                world.methods.dialectOf(method));
        Set<String> found = result.code().map(code -> new MethodNames(world, code).undeclared()).orElse(Set.of());
        found.retainAll(names);
        return found;
    }

    /** Whether the method does nothing but say that subclasses write it. */
    boolean isForSubclasses() {
        byte[] code = draft.bytecodes();
        int after = 1 + Bytecode.SEND_0.length();
        boolean isOneSend = code.length > after && code[0] == (byte) Bytecode.PUSH_RECEIVER.opcode()
                && code[1] == (byte) Bytecode.SEND_0.opcode()
                && (code[after] == (byte) Bytecode.RETURN_TOP.opcode() || code[after] == (byte) Bytecode.POP.opcode()
                        && code[after + 1] == (byte) Bytecode.RETURN_RECEIVER.opcode());
        return isOneSend && draft.literals().get(code[2] & 0xFF) instanceof Literal.Sym symbol
                && symbol.value().equals(FOR_SUBCLASSES);
    }

    /** Whether a method says that subclasses write it. */
    static boolean isForSubclasses(World world, long method) {
        for (int i = 0; i < MethodLayout.literals(MethodLayout.header(method)) - 2; i++) {
            long literal = MethodLayout.literal(method, i);
            if (Oop.isPointer(literal) && !ObjectFormat.isMethod(ObjectHeader.format(literal))
                    && StringObjects.isSymbol(world.mutator, literal)
                    && world.text(literal).equals(FOR_SUBCLASSES)) {
                return true;
            }
        }
        return false;
    }
}
