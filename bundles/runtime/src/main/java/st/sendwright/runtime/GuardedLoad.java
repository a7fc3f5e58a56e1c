package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import st.sendwright.runtime.KernelJournal.Entry;
import st.sendwright.runtime.KernelJournal.MethodChange;
import st.sendwright.runtime.KernelJournal.ShapeChange;
import st.sendwright.vm.KernelChange;
import st.sendwright.vm.KernelChange.Kind;
import st.sendwright.vm.LoadMode;
import st.sendwright.vm.LoadWatch;
import st.sendwright.vm.Vm.Installation;

/** A load that the {@link LoadGuard} watches. <b>Thread</b>: the loading one. */
final class GuardedLoad implements LoadWatch {

    /** When a file breaks the kernel in many ways, the last pieces are taken back unseen after so long. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final VirtualMachine vm;
    private final World world;
    private final LoadGuard guard;
    private final KernelCheck check;
    private final Optional<LoadMode> outer;
    private long deadline;

    GuardedLoad(VirtualMachine vm, World world, Driver driver) {
        this.vm = vm;
        this.world = world;
        this.guard = world.guard;
        this.check = new KernelCheck(vm, world, driver);
        this.outer = vm.onVmThread(guard::mode);
    }

    @Override
    public void enter(LoadMode mode) {
        onVmThread(() -> guard.enter(Optional.of(mode)));
    }

    @Override
    public boolean hasClass(String name) {
        return vm.onVmThread(() -> world.classes.named(name) != 0);
    }

    @Override
    public boolean isDeclared(String name) {
        return vm.onVmThread(() -> world.classes.global(name) != 0);
    }

    @Override
    public void settle() {
        if (!vm.onVmThread(guard::isDirty)) {
            return;
        }
        deadline = System.nanoTime() + PATIENCE_NANOS;
        List<String> faults = check.faults();
        if (!faults.isEmpty()) {
            repair(faults);
        }
        onVmThread(guard::commit);
    }

    private void repair(List<String> faults) {
        if (vm.onVmThread(() -> guard.values().haveChanged())) {
            List<String> globals = vm.onVmThread(() -> guard.values().changedGlobals());
            onVmThread(() -> guard.values().restore());
            String names = globals.isEmpty() ? "class variables" : String.join(" ", globals);
            onVmThread(() -> guard.note(Kind.TAKEN_BACK, names, "", reason(faults), ""));
            if (check.faults().isEmpty()) {
                return;
            }
        }
        List<List<Entry>> groups = vm.onVmThread(() -> guard.journal().byClass());
        undo(groups);
        List<String> still = check.faults();
        if (still.isEmpty()) {
            splitAndRedo(groups, faults);
        } else {
            onVmThread(() -> guard.note(Kind.DAMAGED, "the kernel", "", reason(still), ""));
        }
    }

    private static String reason(List<String> faults) {
        return "the self-check failed: " + String.join("; ", faults);
    }

    /** Does changes again that were undone; what breaks the kernel, in pieces that can be told apart, is left out. */
    private void redoWhatWorks(List<List<Entry>> groups, List<String> faults) {
        if (groups.isEmpty()) {
            return;
        }
        if (System.nanoTime() > deadline) {
            giveUp(groups, faults);
            return;
        }
        redo(groups);
        List<String> now = check.faults();
        if (!now.isEmpty()) {
            undo(groups);
            splitAndRedo(groups, now);
        }
    }

    private void splitAndRedo(List<List<Entry>> groups, List<String> faults) {
        List<List<Entry>> pieces = groups;
        if (groups.size() == 1) {
            List<Entry> only = groups.getFirst();
            if (only.size() == 1 || only.stream().anyMatch(ShapeChange.class::isInstance)) {
                giveUp(groups, faults);
                return;
            }
            pieces = only.stream().map(List::of).toList();
        }
        int half = pieces.size() / 2;
        redoWhatWorks(pieces.subList(0, half), faults);
        redoWhatWorks(pieces.subList(half, pieces.size()), faults);
    }

    private void giveUp(List<List<Entry>> groups, List<String> faults) {
        onVmThread(() -> groups.forEach(group -> group.forEach(entry -> guard.note(Kind.TAKEN_BACK,
                entry.className(), entry instanceof MethodChange change ? change.selector() : "",
                reason(faults), ""))));
    }

    private void undo(List<List<Entry>> groups) {
        onVmThread(() -> guard.journal().undo(flat(groups)));
    }

    private void redo(List<List<Entry>> groups) {
        onVmThread(() -> guard.journal().redo(flat(groups)));
    }

    private static List<Entry> flat(List<List<Entry>> groups) {
        List<Entry> all = new ArrayList<>();
        groups.forEach(all::addAll);
        return all;
    }

    @Override
    public void finish() {
        settle();
        onVmThread(() -> {
            for (LoadGuard.Deferred late : guard.takeDeferred()) {
                Installation _ = vm.install(late.className(), late.origin());
            }
            // What still waits now waits in vain.
            for (LoadGuard.Deferred late : guard.takeDeferred()) {
                String selector = world.compiler.selectorOf(late.origin().source().text()).orElse("");
                guard.note(Kind.KEPT, late.className(), selector, "it uses " + late.names()
                        + ", which is nowhere defined", LoadGuard.place(late.origin().source()));
            }
        });
        settle();
    }

    @Override
    public List<KernelChange> changes() {
        return vm.onVmThread(guard::takeChanges);
    }

    @Override
    public void close() {
        onVmThread(() -> guard.enter(outer));
    }

    private void onVmThread(Runnable work) {
        vm.onVmThread(() -> {
            work.run();
            return null;
        });
    }
}
