package st.sendwright.runtime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.VmServices;
import st.sendwright.vm.ObjectHandle;

/** What primitives may ask of this VM. */
final class Services implements VmServices {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");

    private final World world;
    private final OutputStream out;
    private final ConcurrentLinkedQueue<Signal> signals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger working = new AtomicInteger();
    /** Semaphores of work that is going on, or whose signal is not delivered yet. */
    private final Set<ObjectHandle> awaited = new LinkedHashSet<>();
    private final Map<Integer, Resource> resources = new HashMap<>();
    private int nextResource = 1;
    private final FileAccess files;

    /** A Semaphore to signal; the handle of background work is of no use to anybody afterwards. */
    private record Signal(ObjectHandle semaphore, boolean isLast) {
    }

    /**
     * Something under a number.
     *
     * @param owner null when it is nobody's in particular
     */
    private record Resource(PrimitiveSet owner, Object object) {
    }

    Services(World world) {
        this.world = world;
        this.files = new FileAccess(world.options.permissions());
        this.out = new BufferedOutputStream(world.options.out(), 1 << 14);
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        flush();
        return world.options.err();
    }

    @Override
    public InputStream in() {
        return world.options.in();
    }

    /** Writes buffered output. A closed reader at the other end is not the program's fault: it is logged once. */
    void flush() {
        try {
            out.flush();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "standard output cannot be written", failure);
        }
    }

    @Override
    public List<String> arguments() {
        return world.options.arguments();
    }

    @Override
    public ObjectHandle handle(long oop) {
        return world.handles.on(oop);
    }

    @Override
    public long oop(ObjectHandle handle) {
        return world.handles.oop(handle);
    }

    @Override
    public void signal(ObjectHandle semaphore) {
        signals.add(new Signal(semaphore, false));
        world.polls.request(MutatorBlock.Pending.EVENT);
    }

    @Override
    public void background(ObjectHandle semaphore, Runnable work) {
        working.incrementAndGet();
        awaited.add(semaphore);
        // Made here: when the work ends the VM may have, and the bundle, which gives out no classes any more.
        Signal last = new Signal(semaphore, true);
        Thread.ofVirtual().name("sendwright-background").start(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.WARNING, "background work of a primitive failed", failure);
            } finally {
                signals.add(last);
                working.decrementAndGet();
                world.polls.request(MutatorBlock.Pending.EVENT);
            }
        });
    }

    /** The Semaphores that other threads will signal, in the order in which the work began. */
    List<Handles.Handle> awaited() {
        return awaited.stream().map(Handles.Handle.class::cast).toList();
    }

    /** The number that {@link #register} gives out next. */
    int nextResource() {
        return nextResource;
    }

    /** Gives out no number below {@code number}: the VM that wrote the image has done so. */
    void goOnFrom(int number) {
        nextResource = Math.max(nextResource, number);
    }

    @Override
    public boolean permits(Permission permission) {
        return !world.options.permissions().denied().contains(permission);
    }

    @Override
    public Path file(String name, boolean follows) throws AccessDeniedException {
        return files.file(name, follows);
    }

    @Override
    public boolean isObject(long word) {
        if (Oop.isImmediate(word)) {
            return true;
        }
        boolean isInHeap = word == MutatorBlock.nil(world.mutator) || word == MutatorBlock.bool(world.mutator, true)
                || word == MutatorBlock.bool(world.mutator, false)
                || world.regions().stream().anyMatch(each -> word >= each.start() && word < each.limit());
        return isInHeap && Oop.isPointer(word) && ObjectHeader.classIndex(word) > 0
                && ObjectHeader.classIndex(word) < Memory.longAt(world.mutator + MutatorBlock.CLASS_TABLE_LIMIT)
                && MutatorBlock.classAt(world.mutator, ObjectHeader.classIndex(word)) != 0;
    }

    /** Whether there are files that programs may not get at. */
    @Override
    public boolean confinesFiles() {
        return files.isConfined();
    }

    @Override
    public long clockNanos() {
        return world.clock.nanos();
    }

    /** Whether another thread will signal a Semaphore some time. */
    boolean isWorking() {
        return working.get() > 0 || !signals.isEmpty();
    }

    /** Signals the Semaphores that other threads asked for, and wakes whose work has ended. VM thread. */
    void deliverSignals() {
        world.waiting.serve();
        for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
            long oop = oop(signal.semaphore);
            if (world.scheduler.isSemaphore(oop)) {
                world.scheduler.signal(oop);
            }
            if (signal.isLast) {
                awaited.remove(signal.semaphore);
                signal.semaphore.close();
            }
        }
    }

    @Override
    public int register(Object resource) {
        resources.put(nextResource, new Resource(null, resource));
        return nextResource++;
    }

    @Override
    public Object resource(int number) {
        Resource found = resources.get(number);
        return found == null ? null : found.object;
    }

    @Override
    public int register(PrimitiveSet owner, Object resource) {
        for (Map.Entry<Integer, Resource> each : resources.entrySet()) {
            if (each.getValue().object == resource && each.getValue().owner == owner) {
                return each.getKey();
            }
        }
        resources.put(nextResource, new Resource(owner, resource));
        return nextResource++;
    }

    @Override
    public Object resource(PrimitiveSet owner, long number) {
        Resource found = number == (int) number ? resources.get((int) number) : null;
        return found == null || found.owner != owner ? null : found.object;
    }

    @Override
    public Object release(int number) {
        Resource released = resources.remove(number);
        return released == null ? null : released.object;
    }

    /** Closes what belongs to a set that is not in force any more. */
    void closeAllOf(PrimitiveSet owner) {
        resources.values().removeIf(each -> {
            if (each.owner == owner) {
                close(each.object);
            }
            return each.owner == owner;
        });
    }

    /** Closes what nobody gets who could: the result of a call that was left. */
    void discard(Object result) {
        if (resources.values().stream().noneMatch(each -> each.object == result)) {
            close(result);
        }
    }

    private static void close(Object resource) {
        if (resource instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (UncheckedIOException | IOException failure) {
                LOG.log(Level.DEBUG, "an open resource could not be closed", failure);
            } catch (Exception failure) {
                LOG.log(Level.WARNING, "an open resource could not be closed", failure);
            }
        }
    }

    @Override
    public long pin(long oop) {
        String refusal = world.pins.refusal(oop);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        return world.pins.pin(oop);
    }

    @Override
    public void unpin(long oop) {
        world.pins.unpin(oop);
    }

    /** Closes what is still open. */
    void close() {
        flush();
        resources.values().forEach(each -> close(each.object));
        resources.clear();
    }
}
