package st.sendwright.runtime;

import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/** Walks a call chain from callee to caller over frames and single Contexts; allocates nothing. */
final class StackCursor {

    private final StackZone stacks;
    private final long mutator;
    private final long nil;
    private long fp;
    /** The single Context, when {@link #fp} is 0; nil at the end. */
    private long context;

    StackCursor(StackZone stacks, long mutator) {
        this.stacks = stacks;
        this.mutator = mutator;
        this.nil = MutatorBlock.nil(mutator);
        this.context = nil;
    }

    /** Begins at the top frame of the active chain. */
    void startAtTop() {
        fp = stacks.fp();
        context = nil;
    }

    /** Begins at a Context, nil for the end. A dead one is its own end after itself. */
    void startAt(long start) {
        fp = start == nil ? 0 : stacks.contexts.frameOf(start);
        context = fp == 0 ? start : nil;
    }

    boolean atEnd() {
        return fp == 0 && context == nil;
    }

    boolean isFrame() {
        return fp != 0;
    }

    long fp() {
        return fp;
    }

    /** The Context here, or nil for a frame that has none. */
    long contextOrNil() {
        return fp != 0 ? FrameLayout.context(fp) : context;
    }

    /** The Context here, made when there is none; 0 without room. */
    long makeContext() {
        return fp != 0 ? stacks.contexts.contextOf(fp) : context;
    }

    /** Bytes that {@link #makeContext} needs. */
    long contextBytes() {
        return fp != 0 ? stacks.contexts.contextBytes(fp) : 0;
    }

    /** The CompiledMethod or CompiledBlock that runs here. */
    long method() {
        return fp != 0 ? FrameLayout.method(fp) : ObjectHeader.slot(context, Context.METHOD);
    }

    /** Whether the code here is bound to the primitive of this index. */
    boolean hasPrimitive(int index) {
        return MethodLayout.primitive(MethodLayout.header(method())) == index;
    }

    void next() {
        if (fp != 0) {
            long caller = FrameLayout.savedFp(fp);
            if (caller != 0) {
                fp = caller;
            } else {
                startAt(Memory.longAt(FrameLayout.baseContextAddress(fp)));
            }
        } else {
            startAt(ObjectHeader.slot(context, Context.SENDER));
        }
    }
}
