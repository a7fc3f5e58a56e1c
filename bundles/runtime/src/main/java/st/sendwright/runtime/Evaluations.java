package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import st.sendwright.language.Diagnostic;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;
import st.sendwright.vm.Vm.Evaluation;

/** The evaluations that Java callers wait for, by number; a Process carries the number of the one it serves. */
final class Evaluations {

    private final World world;
    private final Map<Long, Pending> pending = new HashMap<>();
    private long next = 1;

    /** One that is not finished. */
    static final class Pending {
        final CompletableFuture<Evaluation> result;
        final List<Diagnostic> warnings;
        Handles.Handle process;
        String description;
        String walkback;
        boolean deadlockTold;
        /** Whether somebody waits for the end, who would wait for ever in a deadlock. */
        volatile boolean isAwaited = true;

        private Pending(CompletableFuture<Evaluation> result, List<Diagnostic> warnings) {
            this.result = result;
            this.warnings = warnings;
        }
    }

    Evaluations(World world) {
        this.world = world;
    }

    /** Registers an evaluation and answers its number. */
    long begin(CompletableFuture<Evaluation> result, List<Diagnostic> warnings) {
        pending.put(next, new Pending(result, warnings));
        return next++;
    }

    /** The number of the next one. */
    long next() {
        return next;
    }

    /** Gives out no number below {@code number}: Processes of an image may hold those. */
    void goOnFrom(long number) {
        next = Math.max(next, number);
    }

    /**
     * Has a Process of an image serve an evaluation that nobody waits for yet.
     *
     * @return what says later that somebody does
     */
    Pending adopt(CompletableFuture<Evaluation> result, long process) {
        long number = begin(result, List.of());
        serve(number, process);
        WriteBarrier.putSlot(world.mutator, process, Process.EVALUATION, Oop.smallInteger(number));
        Pending evaluation = pending.get(number);
        evaluation.isAwaited = false;
        return evaluation;
    }

    /** Says which Process serves the evaluation. */
    void serve(long number, long process) {
        pending.get(number).process = world.handles.on(process);
    }

    /** The evaluation that a Process serves, or null. */
    Pending of(long process) {
        long number = ObjectHeader.slot(process, Process.EVALUATION);
        return Oop.isSmallInteger(number) ? pending.get(Oop.integerValue(number)) : null;
    }

    /** A Process has run to its end. What the program wrote is out before anybody hears of the end. */
    void finished(long process, long value) {
        Pending evaluation = remove(process);
        if (evaluation != null) {
            world.services.flush();
            evaluation.result.complete(evaluation.walkback != null
                    ? new Evaluation.Failed(evaluation.description, evaluation.walkback, evaluation.warnings)
                    : new Evaluation.Value(world.handles.on(value), evaluation.warnings));
        }
    }

    /** A Process was ended before it was done. */
    void terminated(long process, String reason) {
        Pending evaluation = remove(process);
        if (evaluation != null) {
            world.services.flush();
            evaluation.result.complete(evaluation.walkback != null
                    ? new Evaluation.Failed(evaluation.description, evaluation.walkback, evaluation.warnings)
                    : new Evaluation.Terminated(reason));
        }
    }

    private Pending remove(long process) {
        if (process == MutatorBlock.nil(world.mutator)) {
            return null;
        }
        long number = ObjectHeader.slot(process, Process.EVALUATION);
        Pending evaluation = Oop.isSmallInteger(number) ? pending.remove(Oop.integerValue(number)) : null;
        if (evaluation != null && evaluation.process != null) {
            evaluation.process.close();
        }
        return evaluation;
    }

    /** Ends all with the same result. */
    void endAll(Evaluation result) {
        List<Pending> all = new ArrayList<>(pending.values());
        pending.clear();
        all.forEach(evaluation -> evaluation.result.complete(result));
    }

    List<Pending> all() {
        return new ArrayList<>(pending.values());
    }

    /** Whether somebody waits for more than one. */
    boolean areSeveral() {
        return pending.size() > 1 && awaited().size() > 1;
    }

    /** Those that somebody waits for. */
    List<Pending> awaited() {
        return pending.values().stream().filter(evaluation -> evaluation.isAwaited).toList();
    }
}
