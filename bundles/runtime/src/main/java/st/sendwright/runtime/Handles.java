package st.sendwright.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import st.sendwright.heap.Roots;
import st.sendwright.model.Memory;
import st.sendwright.model.NativeMemory;
import st.sendwright.vm.ObjectHandle;

/**
 * The table through which Java keeps Smalltalk objects alive while they move.
 *
 * <p><b>Thread</b>: the VM thread; only {@link Handle#close} may come from elsewhere, it queues the index.
 */
final class Handles implements AutoCloseable {

    private static final int CAPACITY = 1 << 20;

    private final long table = NativeMemory.reserve(CAPACITY * 8L);
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Integer> released = new ConcurrentLinkedQueue<>();
    private int limit;

    /** One entry of the table. */
    final class Handle implements ObjectHandle {

        private final int index;
        private boolean closed;

        private Handle(int index) {
            this.index = index;
        }

        /** The object's address now; VM thread only. */
        long oop() {
            return Memory.longAt(table + index * 8L);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                released.add(index);
            }
        }
    }

    /** A handle on an object. */
    Handle on(long oop) {
        takeBack();
        if (free.isEmpty()) {
            if (limit == CAPACITY) {
                throw new IllegalStateException("all " + CAPACITY + " object handles are in use");
            }
            free.push(limit++);
        }
        int index = free.pop();
        Memory.putLong(table + index * 8L, oop);
        return new Handle(index);
    }

    private void takeBack() {
        for (Integer index = released.poll(); index != null; index = released.poll()) {
            Memory.putLong(table + index * 8L, 0);
            free.push(index);
        }
    }

    /** The object of a handle that this table made. */
    long oop(ObjectHandle handle) {
        return ((Handle) handle).oop();
    }

    /** Shows the collector the objects of all handles that are open. */
    void visit(Roots.StrongVisitor visitor) {
        takeBack();
        visitor.range(table, limit);
    }

    @Override
    public void close() {
        NativeMemory.release(table);
    }
}
