package st.sendwright.runtime;

import java.util.List;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

/**
 * Module {@code Blocks}: running blocks and methods, and sending messages whose selector is known at run time.
 * They change the frame in work, so they live in the kernel.
 */
final class BlockPrimitives implements PrimitiveSet {

    /** Words that arguments from an Array may take on the stack; its page has headroom for more. */
    private static final int MOST_ARGUMENTS = MethodLayout.MAX_ARGUMENTS;

    private final World world;
    private final long mutator;
    private final StackZone stacks;
    private final KernelPaths paths;

    BlockPrimitives(World world, KernelPaths paths) {
        this.world = world;
        this.mutator = world.mutator;
        this.stacks = world.stacks;
        this.paths = paths;
    }

    @Override
    public String module() {
        return "Blocks";
    }

    @Override
    public List<Binding> bindings() {
        return DeferredPrimitive.bindings(this::code,
                "value -1", "valueWithArguments 1", "perform -1", "performWithArguments 2",
                "performInSuperclass 3", "executeMethod 2");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "value" -> this::value;
            case "valueWithArguments" -> this::valueWithArguments;
            case "perform" -> this::perform;
            case "performWithArguments" -> this::performWithArguments;
            case "performInSuperclass" -> this::performInSuperclass;
            case "executeMethod" -> this::executeMethod;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static boolean isClosure(long oop) {
        return Oop.classIndex(oop) == KnownClass.BLOCK_CLOSURE.index();
    }

    private static long argumentCount(long closure) {
        return Oop.integerValue(ObjectHeader.slot(closure, Closure.NUM_ARGS));
    }

    private long value(PrimitiveFrame frame) {
        long closure = frame.receiver();
        if (!isClosure(closure)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (argumentCount(closure) != frame.arguments()) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        return paths.invokeClosure(closure);
    }

    private long valueWithArguments(PrimitiveFrame frame) {
        long closure = frame.receiver();
        long array = frame.argument(0);
        if (!isClosure(closure)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!isArray(array)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (argumentCount(closure) != ObjectHeader.slots(array)) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        spread(array);
        return paths.invokeClosure(closure);
    }

    private static boolean isArray(long oop) {
        return Oop.classIndex(oop) == KnownClass.ARRAY.index();
    }

    /** Replaces the Array on top of the stack by its elements. */
    private void spread(long array) {
        stacks.setSp(stacks.sp() + 8);
        for (long i = 0; i < ObjectHeader.slots(array); i++) {
            stacks.push(ObjectHeader.slot(array, i));
        }
    }

    private boolean isSelector(long oop) {
        return StringObjects.isSymbol(mutator, oop);
    }

    private long perform(PrimitiveFrame frame) {
        int arguments = frame.arguments() - 1;
        if (arguments < 0) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        long selector = frame.argument(0);
        if (!isSelector(selector)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long receiver = frame.receiver();
        long method = world.lookup.find(selector, Oop.classIndex(receiver));
        if (arguments != argumentsOf(selector, method)) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        long sp = stacks.sp();
        Memory.copy(sp, sp + 8, arguments * 8L);
        stacks.setSp(sp + 8);
        long answer = paths.send(selector, arguments, method);
        if (answer == SlowPaths.COLLECT) {
            Memory.copy(sp + 8, sp, arguments * 8L);
            Memory.putLong(sp + arguments * 8L, selector);
            stacks.setSp(sp);
        }
        return answer;
    }

    private int argumentsOf(long selector, long method) {
        if (method != 0) {
            return MethodLayout.arguments(MethodLayout.header(method));
        }
        return Methods.argumentsOf(world.text(selector));
    }

    private long performWithArguments(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        return performArray(frame, Oop.classIndex(receiver), 0);
    }

    private long performInSuperclass(PrimitiveFrame frame) {
        long lookupClass = frame.argument(2);
        if (!ClassObjects.isClass(mutator, lookupClass)
                && !ClassObjects.isMetaclass(mutator, lookupClass)
                || !ClassObjects.inheritsFrom(mutator, MutatorBlock.classOf(mutator, frame.receiver()), lookupClass)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return performArray(frame, 0, lookupClass);
    }

    private long performArray(PrimitiveFrame frame, int classIndex, long lookupClass) {
        long selector = frame.argument(0);
        long array = frame.argument(1);
        if (!isSelector(selector) || !isArray(array)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long method = lookupClass == 0
                ? world.lookup.find(selector, classIndex) : world.lookup.findFrom(lookupClass, selector);
        long count = ObjectHeader.slots(array);
        if (count != argumentsOf(selector, method) || count > MOST_ARGUMENTS) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        long sp = stacks.sp();
        int words = frame.arguments();
        stacks.setSp(sp + words * 8L);
        for (long i = 0; i < count; i++) {
            stacks.push(ObjectHeader.slot(array, i));
        }
        long answer = paths.send(selector, (int) count, method);
        if (answer == SlowPaths.COLLECT) {
            long top = sp + words * 8L;
            Memory.putLong(top - 8, selector);
            Memory.putLong(top - 16, array);
            if (lookupClass != 0) {
                Memory.putLong(top - 24, lookupClass);
            }
            stacks.setSp(sp);
        }
        return answer;
    }

    /** {@code method valueWithReceiver: receiver arguments: array}. */
    private long executeMethod(PrimitiveFrame frame) {
        long method = frame.receiver();
        long receiver = frame.argument(0);
        long array = frame.argument(1);
        if (!Oop.isPointer(method) || !ObjectFormat.isMethod(ObjectHeader.format(method))
                || MethodLayout.isBlock(MethodLayout.header(method))) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!isArray(array)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (MethodLayout.arguments(MethodLayout.header(method)) != ObjectHeader.slots(array)) {
            return frame.fail(Failure.WRONG_ARGUMENT_COUNT);
        }
        if (!new VariableUse(world).fits(method, receiver)) {
            return frame.fail(Failure.DENIED);
        }
        long sp = stacks.sp();
        long top = sp + 2 * 8L;
        int count = (int) ObjectHeader.slots(array);
        Memory.putLong(top, receiver);
        stacks.setSp(top);
        for (int i = 0; i < count; i++) {
            stacks.push(ObjectHeader.slot(array, i));
        }
        long answer = paths.invoke(method, count);
        if (answer == SlowPaths.COLLECT) {
            Memory.putLong(top, method);
            Memory.putLong(top - 8, receiver);
            Memory.putLong(sp, array);
            stacks.setSp(sp);
        }
        return answer;
    }
}
