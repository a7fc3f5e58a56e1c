package st.sendwright.runtime;

import java.util.Optional;
import st.sendwright.language.Scope;
import st.sendwright.language.Variable;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.SymbolTable;

/** The names that code of a class may use. Valid until the next collection. */
final class ClassScope implements Scope {

    private final World world;
    private final long mutator;
    private final long classOop;
    private final boolean expression;

    /**
     * @param classOop class or metaclass
     * @param expression whether undeclared names become workspace variables
     */
    ClassScope(World world, long classOop, boolean expression) {
        this.world = world;
        this.mutator = world.mutator;
        this.classOop = classOop;
        this.expression = expression;
    }

    @Override
    public Optional<Variable> lookup(String name) {
        int index = world.classes.instanceVariableNames(classOop).lastIndexOf(name);
        if (index >= 0) {
            return Optional.of(new Variable.Instance(index));
        }
        if (name.indexOf('.') >= 0) {
            return lookupDotted(name);
        }
        long symbol = SymbolTable.find(mutator, name);
        if (symbol == 0) {
            return Optional.empty();
        }
        Optional<Variable> shared = lookupShared(symbol, name);
        if (shared.isPresent()) {
            return shared;
        }
        if (expression && isIn(SpecialObject.WORKSPACE, symbol)) {
            return Optional.of(new Variable.Shared(new Binding.Workspace(name), true));
        }
        long association = SymbolDictionaries.associationAt(
                MutatorBlock.special(mutator, SpecialObject.SMALLTALK), symbol);
        if (association != 0) {
            boolean isClass = ClassObjects.isClass(mutator, ObjectHeader.slot(association, 1));
            return Optional.of(new Variable.Shared(new Binding.Global(name), !isClass));
        }
        return Optional.empty();
    }

    /**
     * {@code Smalltalk.Foo} and the like: namespaces are not kept apart, the last part is the global's name, unless
     * the part before it names a class that has or inherits a class variable of the name, or a Dictionary that has
     * the name as a key.
     */
    private Optional<Variable> lookupDotted(String name) {
        int dot = name.lastIndexOf('.');
        String namespace = name.substring(name.lastIndexOf('.', dot - 1) + 1, dot);
        String member = name.substring(dot + 1);
        long symbol = SymbolTable.find(mutator, member);
        long owner = world.classes.named(namespace);
        Optional<Variable> shared = symbol == 0 || owner == 0 ? Optional.empty()
                : new ClassScope(world, owner, expression).lookupShared(symbol, member);
        if (shared.isPresent()) {
            return shared;
        }
        long dictionary = world.classes.global(namespace);
        boolean isMember = dictionary != 0 && symbol != 0 && world.classes.isDictionary(dictionary)
                && SymbolDictionaries.associationAt(dictionary, symbol) != 0;
        return isMember ? Optional.of(new Variable.Shared(new Binding.Member(namespace, member), true))
                : lookup(member);
    }

    private boolean isIn(SpecialObject dictionary, long symbol) {
        return SymbolDictionaries.associationAt(MutatorBlock.special(mutator, dictionary), symbol) != 0;
    }

    private Optional<Variable> lookupShared(long symbol, String name) {
        long nil = MutatorBlock.nil(mutator);
        long start = ClassObjects.isMetaclass(mutator, classOop)
                ? ObjectHeader.slot(classOop, Behavior.THIS_CLASS) : classOop;
        for (long at = start; at != nil; at = ClassObjects.superclass(at)) {
            if (ClassObjects.isMetaclass(mutator, at)) {
                break;
            }
            long pool = ObjectHeader.slot(at, Behavior.CLASS_POOL);
            if (pool != nil && SymbolDictionaries.associationAt(pool, symbol) != 0) {
                return Optional.of(new Variable.Shared(
                        new Binding.ClassVariable(ClassObjects.classIndex(at), name), true));
            }
            long pools = ObjectHeader.slot(at, Behavior.SHARED_POOLS);
            long count = pools == nil ? 0 : ObjectHeader.slots(pools);
            for (int i = 0; i < count; i++) {
                long dictionary = world.classes.poolDictionary(ObjectHeader.slot(pools, i));
                if (dictionary != nil && SymbolDictionaries.associationAt(dictionary, symbol) != 0) {
                    return Optional.of(new Variable.Shared(
                            new Binding.Pool(ClassObjects.classIndex(at), i, name), true));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Variable.Shared declare(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        long symbol = SymbolTable.find(mutator, simple);
        boolean awaited = symbol != 0 && isIn(SpecialObject.UNDECLARED, symbol);
        return new Variable.Shared(
                expression && !awaited ? new Binding.Workspace(simple) : new Binding.Undeclared(simple), true);
    }

    @Override
    public String className() {
        return ClassObjects.name(mutator, classOop);
    }
}
