package st.sendwright.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ReferenceScope;
import st.sendwright.gc.Collector;
import st.sendwright.heap.HeapInspector;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ImageSummary;
import st.sendwright.heap.ObjectMemory;
import st.sendwright.heap.ObjectMemory.ImageOrigin;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.language.Dialect;
import st.sendwright.language.KernelLibrary;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceLoader;
import st.sendwright.memory.executable.PerfMap;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** Puts the tiers together: one instance of each provider for each VM. */
@Component(service = VmFactory.class)
public final class RuntimeFactory implements VmFactory {

    /** The format that the kernel library's own sources are in. */
    private static final String KERNEL_FORMAT = "chunk";

    private final Provider<ObjectMemory> memories;
    private final MemoryPlans plans;
    private final InstalledProviders<Interpreter> interpreters;
    private final SourceCompiler compiler;
    private final KernelLibrary library;
    private final List<SourceFormat> formats;
    private final InstalledPrimitiveSets primitiveSets;
    private final InstalledDialects dialects;
    private final SourceLoader loader;
    private final InstalledPluginSources pluginSources;
    private final Optional<HeapInspector> inspector;
    private final JitTier.Installed jit;
    private final Admission admission;
    private final PerfNames perfNames = new PerfNames(PerfMap::open);
    private Allowances allowances = Allowances.USUAL;
    /** VMs in which providers are tried now. */
    private final Set<VirtualMachine> trials = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopped;

    /** Gives out instances of a prototype-scoped service and takes them back. */
    interface Provider<T> {
        T get();

        void unget(T service);
    }

    /** Called by the framework. */
    @Activate
    public RuntimeFactory(
            @Reference(scope = ReferenceScope.PROTOTYPE_REQUIRED) ComponentServiceObjects<ObjectMemory> memories,
            @Reference InstalledMemoryPlans plans,
            @Reference InstalledInterpreters interpreters,
            @Reference SourceCompiler compiler,
            @Reference KernelLibrary library,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE) List<SourceFormat> formats,
            @Reference InstalledPrimitiveSets primitiveSets,
            @Reference InstalledPluginSources pluginSources,
            @Reference(cardinality = ReferenceCardinality.MULTIPLE,
                    policyOption = ReferencePolicyOption.GREEDY) List<Dialect> dialects,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) SourceLoader loader,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL,
                    policyOption = ReferencePolicyOption.GREEDY) HeapInspector inspector,
            @Reference InstalledBackEnds backEnds,
            @Reference InstalledCompilePolicies policies,
            @Reference InstalledSendPolicies sends,
            @Reference InstalledCodeCaches caches) {
        this(of(memories), plans, interpreters.providers(), compiler, library, formats, primitiveSets,
                pluginSources, dialects, loader, inspector, new JitTier.Installed(backEnds.providers(), sends.providers(),
                        caches.providers(), policies.providers()), true);
    }

    /** @param tries whether providers are tried before they are first put in force */
    RuntimeFactory(Provider<ObjectMemory> memories, MemoryPlans plans, InstalledProviders<Interpreter> interpreters,
            SourceCompiler compiler, KernelLibrary library,
            List<SourceFormat> formats, InstalledPrimitiveSets primitiveSets, InstalledPluginSources pluginSources,
            List<Dialect> dialects, SourceLoader loader, HeapInspector inspector, JitTier.Installed jit, boolean tries) {
        this.memories = memories;
        this.plans = plans;
        this.interpreters = interpreters;
        this.compiler = compiler;
        this.library = library;
        this.formats = new CopyOnWriteArrayList<>(formats);
        this.primitiveSets = primitiveSets;
        this.dialects = new InstalledDialects(dialects);
        this.loader = loader;
        this.pluginSources = pluginSources;
        this.inspector = Optional.ofNullable(inspector);
        this.jit = jit;
        Trial.Pieces all = new Trial.Pieces(plans, interpreters, jit);
        this.admission = tries ? new Admission((kind, provider) ->
                new Trial(this::startTrial, all, kind, provider).fault()) : Admission.none();
    }

    /** Gives providers of VMs that start from now on more time, or less, than is usual. */
    void allow(Allowances other) {
        allowances = other;
    }

    private static <T> Provider<T> of(ComponentServiceObjects<T> objects) {
        return new Provider<>() {
            @Override
            public T get() {
                return objects.getService();
            }

            @Override
            public void unget(T service) {
                InstalledMemoryPlans.unget(objects, service);
            }
        };
    }

    @Override
    public Vm start(VmOptions options) throws VmStartException {
        VirtualMachine vm = startHere(options);
        vm.usePlugins(pluginSources, loader);
        return vm;
    }

    /** A VM without the sources of plugins. */
    private VirtualMachine startHere(VmOptions options) throws VmStartException {
        return start(options, new Trial.Pieces(plans, interpreters, jit), admission, false);
    }

    private VirtualMachine startTrial(VmOptions options, Trial.Pieces pieces) throws VmStartException {
        VirtualMachine vm = start(options, pieces, Admission.none(), true);
        trials.add(vm);
        if (isStopped) {
            vm.close();
            throw new VmStartException("SW-VM-044 the VM could not start: what it is made of goes");
        }
        return vm;
    }

    /** Called by the framework. Nobody waits for trials any more. */
    @Deactivate
    void stop() {
        isStopped = true;
        trials.forEach(VirtualMachine::end);
    }

    private VirtualMachine start(VmOptions options, Trial.Pieces pieces, Admission admitting, boolean isTrial)
            throws VmStartException {
        if (options.heapMaxBytes() < VmOptions.LEAST_HEAP_MAX_BYTES) {
            throw new VmStartException("SW-VM-043 a heap of " + options.heapMaxBytes()
                    + " bytes is too small for the kernel; give at least " + VmOptions.LEAST_HEAP_MAX_BYTES
                    + " with --heap-max");
        }
        InstalledProviders.Provider<Interpreter> first = InterpreterTier.first(pieces.interpreters());
        ObjectMemory memory = memories.get();
        MemoryPlans itsPlans = pieces.plans();
        Collector plan = itsPlans.take(itsPlans.preferred()).orElseThrow(() -> new VmStartException(
                "SW-VM-049 the bundle of the memory plan " + itsPlans.preferred() + " has just been stopped"));
        World world;
        try {
            world = new World(options, memory, plan, compiler, dialects, isTrial);
        } catch (OutOfMemoryError refused) {
            memories.unget(memory);
            throw new VmStartException("SW-VM-051 the VM cannot start with a heap of " + options.heapMaxBytes()
                    + " bytes: " + refused.getMessage() + ". Give it less with --heap-max; see docs/errors/SW-VM-051.md.",
                    refused);
        }
        world.allowances = allowances;
        TierExchanges exchanges = new TierExchanges(world, itsPlans, admitting);
        HeapInspection inspection = new HeapInspection(world, inspector);
        Driver driver = new Driver(world, exchanges, inspection);
        driver.useInterpreters(new InterpreterTier(exchanges, pieces.interpreters(), first));
        JitTier code = new JitTier(world, driver::useCode, exchanges, pieces.jit(),
                options.perfMap() ? perfNames : CodeListener.NONE);
        PrimitiveModules modules = new PrimitiveModules(world.primitives, exchanges, primitiveSets, code::startAnew);
        Runnable release = () -> {
            modules.close();
            exchanges.close();
            memories.unget(memory);
            // One that was tried must not be kept by the VM in which that was.
            trials.removeIf(VirtualMachine::isClosed);
        };
        try {
            VirtualMachine vm = new VirtualMachine(world, driver, exchanges, inspection, () -> {
                // Here, not before: what a provider does there that does not answer is seen by the watch.
                code.start();
                exchanges.trustActive();
                fill(world, driver, options);
                world.guard.start();
            }, release);
            if (loader != null) {
                driver.setFileLoader(file -> loader.loadFile(vm, file, SourceLoader.Settings.DEFAULT,
                        new LoadMessages(driver)));
            }
            return vm;
        } catch (VmStartException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new VmStartException("SW-VM-044 the VM could not start: " + failure, failure);
        }
    }

    private void fill(World world, Driver driver, VmOptions options) throws VmStartException, IOException {
        if (options.image().isPresent()) {
            Path file = options.image().get();
            if (!Files.isRegularFile(file)) {
                throw new VmStartException("SW-VM-045 " + (Files.exists(file) ? file + " is no regular file"
                        : "there is no image file " + file)
                        + ". Name a file that --save-image wrote; see docs/errors/SW-VM-045.md.");
            }
            load(world, driver, file, ImageOrigin.USER);
            return;
        }
        Optional<Path> packaged = options.fromSource() ? Optional.empty() : library.image();
        if (packaged.isPresent()) {
            load(world, driver, packaged.get(), ImageOrigin.PACKAGED);
            return;
        }
        new Bootstrap(world, driver).build(library, kernelFormat());
    }

    private static void load(World world, Driver driver, Path image, ImageOrigin origin)
            throws VmStartException, IOException {
        try {
            world.memory.load(world.mutator, image, origin, world.collector()::place);
        } catch (ImageFormatException bad) {
            throw new VmStartException("SW-VM-046 " + image + " cannot be used: " + bad.getMessage(), bad);
        }
        driver.goOn();
    }

    private SourceFormat kernelFormat() throws VmStartException {
        return formats.stream().filter(format -> format.name().equals(KERNEL_FORMAT)).findFirst()
                .orElseThrow(() -> new VmStartException("SW-VM-047 the kernel's sources are in the format '"
                        + KERNEL_FORMAT + "', and no bundle reads it; install format.chunk"));
    }

    @Override
    public ImageSummary inspectImage(Path file, boolean whole) throws IOException, ImageFormatException {
        ObjectMemory memory = memories.get();
        try {
            return memory.inspect(file, whole);
        } finally {
            memories.unget(memory);
        }
    }

    @Override
    public void buildKernelImage(Path file) throws VmStartException, IOException {
        try (VirtualMachine vm = startHere(VmOptions.defaults().withFromSource(true))) {
            vm.saveKernelImage(file);
        }
    }
}
