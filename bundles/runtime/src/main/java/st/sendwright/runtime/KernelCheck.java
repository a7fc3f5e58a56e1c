package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KernelLayout.Message;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;
import st.sendwright.vm.Vm.Evaluation;

/**
 * Runs the class side of {@code KernelCheck}: small programs over the kernel, each of which says in a pragma
 * {@code <answers: 'text'>} what it answers. The answers are compared here, so that no loaded code judges itself.
 *
 * <p><b>Thread</b>: a caller's; not the VM's.
 */
final class KernelCheck {

    private static final String CLASS = "KernelCheck class";
    private static final String PRAGMA = "answers:";

    /** A program takes well below a millisecond, so this is a loop even on a machine that is very busy. */
    private static final long LIMIT_MILLIS = 2_000;

    private final VirtualMachine vm;
    private final World world;
    private final Driver driver;

    /** A program that computes all the time does not keep the check, and what it forks, from running. */
    private static final int PRIORITY = KernelLayout.Scheduler.USER_PRIORITY + 1;

    /** A program and what it answers when all is well. */
    private record Program(String selector, String answer) {
    }

    KernelCheck(VirtualMachine vm, World world, Driver driver) {
        this.vm = vm;
        this.world = world;
        this.driver = driver;
    }

    /** What is wrong, for people, up to the first program that fails; empty when all is well. */
    List<String> faults() {
        List<Program> programs = vm.onVmThread(this::programs);
        if (programs.isEmpty()) {
            return List.of("there is no class KernelCheck with programs to run");
        }
        Handles.Handle dialect = vm.onVmThread(() -> DialectVariable.clear(world));
        try {
            return faultsOf(programs);
        } finally {
            vm.onVmThread(() -> {
                DialectVariable.restore(world, dialect);
                return null;
            });
        }
    }

    private List<String> faultsOf(List<Program> programs) {
        for (Program program : programs) {
            String answer = run(program.selector);
            if (!answer.equals(program.answer)) {
                return List.of(program.selector + " answers " + answer + " instead of " + program.answer);
            }
        }
        return List.of();
    }

    private List<Program> programs() {
        List<Program> found = new ArrayList<>();
        long classOop = world.classes.named(CLASS);
        if (classOop != 0) {
            MethodDictionaries.forEach(ClassObjects.methodDictionary(classOop), (selector, method) -> {
                long pragmas = ObjectHeader.slot(MethodLayout.info(method), MethodInfo.PRAGMAS);
                if (pragmas != MutatorBlock.nil(world.mutator)) {
                    long pragma = ObjectHeader.slot(pragmas, 0);
                    if (world.text(ObjectHeader.slot(pragma, Message.SELECTOR)).equals(PRAGMA)) {
                        found.add(new Program(world.text(selector),
                                world.text(ObjectHeader.slot(ObjectHeader.slot(pragma, Message.ARGUMENTS), 0))));
                    }
                }
            });
        }
        return found;
    }

    private String run(String selector) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        vm.onVmThread(() -> {
            try (Handles.Handle receiver = world.handles.on(world.classes.named("KernelCheck"))) {
                driver.send(receiver, selector, PRIORITY, result);
            }
            return null;
        });
        try {
            return describe(result.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            vm.onVmThread(() -> {
                driver.abandon(result);
                return null;
            });
            return "nothing within " + LIMIT_MILLIS + " ms";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "nothing, for the check was interrupted";
        } catch (ExecutionException failure) {
            return "nothing: " + failure.getCause();
        }
    }

    private String describe(Evaluation evaluation) {
        return switch (evaluation) {
            case Evaluation.Value value -> vm.onVmThread(() -> {
                try (var handle = value.handle()) {
                    long oop = world.handles.oop(handle);
                    return StringObjects.isText(world.mutator, oop) ? world.text(oop)
                            : "an instance of " + ClassObjects.name(world.mutator,
                                    MutatorBlock.classOf(world.mutator, oop));
                }
            });
            case Evaluation.Failed failed -> "with the error " + failed.description();
            case Evaluation.NotCompiled _ -> "nothing, for it was not compiled";
            case Evaluation.Terminated ended -> "nothing: " + ended.reason();
            case Evaluation.Exited exited -> "nothing, for the VM was ended with code " + exited.code();
        };
    }
}
