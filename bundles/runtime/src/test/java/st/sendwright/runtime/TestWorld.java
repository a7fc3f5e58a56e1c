package st.sendwright.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ObjectMemory.ImageOrigin;
import st.sendwright.heap.spur.SpurMemory;
import st.sendwright.heap.tools.GraphInspector;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.language.compiler.BytecodeCompiler;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.Failure;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** A VM without a thread of its own: the test's thread is the VM thread and sees all its parts. */
final class TestWorld implements AutoCloseable {

    final TestPlans plans = new TestPlans();
    final World world;
    final TierExchanges exchanges;
    final Driver driver;
    final long mutator;
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** From the kernel's image. */
    TestWorld() {
        this(HeapStress.NONE);
    }

    /** Collects after as many bytes as {@code -Dcollect.every} says; without it only when the heap is full. */
    static TestWorld asAsked() {
        return new TestWorld(asked());
    }

    /** What {@code -Dcollect.every} asks for. */
    static HeapStress asked() {
        Long bytes = Long.getLong("collect.every");
        return bytes == null ? HeapStress.NONE : HeapStress.NONE.withCollectEveryBytes(bytes).withVerify();
    }

    /** From the kernel's image. */
    TestWorld(HeapStress stress) {
        try {
            VmOptions options = TestVms.options().withStreams(InputStream.nullInputStream(), out, out)
                    .withStress(stress);
            world = new World(options, new SpurMemory(), plans.take(plans.preferred()).orElseThrow(),
                    new BytecodeCompiler(),
                    new InstalledDialects(List.of()), false);
            exchanges = new TierExchanges(world, plans, Admission.none());
            driver = new Driver(world, exchanges, new HeapInspection(world, Optional.of(new GraphInspector())));
            InstalledProviders<Interpreter> interpreters = TestVms.interpreters();
            driver.useInterpreters(new InterpreterTier(exchanges, interpreters, InterpreterTier.first(interpreters)));
            TestVms.primitiveSets().forEach(world.primitives::bind);
            world.memory.load(world.mutator, TestVms.image(), ImageOrigin.PACKAGED, world.collector()::place);
        } catch (VmStartException | IOException | ImageFormatException failure) {
            throw new IllegalStateException(failure);
        }
        world.polls.setThread(Thread.currentThread());
        mutator = world.mutator;
    }

    long nil() {
        return MutatorBlock.nil(mutator);
    }

    long symbol(String text) {
        world.ensureRoom(1 << 16);
        return world.methods.symbol(text);
    }

    /** A class by its name. */
    long named(String className) {
        long classOop = world.classes.named(className);
        if (classOop == 0) {
            throw new IllegalArgumentException("there is no class " + className);
        }
        return classOop;
    }

    /** Compiles a method into a class and answers it. */
    long compile(String className, String source) {
        SourceText text = SourceText.of(source, "test");
        SourceCompiler.Result result = world.methods.compile(text, SourceCompiler.Kind.METHOD, named(className),
                Dialect.DEFAULT);
        if (result.code().isEmpty()) {
            throw new IllegalArgumentException(source + ": " + result.diagnostics());
        }
        Methods.Origin origin = new Methods.Origin(text, Dialect.DEFAULT);
        world.ensureRoom(world.methods.bytesFor(result.code().get(), origin)
                + world.methods.installBytes(named(className)));
        long method = world.methods.place(result.code().get(), origin, named(className));
        world.methods.install(named(className), world.methods.symbol(result.code().get().selector()), method);
        return method;
    }

    /**
     * Gives all objects a method that is nothing but a primitive and answers the Symbol of a failure. It is called
     * {@code primName}, {@code primName:}, {@code primName:with:} and so on.
     */
    void definePrimitive(String module, String name, int arguments) {
        StringBuilder pattern = new StringBuilder("prim").append(Character.toUpperCase(name.charAt(0)))
                .append(name.substring(1));
        for (int i = 1; i <= arguments; i++) {
            pattern.append(i == 1 ? ": a" : " with: a").append(i);
        }
        compile("Object", pattern + " <primitive: '" + name + "' module: '" + module + "' error: code> ^code");
    }

    /** How a failure prints. */
    static String printed(Failure failure) {
        return "#'" + failure.symbol() + "'";
    }

    /** A text of a table: the name of a {@link Failure} stands for how that prints. */
    static String expected(String text) {
        return Arrays.stream(Failure.values()).filter(failure -> failure.name().equals(text)).findFirst()
                .map(TestWorld::printed).orElse(text);
    }

    /** The method in a class's own dictionary. */
    long method(String className, String selector) {
        long dictionary = ObjectHeader.slot(named(className), Behavior.METHOD_DICTIONARY);
        return MethodDictionaries.lookup(dictionary, SymbolTable.find(mutator, selector));
    }

    /** Runs statements to their end. */
    Evaluation evaluate(String source) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        driver.evaluate(SourceText.of(source, "test"), result);
        driver.runUntil(result::isDone);
        return result.join();
    }

    /** What an expression prints as; an error's walkback where it fails. */
    String print(String source) {
        return switch (evaluate("[" + source + "] value printString")) {
            case Evaluation.Value value -> world.text(world.handles.oop(value.handle()));
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Evaluation.Exited exited -> "exit " + exited.code();
        };
    }

    /** The value of an expression; good until the next allocation. */
    long value(String source) {
        if (evaluate(source) instanceof Evaluation.Value value) {
            return world.handles.oop(value.handle());
        }
        throw new IllegalArgumentException(source + " has no value");
    }

    /** A suspended Process of a priority, which is in no list and would do nothing. */
    long newProcess(int priority) {
        return value("| p | p := [] newProcess. p priority: " + priority + ". p");
    }

    long slot(long oop, int index) {
        return ObjectHeader.slot(oop, index);
    }

    long next(long process) {
        return slot(process, Process.NEXT_LINK);
    }

    long counter(Counter counter) {
        return Memory.longAt(mutator + counter.offset());
    }

    /** Collects everything and checks the heap. */
    List<?> collectAndVerify() {
        world.collect(Reason.REQUESTED, 0);
        return world.memory.verify(mutator, world.collector().regions(), world.roots());
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        world.close();
    }
}
