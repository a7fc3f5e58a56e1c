package st.sendwright.runtime;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.jit.Stub;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;
import st.sendwright.vm.Profile.Activity;

/**
 * Enters machine code, and serves what it leaves for. At each exit the registers in the mutator block say everything:
 * stack and frame pointer, and the bytecode pc at which an interpreter could go on. That machine code can go on is a
 * hint that may be lost at any time.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class MachineRunner {

    private static final Stub[] STUBS = Stub.values();
    private static final MethodHandle ENTER = Linker.nativeLinker().downcallHandle(
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private final World world;
    private final long mutator;
    private final StackZone stacks;
    private final KernelPaths paths;
    private final CompiledMethods compiled;
    private final CompilationFigures figures;
    private final MemorySegment enter;
    private final UnsentMessages unsent;

    MachineRunner(World world, KernelPaths paths, CompiledMethods compiled) {
        this.world = world;
        this.mutator = world.mutator;
        this.stacks = world.stacks;
        this.paths = paths;
        this.compiled = compiled;
        this.figures = compiled.figures();
        this.unsent = new UnsentMessages(world.primitives);
        this.enter = MemorySegment.ofAddress(compiled.space().stub(Stub.ENTER));
    }

    /** Whether machine code can go on with the top frame. */
    boolean isReady() {
        return stacks.machine.request() != MachineHint.NO_REQUEST || stacks.machine.isSet()
                || compiled.resume();
    }

    /** Runs machine code until an interpreter or the driver has to go on; 0 for the former, else an {@link Exit}. */
    int run(Interpreter interpreter) {
        for (;;) {
            Stub request = nextRequest();
            if (request == Stub.INTERPRETER) {
                stacks.machine.forget();
                return 0;
            }
            long answer = serve(request, interpreter);
            if (answer == SlowPaths.COLLECT) {
                stacks.machine.forget();
                if (request != Stub.POLL && request != Stub.LOOP_POLL) {
                    // Whatever it was, the bytecode at the saved pc is to be executed from its beginning.
                    stacks.machine.setRequest(Stub.SLOW_BYTECODE.ordinal());
                }
                return Exit.COLLECT;
            }
            if (answer == SlowPaths.FAILED) {
                return 0;
            }
            if (answer == SlowPaths.EXIT) {
                int reason = (int) Memory.longAt(mutator + MutatorBlock.EXIT_REASON);
                if (reason != Exit.COMPILED) {
                    return reason;
                }
            } else if (!stacks.machine.isSet() && !compiled.resume()) {
                return 0;
            }
        }
    }

    private Stub nextRequest() {
        int request = stacks.machine.request();
        if (request != MachineHint.NO_REQUEST) {
            stacks.machine.setRequest(MachineHint.NO_REQUEST);
            return STUBS[request];
        }
        if (stacks.machine.takesResult()) {
            long sp = stacks.sp();
            Memory.putLong(mutator + MutatorBlock.MACHINE_RESULT, Memory.longAt(sp));
            stacks.setSp(sp + 8);
        }
        stacks.machine.clearResult();
        world.activity.begin(Activity.MACHINE_CODE);
        try {
            Stub exit = STUBS[(int) (long) ENTER.invokeExact(enter, mutator)];
            world.activity.begin(Activity.KERNEL);
            figures.left(exit);
            if (exit == Stub.SLOW_BYTECODE || exit == Stub.LOOP_POLL || exit == Stub.INTERPRETER) {
                long address = stacks.machine.pc();
                stacks.setPc(compiled.space().blockAt(address).exitPc(address));
            } else if (exit == Stub.POLL) {
                // Not what the frame's own word says: one that has come back to a loop there was last interpreted elsewhere.
                stacks.setPc(MethodLayout.firstPc(MethodLayout.header(method())));
            }
            return exit;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new AssertionError("machine code could not be entered", failure);
        }
    }

    /** Where a stub begins. */
    long stub(Stub which) {
        return compiled.space().stub(which);
    }

    /** Enters machine code where the mutator block says, once, and answers how it has left. */
    Stub enterAside() {
        try {
            return STUBS[(int) (long) ENTER.invokeExact(enter, mutator)];
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new AssertionError("machine code could not be entered", failure);
        }
    }

    /** Answers as {@link SlowPaths} do; {@link SlowPaths#FAILED} where an interpreter has to go on. */
    private long serve(Stub request, Interpreter interpreter) {
        switch (request) {
            case SEND_MISS -> {
                return sendMiss();
            }
            case PRIMITIVE -> {
                return primitive();
            }
            case SLOW_BYTECODE -> {
                stacks.machine.forget();
                world.activity.begin(Activity.INTERPRETER);
                long answer = interpreter.executeOne(mutator, paths);
                world.activity.begin(Activity.KERNEL);
                if (answer != SlowPaths.RELOAD && answer != SlowPaths.COLLECT && answer != SlowPaths.EXIT) {
                    throw new InterpreterFault("it answered " + answer + " after one bytecode");
                }
                return answer;
            }
            case POLL, LOOP_POLL -> {
                stacks.machine.forget();
                return paths.poll();
            }
            case RETURN_TO_DRIVER -> {
                return returned(true);
            }
            case RETURN_AND_DISCARD -> {
                return returned(false);
            }
            default -> throw new IllegalStateException("machine code left through " + request);
        }
    }

    /** A frame of machine code is gone whose caller is none. */
    private long returned(boolean hasResult) {
        stacks.machine.forget();
        long value = Memory.longAt(mutator + MutatorBlock.MACHINE_RESULT);
        long fp = stacks.fp();
        if (fp == 0) {
            return paths.returnedFromBase(value, hasResult);
        }
        stacks.setPc(FrameLayout.pc(fp));
        if (hasResult) {
            stacks.push(value);
        }
        return SlowPaths.RELOAD;
    }

    private long sendMiss() {
        long returnAddress = stacks.machine.pc();
        stacks.machine.forget();
        CodeBlock block = compiled.space().blockAt(returnAddress);
        int index = block.sendReturningTo(returnAddress);
        Send send = block.send(index);
        stacks.setPc(send.pc());
        if (world.options.countSends() && send.unlinked() != Stub.SEND_MISS) {
            MutatorBlock.count(mutator, Counter.COMPILED_SENDS);
        }
        long site = SiteTable.of(method()) + SiteTable.BYTES + (long) send.site() * SendSite.BYTES;
        int classIndex = Oop.classIndex(stacks.operand(send.arguments()));
        long callee = Memory.longAt(site + SendSite.METHOD);
        boolean understood = true;
        if (Memory.intAt(site + SendSite.CLASS_INDEX) != classIndex && !(send.isSuper() && callee != 0)) {
            long selector = paths.selectorAt(send.pc());
            long before = siteMisses();
            if (send.isSuper()) {
                callee = paths.superSendMiss(site, selector, send.arguments());
            } else {
                understood = world.lookup.find(selector, classIndex) != 0;
                callee = paths.sendMiss(site, selector, send.arguments());
            }
            if (callee == SlowPaths.COLLECT) {
                return SlowPaths.COLLECT;
            }
            figures.missed(siteMisses() - before);
            understood &= Memory.longAt(site + SendSite.METHOD) == callee;
        }
        if (!unsent.mayCall(Memory.unsignedByteAt(method() + send.pc()), classIndex, callee)) {
            // An interpreter's whole loop, as one bytecode alone would be a send.
            return SlowPaths.FAILED;
        }
        paths.comeFromMachine(returnAddress);
        long answer;
        CodeBlock target = paths.wantedByMachine(callee);
        if (target == null) {
            answer = paths.invoke(callee, MethodLayout.arguments(MethodLayout.header(callee)));
        } else {
            if (understood) {
                compiled.links().link(block, index, returnAddress, site, classIndex, target);
            }
            answer = paths.enter(target, callee);
        }
        paths.comeFromInterpreter();
        return answer;
    }

    private long method() {
        return FrameLayout.method(stacks.fp());
    }

    private long siteMisses() {
        return Memory.longAt(mutator + Counter.SITE_MISSES.offset());
    }

    private long primitive() {
        long body = stacks.machine.pc();
        long method = Memory.longAt(mutator + MutatorBlock.MACHINE_RESULT);
        stacks.machine.forget();
        long returnAddress = stacks.operand(0);
        stacks.setSp(stacks.sp() + 8);
        long header = MethodLayout.header(method);
        int arguments = MethodLayout.arguments(header);
        int sendPc = compiled.space().sendPcs().returningTo(returnAddress);
        if (sendPc >= 0) {
            stacks.setPc(sendPc);
        }
        paths.comeFromMachine(returnAddress);
        long answer = paths.primitive(MethodLayout.primitive(header), method, arguments);
        paths.comeFromInterpreter();
        if (!SlowPaths.isCode(answer)) {
            stacks.setSp(stacks.sp() + (arguments + 1) * 8L);
            Memory.putLong(mutator + MutatorBlock.MACHINE_RESULT, answer);
            stacks.machine.set(returnAddress, false);
            return SlowPaths.RELOAD;
        }
        if (answer != SlowPaths.FAILED) {
            return answer;
        }
        Memory.putLong(mutator + MutatorBlock.ENTRY_RECEIVER, stacks.operand(arguments));
        stacks.push(returnAddress);
        stacks.machine.set(body, false);
        return SlowPaths.RELOAD;
    }
}
