package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import st.sendwright.heap.HeapSearch;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.VmVariables;

/**
 * Which receiver variables code reads and writes, and which code runs or waits for which receiver.
 *
 * <p>Bytecodes name receiver variables by index and nobody checks the index when they run. So whatever gives
 * code a receiver that lookup did not choose, or a receiver another shape, asks here first.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class VariableUse {

    private final World world;
    private final long mutator;

    /** Hears of code and the receiver it runs for. */
    interface Visitor {
        void code(long code, long receiver);
    }

    VariableUse(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** Indices, from 0, of the receiver variables that a method or block and the blocks in it use. */
    BitSet of(long code) {
        BitSet used = new BitSet();
        collect(code, used, new ArrayList<>());
        return used;
    }

    private void collect(long code, BitSet used, List<Long> superSelectors) {
        long header = MethodLayout.header(code);
        long at = code + MethodLayout.firstPc(header);
        long end = at + MethodLayout.bytecodeCount(code);
        while (at < end) {
            int opcode = Memory.unsignedByteAt(at);
            Bytecode bytecode = Bytecode.of(opcode);
            switch (bytecode) {
                case PUSH_RECEIVER_VARIABLE, POP_STORE_RECEIVER_VARIABLE -> used.set(opcode - bytecode.opcode());
                case PUSH_RECEIVER_VARIABLE_LONG, STORE_RECEIVER_VARIABLE, POP_STORE_RECEIVER_VARIABLE_LONG ->
                        used.set(Memory.unsignedByteAt(at + 1));
                case SEND_SUPER -> superSelectors.add(
                        MethodLayout.literal(code, Memory.shortAt(at + 1) & 0xFFFF));
                default -> { }
            }
            at += bytecode.length();
        }
        for (long block : blocksIn(code)) {
            collect(block, used, superSelectors);
        }
    }

    /** The CompiledBlocks among the literals of a method or block, in their order. */
    static List<Long> blocksIn(long code) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < MethodLayout.literals(MethodLayout.header(code)) - 2; i++) {
            long literal = MethodLayout.literal(code, i);
            if (Oop.isPointer(literal)
                    && ObjectHeader.classIndex(literal) == KnownClass.COMPILED_BLOCK.index()) {
                blocks.add(literal);
            }
        }
        return blocks;
    }

    /**
     * Whether all variables that the code uses, also by way of {@code super}, lie within {@code object}, and none that it
     * stores into belongs to the VM.
     */
    boolean fits(long code, long object) {
        boolean hasVariables = Oop.isPointer(object) && ObjectFormat.isPointers(ObjectHeader.format(object));
        return storesOnlyOwn(code, MutatorBlock.classOf(mutator, object)) && fits(code, MutatorBlock.classOf(mutator, object), hasVariables ? ObjectHeader.slots(object) : 0,
                new HashSet<>());
    }

    /** The same for any instance of a class. */
    boolean fitsInstancesOf(long code, long classOop) {
        boolean haveVariables = ObjectFormat.isPointers(ClassObjects.objectFormat(classOop));
        return storesOnlyOwn(code, classOop) && fits(code, classOop, haveVariables ? ClassObjects.instanceSlots(classOop) : 0, new HashSet<>());
    }

    /** Whether no code of another class stores into a variable that belongs to the VM in instances of this one. */
    private boolean storesOnlyOwn(long code, long classOop) {
        return inherits(classOop, MethodLayout.lastLiteral(MethodLayout.homeMethod(code)))
                || !VmStores.of(code).intersects(VmVariables.ofInstances(mutator, classOop));
    }

    private boolean fits(long code, long classOop, long variables, Set<Long> seen) {
        long holder = MethodLayout.lastLiteral(MethodLayout.homeMethod(code));
        if (!seen.add(code) || inherits(classOop, holder)) {
            return true;
        }
        BitSet used = new BitSet();
        List<Long> superSelectors = new ArrayList<>();
        collect(code, used, superSelectors);
        if (used.length() > variables) {
            return false;
        }
        for (long selector : superSelectors) {
            long target = world.lookup.findFrom(ClassObjects.superclass(holder), selector);
            if (target != 0 && !fits(target, classOop, variables, seen)) {
                return false;
            }
        }
        return true;
    }

    private boolean inherits(long classOop, long ancestor) {
        long nil = MutatorBlock.nil(mutator);
        for (long at = classOop; at != nil; at = ClassObjects.superclass(at)) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** Tells of all activations. Memory may hold some that nobody refers to any more. */
    void forEachActivation(Visitor visitor) {
        forEachFrame(visitor);
        HeapSearch.forEachInstance(world.regions(), KnownClass.CONTEXT.index(), context -> tell(context, visitor));
    }

    /** Tells of all activations and of all BlockClosures whose receivers are among some. As above. */
    void forEachWithReceiver(long[] receivers, Visitor visitor) {
        forEachFrame(visitor);
        HeapSearch.forEachReferrer(world.regions(), receivers, referrer -> {
            if (ObjectHeader.classIndex(referrer) == KnownClass.CONTEXT.index()) {
                tell(referrer, visitor);
            } else if (ObjectHeader.classIndex(referrer) == KnownClass.BLOCK_CLOSURE.index() && hasCode(referrer)) {
                visitor.code(ObjectHeader.slot(referrer, Closure.COMPILED_BLOCK), ObjectHeader.slot(referrer, Closure.RECEIVER));
            }
        });
    }

    private void forEachFrame(Visitor visitor) {
        world.stacks.forEachFrame(fp -> visitor.code(FrameLayout.method(fp), FrameLayout.receiver(fp)));
    }

    private void tell(long context, Visitor visitor) {
        if (ObjectHeader.slot(context, Context.PC) != MutatorBlock.nil(mutator)) {
            visitor.code(ObjectHeader.slot(context, Context.METHOD), ObjectHeader.slot(context, Context.RECEIVER));
        }
    }

    /** Tells of all BlockClosures that have code. Memory may hold some that nobody refers to any more. */
    void forEachClosure(LongConsumer visitor) {
        HeapSearch.forEachInstance(world.regions(), KnownClass.BLOCK_CLOSURE.index(), closure -> {
            if (hasCode(closure)) {
                visitor.accept(closure);
            }
        });
    }

    private static boolean hasCode(long closure) {
        long block = ObjectHeader.slot(closure, Closure.COMPILED_BLOCK);
        return Oop.isPointer(block) && ObjectFormat.isMethod(ObjectHeader.format(block));
    }
}
