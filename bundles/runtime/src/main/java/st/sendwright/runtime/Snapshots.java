package st.sendwright.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/**
 * Writes images of a VM. <b>Thread</b>: the VM thread, at a driver exit, except {@link #request}, which a primitive calls.
 */
final class Snapshots {

    private final World world;
    private final long mutator;
    private final StackZone stacks;
    private final Scheduler scheduler;
    private Path requested;

    Snapshots(World world) {
        this.world = world;
        this.mutator = world.mutator;
        this.stacks = world.stacks;
        this.scheduler = world.scheduler;
    }

    /** The active Process wants an image, and gets an answer when it has been written. */
    void request(Path file) {
        requested = file;
    }

    boolean isRequested() {
        return requested != null;
    }

    /**
     * Before anything else can happen, so that the Process that asked is still the active one. What it gets for an
     * answer is on its stack: true in the VM that goes on from the image, here false, or nil when there is none.
     */
    void saveRequested() {
        Path file = requested;
        requested = null;
        world.ensureRoom(scheduler.suspendBytes());
        long process = scheduler.suspendActive();
        scheduler.makeReadyFirst(process);
        boolean saved = false;
        try (Handles.Handle requester = world.handles.on(process)) {
            try {
                save(file, Optional.of(requester));
                saved = true;
            } catch (IOException failure) {
                world.lastError = text(failure);
            } catch (HeapFullException | IllegalStateException fault) {
                world.lastError = fault.getMessage();
            } finally {
                stacks.replaceTop(ObjectHeader.slot(requester.oop(), Process.SUSPENDED_CONTEXT),
                        saved ? MutatorBlock.bool(mutator, false) : MutatorBlock.nil(mutator));
            }
        }
    }

    private static String text(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no folder " + missing.getFile();
            case AccessDeniedException denied -> "permission for " + denied.getFile() + " was denied";
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    /** Writes the image; the active Process goes on afterwards, here and from the image. */
    void save(Path file) throws IOException {
        if (stacks.hasActivePage()) {
            world.ensureRoom(scheduler.suspendBytes());
            scheduler.makeReadyFirst(scheduler.suspendActive());
        }
        save(file, Optional.empty());
    }

    /** Writes the kernel's image, in which nothing is of this VM: no Process has begun, no time has passed. */
    void saveKernel(Path file) throws IOException {
        forgetEvaluations();
        world.collect(Reason.SNAPSHOT, 0);
        world.memory.save(mutator, world.regions(), file);
    }

    /** No chain is active. */
    private void save(Path file, Optional<Handles.Handle> requester) throws IOException {
        world.services.flush();
        world.services.deliverSignals();
        world.ensureRoom(stacks.evictSuspendedBytes());
        if (!stacks.evictSuspended()) {
            throw new IOException("SW-VM-031 no room in the heap to write the stacks out; raise --heap-max");
        }
        Succession succession = new Succession(world);
        world.ensureRoom(succession.bytes());
        succession.leave(requester);
        try {
            world.collect(Reason.SNAPSHOT, 0);
            world.ensureRoom(world.mourners.storeBytes());
            world.mourners.store();
            world.memory.save(mutator, world.regions(), file);
        } finally {
            world.mourners.forgetStored();
            succession.forget();
        }
    }

    private void forgetEvaluations() {
        world.memory.forEachObject(world.regions(), oop -> {
            if (ObjectHeader.classIndex(oop) == KnownClass.PROCESS.index()) {
                ObjectHeader.rawPutSlot(oop, Process.EVALUATION, MutatorBlock.nil(mutator));
            }
        });
    }
}
