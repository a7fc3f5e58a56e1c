package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Profile.Call;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

/** Programs make the clock tick by a primitive, so each test knows what the profile must say. */
@DisplayName("The profiler")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProfilerTest {

    private static final long TICK = 1_000;

    private final HandTicker ticker = new HandTicker();
    private final CountDownLatch begun = new CountDownLatch(1);
    private TestWorld test;

    /** Ticks when it is told to, on the thread of who tells. */
    private static final class HandTicker implements Ticker {
        private final AtomicLong now = new AtomicLong();
        private Runnable tick;

        @Override
        public long nanos() {
            return now.get();
        }

        @Override
        public void start(long everyNanos, Runnable whatToDo) {
            tick = whatToDo;
        }

        @Override
        public void stop() {
            tick = null;
        }

        @Override
        public void leave() {
            stop();
        }

        void tick(Activity activity, World world) {
            Activity before = world.activity.begin(activity);
            now.addAndGet(TICK);
            tick.run();
            world.activity.begin(before);
        }
    }

    @BeforeEach
    void start() {
        test = new TestWorld();
        test.world.profiler.useTicker(ticker);
        test.world.primitives.bind(new PrimitiveSet() {
            @Override
            public String module() {
                return "Test";
            }

            @Override
            public List<Binding> bindings() {
                return List.of(new Binding("tick", 1, this::tick), new Binding("work", 0, this::work),
                        new Binding("begin", 0, frame -> {
                            begun.countDown();
                            return frame.receiver();
                        }));
            }

            /** A tick while the VM was at what the argument names. It fails: its method goes on to be activated. */
            private long tick(PrimitiveFrame frame) {
                ticker.tick(Activity.valueOf(test.world.text(frame.argument(0))), test.world);
                return frame.fail(Failure.WRONG_ARGUMENT);
            }

            /** A primitive that takes a tick. */
            private long work(PrimitiveFrame frame) {
                ticker.tick(Activity.PRIMITIVE, test.world);
                return frame.receiver();
            }
        });
        test.compile("Object", "primWork <primitive: 'work' module: 'Test'> ^nil");
        test.compile("Object", "primTick: activity <primitive: 'tick' module: 'Test'> ^self");
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void countsAPrimitiveForItsMethodAndTheCallersOfThat() {
        test.compile("Object", "outer ^self inner");
        test.compile("Object", "inner self primWork. ^self primWork");

        Call root = profile("3 outer; inner").root();

        assertThat(paths(root)).containsExactly(
                "(statements);Object>>outer;Object>>inner;Object>>primWork PRIMITIVE 2000",
                "(statements);Object>>inner;Object>>primWork PRIMITIVE 2000");
        assertThat(root.total()).isEqualTo(4 * TICK);
    }

    @Test
    void namesBlocksAfterTheirMethods() {
        test.compile("Object", "inBlock ^#(1 2) do: [:each | each primWork]");

        assertThat(paths(profile("3 inBlock").root())).allMatch(path ->
                path.contains("Object>>inBlock;") && path.contains(";[] in Object>>inBlock;Object>>primWork"));
    }

    /** It is looked at behind the primitive that ticked, so the caller of that is the top of the stack. */
    @Test
    void countsAnActivityForTheTopOfTheStack() {
        test.compile("Object", "compiles self primTick: 'COMPILER'");
        test.compile("Object", "collects self primTick: 'COLLECTOR'");

        assertThat(paths(profile("3 compiles; collects").root())).containsExactlyInAnyOrder(
                "(statements);Object>>compiles COMPILER 1000",
                "(statements);Object>>collects COLLECTOR 1000");
    }

    @Test
    void countsTimeInWhichNothingRunsForNobody() {
        test.world.profiler.start(TICK);
        ticker.tick(Activity.IDLE, test.world);

        assertThat(test.world.polls.isPending()).isFalse();
        assertThat(test.world.profiler.stop().root().self(Activity.IDLE)).isEqualTo(TICK);
    }

    /** A loop without sends, in which only its poll can look; another thread ticks, then ends it. */
    @Test
    void looksAtTheNextPollWhenAnotherThreadTicks() throws InterruptedException {
        test.compile("Object", "loops self primBegin. [true] whileTrue: []");
        test.compile("Object", "primBegin <primitive: 'begin' module: 'Test'> ^nil");
        Thread other = new Thread(() -> {
            try {
                begun.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            while (test.world.activity.now() != Activity.INTERPRETER) {
                Thread.yield();
            }
            ticker.now.addAndGet(TICK);
            ticker.tick.run();
            while (test.world.profiler.isDue()) {
                Thread.yield();
            }
            test.driver.interrupts().ask();
        });
        other.start();

        test.world.profiler.start(TICK);
        String walkback = test.print("3 loops");
        other.join();

        assertThat(walkback).contains("UserInterrupt");
        assertThat(paths(test.world.profiler.stop().root())).containsExactly(
                "(statements);Object>>loops INTERPRETER 1000");
    }

    @Test
    void countsDeepCallsAsOneBelowTheTopmost() {
        test.compile("Integer", "descend ^self = 0 ifTrue: [self primWork] ifFalse: [(self - 1) descend]");

        Call root = profile("2000 descend").root();

        assertThat(root.callees()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo(Profiler.LEFT_OUT);
            assertThat(call.total()).isEqualTo(TICK);
        });
        assertThat(depth(root)).isEqualTo(Profiler.MOST_FRAMES + 3);
    }

    @Test
    void findsNamesAgainAfterObjectsHaveMoved() {
        test.compile("Object", "moves self primWork. Smalltalk garbageCollect. ^self primWork");

        assertThat(paths(profile("3 moves").root())).contains(
                "(statements);Object>>moves;Object>>primWork PRIMITIVE 2000");
    }

    @Test
    void takesNoNoticeWhenItIsOff() {
        test.world.profiler.start(TICK);
        test.world.profiler.stop();

        assertThat(test.world.profiler.isDue()).isFalse();
        assertThat(test.print("3 + 4")).isEqualTo("7");
    }

    @Test
    void saysThatItIsOnAlready() throws VmStartException {
        try (Vm vm = TestVms.start()) {
            vm.startProfile(Vm.LEAST_INTERVAL_NANOS);
            assertThatThrownBy(() -> vm.startProfile(Vm.LEAST_INTERVAL_NANOS))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("already");
            vm.stopProfile();
            assertThatThrownBy(vm::stopProfile).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> vm.startProfile(1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The real clock; that a program of more than some ticks is found is all that can be said. */
    @Test
    void findsMachineCode() throws VmStartException {
        try (Vm vm = TestVms.factory().start(TestVms.options().withJit(JitMode.EAGER))) {
            vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(
                    "fibs ^self < 2 ifTrue: [1] ifFalse: [(self - 1) fibs + (self - 2) fibs + 1]", "test"));
            Profile profile;
            do {
                vm.startProfile(Vm.LEAST_INTERVAL_NANOS);
                TestVms.print(vm, "25 fibs");
                profile = vm.stopProfile();
            } while (total(profile.root(), Activity.MACHINE_CODE) == 0);

            assertThat(paths(profile.root())).anyMatch(path -> path.contains("Integer>>fibs MACHINE_CODE"));
        }
    }

    @Test
    void endsWithItsVm() throws VmStartException {
        Vm vm = TestVms.start();
        vm.startProfile(Vm.LEAST_INTERVAL_NANOS);
        vm.close();

        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(each -> each.getName().equals("sendwright-profiler"));
    }

    private Profile profile(String source) {
        assertThat(test.world.profiler.start(TICK)).isTrue();
        String printed = test.print(source);
        Profile profile = test.world.profiler.stop();
        assertThat(printed).doesNotContain("rror");
        return profile;
    }

    private static long total(Call call, Activity activity) {
        return call.self(activity) + call.callees().stream().mapToLong(each -> total(each, activity)).sum();
    }

    private static int depth(Call call) {
        return 1 + call.callees().stream().mapToInt(ProfilerTest::depth).max().orElse(0);
    }

    /** A line for each path with time of its own, without what all have in common. */
    private static List<String> paths(Call root) {
        List<String> lines = new ArrayList<>();
        root.callees().forEach(each -> addPaths(each, "", lines));
        return lines;
    }

    private static void addPaths(Call call, String before, List<String> lines) {
        String path = call.name().equals("[] in (statements)") ? before
                : before.isEmpty() ? call.name() : before + ";" + call.name();
        for (Activity activity : Activity.values()) {
            if (call.self(activity) > 0) {
                lines.add(path + " " + activity + " " + call.self(activity));
            }
        }
        call.callees().forEach(each -> addPaths(each, path, lines));
    }
}
