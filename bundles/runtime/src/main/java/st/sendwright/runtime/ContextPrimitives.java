package st.sendwright.runtime;

import java.util.List;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Allocation;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

/**
 * Module {@code Contexts}: looking at and changing activations. A married Context's truth is in its frame, so
 * Smalltalk never reads a Context's variables directly.
 */
final class ContextPrimitives implements PrimitiveSet {

    private final long mutator;
    private final StackZone stacks;
    private final StackCursor cursor;
    private final KernelPaths paths;

    ContextPrimitives(World world, KernelPaths paths) {
        this.paths = paths;
        this.mutator = world.mutator;
        this.stacks = world.stacks;
        this.cursor = new StackCursor(stacks, mutator);
    }

    @Override
    public String module() {
        return "Contexts";
    }

    @Override
    public List<Binding> bindings() {
        return DeferredPrimitive.bindings(this::checkedCode,
                "sender 0", "setSender 1", "pc 0", "stackp 0", "method 0", "closure 0", "receiver 0",
                "tempAt 1", "tempAtPut 2", "isDead 0", "nextHandler 0", "nextUnwind 1", "isMarkedUnwind 0",
                "isMarkedHandler 0", "hasSender 1", "resumeWith 1", "returnWith 1", "restart 0");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "sender" -> this::sender;
            case "setSender" -> this::setSender;
            case "pc" -> this::pc;
            case "stackp" -> this::stackp;
            case "method" -> frame -> ObjectHeader.slot(frame.receiver(), Context.METHOD);
            case "closure" -> frame -> ObjectHeader.slot(frame.receiver(), Context.CLOSURE);
            case "receiver" -> frame -> ObjectHeader.slot(frame.receiver(), Context.RECEIVER);
            case "tempAt" -> this::tempAt;
            case "tempAtPut" -> this::tempAtPut;
            case "isDead" -> frame -> bool(stacks.contexts.isDead(frame.receiver()));
            case "nextHandler" -> frame -> find(frame, PrimitiveTable.HANDLER_MARK, nil());
            case "nextUnwind" -> frame -> find(frame, PrimitiveTable.UNWIND_MARK, frame.argument(0));
            case "isMarkedUnwind" -> frame -> bool(isMarked(frame, PrimitiveTable.UNWIND_MARK));
            case "isMarkedHandler" -> frame -> bool(isMarked(frame, PrimitiveTable.HANDLER_MARK));
            case "hasSender" -> this::hasSender;
            case "resumeWith" -> this::resumeWith;
            case "returnWith" -> this::returnWith;
            case "restart" -> this::restart;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** All of them want a Context as receiver. */
    private Primitive checkedCode(String name) {
        Primitive code = code(name);
        return frame -> Oop.classIndex(frame.receiver()) == KnownClass.CONTEXT.index()
                ? code.run(frame) : frame.fail(Failure.WRONG_RECEIVER);
    }

    private long nil() {
        return MutatorBlock.nil(mutator);
    }

    private long bool(boolean value) {
        return MutatorBlock.bool(mutator, value);
    }

    private long sender(PrimitiveFrame frame) {
        cursor.startAt(frame.receiver());
        cursor.next();
        return contextHere();
    }

    private long contextHere() {
        if (cursor.atEnd()) {
            return nil();
        }
        long context = cursor.makeContext();
        return context == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : context;
    }

    /** Only a Context without a frame can be given another sender. */
    private long setSender(PrimitiveFrame frame) {
        long context = frame.receiver();
        long sender = frame.argument(0);
        if (sender != nil() && Oop.classIndex(sender) != KnownClass.CONTEXT.index()) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long fp = stacks.contexts.frameOf(context);
        if (fp != 0) {
            if (!FrameLayout.isBase(fp)) {
                return frame.fail(Failure.WRONG_RECEIVER);
            }
            Memory.putLong(FrameLayout.baseContextAddress(fp), sender);
        } else {
            WriteBarrier.putSlot(mutator, context, Context.SENDER, sender);
        }
        return context;
    }

    private long pc(PrimitiveFrame frame) {
        long context = frame.receiver();
        long fp = stacks.contexts.frameOf(context);
        if (fp == 0) {
            long pc = ObjectHeader.slot(context, Context.PC);
            return pc == nil() ? pc : Oop.smallInteger((int) Oop.integerValue(pc));
        }
        return Oop.smallInteger(stacks.pcOf(fp));
    }

    private long stackp(PrimitiveFrame frame) {
        return Oop.smallInteger(stackSize(frame.receiver()));
    }

    /** How many arguments, temporaries and operands the activation holds. */
    private long stackSize(long context) {
        long fp = stacks.contexts.frameOf(context);
        if (fp == 0) {
            return stacks.contexts.isDead(context) ? 0 : Oop.integerValue(ObjectHeader.slot(context, Context.STACKP));
        }
        // Operands of a frame below another one are counted only when it is its page's top: the callee's
        // arguments belong to the callee.
        long header = MethodLayout.header(FrameLayout.method(fp));
        long locals = MethodLayout.arguments(header) + MethodLayout.temporaries(header);
        return fp == stacks.fp() ? locals + (FrameLayout.emptySp(fp, header) - stacks.sp()) / 8 : locals;
    }

    private long tempAt(PrimitiveFrame frame) {
        long index = frame.argument(0);
        long context = frame.receiver();
        if (!Oop.isSmallInteger(index) || Oop.integerValue(index) < 1
                || Oop.integerValue(index) > stackSize(context)) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        int at = (int) Oop.integerValue(index) - 1;
        long fp = stacks.contexts.frameOf(context);
        return fp == 0 ? ObjectHeader.slot(context, Context.FIRST_TEMPORARY + at) : Memory.longAt(addressOf(fp, at));
    }

    private static long addressOf(long fp, int index) {
        int arguments = FrameLayout.arguments(fp);
        return index < arguments
                ? FrameLayout.argumentAddress(fp, index) : FrameLayout.temporaryAddress(fp, index - arguments);
    }

    private long tempAtPut(PrimitiveFrame frame) {
        long index = frame.argument(0);
        long value = frame.argument(1);
        long context = frame.receiver();
        if (!Oop.isSmallInteger(index) || Oop.integerValue(index) < 1
                || Oop.integerValue(index) > stackSize(context)) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        int at = (int) Oop.integerValue(index) - 1;
        long fp = stacks.contexts.frameOf(context);
        if (fp == 0) {
            WriteBarrier.putSlot(mutator, context, Context.FIRST_TEMPORARY + at, value);
        } else {
            Memory.putLong(addressOf(fp, at), value);
        }
        return value;
    }

    /** The first activation from the receiver on that carries a mark, before {@code stop}; nil when none does. */
    private long find(PrimitiveFrame frame, int mark, long stop) {
        cursor.startAt(frame.receiver());
        while (!cursor.atEnd()) {
            if (stop != nil() && cursor.contextOrNil() == stop) {
                return nil();
            }
            if (cursor.hasPrimitive(mark)) {
                return contextHere();
            }
            cursor.next();
        }
        return nil();
    }

    private static boolean isMarked(PrimitiveFrame frame, int mark) {
        long method = ObjectHeader.slot(frame.receiver(), Context.METHOD);
        return MethodLayout.primitive(MethodLayout.header(method)) == mark;
    }

    private long hasSender(PrimitiveFrame frame) {
        cursor.startAt(frame.receiver());
        if (!cursor.atEnd()) {
            cursor.next();
        }
        return bool(reaches(frame.argument(0)));
    }

    private boolean reaches(long context) {
        while (!cursor.atEnd()) {
            if (cursor.contextOrNil() == context) {
                return true;
            }
            cursor.next();
        }
        return false;
    }

    private boolean isActive(long context) {
        cursor.startAtTop();
        return reaches(context);
    }

    private long resumeWith(PrimitiveFrame frame) {
        long context = frame.receiver();
        long value = frame.argument(0);
        if (!isActive(context)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (stacks.contexts.frameOf(context) == stacks.fp()) {
            return paths.answer(1, value);
        }
        stacks.cutTo(context);
        stacks.push(value);
        return SlowPaths.RELOAD;
    }

    /** The receiver answers the argument to its sender, or ends its Process with it when it is the last. */
    private long returnWith(PrimitiveFrame frame) {
        long context = frame.receiver();
        long value = frame.argument(0);
        if (!isActive(context)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        stacks.cutTo(context);
        return paths.slowReturn(value);
    }

    private long restart(PrimitiveFrame frame) {
        long context = frame.receiver();
        if (!isActive(context)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        stacks.cutTo(context);
        stacks.activations.restartTop();
        return SlowPaths.RELOAD;
    }
}
