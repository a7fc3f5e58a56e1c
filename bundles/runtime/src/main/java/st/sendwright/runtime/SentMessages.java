package st.sendwright.runtime;

import java.util.HashSet;
import java.util.Set;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.SymbolTable;

/** Which messages methods send, and whether anybody understands them. <b>Thread</b>: the VM thread. */
final class SentMessages {

    private final World world;

    SentMessages(World world) {
        this.world = world;
    }

    /** Whether a method or a block in it has one of the selectors as a literal. */
    boolean sendsAnyOf(Set<String> selectors, long method) {
        for (int i = 0; i < MethodLayout.literals(MethodLayout.header(method)) - 2; i++) {
            long literal = MethodLayout.literal(method, i);
            if (!Oop.isPointer(literal)) {
                continue;
            }
            boolean sends = ObjectFormat.isMethod(ObjectHeader.format(literal)) ? sendsAnyOf(selectors, literal)
                    : StringObjects.isSymbol(world.mutator, literal) && selectors.contains(world.text(literal));
            if (sends) {
                return true;
            }
        }
        return false;
    }

    /** Those that no class implements. */
    Set<String> withoutImplementors(Set<String> selectors) {
        Set<String> found = new HashSet<>(selectors);
        SymbolDictionaries.forEach(MutatorBlock.special(world.mutator, SpecialObject.SMALLTALK), association -> {
            long value = ObjectHeader.slot(association, 1);
            if (ClassObjects.isClass(world.mutator, value) && !ClassObjects.isMetaclass(world.mutator, value)) {
                found.removeIf(selector -> implementsIt(value, selector)
                        || implementsIt(MutatorBlock.classOf(world.mutator, value), selector));
            }
        });
        return found;
    }

    private boolean implementsIt(long behavior, String selector) {
        long symbol = SymbolTable.find(world.mutator, selector);
        return symbol != 0 && MethodDictionaries.lookup(ClassObjects.methodDictionary(behavior), symbol) != 0;
    }
}
