package st.sendwright.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import st.sendwright.gc.Collector;
import st.sendwright.heap.Region;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Allocation;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.Vm.Statistic;

/** Module {@code Kernel}: the VM as Smalltalk sees it. */
final class KernelPrimitives implements PrimitiveSet {

    private final World world;
    private final long mutator;
    private final KernelPaths paths;
    private final Driver driver;

    KernelPrimitives(World world, KernelPaths paths, Driver driver) {
        this.world = world;
        this.mutator = world.mutator;
        this.paths = paths;
        this.driver = driver;
    }

    @Override
    public String module() {
        return "Kernel";
    }

    @Override
    public List<Binding> bindings() {
        return DeferredPrimitive.bindings(this::code,
                "exit 1", "collectGarbage 0", "nextMourner 0", "mournerCount 0", "collectionCount 0",
                "setSpecialSemaphore 2", "setLowSpaceThreshold 1", "heapLimit 0", "bytesLeft 0",
                "statistics 0", "saveImage 1", "imageName 0", "reportFailure 2", "fileIn 2");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "exit" -> this::exit;
            case "collectGarbage" -> this::collectGarbage;
            case "nextMourner" -> frame -> world.mourners.next();
            case "mournerCount" -> frame -> Oop.smallInteger(world.mourners.size());
            case "collectionCount" -> frame -> Oop.smallInteger( Memory.longAt(mutator + Counter.COLLECTIONS.offset()));
            case "setSpecialSemaphore" -> this::setSpecialSemaphore;
            case "setLowSpaceThreshold" -> this::setLowSpaceThreshold;
            case "heapLimit" -> frame -> Oop.smallInteger(world.options.heapMaxBytes());
            case "bytesLeft" -> frame -> Oop.smallInteger(world.lowSpace.freeBytes());
            case "statistics" -> this::statistics;
            case "saveImage" -> this::saveImage;
            case "imageName" -> this::imageName;
            case "reportFailure" -> this::reportFailure;
            case "fileIn" -> this::fileIn;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private long exit(PrimitiveFrame frame) {
        long code = frame.argument(0);
        if (!Oop.isSmallInteger(code) || Oop.integerValue(code) < 0 || Oop.integerValue(code) > 255) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        driver.exit((int) Oop.integerValue(code));
        return paths.exit(Exit.SWITCH);
    }

    /** Answers how many bytes are free; the collection itself is the driver's. */
    private long collectGarbage(PrimitiveFrame frame) {
        driver.requestCollection();
        long free = 0;
        for (Region region : world.regions()) {
            free += region.limit() - region.start() - region.usedBytes();
        }
        paths.answer(frame.arguments(), Oop.smallInteger(free));
        return paths.exit(Exit.POLL);
    }

    /** Arguments: 1 for finalization or 2 for low space, and the Semaphore to signal then, or nil. */
    private long setSpecialSemaphore(PrimitiveFrame frame) {
        long semaphore = frame.argument(1);
        if (semaphore != MutatorBlock.nil(mutator) && !world.scheduler.isSemaphore(semaphore)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long which = frame.argument(0);
        if (which == Oop.smallInteger(1)) {
            MutatorBlock.putSpecial(mutator, SpecialObject.FINALIZATION_SEMAPHORE, semaphore);
        } else if (which == Oop.smallInteger(2)) {
            MutatorBlock.putSpecial(mutator, SpecialObject.LOW_SPACE_SEMAPHORE, semaphore);
        } else {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return frame.receiver();
    }

    /** Argument: how many bytes shall be free, or nil for no matter how many. */
    private long setLowSpaceThreshold(PrimitiveFrame frame) {
        long threshold = frame.argument(0);
        if (threshold != MutatorBlock.nil(mutator)
                && (!Oop.isSmallInteger(threshold) || Oop.integerValue(threshold) <= 0
                        || Oop.integerValue(threshold) > world.options.heapMaxBytes())) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        MutatorBlock.putSpecial(mutator, SpecialObject.LOW_SPACE_THRESHOLD, threshold);
        world.lowSpace.begin();
        return frame.receiver();
    }

    /** An Array of Arrays (name value unit). */
    private long statistics(PrimitiveFrame frame) {
        long array = NestedArrays.place(mutator, statistics(world).stream()
                .map(each -> List.of(each.name(), each.value(), each.unit())).toList());
        return array == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : array;
    }

    /** The counters of a VM and the state of its heap. */
    static List<Statistic> statistics(World world) {
        List<Statistic> all = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            all.add(new Statistic(counter.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                    Memory.longAt(world.mutator + counter.offset()),
                    counter == Counter.COLLECTION_NANOS ? "ns" : "count"));
        }
        all.addAll(world.collections.sums());
        for (Region region : world.spaces()) {
            all.add(new Statistic("heap-" + region.name() + "-used", region.usedBytes(), "bytes"));
            all.add(new Statistic("heap-" + region.name() + "-size", region.limit() - region.start(), "bytes"));
        }
        world.compiled().ifPresent(code -> all.addAll(code.statistics()));
        return all;
    }

    /** Answers true in the VM that goes on from the image; here the driver puts another answer in its place. */
    private long saveImage(PrimitiveFrame frame) {
        if (!StringObjects.isText(mutator, frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        try {
            driver.requestImage(world.services.file(world.text(frame.argument(0)), true));
        } catch (InvalidPathException impossible) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        } catch (AccessDeniedException denied) {
            world.lastError = "permission for " + denied.getFile() + " was denied";
            return MutatorBlock.nil(mutator);
        }
        paths.answer(1, MutatorBlock.bool(mutator, true));
        return paths.exit(Exit.POLL);
    }

    /** The image that this VM was started from, nil when it was the kernel's. */
    private long imageName(PrimitiveFrame frame) {
        if (world.options.image().isEmpty()) {
            return MutatorBlock.nil(mutator);
        }
        String name = world.options.image().get().toAbsolutePath().normalize().toString();
        if (!Allocation.hasRoom(mutator, StringObjects.byteSizeOfString(name))) {
            return Primitive.NEEDS_ROOM;
        }
        return StringObjects.newString(mutator, name);
    }

    /**
     * Arguments: description and walkback. The evaluation that the active Process serves will end as failed;
     * where it serves none, the walkback is printed at once.
     */
    private long reportFailure(PrimitiveFrame frame) {
        if (!StringObjects.isText(mutator, frame.argument(0)) || !StringObjects.isText(mutator, frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        String walkback = world.text(frame.argument(1));
        Evaluations.Pending evaluation = world.evaluations.of(world.scheduler.activeProcess());
        if (evaluation != null) {
            evaluation.description = world.text(frame.argument(0));
            evaluation.walkback = walkback;
        } else {
            driver.printError(walkback);
        }
        return frame.receiver();
    }

    /** Arguments: path and a Semaphore, signalled when the file is loaded. */
    private long fileIn(PrimitiveFrame frame) {
        if (!StringObjects.isText(mutator, frame.argument(0)) || !world.scheduler.isSemaphore(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        try {
            Path file = world.services.file(world.text(frame.argument(0)), true);
            if (world.services.confinesFiles() && (!Files.isRegularFile(file) || file.toString().endsWith(".pax"))) {
                // Folders and packages name files that lie elsewhere.
                return frame.fail(Failure.DENIED);
            }
            world.services.background(world.handles.on(frame.argument(1)), () -> driver.loadFile(file));
            return frame.receiver();
        } catch (InvalidPathException impossible) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        } catch (AccessDeniedException denied) {
            return frame.fail(Failure.DENIED);
        }
    }
}
