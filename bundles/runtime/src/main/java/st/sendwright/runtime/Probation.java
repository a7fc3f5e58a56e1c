package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.Oop;
import st.sendwright.model.SiteTable;

/**
 * Compares a back end or an interpreter that has just been put in force with an interpreter that is known to be good, for a while: a
 * hundred times a second some methods that can change nothing are run by both, with objects that the program has on its
 * stack, beside the program. Other answers are a fault, and whoever gave them is reverted.
 *
 * <p>Source: the shadow check of architecture 9; that it is safe is the work of {@link ShadowRun}.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class Probation implements AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");
    private static final long NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Of each look. */
    private static final int MOST_CHECKS = 8;
    private static final int MOST_METHODS = 512;
    private static final int MOST_FRAMES = 4;
    private static final int MOST_VALUES = 16;

    private final World world;
    private final ShadowRun runs;
    private final ParkingTicker ticker = new ParkingTicker("sendwright-probation");
    /** By kind of tier. */
    private final Map<String, Term> terms = new HashMap<>();
    /** Kinds whose provider in force has got through. */
    private final Map<String, String> passed = new HashMap<>();
    /** What is taken to be right; null before there is an interpreter. */
    private Interpreter reference;
    private volatile boolean isDue;
    private int nextMethod;
    private int turn;

    /** A provider on probation; an interpreter, or a back end where none is tried. */
    private static final class Term {

        private final String provider;
        private final long endNanos = System.nanoTime() + NANOS;
        private final Optional<Interpreter> tried;
        private final Consumer<String> failed;
        private long comparisons;

        Term(String provider, Optional<Interpreter> tried, Consumer<String> failed) {
            this.provider = provider;
            this.tried = tried;
            this.failed = failed;
        }
    }

    Probation(World world) {
        this.world = world;
        this.runs = new ShadowRun(world);
    }

    /** Says which interpreter is taken to be right. */
    void useReference(Interpreter known) {
        reference = known;
    }

    /** The interpreter that is taken to be right. */
    Interpreter reference() {
        return reference;
    }

    /**
     * A provider of a kind is on probation from now on.
     *
     * @param tried the interpreter on probation; empty where it is machine code
     * @param failed hears what was wrong, once
     */
    void begin(String kind, String provider, Optional<Interpreter> tried, Consumer<String> failed) {
        passed.remove(kind);
        terms.put(kind, new Term(provider, tried, failed));
        world.decodesCode |= kind.equals(InstalledBackEnds.KIND);
        ticker.start(LOOK_EVERY_NANOS, this::tick);
    }

    /** What is in force of a kind is on no probation. */
    void end(String kind) {
        passed.remove(kind);
        terms.remove(kind);
        leaveIfIdle();
    }

    private void leaveIfIdle() {
        world.decodesCode = world.isTrial || terms.containsKey(InstalledBackEnds.KIND);
        if (terms.isEmpty()) {
            ticker.leave();
            isDue = false;
        }
    }

    /** Whether a provider is on probation. */
    boolean isOn(String kind, String provider) {
        Term term = terms.get(kind);
        return term != null && term.provider.equals(provider);
    }

    /** Whether a provider has got through and was in force since. */
    boolean isPassed(String kind, String provider) {
        return provider.equals(passed.get(kind));
    }

    /** The ticker's thread. */
    private void tick() {
        isDue = true;
        world.polls.request(Pending.SAMPLE);
    }

    /** Compares some methods if it is time and a Process is active. Its frames must be complete. */
    void look(MachineRunner runner) {
        if (!isDue || !world.stacks.hasActivePage()) {
            return;
        }
        isDue = false;
        long now = System.nanoTime();
        for (Map.Entry<String, Term> each : List.copyOf(terms.entrySet())) {
            Term term = each.getValue();
            if (now - term.endNanos >= 0) {
                terms.remove(each.getKey());
                passed.put(each.getKey(), term.provider);
                LOG.log(Level.INFO, () -> each.getKey() + " " + term.provider + " has got through its probation: "
                        + term.comparisons + " answers were those of the reference");
            } else {
                compareSome(each.getKey(), term, runner);
            }
        }
        leaveIfIdle();
    }

    private void compareSome(String kind, Term term, MachineRunner runner) {
        List<Long> values = values();
        int checks = 0;
        int most = Math.min(MOST_METHODS, world.sites.count());
        for (int i = 0; i < most && checks < MOST_CHECKS; i++) {
            nextMethod = (nextMethod + 1) % world.sites.count();
            long method = world.sites.methodAt(nextMethod);
            CodeBlock block = method == 0 ? null : world.compiled().map(code -> code.of(method)).orElse(null);
            if (method == 0 || term.tried.isEmpty() && block == null || !ShadowRun.isHarmless(method)) {
                continue;
            }
            checks++;
            String fault = compare(term, method, block, values, runner);
            if (!fault.isEmpty()) {
                terms.remove(kind);
                term.failed.accept(fault);
                return;
            }
        }
    }

    /** Objects that the program is at: receivers, arguments and temporaries of its topmost frames. */
    private List<Long> values() {
        List<Long> values = new ArrayList<>(List.of(Oop.smallInteger(turn % 100 - 20), MutatorBlock.nil(world.mutator)));
        turn++;
        StackCursor cursor = new StackCursor(world.stacks, world.mutator);
        cursor.startAtTop();
        for (int i = 0; i < MOST_FRAMES && cursor.isFrame() && values.size() < MOST_VALUES; i++) {
            long fp = cursor.fp();
            long header = MethodLayout.header(FrameLayout.method(fp));
            values.add(FrameLayout.receiver(fp));
            for (int n = 0; n < FrameLayout.arguments(fp); n++) {
                values.add(Memory.longAt(FrameLayout.argumentAddress(fp, n)));
            }
            for (int n = 0; n < MethodLayout.temporaries(header); n++) {
                values.add(Memory.longAt(FrameLayout.temporaryAddress(fp, n)));
            }
            cursor.next();
        }
        return values;
    }

    /** What was wrong; empty when nothing was. */
    private String compare(Term term, long method, CodeBlock block, List<Long> values, MachineRunner runner) {
        long itsClass = MethodLayout.lastLiteral(method);
        long[] arguments = new long[MethodLayout.arguments(MethodLayout.header(method))];
        for (int i = 0; i < values.size(); i++) {
            long receiver = values.get(i);
            if (!ClassObjects.inheritsFrom(world.mutator, MutatorBlock.classOf(world.mutator, receiver), itsClass)) {
                continue;
            }
            for (int n = 0; n < arguments.length; n++) {
                arguments[n] = values.get((i + n + turn) % values.size());
            }
            long newObjects = Memory.longAt(world.mutator + MutatorBlock.ALLOCATION_POINTER);
            long expected = runs.interpreted(reference, method, receiver, arguments);
            if (expected == ShadowRun.NONE) {
                continue;
            }
            long actual;
            try {
                actual = term.tried.isEmpty() ? runs.compiled(runner, block, receiver, arguments)
                        : runs.interpreted(term.tried.get(), method, receiver, arguments);
            } catch (LeftBehindError end) {
                throw end;
            } catch (Throwable fault) {
                return "on probation, running " + world.codeName(method) + ": " + fault;
            }
            if (actual != ShadowRun.NONE && actual != expected && !(isNew(actual, newObjects) && isNew(expected, newObjects))) {
                return "on probation, it answered " + named(actual) + " in place of " + named(expected) + " for "
                        + world.codeName(method) + " sent to " + named(receiver);
            }
            if (actual == expected) {
                term.comparisons++;
            }
        }
        return "";
    }

    /** Arithmetic may make a number, which is another one each time. */
    private static boolean isNew(long oop, long newObjects) {
        return Oop.isPointer(oop) && oop >= newObjects;
    }

    /** A number as such, else the class. */
    private String named(long oop) {
        if (Oop.isSmallInteger(oop)) {
            return Long.toString(Oop.integerValue(oop));
        }
        return "an instance of " + ClassObjects.name(world.mutator, MutatorBlock.classOf(world.mutator, oop));
    }

    @Override
    public void close() {
        ticker.close();
        runs.close();
    }
}
