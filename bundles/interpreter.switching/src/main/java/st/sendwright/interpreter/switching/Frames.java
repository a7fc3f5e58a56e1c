package st.sendwright.interpreter.switching;

import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectHeader;

/** The words of a new frame that not every activation has. Each method answers the new stack pointer. */
final class Frames {

    private Frames() {
    }

    /** Pushes {@code count} nils: the temporaries. */
    static long pushNils(long sp, int count, long nil) {
        long last = sp - count * 8L;
        for (long address = sp - 8; address >= last; address -= 8) {
            Memory.putLong(address, nil);
        }
        return last;
    }

    /** Pushes the copied values of a closure, the first temporaries of its block. */
    static long pushCopied(long sp, long closure, int count) {
        long top = sp;
        for (int i = 0; i < count; i++) {
            top -= 8;
            Memory.putLong(top, ObjectHeader.slot(closure, Closure.FIRST_COPIED + i));
        }
        return top;
    }
}
