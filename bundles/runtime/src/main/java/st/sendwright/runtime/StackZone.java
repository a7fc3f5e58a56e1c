package st.sendwright.runtime;

import static st.sendwright.model.MutatorBlock.FRAME_POINTER;
import static st.sendwright.model.MutatorBlock.PROGRAM_COUNTER;
import static st.sendwright.model.MutatorBlock.STACK_POINTER;

import java.util.function.LongConsumer;
import st.sendwright.heap.Roots;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Allocation;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * Frames and Contexts: the stack pages, and the marriage of frames to Context objects.
 *
 * <p>A Process's call chain runs from the active page's top frame through frames of that page, then by the
 * base frame's caller Context to another page (a married Context, always the top frame of its page) or to
 * single Contexts in the heap.
 *
 * <p><b>Thread</b>: the VM thread. The registers are those in the mutator block.
 *
 * <p>Source: the stack pages and lazy contexts of the OpenSmalltalk stack interpreter; L P. Deutsch and
 * A. Schiffman, Efficient Implementation of the Smalltalk-80 System, POPL 1984 (context representations).
 */
final class StackZone implements AutoCloseable {

    static final int PAGES = 64;
    static final long PAGE_BYTES = 32 << 10;
    /** Room below each page's limit: HotSpot delivers signals on the current stack, and a frame may end there. */
    static final long HEADROOM_BYTES = 64 << 10;
    /** Return IP of a frame whose answer nobody wants: one the VM put on top of a frame in work. */
    static final long RETURN_AND_DISCARD = 8;

    private final long mutator;
    private final PollRequests polls;
    private final long zone = NativeMemory.reserve(PAGES * (PAGE_BYTES + HEADROOM_BYTES));
    private final StackPage[] pages = new StackPage[PAGES];
    final Contexts contexts;
    final MachineHint machine;
    final Activations activations;
    private StackPage active;
    private long clock;

    StackZone(long mutator, PollRequests polls) {
        this.mutator = mutator;
        this.polls = polls;
        this.contexts = new Contexts(mutator);
        this.machine = new MachineHint(mutator);
        this.activations = new Activations(mutator, this);
        for (int i = 0; i < PAGES; i++) {
            long start = zone + i * (PAGE_BYTES + HEADROOM_BYTES);
            pages[i] = new StackPage(start + HEADROOM_BYTES, start + HEADROOM_BYTES + PAGE_BYTES);
        }
    }

    // Registers

    long fp() {
        return Memory.longAt(mutator + FRAME_POINTER);
    }

    long sp() {
        return Memory.longAt(mutator + STACK_POINTER);
    }

    int pc() {
        return (int) Memory.longAt(mutator + PROGRAM_COUNTER);
    }

    void setSp(long sp) {
        Memory.putLong(mutator + STACK_POINTER, sp);
    }

    void setPc(int pc) {
        Memory.putLong(mutator + PROGRAM_COUNTER, pc);
    }

    /** The pc at which a frame goes on, whichever it is. */
    int pcOf(long fp) {
        if (fp == fp()) {
            return pc();
        }
        StackPage page = pageOf(fp);
        long top = page == active ? fp() : page.headFp;
        if (fp == top) {
            return FrameLayout.pc(fp);
        }
        long called = top;
        while (FrameLayout.savedFp(called) != fp) {
            called = FrameLayout.savedFp(called);
        }
        return machine.pc(fp, Memory.longAt(called + FrameLayout.RETURN_IP));
    }

    /** The operand {@code depth} places below the top. */
    long operand(int depth) {
        return Memory.longAt(sp() + depth * 8L);
    }

    void push(long oop) {
        long sp = sp() - 8;
        Memory.putLong(sp, oop);
        setSp(sp);
    }

    /** Drops {@code words} operands and pushes one. */
    void replace(int words, long oop) {
        long sp = sp() + (words - 1) * 8L;
        Memory.putLong(sp, oop);
        setSp(sp);
    }

    boolean hasActivePage() {
        return active != null;
    }

    /** Sets the limit that polls compare with to the active page's. */
    void restoreLimit() {
        polls.setLimit(active.limit);
    }

    /** Whether the top frame reaches below the active page's limit. */
    boolean isOverLimit() {
        return sp() < active.limit;
    }

    // Pages

    StackPage pageOf(long address) {
        return pages[(int) ((address - zone) / (PAGE_BYTES + HEADROOM_BYTES))];
    }

    /** Whether a page is free, so that {@link #freePage} needs no eviction. */
    private StackPage unusedPage() {
        for (StackPage page : pages) {
            if (!page.used) {
                return page;
            }
        }
        return null;
    }

    /** A page to put frames on, evicting the one longest unused when all are in use; null without room. */
    private StackPage freePage() {
        StackPage page = unusedPage();
        if (page == null) {
            for (StackPage candidate : pages) {
                if (candidate != active && (page == null || candidate.lastUse < page.lastUse)) {
                    page = candidate;
                }
            }
            if (!evict(page)) {
                return null;
            }
        }
        return page;
    }

    /** Bytes that {@link #freePage} may need at most. */
    private long freePageBytes() {
        if (unusedPage() != null) {
            return 0;
        }
        long most = 0;
        for (StackPage page : pages) {
            if (page != active) {
                most = Math.max(most, evictionBytes(page));
            }
        }
        return most;
    }

    private long evictionBytes(StackPage page) {
        long bytes = 0;
        for (long fp = page.headFp; fp != 0; fp = FrameLayout.savedFp(fp)) {
            bytes += contexts.contextBytes(fp);
        }
        return bytes;
    }

    /** Writes all frames of a page that is not active out to single Contexts; false without room. */
    boolean evict(StackPage page) {
        if (!Allocation.hasRoom(mutator, evictionBytes(page))) {
            return false;
        }
        long sp = page.headSp;
        int pc = FrameLayout.pc(page.headFp);
        for (long fp = page.headFp; fp != 0;) {
            long callerFp = FrameLayout.savedFp(fp);
            long sender = callerFp == 0
                    ? Memory.longAt(FrameLayout.baseContextAddress(fp)) : contexts.contextOf(callerFp);
            long context = contexts.contextOf(fp);
            contexts.writeOut(fp, sp, pc, context, sender, machine.discards(fp));
            MutatorBlock.count(mutator, Counter.FRAMES_DIVORCED);
            sp = FrameLayout.receiverAddress(fp) + 8;
            pc = callerFp == 0 ? 0 : machine.pc(callerFp, Memory.longAt(fp + FrameLayout.RETURN_IP));
            fp = callerFp;
        }
        page.used = false;
        return true;
    }

    private void makeActive(StackPage page) {
        machine.forget();
        active = page;
        page.lastUse = ++clock;
        Memory.putLong(mutator + FRAME_POINTER, page.headFp);
        setSp(page.headSp);
        setPc(FrameLayout.pc(page.headFp));
        polls.setLimit(page.limit);
    }

    /** Frees the active page, all of whose frames have returned or were cut off. */
    private void releaseActive() {
        active.used = false;
        active = null;
        machine.forget();
        Memory.putLong(mutator + FRAME_POINTER, 0);
    }

    // Going from one chain to another

    /** Puts another operand on top of a suspended Process's stack. */
    void replaceTop(long context, long oop) {
        long fp = contexts.frameOf(context);
        if (fp != 0) {
            Memory.putLong(pageOf(fp).headSp, oop);
        } else {
            long top = Context.FIRST_TEMPORARY + Oop.integerValue(ObjectHeader.slot(context, Context.STACKP)) - 1;
            WriteBarrier.putSlot(mutator, context, (int) top, oop);
        }
    }

    /** Bytes that {@link #suspend} may need at most. */
    long suspendBytes() {
        return contexts.contextBytes(fp());
    }

    /** Leaves the active chain as it is and answers its top Context; room must have been made sure of. */
    long suspend() {
        long fp = fp();
        long context = contexts.contextOf(fp);
        FrameLayout.setPc(fp, pc());
        active.headFp = fp;
        active.headSp = sp();
        active = null;
        machine.forget();
        Memory.putLong(mutator + FRAME_POINTER, 0);
        return context;
    }

    /** Makes a Context's chain the active one; false without room. No chain may be active. */
    boolean resume(long context) {
        long fp = contexts.frameOf(context);
        if (fp != 0) {
            makeActive(pageOf(fp));
            return true;
        }
        StackPage page = freePage();
        if (page == null) {
            return false;
        }
        page.baseDepth = depthBelow(context);
        contexts.makeBaseFrame(page, context);
        makeActive(page);
        return true;
    }

    private int depthBelow(long context) {
        int depth = 0;
        long nil = MutatorBlock.nil(mutator);
        for (long at = ObjectHeader.slot(context, Context.SENDER); at != nil;) {
            depth++;
            long fp = contexts.frameOf(at);
            if (fp != 0) {
                return depth + pageOf(fp).baseDepth + framesOn(fp);
            }
            at = ObjectHeader.slot(at, Context.SENDER);
        }
        return depth;
    }

    private static int framesOn(long topFp) {
        int frames = 0;
        for (long fp = topFp; fp != 0; fp = FrameLayout.savedFp(fp)) {
            frames++;
        }
        return frames;
    }

    /** How many frames and Contexts the active chain has. */
    int depth() {
        return active.baseDepth + framesOn(fp());
    }

    /**
     * Answers {@code value} from the top frame, whatever kind it is.
     *
     * @return false when that was the chain's last frame: no chain is active now
     */
    boolean returnFromTop(long value) {
        long fp = fp();
        boolean discards = machine.discards(fp);
        contexts.widow(fp);
        if (FrameLayout.isBase(fp)) {
            return returnFromBase(FrameLayout.baseContextAddress(fp), value, !discards);
        }
        long returnIp = Memory.longAt(fp + FrameLayout.RETURN_IP);
        long callerFp = FrameLayout.savedFp(fp);
        machine.forget();
        setSp(FrameLayout.receiverAddress(fp) + 8);
        Memory.putLong(mutator + FRAME_POINTER, callerFp);
        setPc(machine.pc(callerFp, returnIp));
        if (!discards) {
            push(value);
            if (returnIp != FrameLayout.RETURN_TO_DRIVER) {
                machine.set(returnIp, true);
            }
        }
        return true;
    }

    /**
     * The base frame of the active page is gone; goes on in its caller.
     *
     * @param callerAddress where the base frame kept its calling Context
     * @return false when there is none: no chain is active now
     */
    boolean returnFromBase(long callerAddress, long value, boolean hasResult) {
        long caller = Memory.longAt(callerAddress);
        int depth = active.baseDepth;
        releaseActive();
        if (caller == MutatorBlock.nil(mutator)) {
            return false;
        }
        goOnIn(caller, depth);
        if (hasResult) {
            push(value);
        }
        return true;
    }

    /** Makes the caller of a page that was just released the active chain. At least one page is free. */
    private void goOnIn(long caller, int depth) {
        long fp = contexts.frameOf(caller);
        if (fp != 0) {
            makeActive(pageOf(fp));
        } else {
            StackPage page = unusedPage();
            page.baseDepth = Math.max(0, depth - 1);
            contexts.makeBaseFrame(page, caller);
            makeActive(page);
        }
    }

    /**
     * Cuts everything above a Context of the active chain off and makes it the top; no unwind block runs. The
     * Context must be on the chain.
     */
    void cutTo(long context) {
        StackCursor cursor = new StackCursor(this, mutator);
        cursor.startAtTop();
        long sp = sp();
        boolean isTop = true;
        int depth = active.baseDepth;
        while (cursor.contextOrNil() != context) {
            isTop = false;
            if (cursor.isFrame()) {
                long fp = cursor.fp();
                contexts.widow(fp);
                sp = FrameLayout.receiverAddress(fp) + 8;
                boolean base = FrameLayout.isBase(fp);
                if (!base) {
                    machine.savePcOfCaller(fp);
                }
                StackPage page = pageOf(fp);
                cursor.next();
                if (base) {
                    depth = page.baseDepth;
                    page.used = false;
                    if (cursor.isFrame()) {
                        sp = pageOf(cursor.fp()).headSp;
                    }
                }
            } else {
                long dead = cursor.contextOrNil();
                cursor.next();
                contexts.kill(dead);
                depth--;
                if (cursor.isFrame()) {
                    sp = pageOf(cursor.fp()).headSp;
                }
            }
        }
        if (isTop) {
            return;
        }
        if (cursor.isFrame()) {
            StackPage page = pageOf(cursor.fp());
            page.headFp = cursor.fp();
            page.headSp = sp;
            makeActive(page);
        } else {
            active = null;
            goOnIn(context, depth);
        }
    }

    /** Cuts the whole active chain off; no chain is active then. */
    void cutAll() {
        StackCursor cursor = new StackCursor(this, mutator);
        cursor.startAtTop();
        while (!cursor.atEnd()) {
            cutOne(cursor);
        }
        active = null;
        machine.forget();
        Memory.putLong(mutator + FRAME_POINTER, 0);
    }

    /**
     * Cuts a chain off that is not active, so that its pages are free and nothing on them is kept alive any
     * more. Where the chain runs into the active one, or into the middle of another page, it ends.
     *
     * @param top its top Context
     */
    void cutSuspended(long top) {
        StackCursor cursor = new StackCursor(this, mutator);
        cursor.startAt(top);
        StackPage page = null;
        while (!cursor.atEnd()) {
            if (cursor.isFrame() && pageOf(cursor.fp()) != page) {
                page = pageOf(cursor.fp());
                if (page == active || page.headFp != cursor.fp()) {
                    return;
                }
            }
            cutOne(cursor);
        }
    }

    private void cutOne(StackCursor cursor) {
        if (cursor.isFrame()) {
            long fp = cursor.fp();
            contexts.widow(fp);
            if (FrameLayout.isBase(fp)) {
                pageOf(fp).used = false;
            }
            cursor.next();
        } else {
            long dead = cursor.contextOrNil();
            cursor.next();
            contexts.kill(dead);
        }
    }

    /**
     * The top frame, complete and at its first bytecode, reaches below its page's limit: moves it to a page of
     * its own.
     *
     * @return {@link SlowPaths#RELOAD} or {@link SlowPaths#COLLECT}
     */
    long overflow() {
        long fp = fp();
        if (FrameLayout.isBase(fp)) {
            return SlowPaths.RELOAD;
        }
        long callerFp = FrameLayout.savedFp(fp);
        if (!Allocation.hasRoom(mutator, contexts.contextBytes(callerFp) + freePageBytes())) {
            return SlowPaths.COLLECT;
        }
        long caller = contexts.contextOf(callerFp);
        StackPage old = active;
        int depth = old.baseDepth + framesOn(callerFp);
        StackPage page = freePage();
        long from = sp();
        long bytes = FrameLayout.receiverAddress(fp) + 8 - from;
        long to = page.high - 8 - bytes;
        machine.savePcOfCaller(fp);
        old.headFp = callerFp;
        old.headSp = from + bytes;
        Memory.putLong(page.high - 8, caller);
        Memory.copy(from, to, bytes);
        long newFp = fp - from + to;
        Memory.putLong(newFp, 0);
        if (!machine.discards(newFp)) {
            Memory.putLong(newFp + FrameLayout.RETURN_IP, FrameLayout.RETURN_TO_DRIVER);
        }
        long context = FrameLayout.context(newFp);
        if (context != MutatorBlock.nil(mutator)) {
            WriteBarrier.putSlot(mutator, context, Context.SENDER, newFp | Oop.SMALL_INTEGER_TAG);
        }
        FrameLayout.setPc(newFp, pc());
        page.used = true;
        page.headFp = newFp;
        page.headSp = to;
        page.baseDepth = depth;
        makeActive(page);
        MutatorBlock.count(mutator, Counter.STACK_PAGE_OVERFLOWS);
        return SlowPaths.RELOAD;
    }

    /**
     * Writes the frames of all pages but the active one out to Contexts. False without room; some are written
     * then.
     */
    boolean evictSuspended() {
        for (StackPage page : pages) {
            if (page.used && page != active && !evict(page)) {
                return false;
            }
        }
        return true;
    }

    /** Bytes {@link #evictSuspended} needs at most. */
    long evictSuspendedBytes() {
        long bytes = 0;
        for (StackPage page : pages) {
            if (page.used && page != active) {
                bytes += evictionBytes(page);
            }
        }
        return bytes;
    }

    // Roots

    void visit(Roots.StrongVisitor visitor) {
        for (StackPage page : pages) {
            if (page.used) {
                boolean isActive = page == active;
                FrameRoots.visit(visitor, isActive ? fp() : page.headFp, isActive ? sp() : page.headSp);
            }
        }
    }

    /** Tells of the frames on all pages, each page's from the top. */
    void forEachFrame(LongConsumer visitor) {
        for (StackPage page : pages) {
            for (long fp = !page.used ? 0 : page == active ? fp() : page.headFp; fp != 0;
                    fp = FrameLayout.savedFp(fp)) {
                visitor.accept(fp);
            }
        }
    }

    @Override
    public void close() {
        NativeMemory.release(zone);
    }
}
