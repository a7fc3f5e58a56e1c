package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.aging.AgingCache;
import st.sendwright.codecache.fifo.FifoCache;
import st.sendwright.codecache.flushall.FlushAllCache;
import st.sendwright.codecache.segmented.SegmentedCache;
import st.sendwright.format.chunk.ChunkFormat;
import st.sendwright.language.loader.OrderedSourceLoader;
import st.sendwright.heap.spur.SpurMemory;
import st.sendwright.heap.tools.GraphInspector;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.switching.SwitchingInterpreter;
import st.sendwright.interpreter.threaded.ThreadedInterpreter;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;
import st.sendwright.jit.policy.counting.CountingPolicy;
import st.sendwright.jit.policy.eager.EagerPolicy;
import st.sendwright.jit.policy.off.OffPolicy;
import st.sendwright.jit.policy.sampling.SamplingPolicy;
import st.sendwright.language.Dialect;
import st.sendwright.language.KernelLibrary;
import st.sendwright.language.SourceText;
import st.sendwright.language.compiler.BytecodeCompiler;
import st.sendwright.library.PackagedKernelLibrary;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.core.arithmetic.ArithmeticPrimitives;
import st.sendwright.primitives.core.collections.CollectionPrimitives;
import st.sendwright.primitives.core.files.FilePrimitives;
import st.sendwright.primitives.core.floats.FloatPrimitives;
import st.sendwright.primitives.core.objects.ObjectPrimitives;
import st.sendwright.primitives.core.system.SystemPrimitives;
import st.sendwright.primitives.core.text.TextPrimitives;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.adaptive.AdaptivePolicy;
import st.sendwright.sends.megamorphic.MegamorphicPolicy;
import st.sendwright.sends.monomorphic.MonomorphicPolicy;
import st.sendwright.sends.polymorphic.FixedPolicies;
import st.sendwright.sends.polymorphic.PolymorphicPolicy;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** VMs put together without a framework. */
final class TestVms {

    static final String SWITCHING = "switching";
    static final String THREADED = "threaded";

    /** Its code is made once for all tests. */
    private static final Interpreter THREADED_INTERPRETER = new ThreadedInterpreter();
    private static final List<CompilePolicy> COMPILE_POLICIES = List.of(new CountingPolicy(), new EagerPolicy(),
            new OffPolicy(), new SamplingPolicy());

    private TestVms() {
    }

    static RuntimeFactory factory() {
        return factory(List.of());
    }

    static RuntimeFactory factory(List<Dialect> dialects) {
        return factory(dialects, new BaselineBackEnd());
    }

    static RuntimeFactory factory(List<Dialect> dialects, BackEnd backEnd) {
        return factory(dialects, backEnd, COMPILE_POLICIES);
    }

    static RuntimeFactory factory(List<Dialect> dialects, BackEnd backEnd, List<CompilePolicy> policies) {
        return factory(new TestPlans(), dialects, backEnd, policies);
    }

    /** Whose machine code links its sends as the first of some policies wants it. */
    static RuntimeFactory linkedBy(SendPolicy... sends) {
        return factory(new TestPlans(), List.of(), new BaselineBackEnd(), COMPILE_POLICIES, List.of(sends),
                new FlushAllCache());
    }

    /** Whose machine code links its sends as one policy wants it, and goes as another does. */
    static RuntimeFactory keptBy(SendPolicy sends, CodeCache cache) {
        return factory(new TestPlans(), List.of(), new BaselineBackEnd(), COMPILE_POLICIES, List.of(sends), cache);
    }

    static RuntimeFactory factory(MemoryPlans plans, List<Dialect> dialects, BackEnd backEnd,
            List<CompilePolicy> policies) {
        return factory(plans, dialects, backEnd, policies, List.of(new PolymorphicPolicy(6)), new FlushAllCache());
    }

    private static RuntimeFactory factory(MemoryPlans plans, List<Dialect> dialects, BackEnd backEnd,
            List<CompilePolicy> policies, List<SendPolicy> sends, CodeCache cache) {
        return factory(plans, dialects, new JitTier.Installed(
                new InstalledBackEnds(Optional.ofNullable(backEnd).stream().toList(), Optional.empty()).providers(),
                new InstalledSendPolicies(sends, Optional.empty()).providers(),
                new InstalledCodeCaches(List.of(cache), Optional.empty()).providers(),
                new InstalledCompilePolicies(policies, Optional.empty()).providers()));
    }

    /** Whose providers come and go as a test wants it. */
    static RuntimeFactory factory(JitTier.Installed installed) {
        return factory(TestPlans.generational(), List.of(), installed);
    }

    /** All providers there are for machine code. */
    static JitTier.Installed installed() {
        InstalledSendPolicies sends = new InstalledSendPolicies(
                List.of(new AdaptivePolicy(), new MegamorphicPolicy(), new MonomorphicPolicy(), new FixedPolicies.Two(),
                        new FixedPolicies.Three(), new FixedPolicies.Six()), Optional.empty());
        sends.providers().add(new Provider<>("polymorphic", 1, new PolymorphicPolicy(6)));
        InstalledCodeCaches caches = new InstalledCodeCaches(
                List.of(new AgingCache(), new FifoCache(), new SegmentedCache()), Optional.empty());
        caches.providers().add(new Provider<>("flushall", 1, new FlushAllCache()));
        return new JitTier.Installed(
                new InstalledBackEnds(List.of(new BaselineBackEnd()), Optional.empty()).providers(),
                sends.providers(), caches.providers(),
                new InstalledCompilePolicies(COMPILE_POLICIES, Optional.empty()).providers());
    }

    /** The same, but providers have to get through a trial before they are put in force. */
    static RuntimeFactory trying(MemoryPlans plans, InstalledProviders<Interpreter> interpreters,
            JitTier.Installed installed) throws VmStartException {
        Path kernel = image();
        InstalledPrimitiveSets sets = new InstalledPrimitiveSets(primitiveSets());
        return factory(plans, List.of(), interpreters, installed, sets, new KernelLibrary() {
            @Override
            public List<SourceText> sources() {
                return List.of();
            }

            @Override
            public Optional<Path> image() {
                return Optional.of(kernel);
            }
        }, true);
    }

    private static RuntimeFactory factory(MemoryPlans plans, List<Dialect> dialects, JitTier.Installed installed) {
        return factory(plans, dialects, interpreters(), installed);
    }

    /** Whose providers come and go as a test wants it. */
    static RuntimeFactory factory(InstalledProviders<Interpreter> interpreters, JitTier.Installed installed) {
        return factory(TestPlans.generational(), List.of(), interpreters, installed);
    }

    /** The same with memory plans that do. */
    static RuntimeFactory factory(MemoryPlans plans, InstalledProviders<Interpreter> interpreters,
            JitTier.Installed installed) {
        return factory(plans, List.of(), interpreters, installed);
    }

    /** All interpreters there are; the reference one is used, unless {@code -Dsendwright.interpreter} says another. */
    static InstalledProviders<Interpreter> interpreters() {
        return interpreters(System.getProperty("sendwright.interpreter", SWITCHING));
    }

    private static InstalledProviders<Interpreter> interpreters(String chosen) {
        return new InstalledInterpreters(List.of(new SwitchingInterpreter(), THREADED_INTERPRETER),
                Optional.of(chosen)).providers();
    }

    /** Whose programs run as one interpreter, one back end and one compile policy want it. */
    static RuntimeFactory runBy(String interpreter, BackEnd backEnd, CompilePolicy policy) {
        return factory(TestPlans.generational(), List.of(), interpreters(interpreter), new JitTier.Installed(
                new InstalledBackEnds(List.of(backEnd), Optional.empty()).providers(),
                new InstalledSendPolicies(List.of(new PolymorphicPolicy(6)), Optional.empty()).providers(),
                new InstalledCodeCaches(List.of(new FlushAllCache()), Optional.empty()).providers(),
                new InstalledCompilePolicies(List.of(policy), Optional.empty()).providers()));
    }

    /** Whose primitives come and go as a test wants it. */
    static RuntimeFactory factory(InstalledPrimitiveSets sets) {
        return factory(TestPlans.generational(), List.of(), interpreters(), installed(), sets);
    }

    private static RuntimeFactory factory(MemoryPlans plans, List<Dialect> dialects,
            InstalledProviders<Interpreter> interpreters, JitTier.Installed installed) {
        return factory(plans, dialects, interpreters, installed, new InstalledPrimitiveSets(primitiveSets()));
    }

    private static RuntimeFactory factory(MemoryPlans plans, List<Dialect> dialects,
            InstalledProviders<Interpreter> interpreters, JitTier.Installed installed, InstalledPrimitiveSets sets) {
        return factory(plans, dialects, interpreters, installed, sets, new PackagedKernelLibrary(bundleContext()), false);
    }

    private static RuntimeFactory factory(MemoryPlans plans, List<Dialect> dialects,
            InstalledProviders<Interpreter> interpreters, JitTier.Installed installed, InstalledPrimitiveSets sets,
            KernelLibrary library, boolean tries) {
        return factory(plans, dialects, interpreters, installed, sets, new InstalledPluginSources(), library, tries);
    }

    /** Whose plugins bring sources as a test wants it. */
    static RuntimeFactory factory(InstalledPluginSources sources) {
        return factory(TestPlans.generational(), List.of(), interpreters(), installed(),
                new InstalledPrimitiveSets(primitiveSets()), sources, new PackagedKernelLibrary(bundleContext()), false);
    }

    private static RuntimeFactory factory(MemoryPlans plans, List<Dialect> dialects,
            InstalledProviders<Interpreter> interpreters, JitTier.Installed installed, InstalledPrimitiveSets sets,
            InstalledPluginSources sources, KernelLibrary library, boolean tries) {
        BytecodeCompiler compiler = new BytecodeCompiler();
        ChunkFormat chunk = new ChunkFormat();
        return new RuntimeFactory(each(SpurMemory::new), plans,
                interpreters, compiler, library, List.of(chunk),
                sets, sources, dialects, new OrderedSourceLoader(compiler, List.of(chunk), dialects),
                new GraphInspector(), installed, tries);
    }

    private static BundleContext bundleContext() {
        BundleContext context = mock(BundleContext.class);
        Bundle bundle = mock(Bundle.class);
        when(context.getBundle()).thenReturn(bundle);
        when(bundle.getVersion()).thenReturn(new Version("0.1.0"));
        return context;
    }

    /** All sets that are not the kernel's own. */
    static List<PrimitiveSet> primitiveSets() {
        return primitiveSets(bundleContext());
    }

    private static List<PrimitiveSet> primitiveSets(BundleContext context) {
        return List.of(new ArithmeticPrimitives(), new FloatPrimitives(), new ObjectPrimitives(),
                new TextPrimitives(), new CollectionPrimitives(), new FilePrimitives(), new SystemPrimitives(context));
    }

    private static <T> RuntimeFactory.Provider<T> each(Supplier<T> maker) {
        return new RuntimeFactory.Provider<>() {
            @Override
            public T get() {
                return maker.get();
            }

            @Override
            public void unget(T service) {
                // Nobody counts references here.
            }
        };
    }

    /** An image of the kernel, built once for all tests of this JVM. */
    static synchronized Path image() throws VmStartException {
        if (image == null) {
            try {
                image = Files.createTempFile("kernel", ".image");
                image.toFile().deleteOnExit();
                factory().buildKernelImage(image);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return image;
    }

    private static Path image;

    /** From the image, no input, output on the JVM's own streams. */
    static VmOptions options() throws VmStartException {
        return VmOptions.defaults().withImage(image())
                .withStreams(InputStream.nullInputStream(), System.out, System.err);
    }

    static Vm start() throws VmStartException {
        return factory().start(options());
    }

    static Vm start(ByteArrayOutputStream out) throws VmStartException {
        return factory().start(options().withStreams(InputStream.nullInputStream(), out, out));
    }

    /** What an expression prints as; an error's walkback where it fails. */
    static String print(Vm vm, String source) {
        return switch (vm.evaluate(SourceText.of(source, "test"))) {
            case Evaluation.Value value -> vm.sendForString(value.handle(), "printString");
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Evaluation.Exited exited -> "exit " + exited.code();
        };
    }

    /** Evaluates its arguments; for trying things out by hand. */
    public static void main(String[] arguments) throws VmStartException {
        image();
        long start = System.nanoTime();
        try (Vm vm = factory().start(options().withStress(TestWorld.asked()))) {
            System.err.printf("started in %d ms%n", (System.nanoTime() - start) / 1_000_000);
            for (String source : arguments) {
                long before = System.nanoTime();
                System.out.println(print(vm, source));
                System.err.printf("  %d ms%n", (System.nanoTime() - before) / 1_000_000);
            }
            vm.statistics().forEach(statistic -> System.err.println(statistic));
        }
    }

    /** A method whose code could not be made is interpreted, without a word: then nothing was compared. */
    static void assertThatAllCodeWasMade(Vm vm) {
        assertThat(vm.statistics()).filteredOn(each -> each.name().equals("jit-refused"))
                .allSatisfy(each -> assertThat(each.value()).isZero());
    }
}
