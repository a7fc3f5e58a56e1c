package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import st.sendwright.heap.HeapSearch;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.SourceCompiler;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * Changes the shape of a class that exists: its instances and those of its subclasses are rebuilt with their
 * values kept by variable name, and the methods that depend on the shape are compiled again.
 *
 * <p>All code is compiled and all room reckoned before anything changes.
 */
final class Reshaper {

    private final World world;
    private final long mutator;
    private final long nil;

    Reshaper(World world) {
        this.world = world;
        this.mutator = world.mutator;
        this.nil = MutatorBlock.nil(mutator);
    }

    /** The class and all classes below it, each after its superclass. */
    List<Long> withAllSubclasses(long classOop) {
        List<Long> all = new ArrayList<>(List.of(classOop));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(world.classes.subclasses(all.get(i)));
        }
        return all;
    }

    /** A subclass with instances of raw data would inherit the variables. */
    private void refuseRawData(List<Long> affected, long classOop, Classes.Definition definition) {
        boolean hasVariables = !definition.instanceVariables().isEmpty() || definition.superclass() != nil
                && !world.classes.instanceVariableNames(definition.superclass()).isEmpty();
        for (long at : affected) {
            if (hasVariables && at != classOop && !ObjectFormat.isPointers(ClassObjects.objectFormat(at))) {
                throw new IllegalArgumentException("SW-VM-026 instances of " + ClassObjects.name(mutator, at)
                        + " hold raw data; they cannot have the named variables of " + definition.name());
            }
        }
    }

    /** Bytes that {@link #reshape} allocates at most. */
    long bytesFor(long classOop, Classes.Definition definition) {
        long[] bytes = {world.classes.definitionBytes(definition)};
        long more = definition.instanceVariables().size() * 8L + 16;
        for (long at : withAllSubclasses(classOop)) {
            int index = ClassObjects.classIndex(at);
            HeapSearch.forEachInstance(world.regions(), index,
                    oop -> bytes[0] += ObjectHeader.bytesFor(ObjectHeader.slots(oop)) + more);
            bytes[0] += recompilationBytes(at) + 1024;
        }
        return bytes[0];
    }

    /** Bytes that {@link #recompileAll} allocates at most for a class. */
    long recompilationBytes(long classOop) {
        long[] bytes = {0};
        MethodDictionaries.forEach(ClassObjects.methodDictionary(classOop), (selector, method) ->
                bytes[0] += 8 * ObjectHeader.bytesFor(ObjectHeader.slots(method)) + 4096 + sourceBytes(method));
        return bytes[0];
    }

    private static long sourceBytes(long method) {
        return 8 * ObjectHeader.slots(ObjectHeader.slot(MethodLayout.info(method), MethodInfo.SOURCE));
    }

    /**
     * Gives a class another superclass, variables or kind.
     *
     * @throws IllegalArgumentException with the reason when that cannot be; nothing is changed then
     */
    void reshape(long classOop, Classes.Definition definition) {
        List<Long> affected = withAllSubclasses(classOop);
        refuseKnown(affected, definition);
        if (definition.superclass() != nil && affected.contains(definition.superclass())) {
            throw new IllegalArgumentException("SW-VM-011 " + definition.name() + " cannot inherit from "
                    + ClassObjects.name(mutator, definition.superclass()) + ", which inherits from it");
        }
        refuseRawData(affected, classOop, definition);
        Map<Long, List<String>> oldNames = new HashMap<>();
        for (long at : affected) {
            oldNames.put(at, world.classes.instanceVariableNames(at));
        }
        refuseRunning(affected, classOop, definition, oldNames);
        long oldSuper = ClassObjects.superclass(classOop);
        if (oldSuper != definition.superclass()) {
            moveBelow(classOop, oldSuper, definition.superclass());
        }
        WriteBarrier.putSlot(mutator, classOop, Behavior.INSTANCE_VARIABLES,
                world.methods.strings(definition.instanceVariables()));
        world.classes.update(classOop, definition);
        Map<Long, Integer> oldFormats = new HashMap<>();
        for (long at : affected) {
            oldFormats.put(at, ClassObjects.objectFormat(at));
            int size = world.classes.instanceVariableNames(at).size();
            int format = at == classOop ? world.classes.objectFormat(definition, size)
                    : withSize(oldFormats.get(at), size);
            WriteBarrier.putSlot(mutator, at, Behavior.FORMAT,
                    Behavior.formatLike(ObjectHeader.slot(at, Behavior.FORMAT), size, format));
        }
        world.lookup.everythingChanged();
        migrate(affected, oldNames);
        recompileAll(affected);
    }

    /** Compiles the methods of classes again whose variables have moved; their blocks get the new code. */
    void recompileAll(List<Long> classes) {
        Map<Long, Long> newBlocks = new HashMap<>();
        for (long at : classes) {
            recompile(at, newBlocks);
        }
        new VariableUse(world).forEachClosure(closure -> {
            Long block = newBlocks.get(ObjectHeader.slot(closure, Closure.COMPILED_BLOCK));
            if (block != null) {
                WriteBarrier.putSlot(mutator, closure, Closure.COMPILED_BLOCK, block);
            }
        });
    }

    private void refuseRunning(List<Long> affected, long classOop, Classes.Definition definition,
            Map<Long, List<String>> oldNames) {
        Map<Long, List<String>> newNames = new HashMap<>();
        for (long at : affected) {
            List<String> names = new ArrayList<>(at != classOop ? newNames.get(ClassObjects.superclass(at))
                    : definition.superclass() == nil ? List.of()
                    : world.classes.instanceVariableNames(definition.superclass()));
            names.addAll(at == classOop
                    ? definition.instanceVariables() : world.classes.ownInstanceVariableNames(at));
            newNames.put(at, names);
        }
        refuseRunning(definition.name(), oldNames, newNames);
    }

    /**
     * What runs goes on with the code it has, so the variables that this code uses must stay where they are.
     *
     * @throws IllegalArgumentException with the reason when they do not
     */
    void refuseRunning(String name, Map<Long, List<String>> oldNames, Map<Long, List<String>> newNames) {
        VariableUse use = new VariableUse(world);
        use.forEachActivation((code, receiver) -> {
            long holder = MethodLayout.lastLiteral(MethodLayout.homeMethod(code));
            if (newNames.containsKey(holder) && use.of(code).stream().anyMatch(
                    index -> !isSame(index, oldNames.get(holder), newNames.get(holder)))) {
                throw new IllegalArgumentException("SW-VM-024 " + name + " cannot change its variables while "
                        + world.codeName(code) + " is not finished, which uses them. Nothing has changed");
            }
        });
    }

    private static boolean isSame(int index, List<String> old, List<String> fresh) {
        return index < old.size() && index < fresh.size() && old.get(index).equals(fresh.get(index));
    }

    private static int withSize(int format, int size) {
        return switch (format) {
            case ObjectFormat.EMPTY, ObjectFormat.FIXED -> size > 0 ? ObjectFormat.FIXED : ObjectFormat.EMPTY;
            case ObjectFormat.VARIABLE, ObjectFormat.FIXED_AND_VARIABLE ->
                size > 0 ? ObjectFormat.FIXED_AND_VARIABLE : ObjectFormat.VARIABLE;
            default -> format;
        };
    }

    private void refuseKnown(List<Long> affected, Classes.Definition definition) {
        for (long at : affected) {
            if (ClassObjects.classIndex(at) < KnownClass.FIRST_FREE_INDEX) {
                throw new IllegalArgumentException("SW-VM-010 the shape of "
                        + ClassObjects.name(mutator, at) + " is known to the VM and cannot change; "
                        + definition.name() + " stays as it is. Define a class of another name, or a subclass");
            }
        }
    }

    private void moveBelow(long classOop, long oldSuper, long newSuper) {
        long metaclass = MutatorBlock.classOf(mutator, classOop);
        long newMeta = newSuper == nil ? world.classes.global(KnownClass.CLASS.className())
                : MutatorBlock.classOf(mutator, newSuper);
        int own = world.classes.ownInstanceVariableNames(metaclass).size();
        if (ClassObjects.instanceSlots(newMeta) + own != ClassObjects.instanceSlots(metaclass)) {
            throw new IllegalArgumentException("SW-VM-012 " + ClassObjects.name(mutator, classOop)
                    + " cannot be moved below a class with other class-side instance variables");
        }
        if (oldSuper != nil) {
            world.classes.removeSubclass(oldSuper, classOop);
            world.classes.removeSubclass(MutatorBlock.classOf(mutator, oldSuper), metaclass);
        }
        WriteBarrier.putSlot(mutator, classOop, Behavior.SUPERCLASS, newSuper);
        WriteBarrier.putSlot(mutator, metaclass, Behavior.SUPERCLASS, newMeta);
        if (newSuper != nil) {
            world.classes.addSubclass(newSuper, classOop);
        }
        world.classes.addSubclass(newMeta, metaclass);
    }

    private void migrate(List<Long> affected, Map<Long, List<String>> oldNames) {
        List<Long> instances = new ArrayList<>();
        Map<Integer, Long> byIndex = new HashMap<>();
        affected.forEach(at -> byIndex.put(ClassObjects.classIndex(at), at));
        world.memory.forEachObject(world.regions(), oop -> {
            if (byIndex.containsKey(ObjectHeader.classIndex(oop))) {
                instances.add(oop);
            }
        });
        if (instances.isEmpty()) {
            return;
        }
        IdentityExchange exchange = new IdentityExchange(world);
        for (long old : instances) {
            long itsClass = byIndex.get(ObjectHeader.classIndex(old));
            exchange.forward(old, rebuilt(old, itsClass, oldNames.get(itsClass)));
        }
        exchange.commit();
    }

    private long rebuilt(long old, long itsClass, List<String> oldNames) {
        List<String> newNames = world.classes.instanceVariableNames(itsClass);
        if (!ObjectFormat.isPointers(ObjectHeader.format(old))) {
            return old;
        }
        long indexable = Math.max(0, ObjectHeader.slots(old) - oldNames.size());
        int format = ClassObjects.objectFormat(itsClass);
        long copied = ObjectFormat.isVariablePointers(format) ? indexable : 0;
        long fresh = Methods.room(Allocation.allocatePointers(mutator, ObjectHeader.classIndex(old), format,
                newNames.size() + copied));
        for (int i = 0; i < newNames.size(); i++) {
            int from = placeBefore(i, oldNames, newNames);
            if (from >= 0) {
                ObjectHeader.rawPutSlot(fresh, i, ObjectHeader.slot(old, from));
            }
        }
        for (long i = 0; i < copied; i++) {
            ObjectHeader.rawPutSlot(fresh, newNames.size() + i, ObjectHeader.slot(old, oldNames.size() + i));
        }
        ObjectHeader.setHash(fresh, ObjectHeader.hash(old));
        ObjectHeader.set(fresh, Memory.longAt(old) & (ObjectHeader.IMMUTABLE | ObjectHeader.MOURNING));
        return fresh;
    }

    /** Where a variable was. One that is declared again further down is counted, so that each keeps its own value. */
    private static int placeBefore(int index, List<String> oldNames, List<String> newNames) {
        String name = newNames.get(index);
        int earlier = Collections.frequency(newNames.subList(0, index), name);
        for (int i = 0; i < oldNames.size(); i++) {
            if (oldNames.get(i).equals(name) && earlier-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Compiles the methods of a class again; one that no longer compiles stays as it was and is reported. */
    private void recompile(long classOop, Map<Long, Long> newBlocks) {
        List<long[]> methods = new ArrayList<>();
        MethodDictionaries.forEach(ClassObjects.methodDictionary(classOop),
                (selector, method) -> methods.add(new long[] {selector, method}));
        for (long[] entry : methods) {
            Optional<Methods.Origin> origin = world.methods.originOf(entry[1]);
            if (origin.isEmpty()) {
                continue;
            }
            Optional<CodeDraft> code = world.methods.compile(origin.get().source(), SourceCompiler.Kind.METHOD, classOop,
                    origin.get().dialect()).code();
            if (code.isPresent()) {
                long method = world.methods.place(code.get(), origin.get(), classOop);
                WriteBarrier.putSlot(mutator, MethodLayout.info(method), MethodInfo.PROPERTIES,
                        ObjectHeader.slot(MethodLayout.info(entry[1]), MethodInfo.PROPERTIES));
                keepBinding(entry[1], method);
                world.methods.install(classOop, entry[0], method);
                pairBlocks(entry[1], method, newBlocks);
            } else {
                world.lastError = "SW-VM-013 " + ClassObjects.name(mutator, classOop) + ">>"
                        + world.text(entry[0]) + " no longer compiles and stays as it was";
            }
        }
    }

    /** The source is the same, so the primitive is, even where the dialect that named it is no longer installed. */
    private void keepBinding(long old, long fresh) {
        for (int slot : new int[] {MethodInfo.PRIMITIVE, MethodInfo.DIALECT}) {
            WriteBarrier.putSlot(mutator, MethodLayout.info(fresh), slot,
                    ObjectHeader.slot(MethodLayout.info(old), slot));
        }
        if (MethodLayout.hasPrimitive(MethodLayout.header(fresh))) {
            MethodLayout.bindPrimitive(fresh, MethodLayout.primitive(MethodLayout.header(old)));
        }
    }

    /** Pairs the blocks in two compilations of one source. */
    private static void pairBlocks(long old, long fresh, Map<Long, Long> pairs) {
        List<Long> oldBlocks = VariableUse.blocksIn(old);
        List<Long> newBlocks = VariableUse.blocksIn(fresh);
        for (int i = 0; i < Math.min(oldBlocks.size(), newBlocks.size()); i++) {
            pairs.put(oldBlocks.get(i), newBlocks.get(i));
            pairBlocks(oldBlocks.get(i), newBlocks.get(i), pairs);
        }
    }
}
