package st.sendwright.runtime;

import st.sendwright.model.Allocation;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * Marriage of frames to Context objects, and the way from one to the other. Contexts are made lazily: most
 * frames never have one.
 *
 * <p><b>Thread</b>: the VM thread.
 *
 * <p>Source: L P. Deutsch and A. Schiffman, Efficient Implementation of the Smalltalk-80 System, POPL 1984
 * (context representations).
 */
final class Contexts {

    /** In a single Context's PC: its frame had {@link StackZone#RETURN_AND_DISCARD}. */
    private static final long DISCARDS = 1L << 40;
    private static final long PC_MASK = 0xFFFF_FFFFL;

    private final long mutator;

    Contexts(long mutator) {
        this.mutator = mutator;
    }

    /** The frame of a married Context, or 0. */
    long frameOf(long context) {
        long sender = ObjectHeader.slot(context, Context.SENDER);
        return Oop.isSmallInteger(sender) ? sender & ~Oop.TAG_MASK : 0;
    }

    boolean isDead(long context) {
        return ObjectHeader.slot(context, Context.PC) == MutatorBlock.nil(mutator);
    }

    /** Bytes that a Context for the frame needs; 0 when it has one. */
    long contextBytes(long fp) {
        return FrameLayout.context(fp) != MutatorBlock.nil(mutator)
                ? 0 : ObjectHeader.bytesFor(contextSlots(MethodLayout.header(FrameLayout.method(fp))));
    }

    private static long contextSlots(long header) {
        return Context.FIRST_TEMPORARY + MethodLayout.arguments(header) + MethodLayout.temporaries(header)
                + MethodLayout.operands(header);
    }

    /** The frame's Context, made when there is none; 0 when there is no room. */
    long contextOf(long fp) {
        long context = FrameLayout.context(fp);
        if (context != MutatorBlock.nil(mutator)) {
            return context;
        }
        long method = FrameLayout.method(fp);
        long header = MethodLayout.header(method);
        context = newContext(header);
        if (context == Allocation.NO_ROOM) {
            return context;
        }
        boolean block = FrameLayout.isBlock(fp);
        ObjectHeader.rawPutSlot(context, Context.SENDER, fp | Oop.SMALL_INTEGER_TAG);
        ObjectHeader.rawPutSlot(context, Context.PC, Oop.smallInteger(MethodLayout.firstPc(header)));
        ObjectHeader.rawPutSlot(context, Context.STACKP, Oop.smallInteger(MethodLayout.arguments(header)));
        ObjectHeader.rawPutSlot(context, Context.METHOD, method);
        ObjectHeader.rawPutSlot(context, Context.CLOSURE,
                block ? FrameLayout.closure(fp) : MutatorBlock.nil(mutator));
        ObjectHeader.rawPutSlot(context, Context.RECEIVER, FrameLayout.receiver(fp));
        Memory.putLong(fp + FrameLayout.CONTEXT, context);
        MutatorBlock.count(mutator, Counter.CONTEXTS_MARRIED);
        return context;
    }

    private long newContext(long header) {
        return Allocation.allocatePointers(mutator, KnownClass.CONTEXT.index(), ObjectFormat.FIXED_AND_VARIABLE,
                contextSlots(header));
    }

    /**
     * A single Context that will run a method or block from its start and has no sender; 0 without room.
     *
     * @param closure the BlockClosure, or 0 for a method
     * @param arguments as many as the code takes
     */
    long newSingleContext(long code, long receiver, long closure, long[] arguments) {
        long header = MethodLayout.header(code);
        long context = newContext(header);
        if (context == Allocation.NO_ROOM) {
            return context;
        }
        ObjectHeader.rawPutSlot(context, Context.PC, Oop.smallInteger(MethodLayout.firstPc(header)));
        ObjectHeader.rawPutSlot(context, Context.STACKP,
                Oop.smallInteger(MethodLayout.arguments(header) + MethodLayout.temporaries(header)));
        ObjectHeader.rawPutSlot(context, Context.METHOD, code);
        ObjectHeader.rawPutSlot(context, Context.RECEIVER, receiver);
        int slot = Context.FIRST_TEMPORARY;
        for (long argument : arguments) {
            ObjectHeader.rawPutSlot(context, slot++, argument);
        }
        if (closure != 0) {
            ObjectHeader.rawPutSlot(context, Context.CLOSURE, closure);
            long copied = ObjectHeader.slots(closure) - Closure.FIRST_COPIED;
            for (int i = 0; i < copied; i++) {
                ObjectHeader.rawPutSlot(context, slot++, ObjectHeader.slot(closure,
                        Closure.FIRST_COPIED + i));
            }
        }
        return context;
    }

    /** The frame has returned or was cut off: its Context, if any, is dead. */
    void widow(long fp) {
        long context = FrameLayout.context(fp);
        if (context != MutatorBlock.nil(mutator)) {
            kill(context);
        }
    }

    /** Makes a Context dead. */
    void kill(long context) {
        WriteBarrier.putSlot(mutator, context, Context.SENDER, MutatorBlock.nil(mutator));
        WriteBarrier.putSlot(mutator, context, Context.PC, MutatorBlock.nil(mutator));
    }

    /**
     * Writes a frame out to its Context, which is single then.
     *
     * @param pc at which it goes on
     */
    void writeOut(long fp, long sp, int pc, long context, long sender, boolean discardsAnswer) {
        long header = MethodLayout.header(FrameLayout.method(fp));
        int arguments = MethodLayout.arguments(header);
        int locals = MethodLayout.temporaries(header);
        long operands = (FrameLayout.emptySp(fp, header) - sp) / 8;
        long discards = discardsAnswer ? DISCARDS : 0;
        WriteBarrier.putSlot(mutator, context, Context.SENDER, sender);
        WriteBarrier.putSlot(mutator, context, Context.PC, Oop.smallInteger(pc | discards));
        WriteBarrier.putSlot(mutator, context, Context.STACKP, Oop.smallInteger(arguments + locals + operands));
        int slot = Context.FIRST_TEMPORARY;
        for (int i = 0; i < arguments; i++) {
            WriteBarrier.putSlot(mutator, context, slot++, Memory.longAt(FrameLayout.argumentAddress(fp, i)));
        }
        for (int i = 0; i < locals + operands; i++) {
            WriteBarrier.putSlot(mutator, context, slot++, Memory.longAt(FrameLayout.temporaryAddress(fp, i)));
        }
    }

    /** Makes the base frame of a free page from a single Context, which is married then. */
    void makeBaseFrame(StackPage page, long context) {
        long method = ObjectHeader.slot(context, Context.METHOD);
        long header = MethodLayout.header(method);
        int arguments = MethodLayout.arguments(header);
        long closure = ObjectHeader.slot(context, Context.CLOSURE);
        long receiver = ObjectHeader.slot(context, Context.RECEIVER);
        boolean block = MethodLayout.isBlock(header);
        long pcValue = Oop.integerValue(ObjectHeader.slot(context, Context.PC));
        long sp = page.high - 8;
        Memory.putLong(sp, ObjectHeader.slot(context, Context.SENDER));
        Memory.putLong(sp -= 8, block ? closure : receiver);
        int slot = Context.FIRST_TEMPORARY;
        for (int i = 0; i < arguments; i++) {
            Memory.putLong(sp -= 8, ObjectHeader.slot(context, slot++));
        }
        Memory.putLong(sp -= 8, (pcValue & DISCARDS) != 0 ? StackZone.RETURN_AND_DISCARD : FrameLayout.RETURN_TO_DRIVER);
        Memory.putLong(sp -= 8, 0);
        long fp = sp;
        Memory.putLong(sp -= 8, method);
        Memory.putLong(sp -= 8, context);
        Memory.putLong(sp -= 8, FrameLayout.interpreterWord((int) (pcValue & PC_MASK), arguments, block));
        Memory.putLong(sp -= 8, receiver);
        long end = Context.FIRST_TEMPORARY + Oop.integerValue(ObjectHeader.slot(context, Context.STACKP));
        while (slot < end) {
            Memory.putLong(sp -= 8, ObjectHeader.slot(context, slot++));
        }
        WriteBarrier.putSlot(mutator, context, Context.SENDER, fp | Oop.SMALL_INTEGER_TAG);
        page.used = true;
        page.headFp = fp;
        page.headSp = sp;
    }
}
