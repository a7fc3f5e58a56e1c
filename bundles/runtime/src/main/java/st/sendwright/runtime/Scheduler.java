package st.sendwright.runtime;

import st.sendwright.model.Allocation;
import st.sendwright.model.KernelLayout.LinkedList;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.WriteBarrier;

/**
 * Which Process runs: ready lists, semaphores, and the change from one to another.
 *
 * <p>A primitive that stops the active Process leaves no chain active and makes the interpreter return to the
 * driver, which then asks {@link #activateNext}: no change of Process happens below a tier.
 *
 * <p>The lists are LinkedLists as any other, so Smalltalk code can put anything into them. A list whose ends are not
 * Processes that wait there counts as empty, and becomes so.
 *
 * <p><b>Thread</b>: the VM thread.
 *
 * <p>Source: A. Goldberg, D. Robson, Smalltalk-80: The Language and its Implementation, chapter 29 (process
 * scheduling).
 */
final class Scheduler {

    private final World world;
    private final long mutator;

    Scheduler(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    private long nil() {
        return MutatorBlock.nil(mutator);
    }

    private long processor() {
        return MutatorBlock.special(mutator, SpecialObject.PROCESSOR);
    }

    private long readyList(int priority) {
        long lists = ObjectHeader.slot(processor(), KernelLayout.Scheduler.READY_LISTS);
        return ObjectHeader.slot(lists, priority - 1);
    }

    /** The Process that runs, or nil while none does. */
    long activeProcess() {
        return ObjectHeader.slot(processor(), KernelLayout.Scheduler.ACTIVE_PROCESS);
    }

    private void setActiveProcess(long process) {
        WriteBarrier.putSlot(mutator, processor(), KernelLayout.Scheduler.ACTIVE_PROCESS,
                process);
    }

    /** The priority of a Process; that of users where a program has stored what is none. */
    int priority(long process) {
        long priority = ObjectHeader.slot(process, Process.PRIORITY);
        return isPriority(priority) ? (int) Oop.integerValue(priority) : KernelLayout.Scheduler.USER_PRIORITY;
    }

    static boolean isPriority(long oop) {
        return Oop.isSmallInteger(oop) && Oop.integerValue(oop) >= 1
                && Oop.integerValue(oop) <= KernelLayout.Scheduler.PRIORITIES;
    }

    // Lists

    private boolean waitsIn(long oop, long list) {
        return isKindOf(oop, KnownClass.PROCESS) && ObjectHeader.slot(oop, Process.MY_LIST) == list;
    }

    private void emptyIfOverwritten(long list) {
        long first = ObjectHeader.slot(list, LinkedList.FIRST_LINK);
        long last = ObjectHeader.slot(list, LinkedList.LAST_LINK);
        boolean isEmpty = first == nil() && last == nil();
        if (!isEmpty && (!waitsIn(first, list) || !waitsIn(last, list)
                || ObjectHeader.slot(last, Process.NEXT_LINK) != nil())) {
            WriteBarrier.putSlot(mutator, list, LinkedList.FIRST_LINK, nil());
            WriteBarrier.putSlot(mutator, list, LinkedList.LAST_LINK, nil());
        }
    }

    void addLast(long list, long process) {
        emptyIfOverwritten(list);
        WriteBarrier.putSlot(mutator, process, Process.NEXT_LINK, nil());
        if (ObjectHeader.slot(list, LinkedList.FIRST_LINK) == nil()) {
            WriteBarrier.putSlot(mutator, list, LinkedList.FIRST_LINK, process);
        } else {
            WriteBarrier.putSlot(mutator, ObjectHeader.slot(list, LinkedList.LAST_LINK), Process.NEXT_LINK, process);
        }
        WriteBarrier.putSlot(mutator, list, LinkedList.LAST_LINK, process);
        WriteBarrier.putSlot(mutator, process, Process.MY_LIST, list);
    }

    private void addFirst(long list, long process) {
        emptyIfOverwritten(list);
        long first = ObjectHeader.slot(list, LinkedList.FIRST_LINK);
        WriteBarrier.putSlot(mutator, process, Process.NEXT_LINK, first);
        WriteBarrier.putSlot(mutator, list, LinkedList.FIRST_LINK, process);
        if (first == nil()) {
            WriteBarrier.putSlot(mutator, list, LinkedList.LAST_LINK, process);
        }
        WriteBarrier.putSlot(mutator, process, Process.MY_LIST, list);
    }

    private long removeFirst(long list) {
        emptyIfOverwritten(list);
        long first = ObjectHeader.slot(list, LinkedList.FIRST_LINK);
        if (first != nil()) {
            remove(first);
        }
        return first;
    }

    /** Takes a Process out of the list it is in; does nothing when it is in none. */
    void remove(long process) {
        long list = ObjectHeader.slot(process, Process.MY_LIST);
        if (list == nil()) {
            return;
        }
        if (isKindOf(list, KnownClass.LINKED_LIST)) {
            emptyIfOverwritten(list);
            unlink(list, process);
        }
        WriteBarrier.putSlot(mutator, process, Process.NEXT_LINK, nil());
        WriteBarrier.putSlot(mutator, process, Process.MY_LIST, nil());
    }

    private void unlink(long list, long process) {
        long before = nil();
        long at = ObjectHeader.slot(list, LinkedList.FIRST_LINK);
        // Where a program has made the links a circle, this one comes back to where it was a while ago.
        long seen = nil();
        long steps = 0;
        while (at != process && waitsIn(at, list) && at != seen) {
            if (Long.bitCount(++steps) == 1) {
                seen = at;
            }
            before = at;
            at = ObjectHeader.slot(at, Process.NEXT_LINK);
        }
        if (at == process) {
            long after = ObjectHeader.slot(process, Process.NEXT_LINK);
            if (before == nil()) {
                WriteBarrier.putSlot(mutator, list, LinkedList.FIRST_LINK, after);
            } else {
                WriteBarrier.putSlot(mutator, before, Process.NEXT_LINK, after);
            }
            if (after == nil()) {
                WriteBarrier.putSlot(mutator, list, LinkedList.LAST_LINK, before);
            }
        }
    }

    /** Puts a Process at the end of its ready list. */
    void makeReady(long process) {
        addLast(readyList(priority(process)), process);
    }

    /** Puts a Process at the front of its ready list. */
    void makeReadyFirst(long process) {
        addFirst(readyList(priority(process)), process);
    }

    /** Whether the Process waits for nothing but its turn. */
    boolean isInReadyList(long process) {
        return ObjectHeader.slot(process, Process.MY_LIST) == readyList(priority(process));
    }

    /** Whether a Process of at least this priority is ready. */
    boolean isReady(int atLeast) {
        for (int priority = KernelLayout.Scheduler.PRIORITIES; priority >= atLeast; priority--) {
            if (ObjectHeader.slot(readyList(priority), LinkedList.FIRST_LINK) != nil()) {
                return true;
            }
        }
        return false;
    }

    // Switching

    /**
     * Makes the ready Process of the highest priority the active one. No chain may be active.
     *
     * @return false when none is ready
     */
    boolean activateNext() {
        for (int priority = KernelLayout.Scheduler.PRIORITIES; priority >= 1; priority--) {
            long process = removeFirst(readyList(priority));
            while (process != nil()) {
                if (activate(process)) {
                    return true;
                }
                process = removeFirst(readyList(priority));
            }
        }
        setActiveProcess(nil());
        return false;
    }

    /** Makes a Process the active one; false when it has ended before. */
    boolean activate(long ready) {
        long process = ready;
        long context = ObjectHeader.slot(process, Process.SUSPENDED_CONTEXT);
        if (Oop.classIndex(context) != KnownClass.CONTEXT.index() || world.stacks.contexts.isDead(context)) {
            return false;
        }
        setActiveProcess(process);
        if (!world.stacks.resume(context)) {
            world.collectForRoom();
            process = activeProcess();
            if (!world.stacks.resume(ObjectHeader.slot(process, Process.SUSPENDED_CONTEXT))) {
                throw new IllegalStateException("no room to write a stack page out, after a collection");
            }
        }
        WriteBarrier.putSlot(mutator, process, Process.SUSPENDED_CONTEXT, nil());
        MutatorBlock.count(mutator, Counter.PROCESS_SWITCHES);
        return true;
    }

    /** Stops the active Process where it is; the caller has made sure of room and puts it in a list. */
    long suspendActive() {
        long process = activeProcess();
        WriteBarrier.putSlot(mutator, process, Process.SUSPENDED_CONTEXT, world.stacks.suspend());
        setActiveProcess(nil());
        return process;
    }

    /** Has the active Process make room for one of higher priority, if any is ready. May collect. */
    void giveWay() {
        int priority = priority(activeProcess());
        if (priority < KernelLayout.Scheduler.PRIORITIES && isReady(priority + 1)) {
            world.ensureRoom(suspendBytes());
            makeReadyFirst(suspendActive());
        }
    }

    /** Bytes that {@link #suspendActive} may allocate. */
    long suspendBytes() {
        return world.stacks.suspendBytes();
    }

    /** The active chain has returned from its last frame with a value. */
    void activeEnded(long value) {
        long process = activeProcess();
        setActiveProcess(nil());
        world.evaluations.finished(process, value);
    }

    /** Cuts the active Process's stack off: it has ended. */
    long endActive() {
        long process = activeProcess();
        if (world.stacks.hasActivePage()) {
            world.stacks.cutAll();
        }
        if (process != nil()) {
            WriteBarrier.putSlot(mutator, process, Process.SUSPENDED_CONTEXT, nil());
        }
        setActiveProcess(nil());
        return process;
    }

    /** Ends a Process, active or not, without any more of its code. */
    void end(long process) {
        if (process == activeProcess()) {
            endActive();
            return;
        }
        remove(process);
        long context = ObjectHeader.slot(process, Process.SUSPENDED_CONTEXT);
        WriteBarrier.putSlot(mutator, process, Process.SUSPENDED_CONTEXT, nil());
        if (Oop.classIndex(context) == KnownClass.CONTEXT.index()) {
            world.stacks.cutSuspended(context);
        }
    }

    // Semaphores

    /** Signals a Semaphore: the first waiter becomes ready, or the signal is kept. */
    void signal(long semaphore) {
        long process = removeFirst(semaphore);
        if (process == nil()) {
            long excess = Oop.integerValue(ObjectHeader.slot(semaphore, LinkedList.EXCESS_SIGNALS));
            WriteBarrier.putSlot(mutator, semaphore, LinkedList.EXCESS_SIGNALS, Oop.smallInteger(excess + 1));
        } else {
            makeReady(process);
        }
    }

    /** Takes a kept signal, if there is one. */
    boolean takeSignal(long semaphore) {
        long excess = Oop.integerValue(ObjectHeader.slot(semaphore, LinkedList.EXCESS_SIGNALS));
        if (excess > 0) {
            WriteBarrier.putSlot(mutator, semaphore, LinkedList.EXCESS_SIGNALS, Oop.smallInteger(excess - 1));
        }
        return excess > 0;
    }

    /** Whether the object is a Semaphore, of this class or a subclass, that can count signals. */
    boolean isSemaphore(long oop) {
        return isKindOf(oop, KnownClass.SEMAPHORE)
                && Oop.isSmallInteger(ObjectHeader.slot(oop, LinkedList.EXCESS_SIGNALS));
    }

    /** Whether the object is a Process, of this class or a subclass, that has a priority. */
    boolean isProcess(long oop) {
        return isKindOf(oop, KnownClass.PROCESS) && isPriority(ObjectHeader.slot(oop, Process.PRIORITY));
    }

    /** The shape alone proves nothing: an Interval has three variables too, the third a SmallInteger. */
    private boolean isKindOf(long oop, KnownClass known) {
        if (!Oop.isPointer(oop)) {
            return false;
        }
        return ObjectHeader.classIndex(oop) == known.index() || ClassObjects.inheritsFrom(mutator,
                MutatorBlock.classOf(mutator, oop), MutatorBlock.classAt(mutator, known.index()));
    }

    /** A new Process that will run a Context, or 0 without room. */
    long newProcess(long context, int priority, long evaluation) {
        long process = Allocation.allocatePointers(mutator, KnownClass.PROCESS.index(), ObjectFormat.FIXED,
                Process.SLOTS);
        if (process != Allocation.NO_ROOM) {
            ObjectHeader.rawPutSlot(process, Process.SUSPENDED_CONTEXT, context);
            ObjectHeader.rawPutSlot(process, Process.PRIORITY, Oop.smallInteger(priority));
            ObjectHeader.rawPutSlot(process, Process.EVALUATION, evaluation);
        }
        return process;
    }
}
