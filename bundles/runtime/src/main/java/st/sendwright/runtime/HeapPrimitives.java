package st.sendwright.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import st.sendwright.heap.HeapInspector.Owner;
import st.sendwright.heap.HeapInspector.Ownership;
import st.sendwright.interpreter.Exit;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.ObjectHandle;

/**
 * Module {@code Heap}: looks into the heap. What needs a full collection is only asked for by a primitive, which
 * answers a ticket; the answer is there when the program goes on, and the primitive {@code answer} takes it.
 */
final class HeapPrimitives implements PrimitiveSet {

    private static final int MOST_OWNERS = 20;
    static final long LEAST_SAMPLE_BYTES = 1024;
    /** First element of an answer: whether there is one, or a text that says why not. */
    private static final boolean THERE = true;

    private final World world;
    private final KernelPaths paths;
    private final Driver driver;
    private final HeapInspection inspection;
    private final Map<Long, List<?>> answers = new HashMap<>();
    private long tickets;

    HeapPrimitives(World world, KernelPaths paths, Driver driver, HeapInspection inspection) {
        this.world = world;
        this.paths = paths;
        this.driver = driver;
        this.inspection = inspection;
    }

    @Override
    public String module() {
        return "Heap";
    }

    @Override
    public List<Binding> bindings() {
        return DeferredPrimitive.bindings(this::code,
                "histogram 0", "owners 1", "path 1", "export 1", "answer 1", "startSampling 1",
                "stopSampling 0");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "histogram" -> this::histogram;
            case "owners" -> this::owners;
            case "path" -> this::path;
            case "export" -> this::export;
            case "answer" -> this::answer;
            case "startSampling" -> this::startSampling;
            case "stopSampling" -> this::stopSampling;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Has something asked for at the next driver exit; answers the ticket. */
    private long ask(PrimitiveFrame frame, Callable<List<?>> question) {
        long ticket = ++tickets;
        driver.submit(() -> answers.put(ticket, answerOf(question)));
        paths.answer(frame.arguments(), Oop.smallInteger(ticket));
        return paths.exit(Exit.POLL);
    }

    private static List<?> answerOf(Callable<List<?>> question) {
        try {
            return List.of(THERE, question.call());
        } catch (Exception failure) {
            return List.of(!THERE, failure instanceof IOException ? failure.toString() : failure.getMessage());
        }
    }

    private long histogram(PrimitiveFrame frame) {
        return ask(frame, () -> inspection.histogram().stream()
                .map(each -> List.of(each.className(), each.instances(), each.bytes())).toList());
    }

    private long owners(PrimitiveFrame frame) {
        if (!ClassObjects.isClass(world.mutator, frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        ObjectHandle owned = world.handles.on(frame.argument(0));
        return ask(frame, () -> {
            try (owned) {
                return fields(inspection.owners(owned, MOST_OWNERS));
            }
        });
    }

    private static List<?> fields(Ownership found) {
        return List.of(found.use().instances(), found.use().bytes(), found.retainedBytes(),
                found.owners().stream().map(HeapPrimitives::fields).toList());
    }

    private static List<?> fields(Owner owner) {
        return List.of(owner.owner(), owner.instances(), owner.retainedBytes(), owner.path());
    }

    private long path(PrimitiveFrame frame) {
        if (Oop.isImmediate(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        ObjectHandle object = world.handles.on(frame.argument(0));
        return ask(frame, () -> {
            try (object) {
                return inspection.path(object).orElse(List.of());
            }
        });
    }

    private long export(PrimitiveFrame frame) {
        if (!StringObjects.isText(world.mutator, frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        Path file;
        try {
            file = world.services.file(world.text(frame.argument(0)), true);
        } catch (InvalidPathException impossible) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        } catch (AccessDeniedException denied) {
            return frame.fail(Failure.DENIED);
        }
        return ask(frame, () -> {
            inspection.export(file);
            return List.of();
        });
    }

    /** Argument: bytes between two samples. */
    private long startSampling(PrimitiveFrame frame) {
        if (!Oop.isSmallInteger(frame.argument(0)) || Oop.integerValue(frame.argument(0)) < LEAST_SAMPLE_BYTES) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        world.sampler.start(Oop.integerValue(frame.argument(0)));
        return frame.receiver();
    }

    /** Answers a ticket. */
    private long stopSampling(PrimitiveFrame frame) {
        return ask(frame, () -> world.sampler.stop().stream()
                .map(each -> List.of(each.className(), each.method(), each.samples(), each.bytes())).toList());
    }

    /** Argument: a ticket. */
    private long answer(PrimitiveFrame frame) {
        List<?> answer = Oop.isSmallInteger(frame.argument(0))
                ? answers.get(Oop.integerValue(frame.argument(0))) : null;
        if (answer == null) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long array = NestedArrays.place(world.mutator, answer);
        if (array == Allocation.NO_ROOM) {
            return Primitive.NEEDS_ROOM;
        }
        answers.remove(Oop.integerValue(frame.argument(0)));
        return array;
    }
}
