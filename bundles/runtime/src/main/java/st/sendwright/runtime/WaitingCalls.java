package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.LinkedList;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Outcome;

/**
 * Calls of primitives whose Processes wait while the work is done on other threads.
 *
 * <p>To the tiers such a call looks like one for which there is no room: they return to the driver with everything as it was before the
 * send. There the Process is suspended and waits for a Semaphore. When that is signalled, the send is made again, and
 * its primitive finds what came of the work. So no tier and no frame knows of it, and whatever wakes the Process early
 * does no harm: it waits again. A call is known by the Context whose send waits, the pc of the send, and the primitive; a Context that is dead
 * waits for nothing any more.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class WaitingCalls implements AutoCloseable {

    /** How often it is looked for calls that nobody waits for any more, while the VM has other things to do. */
    private static final long SWEEP_NANOS = 10_000_000;

    private final World world;
    private final List<Call> calls = new ArrayList<>();
    /** Those whose work has ended; nobody may be interested any more. */
    private final Queue<Call> ended = new ConcurrentLinkedQueue<>();
    /** What the active Process shall wait for at the exit that follows. */
    private Call asked;
    private long swept;

    /** A call whose Process waits, or will at the exit that follows. */
    final class Call {

        private final int primitive;
        private final int pc;
        private final PrimitiveTable.Owner owner;
        private final Thread thread;
        /** Null until the Process waits. */
        private Handles.Handle context;
        private Handles.Handle semaphore;
        /** What the work has ended with, on its thread. */
        private volatile Outcome end;
        /** The same once the VM thread knows of it; null until then. */
        private Outcome outcome;
        private boolean isRemoved;

        private Call(int primitive, int pc, PrimitiveTable.Owner owner, Callable<?> work) {
            this.primitive = primitive;
            this.pc = pc;
            this.owner = owner;
            this.thread = Thread.ofVirtual().name("sendwright-waiting").unstarted(() -> run(work));
        }

        private void run(Callable<?> work) {
            try {
                end = new Outcome(work.call(), null);
            } catch (Throwable fault) {
                end = new Outcome(null, fault);
            }
            ended.add(this);
            world.polls.request(Pending.EVENT);
        }

        boolean hasOutcome() {
            return outcome != null && !isRemoved;
        }

        Outcome outcome() {
            return outcome;
        }

        /** Whether the primitive is not there any more. */
        boolean isRemoved() {
            return isRemoved;
        }
    }

    WaitingCalls(World world) {
        this.world = world;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** The call that the send in work has waited for, or null. */
    Call callOfSend(int primitive) {
        long context = FrameLayout.context(world.stacks.fp());
        int pc = world.stacks.pc();
        for (Call each : calls) {
            if (each.primitive == primitive && each.pc == pc && each.context.oop() == context) {
                return each;
            }
        }
        return null;
    }

    /** The send in work is to wait for work that has not begun yet. */
    void begin(int primitive, Callable<?> work) {
        asked = new Call(primitive, world.stacks.pc(), world.primitives.owner(primitive), work);
    }

    /** The send in work is to wait on. */
    void askFor(Call call) {
        asked = call;
    }

    boolean isAsked() {
        return asked != null;
    }

    /** Has the active Process wait for what was asked for, which begins now if it has not. At a driver exit. */
    void suspendActive() {
        Call call = asked;
        asked = null;
        world.failures.hold();
        int slots = ClassObjects.instanceSlots(MutatorBlock.classAt(world.mutator, KnownClass.SEMAPHORE.index()));
        world.ensureRoom(world.scheduler.suspendBytes() + ObjectHeader.bytesFor(slots));
        if (call.context == null) {
            long semaphore = Allocation.allocatePointers(world.mutator, KnownClass.SEMAPHORE.index(), ObjectFormat.FIXED, slots);
            ObjectHeader.rawPutSlot(semaphore, LinkedList.EXCESS_SIGNALS, Oop.smallInteger(0));
            call.semaphore = world.handles.on(semaphore);
        }
        if (call.context != null && world.scheduler.takeSignal(call.semaphore.oop())) {
            // What it waits for has come while it was kept from waiting. The send is made again.
            return;
        }
        long process = world.scheduler.suspendActive();
        world.scheduler.addLast(call.semaphore.oop(), process);
        if (call.context == null) {
            call.context = world.handles.on(ObjectHeader.slot(process, Process.SUSPENDED_CONTEXT));
            calls.add(call);
            call.thread.start();
        }
    }

    /** Wakes those whose work has ended, and interrupts what nobody waits for, if it was not looked for that just now. */
    void serve() {
        for (Call each = ended.poll(); each != null; each = ended.poll()) {
            if (calls.contains(each) && !each.isRemoved) {
                each.outcome = each.end;
                world.scheduler.signal(each.semaphore.oop());
            } else {
                world.services.discard(each.end.value());
            }
        }
        if (!calls.isEmpty() && System.nanoTime() - swept > SWEEP_NANOS) {
            cancelWhatIsLeft();
        }
    }

    /** Interrupts the work for sends that were left: by a Process that has ended, or an exception. */
    void cancelWhatIsLeft() {
        if (calls.isEmpty()) {
            return;
        }
        swept = System.nanoTime();
        for (Call each : List.copyOf(calls)) {
            if (world.stacks.contexts.isDead(each.context.oop())) {
                end(each);
                discardOutcome(each);
            }
        }
    }

    /** The primitives of an owner are there no more: calls of them are interrupted and fail. */
    void removed(PrimitiveTable.Owner owner) {
        for (Call each : calls) {
            if (each.owner == owner) {
                each.isRemoved = true;
                discardOutcome(each);
                each.thread.interrupt();
                if (each.outcome == null) {
                    world.scheduler.signal(each.semaphore.oop());
                }
            }
        }
    }

    private void discardOutcome(Call call) {
        if (call.outcome != null) {
            world.services.discard(call.outcome.value());
        }
    }

    /** A call is over: its send goes on, or never will. */
    void end(Call call) {
        if (calls.remove(call)) {
            call.thread.interrupt();
            call.context.close();
            call.semaphore.close();
        }
    }

    /** Whether another thread will wake a Process some time. */
    boolean isWorking() {
        return calls.stream().anyMatch(each -> each.outcome == null && !each.isRemoved);
    }

    /** What Processes wait for, in the order in which the work began. */
    List<Handles.Handle> semaphores() {
        return calls.stream().map(each -> each.semaphore).toList();
    }

    /** Interrupts all. */
    @Override
    public void close() {
        calls.forEach(each -> each.thread.interrupt());
        calls.clear();
    }
}
