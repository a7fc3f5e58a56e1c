package st.sendwright.runtime;

import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.jit.Stub;
import st.sendwright.model.Allocation;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.KernelLayout.Message;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;
import st.sendwright.model.SpecialObject;
import st.sendwright.vm.Profile.Activity;

/** The kernel's side of everything a running tier cannot do alone. <b>Thread</b>: the VM thread. */
final class KernelPaths implements SlowPaths {

    private final World world;
    private final long mutator;
    private final StackZone stacks;
    private final Lookup lookup;
    private final SendSites sites;
    private final PrimitiveTable primitives;
    private final Coverage coverage;
    private final CurrentActivity activity;
    private final Profiler profiler;
    private final PrimitiveActivation frame;
    private final StackCursor cursor;
    private boolean recursionRelaxed;
    /** The machine code of this VM, or null. */
    private CompiledMethods compiled;
    /** Where the send in work returns to in machine code, or 0 when an interpreter sends. */
    private long machineReturn;
    /** What another thread has to do to go on, should this one be left behind in a provider. */
    private Unfinished unfinished = Unfinished.BYTECODE;
    private boolean isGoingOn;
    /** The method or closure that this is about. */
    private long unfinishedCode;

    /** What is in work when a provider is asked. */
    enum Unfinished {
        /** Nothing that the bytecode at the saved pc does not do when it is run again. */
        BYTECODE,
        /** A method is to be run, its primitive first; receiver and arguments are on the stack. */
        INVOKE,
        /** The same behind its primitive. */
        ACTIVATE,
        /** A closure is to be run; it is on the stack, with its arguments. */
        ACTIVATE_CLOSURE
    }

    KernelPaths(World world) {
        this.world = world;
        this.mutator = world.mutator;
        this.stacks = world.stacks;
        this.lookup = world.lookup;
        this.sites = world.sites;
        this.primitives = world.primitives;
        this.coverage = world.coverage;
        this.activity = world.activity;
        this.profiler = world.profiler;
        this.frame = new PrimitiveActivation(world);
        this.cursor = new StackCursor(stacks, mutator);
    }

    void useCode(CompiledMethods code) {
        compiled = code;
    }

    /** The send in work is one of machine code. */
    void comeFromMachine(long returnAddress) {
        machineReturn = returnAddress;
    }

    void comeFromInterpreter() {
        machineReturn = 0;
        isGoingOn = false;
    }

    private long returnIp() {
        return machineReturn != 0 ? machineReturn : FrameLayout.RETURN_TO_DRIVER;
    }

    @Override
    public long countedDown(long method) {
        if (compiled == null) {
            dismiss(method);
            return FAILED;
        }
        // A primitive was tried already, and the code would try it again.
        CodeBlock code = MethodLayout.primitive(MethodLayout.header(method)) > MethodLayout.LAST_MARK
                ? null : wanted(method, uncounted(method), Unfinished.ACTIVATE, method);
        return code == null ? FAILED : enter(code, method);
    }

    /** 1 for a method without a table, in which an interpreter could not count what it asks about now; else 0. */
    private static int uncounted(long method) {
        return SiteTable.of(method) == 0 ? 1 : 0;
    }

    /** Nothing compiles the method: it has a table from now on, and counts down for ever. */
    private void dismiss(long method) {
        long table = SiteTable.of(method);
        table = table == 0 ? sites.make(method) - SiteTable.BYTES : table;
        Memory.putInt(table + SiteTable.COUNTDOWN, SiteTable.NEVER);
    }

    /** Whether there is code to go on with in the top frame, whose method may have been counted down by a loop. */
    private boolean loopIsCompiled() {
        long method = FrameLayout.method(stacks.fp());
        long table = SiteTable.of(method);
        if (table != 0 && Memory.intAt(table + SiteTable.COUNTDOWN) >= 0) {
            return false;
        }
        if (compiled == null) {
            dismiss(method);
            return false;
        }
        return compiled.wanted(method, uncounted(method)) != null && compiled.resume();
    }

    /** Has machine code run a method, or a closure that lies where the receiver would, in place of the send in work. */
    long enter(CodeBlock code, long method) {
        int arguments = MethodLayout.arguments(MethodLayout.header(method));
        FrameLayout.setPc(stacks.fp(), resumePc());
        Memory.putLong(mutator + MutatorBlock.ENTRY_RECEIVER, stacks.operand(arguments));
        stacks.machine.forget();
        stacks.push(machineReturn != 0 ? machineReturn : compiled.space().stub(Stub.RETURN_TO_DRIVER));
        stacks.machine.set(code.uncheckedEntry(), false);
        return exit(Exit.COMPILED);
    }

    /** The selector of the send at a pc of the top frame. */
    long selectorAt(int pc) {
        return world.selectorAt(FrameLayout.method(stacks.fp()), pc);
    }

    @Override
    public long sendMiss(long site, long selector, int arguments) {
        int classIndex = Oop.classIndex(stacks.operand(arguments));
        return linked(site, selector, arguments, classIndex, lookup.find(selector, classIndex));
    }

    @Override
    public long superSendMiss(long site, long selector, int arguments) {
        int classIndex = Oop.classIndex(stacks.operand(arguments));
        long home = MethodLayout.homeMethod(FrameLayout.method(stacks.fp()));
        long start = ClassObjects.superclass(MethodLayout.lastLiteral(home));
        return linked(site, selector, arguments, classIndex, lookup.findFrom(start, selector));
    }

    private long linked(long site, long selector, int arguments, int classIndex, long method) {
        if (method == 0) {
            return notUnderstood(selector, arguments);
        }
        coverage.record(method);
        if (site != 0) {
            Memory.putLong(site + SendSite.MISSES, Memory.longAt(site + SendSite.MISSES) + 1);
            MutatorBlock.count(mutator, Counter.SITE_MISSES);
            sites.link(site, classIndex, method, lookup.holder(), ObjectHeader.hash(selector), lookup.version());
        }
        return method;
    }

    private long notUnderstood(long selector, int arguments) {
        long bytes = ObjectHeader.bytesFor(arguments) + ObjectHeader.bytesFor(Message.SLOTS);
        if (!Allocation.hasRoom(mutator, bytes)) {
            return COLLECT;
        }
        MutatorBlock.count(mutator, Counter.MESSAGES_NOT_UNDERSTOOD);
        long receiver = stacks.operand(arguments);
        long message = newMessage(selector, arguments, MutatorBlock.classOf(mutator, receiver));
        stacks.setSp(stacks.sp() + arguments * 8L);
        stacks.push(message);
        return kernelMethod(receiver, SpecialObject.SELECTOR_DOES_NOT_UNDERSTAND);
    }

    /** A Message of the topmost operands; room must have been made sure of. */
    private long newMessage(long selector, int arguments, long lookupClass) {
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE, arguments);
        for (int i = 0; i < arguments; i++) {
            ObjectHeader.rawPutSlot(array, i, stacks.operand(arguments - 1 - i));
        }
        long message = Allocation.allocatePointers(mutator, KnownClass.MESSAGE.index(), ObjectFormat.FIXED,
                Message.SLOTS);
        ObjectHeader.rawPutSlot(message, Message.SELECTOR, selector);
        ObjectHeader.rawPutSlot(message, Message.ARGUMENTS, array);
        ObjectHeader.rawPutSlot(message, Message.LOOKUP_CLASS, lookupClass);
        return message;
    }

    /**
     * The receiver's method for a message that the VM itself sends. Classes without a superclass need not have
     * one: what they lack, Object does for them. Its methods use no variables of the receiver.
     */
    private long kernelMethod(long receiver, SpecialObject which) {
        long selector = MutatorBlock.special(mutator, which);
        long method = lookup.find(selector, Oop.classIndex(receiver));
        if (method == 0) {
            method = lookup.find(selector, KnownClass.OBJECT.index());
        }
        if (method == 0) {
            throw new ProcessFault(ClassObjects.name(mutator, MutatorBlock.classOf(mutator, receiver))
                    + " has no method #" + world.text(selector)
                    + ", which the VM sends; the process was terminated");
        }
        coverage.record(method);
        return method;
    }

    @Override
    public long primitive(int index, long method, int arguments) {
        MutatorBlock.count(mutator, Counter.PRIMITIVE_CALLS);
        Activity before = activity.begin(Activity.PRIMITIVE);
        long answer = frame.run(primitives.at(index), primitives, index, arguments);
        activity.begin(before);
        if (profiler.isDue()) {
            sampleBehind(method, answer);
        }
        if (answer == FAILED) {
            MutatorBlock.count(mutator, Counter.PRIMITIVE_FAILURES);
            if (index > PrimitiveTable.HANDLER_MARK && wantsErrorCode(method)) {
                return activateWithErrorCode(method);
            }
        }
        return answer;
    }

    /** A primitive that has changed the stack, or whose objects have moved since, is not found on it any more. */
    private void sampleBehind(long method, long answer) {
        if (SlowPaths.isCode(answer) && answer != FAILED) {
            profiler.sample();
        } else {
            profiler.sampleBehind(method);
        }
    }

    private boolean wantsErrorCode(long method) {
        long pragma = ObjectHeader.slot(MethodLayout.info(method), MethodInfo.PRIMITIVE);
        if (pragma == MutatorBlock.nil(mutator)) {
            return false;
        }
        long selector = ObjectHeader.slot(pragma, Message.SELECTOR);
        int hash = Oop.isPointer(selector) ? ObjectHeader.hash(selector) : 0;
        return hash == world.primitiveErrorHash || hash == world.primitiveModuleErrorHash;
    }

    private long activateWithErrorCode(long method) {
        long symbol = world.failures.of(frame.failure());
        if (symbol == Allocation.NO_ROOM) {
            return COLLECT;
        }
        stacks.activations.activate(method, resumePc(), returnIp());
        Memory.putLong(FrameLayout.temporaryAddress(stacks.fp(), 0), symbol);
        return entered();
    }

    /** Where the top frame goes on after the send at its saved pc. */
    int resumePc() {
        if (machineReturn != 0) {
            return stacks.machine.pc(stacks.fp(), machineReturn);
        }
        int pc = stacks.pc();
        return pc + Bytecode.of(Memory.unsignedByteAt(FrameLayout.method(stacks.fp()) + pc)).length();
    }

    /**
     * After a frame was built by the kernel: the poll that the interpreter makes at a method's entry. Never
     * {@link #COLLECT}, which would mean that nothing has changed.
     */
    private long entered() {
        if (Long.compareUnsigned(stacks.sp(), Memory.longAt(mutator + MutatorBlock.STACK_LIMIT)) >= 0) {
            return RELOAD;
        }
        long answer = poll();
        return answer == COLLECT ? exit(Exit.COLLECT) : answer;
    }

    /** Answers a control primitive's result: pops receiver and arguments, goes on after the send. */
    long answer(int arguments, long result) {
        int pc = resumePc();
        stacks.machine.forget();
        stacks.replace(arguments + 1, result);
        stacks.setPc(pc);
        return RELOAD;
    }

    /**
     * Runs a method whose receiver and arguments are on the stack in place of the send in work: its primitive,
     * or its body.
     *
     * @return {@link #RELOAD}, {@link #COLLECT} with the stack unchanged, or {@link #EXIT}
     */
    long invoke(long method, int arguments) {
        coverage.record(method);
        world.methods.bindIfNew(method);
        int index = MethodLayout.primitive(MethodLayout.header(method));
        if (index != 0) {
            long result = primitive(index, method, arguments);
            if (!SlowPaths.isCode(result)) {
                return answer(arguments, result);
            }
            if (result != FAILED) {
                return result;
            }
        }
        CodeBlock code = wanted(method, Unfinished.ACTIVATE, method);
        if (code != null && index <= MethodLayout.LAST_MARK) {
            return enter(code, method);
        }
        stacks.activations.activate(method, resumePc(), returnIp());
        return entered();
    }

    private CodeBlock wanted(long method, Unfinished what, long code) {
        if (compiled == null) {
            if (SiteTable.of(method) == 0) {
                dismiss(method);
            }
            return null;
        }
        return wanted(method, machineReturn != 0 ? CompiledMethods.MACHINE_CALL : 1, what, code);
    }

    /** The machine code of a method that a send of machine code calls; null when there is none yet. */
    CodeBlock wantedByMachine(long method) {
        return wanted(method, CompiledMethods.MACHINE_CALL, Unfinished.INVOKE, method);
    }

    /** @param code the method or closure that is to be run */
    private CodeBlock wanted(long method, int weight, Unfinished what, long code) {
        if (isGoingOn) {
            return null;
        }
        unfinished = what;
        unfinishedCode = code;
        CodeBlock block = compiled.wanted(method, weight);
        unfinished = Unfinished.BYTECODE;
        return block;
    }

    /**
     * Goes on where the thread was that is left behind in a provider. What is run is interpreted: between here and the
     * next run of machine code the driver does other things, and a return IP of machine code must not be on the stack then.
     *
     * @return {@link #RELOAD}, {@link #COLLECT} or {@link #EXIT}
     */
    long goOn() {
        Unfinished what = unfinished;
        unfinished = Unfinished.BYTECODE;
        isGoingOn = true;
        long answer = switch (what) {
            case BYTECODE -> RELOAD;
            case INVOKE -> invoke(unfinishedCode, MethodLayout.arguments(MethodLayout.header(unfinishedCode)));
            case ACTIVATE -> {
                stacks.activations.activate(unfinishedCode, resumePc(), returnIp());
                yield entered();
            }
            case ACTIVATE_CLOSURE -> {
                stacks.activations.activateClosure(unfinishedCode, resumePc(), returnIp());
                yield entered();
            }
        };
        comeFromInterpreter();
        return answer;
    }

    @Override
    public long invokeClosure(long closure) {
        long block = ObjectHeader.slot(closure, Closure.COMPILED_BLOCK);
        CodeBlock code = wanted(block, Unfinished.ACTIVATE_CLOSURE, closure);
        if (code != null) {
            return enter(code, block);
        }
        stacks.activations.activateClosure(closure, resumePc(), returnIp());
        return entered();
    }

    /**
     * Sends a message with the arguments on the stack in place of the send in work. When the receiver does not
     * understand, it gets {@code doesNotUnderstand:}.
     */
    long send(long selector, int arguments, long method) {
        if (method == 0) {
            long handler = notUnderstood(selector, arguments);
            return handler == COLLECT ? COLLECT : invoke(handler, 1);
        }
        return invoke(method, arguments);
    }

    @Override
    public long makeSites(long method) {
        return sites.make(method);
    }

    @Override
    public long contextOf(long framePointer) {
        long context = stacks.contexts.contextOf(framePointer);
        return context == Allocation.NO_ROOM ? COLLECT : context;
    }

    @Override
    public long wrongArgumentCount(int arguments) {
        long closure = stacks.operand(arguments);
        stacks.setSp(stacks.sp() + arguments * 8L);
        stacks.push(Oop.smallInteger(arguments));
        return kernelMethod(closure, SpecialObject.SELECTOR_WRONG_ARGUMENT_COUNT);
    }

    @Override
    public long slowReturn(long value) {
        if (!stacks.returnFromTop(value)) {
            world.scheduler.activeEnded(value);
            return exit(Exit.SWITCH);
        }
        return !stacks.machine.isSet() ? RELOAD : exit(Exit.COMPILED);
    }

    /** A base frame of machine code has returned; it is gone already. */
    long returnedFromBase(long value, boolean hasResult) {
        if (!stacks.returnFromBase(stacks.sp(), value, hasResult)) {
            world.scheduler.activeEnded(value);
            return exit(Exit.SWITCH);
        }
        return RELOAD;
    }

    /** Leaves the driver's tier with an exit code. */
    long exit(int reason) {
        Memory.putLong(mutator + MutatorBlock.EXIT_REASON, reason);
        return EXIT;
    }

    @Override
    public long nonLocalReturn() {
        long value = stacks.operand(0);
        long home = homeOf(FrameLayout.closure(stacks.fp()));
        if (home == MutatorBlock.nil(mutator) || stacks.contexts.isDead(home)) {
            return cannotReturn();
        }
        cursor.startAtTop();
        boolean unwinds = false;
        while (!cursor.atEnd() && cursor.contextOrNil() != home) {
            unwinds |= cursor.hasPrimitive(PrimitiveTable.UNWIND_MARK);
            cursor.next();
        }
        if (cursor.atEnd()) {
            return cannotReturn();
        }
        if (unwinds) {
            return aboutToReturn(home, value);
        }
        stacks.cutTo(home);
        return slowReturn(value);
    }

    /** The Context of the method that a closure was written in, or nil. */
    private long homeOf(long closure) {
        long nil = MutatorBlock.nil(mutator);
        long context = ObjectHeader.slot(closure, Closure.OUTER_CONTEXT);
        while (context != nil) {
            long outer = ObjectHeader.slot(context, Context.CLOSURE);
            if (outer == nil) {
                return context;
            }
            context = ObjectHeader.slot(outer, Closure.OUTER_CONTEXT);
        }
        return nil;
    }

    private long cannotReturn() {
        long context = stacks.contexts.contextOf(stacks.fp());
        if (context == Allocation.NO_ROOM) {
            return COLLECT;
        }
        long value = stacks.operand(0);
        stacks.replace(1, context);
        stacks.push(value);
        stacks.activations.activate(kernelMethod(context, SpecialObject.SELECTOR_CANNOT_RETURN), stacks.pc(),
                FrameLayout.RETURN_TO_DRIVER);
        return entered();
    }

    private long aboutToReturn(long home, long value) {
        cursor.startAtTop();
        while (!cursor.hasPrimitive(PrimitiveTable.UNWIND_MARK)) {
            cursor.next();
        }
        long needed = cursor.contextBytes() + stacks.contexts.contextBytes(stacks.fp());
        if (!Allocation.hasRoom(mutator, needed)) {
            return COLLECT;
        }
        long unwind = cursor.makeContext();
        long context = stacks.contexts.contextOf(stacks.fp());
        stacks.replace(1, context);
        stacks.push(value);
        stacks.push(unwind);
        stacks.activations.activate(kernelMethod(context, SpecialObject.SELECTOR_ABOUT_TO_RETURN), stacks.pc(),
                FrameLayout.RETURN_TO_DRIVER);
        return entered();
    }

    @Override
    public long mustBeBoolean() {
        long receiver = stacks.operand(0);
        stacks.activations.activate(kernelMethod(receiver, SpecialObject.SELECTOR_MUST_BE_BOOLEAN), stacks.pc(),
                FrameLayout.RETURN_TO_DRIVER);
        return entered();
    }

    @Override
    public long attemptToAssign(long object, long slot, long value) {
        inject(object, SpecialObject.SELECTOR_ATTEMPT_TO_ASSIGN, value, Oop.smallInteger(slot + 1));
        return entered();
    }

    @Override
    public long poll() {
        MutatorBlock.count(mutator, Counter.POLLS);
        if (stacks.isOverLimit()) {
            long answer = overflow();
            if (answer != RELOAD) {
                return answer;
            }
        }
        profiler.sample();
        if (compiled != null) {
            compiled.look();
        }
        if (world.polls.isPending() && !world.runs.polled()) {
            return exit(Exit.POLL);
        }
        stacks.restoreLimit();
        return loopIsCompiled() ? exit(Exit.COMPILED) : RELOAD;
    }

    private long overflow() {
        int depth = stacks.depth();
        int limit = world.options.recursionLimit();
        if (depth < limit / 2) {
            recursionRelaxed = false;
        } else if (depth > limit && !recursionRelaxed) {
            recursionRelaxed = true;
            inject(world.scheduler.activeProcess(), SpecialObject.SELECTOR_RECURSION_TOO_DEEP);
        } else if (depth > limit + Math.max(limit / 10, 10_000)) {
            recursionRelaxed = false;
            throw new ProcessFault("recursion too deep: " + depth
                    + " activations, and no room was left to handle it; the process was terminated");
        }
        return stacks.overflow();
    }

    /**
     * Puts an activation of a message on top of the frame in work, which goes on with the bytecode at its saved
     * pc when the message has been answered; the answer is dropped.
     */
    void inject(long receiver, SpecialObject selector, long... arguments) {
        stacks.push(receiver);
        for (long argument : arguments) {
            stacks.push(argument);
        }
        stacks.activations.activate(kernelMethod(receiver, selector), stacks.pc(), StackZone.RETURN_AND_DISCARD);
    }
}
