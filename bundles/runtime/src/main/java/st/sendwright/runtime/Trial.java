package st.sendwright.runtime;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import st.sendwright.codecache.CodeCache;
import st.sendwright.gc.Collector;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.language.SourceText;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * Runs programs in a VM of its own: first as the reference interpreter has them, then on a provider that is tried, and
 * then again on what was there before. That VM has nothing but the provider, the references and the kernel's own.
 *
 * <p><b>Thread</b>: any but a VM thread. Programs of other VMs go on meanwhile.
 */
final class Trial {

    /** Enough for the programs, and so little that the plans have to collect. */
    private static final long HEAP_BYTES = 48L << 20;
    private static final int ROUNDS = 2;
    private static final long FEW_CODE_BYTES = VmOptions.LEAST_CODE_CACHE_BYTES * 4;
    private static final long CODE_BYTES = 1 << 20;

    /** Starts VMs of given providers. */
    interface VmStarter {
        VirtualMachine start(VmOptions options, Pieces pieces) throws VmStartException;
    }

    /** Of what VMs are made. */
    record Pieces(MemoryPlans plans, InstalledProviders<Interpreter> interpreters, JitTier.Installed jit) {
    }

    /** Compiles everything before it runs. */
    private static final class All implements CompilePolicy {

        @Override
        public String name() {
            return PolicyTier.LAST_RESORT;
        }

        @Override
        public int countdown(int bytecodes) {
            return 0;
        }

        @Override
        public Where where() {
            return Where.SYNCHRONOUS;
        }
    }

    /** Links sends in all ways there are, one after the other, so that a back end has to make the code of each. */
    private static final class AllLinks implements SendPolicy {

        private static final int MOST_CASES = 4;
        private static final int SAMPLE = 20;

        @Override
        public String name() {
            return PolicyTier.LAST_RESORT;
        }

        @Override
        public Link link(SendSiteView site) {
            if (site.shape() == Shape.UNLINKED) {
                return new Link.Monomorphic();
            }
            return site.all().size() > MOST_CASES ? new Link.Megamorphic()
                    : new Link.Polymorphic(site.all(), site.misses() % 2 == 0 ? 0 : SAMPLE);
        }
    }

    private final VmStarter starter;
    private final Pieces all;
    private final String kind;
    private final String provider;

    /** @param all the providers there are */
    Trial(VmStarter starter, Pieces all, String kind, String provider) {
        this.starter = starter;
        this.all = all;
        this.kind = kind;
        this.provider = provider;
    }

    /** What the provider does wrong; empty when it does nothing wrong that can be seen. */
    Optional<String> fault() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmOptions options = VmOptions.defaults().withStreams(InputStream.nullInputStream(), out, out)
                .withHeapMaxBytes(HEAP_BYTES).withCodeCacheBytes(codeBytes());
        try (VirtualMachine vm = start(options)) {
            return fault(vm).or(() -> out.size() == 0 ? Optional.empty()
                    : Optional.of("the VM said: " + out.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("")))
                    .or(() -> seesAddresses() ? faultAfter(vm.spoil(), options) : Optional.empty());
        } catch (VmStartException failure) {
            return Optional.of("no VM can be started for it: " + failure.getMessage());
        }
    }

    private VirtualMachine start(VmOptions options) throws VmStartException {
        VirtualMachine vm = starter.start(options, pieces());
        for (TrialPrograms.Method each : TrialPrograms.METHODS) {
            vm.compileMethod(each.className(), Optional.of("*trial"), Optional.empty(), SourceText.of(each.source(), "trial"));
        }
        return vm;
    }

    /** Policies and back ends get numbers and copies. */
    private boolean seesAddresses() {
        return kind.equals(InstalledInterpreters.KIND) || kind.equals(MemoryPlanTier.KIND);
    }

    /** The same in a second VM: who has kept an object of the first one and uses it does something wrong there, or writes to what is left. */
    private Optional<String> faultAfter(SpoiledMemory first, VmOptions options) {
        try (VirtualMachine vm = start(options)) {
            List<String> expected = run(vm);
            TierExchange exchange = vm.exchange(kind, provider, "a trial");
            Optional<String> fault = exchange.refusal().or(() -> difference(expected, vm)).or(() -> revert(vm))
                    .or(() -> damage(vm)).map(what -> "in a second VM, when the first one had ended, " + what);
            return first.isChanged() ? Optional.of("it wrote to an object of a VM that had ended") : fault;
        } catch (VmStartException failure) {
            return Optional.of("no second VM can be started for it: " + failure.getMessage());
        }
    }

    /** Too little for all code where that is what is tried. Elsewhere making it again and again would take most of the time. */
    private long codeBytes() {
        return kind.equals(InstalledCodeCaches.KIND) ? FEW_CODE_BYTES : CODE_BYTES;
    }

    private Optional<String> fault(VirtualMachine vm) {
        vm.exchange(InstalledCompilePolicies.KIND, PolicyTier.LAST_RESORT, "a trial");
        List<String> expected = run(vm);
        String before = active(vm);
        if (isPolicy()) {
            Optional<String> backEnd = all.jit().backEnds().best(each -> true).map(Provider::name);
            if (backEnd.isPresent()) {
                vm.exchange(InstalledBackEnds.KIND, backEnd.get(), "a trial");
            }
        }
        TierExchange exchange = vm.exchange(kind, provider, "a trial");
        if (exchange.refusal().isPresent()) {
            return exchange.refusal();
        }
        for (int i = 0; i < ROUNDS; i++) {
            Optional<String> fault = difference(expected, vm).or(() -> revert(vm)).or(() -> damage(vm));
            if (fault.isPresent()) {
                return fault;
            }
        }
        vm.exchange(kind, before, "the end of a trial");
        return difference(expected, vm).or(() -> damage(vm));
    }

    private boolean isPolicy() {
        return List.of(InstalledSendPolicies.KIND, InstalledCodeCaches.KIND, InstalledCompilePolicies.KIND)
                .contains(kind);
    }

    private String active(Vm vm) {
        return vm.tiers().stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow().provider();
    }

    private Optional<String> revert(Vm vm) {
        return vm.exchanges().stream().filter(each -> each.from().equals(provider)).map(TierExchange::reason).findFirst();
    }

    private static Optional<String> damage(Vm vm) {
        List<String> faults = vm.verifyHeap();
        return faults.isEmpty() ? Optional.empty()
                : Optional.of("the heap of " + faults.size() + " objects was damaged: " + faults.getFirst());
    }

    private static List<String> run(Vm vm) {
        return TrialPrograms.PROGRAMS.stream().map(each -> print(vm, each)).toList();
    }

    private static String print(Vm vm, String program) {
        return switch (vm.evaluate(SourceText.of(program, "trial"))) {
            case Evaluation.Value value -> vm.sendForString(value.handle(), "printString");
            case Evaluation.Failed failed -> failed.description();
            case Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Evaluation.Exited exited -> "exit " + exited.code();
        };
    }

    /** Runs the programs until one answers something else. */
    private static Optional<String> difference(List<String> expected, Vm vm) {
        for (int i = 0; i < expected.size(); i++) {
            String program = TrialPrograms.PROGRAMS.get(i);
            String actual = print(vm, program);
            if (!expected.get(i).equals(actual)) {
                return Optional.of("the program `" + program + "` answered " + actual + " in place of " + expected.get(i));
            }
        }
        return Optional.empty();
    }

    // What that VM is made of

    private Pieces pieces() {
        return new Pieces(plans(), only(InstalledInterpreters.KIND, all.interpreters(),
                all.interpreters().preferred().or(() -> all.interpreters().best(each -> true))),
                new JitTier.Installed(
                        only(InstalledBackEnds.KIND, all.jit().backEnds(), all.jit().backEnds().best(each -> !isTried(
                                InstalledBackEnds.KIND, each.name()))),
                        only(InstalledSendPolicies.KIND, all.jit().sends(), kernels(
                                kind.equals(InstalledBackEnds.KIND) ? new AllLinks() : new SendLinks.CacheOnly())),
                        only(InstalledCodeCaches.KIND, all.jit().caches(), kernels((CodeCache) new CodeSweeper.DropAll())),
                        only(InstalledCompilePolicies.KIND, all.jit().policies(), kernels((CompilePolicy) new All()))));
    }

    private boolean isTried(String itsKind, String name) {
        return itsKind.equals(kind) && name.equals(provider);
    }

    private static <T> Optional<Provider<T>> kernels(T service) {
        return Optional.of(new Provider<>(PolicyTier.LAST_RESORT, Integer.MAX_VALUE, service));
    }

    private <T> InstalledProviders<T> only(String itsKind, InstalledProviders<T> installed, Optional<Provider<T>> usual) {
        InstalledProviders<T> some = new InstalledProviders<>(usual.map(Provider::name));
        usual.ifPresent(some::add);
        Predicate<Provider<T>> isOther = each -> usual.filter(one -> one == each).isEmpty();
        if (itsKind.equals(kind)) {
            installed.named(provider).filter(isOther).ifPresent(some::add);
        }
        return some;
    }

    private MemoryPlans plans() {
        List<String> names = new ArrayList<>(List.of(all.plans().preferred()));
        if (kind.equals(MemoryPlanTier.KIND) && !names.contains(provider)) {
            names.add(provider);
        }
        return new MemoryPlans() {
            @Override
            public List<String> names() {
                return names.stream().sorted().toList();
            }

            @Override
            public String preferred() {
                return all.plans().preferred();
            }

            @Override
            public Optional<Collector> take(String name) {
                return names.contains(name) ? all.plans().take(name) : Optional.empty();
            }

            @Override
            public void giveBack(Collector plan) {
                all.plans().giveBack(plan);
            }
        };
    }
}
