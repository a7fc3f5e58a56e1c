package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import st.sendwright.heap.HeapInspector.ClassUse;
import st.sendwright.heap.HeapInspector.Owner;
import st.sendwright.heap.HeapInspector.Ownership;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet.CallCount;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Permissions;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Profile;
import st.sendwright.vm.ProviderState.State;
import st.sendwright.vm.ProviderState;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.Vm;

@DisplayName("The prompt")
class PromptTest {

    @TempDir
    Path folder;

    private final Vm vm = mock(Vm.class);
    private final BundleContext bundles = mock(BundleContext.class);
    private final SourceCompiler compiler = mock(SourceCompiler.class);
    private final SourceLoader loader = mock(SourceLoader.class);
    private final ObjectHandle handle = mock(ObjectHandle.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void answerWell() {
        when(vm.exitCode()).thenReturn(OptionalInt.empty());
        when(vm.evaluate(any())).thenReturn(new Evaluation.Value(handle, List.of()));
        when(vm.sendForString(handle, "printString")).thenReturn("7");
        when(compiler.isIncomplete(any())).thenAnswer(call -> call.getArgument(0, String.class)
                .endsWith("+"));
    }

    @Test
    void printsTheValueOfEachLineUntilTheEndOfInput() throws IOException {
        type("3 + 4\n\n4 + 3\n");

        verify(vm).evaluate(SourceText.of("3 + 4", "line-1"));
        verify(vm).evaluate(SourceText.of("4 + 3", "line-2"));
        assertThat(out.toString()).endsWith("7\n7\n");
    }

    @Test
    void asksForMoreLinesWhenTheFirstIsIncomplete() throws IOException {
        type("3 +\n4\n");

        verify(vm).evaluate(SourceText.of("3 +\n4", "line-1"));
    }

    @Test
    void goesOnAfterAnError() throws IOException {
        when(vm.evaluate(any())).thenReturn(new Evaluation.Failed("E", "E\n  frame\n", List.of()))
                .thenReturn(new Evaluation.Value(handle, List.of()));

        type("1 / 0\n3 + 4\n");

        assertThat(err).hasToString("E\n  frame\n");
        assertThat(out.toString()).endsWith("7\n");
    }

    /** A provider may have the program and not come back. */
    @Test
    void goesOnWhenTheVmDoesNotAnswer() throws IOException {
        when(vm.statistics()).thenThrow(new IllegalStateException("SW-SWAP-011 it does not answer"));

        type(":stats\n3 + 4\n");

        assertThat(err).hasToString("sendwright: SW-SWAP-011 it does not answer\n");
        assertThat(out.toString()).endsWith("7\n");
    }

    @Test
    void endsWhenTheProgramEndsTheVm() throws IOException {
        when(vm.evaluate(any())).thenAnswer(call -> {
            when(vm.exitCode()).thenReturn(OptionalInt.of(3));
            return new Evaluation.Exited(3);
        });

        type("Smalltalk exit: 3\n3 + 4\n");

        verify(vm).evaluate(any());
    }

    @Test
    void carriesOutCommands() throws IOException {
        when(vm.statistics()).thenReturn(List.of(new Vm.Statistic("collections", 12_345, "")));
        when(vm.verifyHeap()).thenReturn(List.of());
        when(vm.disassemble("Integer", "+")).thenReturn("0: push self");
        when(vm.inlineCaches("Integer", "+")).thenReturn("pc 3 #foo unlinked");
        when(vm.machineCode("Integer class", "new")).thenReturn("2a c3 ret");

        type(":stats\n:verify\n:bytecodes Integer>>#+\n:ic Integer>>+\n:disassemble Integer class>>new\n:nonsense\n:quit\n3 + 4\n");

        assertThat(out.toString()).containsPattern("collections +12,345")
                .contains("the heap is sound\n", "0: push self\n", "pc 3 #foo unlinked\n", "2a c3 ret\n");
        assertThat(err.toString()).contains("there is no command :nonsense");
        verify(vm, never()).evaluate(any());
    }

    @Test
    void revertsTheLastExchange() throws IOException {
        TierExchange refused = exchange(Optional.of("SW-SWAP-002 it is not there"));
        TierExchange plan = exchange(Optional.empty());
        TierExchange cache = new TierExchange(3, "code-cache", "fifo", "aging", "a test", Optional.empty(), 0, 0, 0,
                List.of(), List.of());
        when(vm.exchanges()).thenReturn(List.of(), List.of(plan, cache, refused));
        when(vm.exchange("code-cache", "fifo", "asked for at the prompt")).thenReturn(cache);
        when(vm.exchange("memory-plan", plan.from(), "asked for at the prompt")).thenReturn(plan);

        type(":revert\n:revert\n:revert memory-plan\n:revert jit\n");

        verify(vm).exchange("code-cache", "fifo", "asked for at the prompt");
        verify(vm).exchange("memory-plan", plan.from(), "asked for at the prompt");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nothing was exchanged yet", "no jit was exchanged yet");
    }

    @Test
    void exchangesTiers() throws IOException {
        when(vm.tiers()).thenReturn(List.of(
                new Vm.Tier("memory-plan", "generational", List.of("generational", "none", "semispace")),
                new Vm.Tier("primitives.Digest", "slow", List.of("fast", "slow"))));
        when(vm.exchange("memory-plan", "none", "asked for at the prompt")).thenReturn(exchange(Optional.empty()));
        when(vm.exchange("memory-plan", "immix", "asked for at the prompt"))
                .thenReturn(exchange(Optional.of("SW-SWAP-002 no bundle provides it")));

        when(vm.dryRun("memory-plan", "none")).thenReturn(Optional.empty());
        when(vm.dryRun("memory-plan", "bad")).thenReturn(Optional.of("SW-SWAP-012 it is not admitted"));

        type(":tiers\n:exchange memory-plan=none\n:exchange memory-plan = immix\n:exchange immix\n"
                + ":exchange --dry-run memory-plan=none\n:exchange --dry-run memory-plan=bad\n:exchange --dry-run bad\n");

        assertThat(out.toString()).contains("memory-plan     generational (others: none, semispace)\n",
                "memory-plan: none can be put in force; nothing was exchanged\n",
                "memory-plan: generational -> none, paused 1.5 ms, tried for 0.4 s, 3,000,000 bytes moved\n");
        assertThat(err.toString()).contains("SW-SWAP-012 it is not admitted",
                "write what to try as :exchange --dry-run KIND=NAME", "SW-SWAP-002 no bundle provides it",
                "write what to exchange as KIND=NAME, such as memory-plan=semispace");
    }

    @Test
    void hasTheSameUnderOtherNames() throws IOException {
        when(vm.exchange("memory-plan", "none", "asked for at the prompt")).thenReturn(exchange(Optional.empty()));
        when(vm.dryRun("memory-plan", "none")).thenReturn(Optional.empty());
        when(vm.verifyHeap()).thenReturn(List.of());

        type(":vm verify\n:vm swap memory-plan none\n:vm swap memory-plan=none\n:vm swap --dry-run memory-plan none\n:vm history\n"
                + ":vm revert jit\n:vm swap\n:vm\n");

        verify(vm, times(2)).exchange("memory-plan", "none", "asked for at the prompt");
        verify(vm).dryRun("memory-plan", "none");
        assertThat(out.toString()).contains("the heap is sound\n", "nothing was exchanged yet\n");
        assertThat(err.toString()).contains("no jit was exchanged yet", "write what to exchange as KIND=NAME", "write a command after :vm, ");
    }

    @Test
    void listsModulesOfPrimitivesAndExchangesThem() throws IOException {
        when(vm.tiers()).thenReturn(List.of(new Vm.Tier("memory-plan", "none", List.of("none")),
                new Vm.Tier("primitives.Digest", "slow", List.of("fast", "slow"))));
        when(vm.primitiveModules()).thenReturn(List.of(new Vm.PrimitiveModule("Digest", "slow", "st.digest 1.0",
                Set.of(Permission.FILES, Permission.NETWORK, Permission.NATIVE))));
        when(vm.permissions()).thenReturn(new Permissions(Set.of(Permission.NETWORK), Optional.of(Path.of("/here"))));
        when(vm.exchange("primitives.Digest", "fast", "asked for at the prompt")).thenReturn(exchange(Optional.empty()));

        type(":primitives\n:primitives use Digest fast\n:primitives Digest\n:tiers\n");

        assertThat(out.toString()).contains("Digest          slow (others: fast) [st.digest 1.0; files in /here, network denied, native]\n", "paused 1.5 ms",
                "memory-plan     none\n").doesNotContain("primitives.Digest");
        assertThat(err.toString()).contains("write :primitives, :primitives use MODULE NAME,");
    }

    @Test
    void usesASetInAllModulesAndListsWhatTheyCount() throws IOException {
        when(vm.tiers()).thenReturn(List.of(new Vm.Tier("primitives.A", "x", List.of("x", "tracing")),
                new Vm.Tier("primitives.B", "x", List.of("x"))));
        when(vm.exchange("primitives.A", "tracing", "asked for at the prompt")).thenReturn(exchange(Optional.empty()));
        when(vm.primitiveCalls()).thenReturn(List.of()).thenReturn(List.of(new CallCount("A.add", 2_000, 3, 100_000)));

        type(":primitives calls\n:primitives use all tracing\n:primitives calls\n");

        assertThat(err.toString()).contains("no module counts its calls");
        assertThat(out.toString()).contains("paused 1.5 ms", "A.add                                   2,000            3           50\n");
    }

    @Test
    void saysWhatIsKnownOfProviders() throws IOException {
        when(vm.tiers()).thenReturn(List.of(new Vm.Tier("code-cache", "aging", List.of("aging", "bad", "fifo", "worse")),
                new Vm.Tier("interpreter", "threaded", List.of("switching", "threaded")),
                new Vm.Tier("jit", "baseline", List.of("baseline", "none"))));
        when(vm.providerStates()).thenReturn(List.of(new ProviderState("code-cache", "aging", State.ACTIVE, 0),
                new ProviderState("code-cache", "bad", State.REVERTED, 2),
                new ProviderState("code-cache", "fifo", State.INSTALLED, 0),
                new ProviderState("code-cache", "worse", State.BARRED, 3),
                new ProviderState("interpreter", "threaded", State.STABLE, 0),
                new ProviderState("jit", "baseline", State.PROBATION, 0)));

        type(":tiers\n:history\n");

        assertThat(out.toString()).contains(
                "code-cache      aging (others: bad [failed 2 times], fifo, worse [barred])\n",
                "interpreter     threaded [stable] (others: switching)\n", "jit             baseline [on probation] (others: none)\n",
                "interpreter: threaded is stable\n", "jit: baseline is on probation\n");
    }

    @Test
    void listsExchanges() throws IOException {
        when(vm.exchanges()).thenReturn(List.of(), List.of(exchange(Optional.empty()),
                exchange(Optional.of("SW-SWAP-002 \"immix\" is\tnot there"))));
        Path file = folder.resolve("history.json");

        type(":history\n:history\n:history json\n:history json " + file + "\n:history xml\n:history json " + folder
                + "\n");

        assertThat(out.toString()).contains("nothing was exchanged yet\n",
                "     1  memory-plan: generational -> none, paused 1.5 ms, tried for 0.4 s, 3,000,000 bytes moved; a test\n"
                        + "        tried 400.0 ms, prepared 2.0 ms, waited 30 us for machine code; made ready 1 us, put in force 1.5 ms,"
                        + " released 4 us\n",
                "     1  memory-plan: generational -> none, refused: SW-SWAP-002 \"immix\" is\tnot there; a test\n",
                "wrote " + file + "\n", Files.readString(file));
        assertThat(Files.readString(file)).isEqualTo("""
                [
                  {"number": 1, "kind": "memory-plan", "from": "generational", "to": "none", "reason": "a test", \
                "refusal": null, "prepareNanos": 1000, "pauseNanos": 1500000, "movedBytes": 3000000,
                   "phases": {"admissionNanos": 400000000, "preparationNanos": 2000000, "waitNanos": 30000, "askedDuring": "machine code", \
                "releaseNanos": 4000},
                   "before": {"collections": 1},
                   "after": {"collections": 2, "heap": 3}},
                  {"number": 1, "kind": "memory-plan", "from": "generational", "to": "none", "reason": "a test", \
                "refusal": "SW-SWAP-002 \\"immix\\" is\\u0009not there", "prepareNanos": 1000, "pauseNanos": 1500000, \
                "movedBytes": 3000000,
                   "phases": {"admissionNanos": 400000000, "preparationNanos": 2000000, "waitNanos": 30000, "askedDuring": "machine code", \
                "releaseNanos": 4000},
                   "before": {"collections": 1},
                   "after": {"collections": 2, "heap": 3}}
                ]
                """);
        assertThat(err.toString()).contains("write :history, :history json or :history json FILE.",
                "SW-HOST-019 the history " + folder + " was not written: ");
    }

    @Test
    void looksIntoTheHeap() throws Exception {
        when(vm.tiers()).thenReturn(List.of(new Vm.Tier("memory-plan", "semispace", List.of("semispace"))));
        when(vm.statistics()).thenReturn(List.of(new Vm.Statistic("heap-old-used", 5_000, "bytes"),
                new Vm.Statistic("polls", 3, "count")));
        when(vm.heapResidence()).thenReturn(List.of(new Vm.Statistic("heap-old-resident", 8_192, "bytes")));
        when(vm.heapClasses()).thenReturn(List.of(new ClassUse("Array", 12, 3_456), new ClassUse("Bag", 1, 24)));
        when(vm.heapOwners("Bag", 5)).thenReturn(Optional.of(new Ownership(new ClassUse("Bag", 1, 24), 2_000,
                List.of(new Owner("an Array", 1, 2_000, List.of("the special objects", "an Array"))))));
        doThrow(new IOException("disk full")).when(vm).exportHeap(Path.of("x"));

        type(":heap\n:heap classes 1\n:heap owners Bag\n:heap owners Bog\n:heap export y\n:heap export x\n:heap what\n");

        assertThat(out.toString()).contains("memory plan: semispace\n", "5,000 bytes\n",
                "8,192 bytes\n", "3,456               12  Array\n", "3,480               13  in all 2 classes\n",
                "Bag: 1 instances, 24 bytes; with what only they keep 2,000 bytes\n",
                "1 of them, 2,000 bytes, kept by an Array\n    the special objects\n    an Array\n", "wrote y\n")
                .doesNotContain("polls", "24                1  Bag");
        assertThat(err.toString()).contains("there is no class Bog.", "SW-HEAP-031", "disk full", "write :heap");
    }

    @Test
    void listsWhereAnExpressionAllocates() throws IOException {
        when(vm.evaluate(any())).thenReturn(new Evaluation.Terminated("it was ended"));
        when(vm.stopSamplingAllocations()).thenReturn(List.of(new Vm.AllocationSite("Array", "[] in Foo>>bar", 3, 54_321),
                new Vm.AllocationSite("String", "Foo>>name", 1, 20_000)));

        type(":heap allocations Foo new bar\n:heap allocations\n");

        assertThat(out.toString()).contains("54,321  Array                        [] in Foo>>bar\n",
                "20,000  String                       Foo>>name\n", "74,321  in all; looked at every 16,384 bytes\n");
        assertThat(err.toString()).contains("it was ended", ":heap allocations EXPRESSION");
        verify(vm).startSamplingAllocations(16_384);
    }

    @Test
    void showsWhatTheJitDoes() throws IOException {
        JitReport.Code code = new JitReport.Code("baseline", "counting", Where.SYNCHRONOUS, 1_200, 3, 10_000, 65_000, 20_000_000,
                new JitReport.Space("dual mapping", 70_000, 4_194_304, 1_300, 2),
                new JitReport.Links("polymorphic", 5_100, 4_000, 1_000, 99, 1, 1_010),
                new JitReport.Cache("aging", 6, 40, 5_000, 5, 30_000, 12, 2_000, 1_000, 750, 9_000_000, 2_500_000),
                List.of(new JitReport.Exits("SEND_MISS", 4_321)),
                List.of(new JitReport.Block("Foo>>bar", 0x1000, 9_876)),
                Optional.of(new JitReport.Sends(10_000, 9_000, 500, 250, 150, 100, 50, 7)));
        when(vm.jit(5)).thenReturn(new JitReport(JitMode.EAGER, Optional.of(code)));
        when(vm.jit(7)).thenReturn(new JitReport(JitMode.EAGER, Optional.of(code)));

        type(":jit\n:jit blocks 7\n:jit block\n");

        assertThat(out.toString()).contains("mode        eager, back end baseline, policy counting\n",
                "compiled    1,200 methods and blocks; 3 refused\n",
                "sends       10,000; 90.00 % monomorphic, 5.00 % polymorphic, 2.50 % megamorphic, 1.50 % recorded, 1.00 % missed\n",
                "98.507 % served by inline caches, 0.0697 % looked up; 50 interpreted ones missed\n",
                "code        65,000 bytes for 10,000 of bytecode, 6.5 times as much\n",
                "time        20.0 ms, 500,000 bytecodes a second\n",
                "70,000 of 4,194,304 bytes used by 1,300 pieces, flushed 2 times; memory: dual mapping\n",
                "links       policy polymorphic, asked 5,100 times: 4,000 to one class, 1,000 to several, 99 to all,"
                        + " 1 to none; 1,010 stubs\n",
                "code cache  policy aging, 6 sweeps of 9.0 ms in all, 2.50 ms the longest; 25 % of what is free in pieces\n",
                "40 pieces of 5,000 bytes dropped, 30,000 bytes moved in 5 compactions; 12 compiled again, 2,000 bytes\n",
                "4,321  SEND_MISS\n").containsPattern("(?s)9,876  Foo>>bar\n.*9,876  Foo>>bar\n");
        assertThat(err.toString()).contains("write :jit or :jit blocks [N].");
    }

    @Test
    void profilesAnExpression() throws IOException {
        long[] nanos = new long[Profile.Activity.values().length];
        nanos[Profile.Activity.INTERPRETER.ordinal()] = 2_000_000;
        Profile.Call method = new Profile.Call("Foo>>bar", Arrays.stream(nanos).boxed().toList(), List.of());
        when(vm.stopProfile()).thenReturn(new Profile(200_000, 10, 0, new Profile.Call("(all)",
                Collections.nCopies(nanos.length, 0L), List.of(method))));
        Path file = folder.resolve("p.txt");

        type(":flame " + file + "\n:profile every 200 3 + 4\n:flame " + file + "\n:flame\n:profile\n"
                + ":profile every 49 3\n:flame " + folder.resolve("no/p.svg") + "\n");

        verify(vm).startProfile(200_000);
        verify(vm).evaluate(SourceText.of("3 + 4", "line-1"));
        assertThat(out.toString()).contains("7\n0.002 s in 10 samples, one every 0.2 ms\n", "  Foo>>bar\n",
                "wrote " + file + "\n");
        assertThat(Files.readString(file)).isEqualTo("Foo>>bar 2000\n");
        assertThat(err.toString()).contains("there is no profile yet", ":flame needs the name of a file",
                "write :profile EXPR", "every 50 microseconds at most", "SW-HOST-018");
    }

    @Test
    void profilesEachMillisecondUnlessToldAndEndsTheProfileOfAFailure() throws IOException {
        when(vm.evaluate(any())).thenThrow(new IllegalStateException("a test"));
        when(vm.stopProfile()).thenReturn(new Profile(1_000_000, 0, 0, new Profile.Call("(all)", List.of(), List.of())));

        type(":profile 3 + 4\n");

        assertThat(err).hasToString("sendwright: a test\n");
        verify(vm).startProfile(1_000_000);
        verify(vm).stopProfile();
    }

    @Test
    void saysWhyThereIsNoMachineCode() throws IOException {
        when(vm.jit(5)).thenReturn(new JitReport(JitMode.OFF, Optional.empty()))
                .thenReturn(new JitReport(JitMode.BASELINE, Optional.empty()));

        type(":jit\n:jit\n");

        assertThat(out.toString()).contains("the JIT is off; start with --jit, or turn it on with :exchange jit=baseline\n",
                "the JIT is not there: no back end is installed, it was turned off, or the system forbids executable memory");
    }

    @Test
    void saysWhenNobodyLooksIntoHeaps() throws IOException {
        when(vm.heapClasses()).thenThrow(new UnsupportedOperationException("SW-HEAP-030 no bundle"));

        type(":heap classes\n");

        assertThat(err.toString()).contains("SW-HEAP-030 no bundle");
    }

    private static TierExchange exchange(Optional<String> refusal) {
        return new TierExchange(1, "memory-plan", "generational", "none", "a test", refusal, 1_000, 1_500_000,
                3_000_000, List.of(new Vm.Statistic("collections", 1, "count")),
                List.of(new Vm.Statistic("collections", 2, "count"), new Vm.Statistic("heap", 3, "bytes")),
                new TierExchange.Phases(400_000_000, 2_000_000, 30_000, Activity.MACHINE_CODE, 4_000));
    }

    @Test
    void remembersLinesInItsHistoryFile() throws IOException {
        type("3 + 4\n");

        assertThat(Files.readString(folder.resolve("history"))).contains("3 + 4");
    }

    private void type(String text) throws IOException {
        Console console = new Console(new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8), Set.of(), true, Console.Level.WARNING);
        try (Terminal terminal =
                new DumbTerminal(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream())) {
            new Prompt(vm, compiler, loader, new PluginCommands(bundles, folder.resolve("plugins")), console, "0.0")
                    .run(terminal, Optional.of(folder.resolve("history")));
        }
    }
}
