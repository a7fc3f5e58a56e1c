package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import st.sendwright.it.HeardLog;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.VmHarness;
import st.sendwright.language.SourceText;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;

/** Primitives that break their contract, each in a way of its own. */
@DisplayName("The strict set")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StrictPrimitivesIT {

    /** Receivers are Arrays of at least one element. */
    private static final class Faulty implements PrimitiveSet {

        private final AtomicReference<PrimitiveFrame> kept = new AtomicReference<>();

        @Override
        public String module() {
            return "Faulty";
        }

        @Override
        public List<Binding> bindings() {
            return List.of(bound("good", frame -> frame.receiver()),
                    bound("failing", frame -> frame.fail(Failure.NOT_FOUND)),
                    bound("noObject", frame -> frame.receiver() + Long.BYTES),
                    bound("nowhere", frame -> 0x2000),
                    bound("noReason", frame -> Primitive.FAILED),
                    bound("failsAndAnswers", frame -> {
                        frame.fail(Failure.NOT_FOUND);
                        return frame.receiver();
                    }),
                    bound("writesAndFails", frame -> {
                        ObjectHeader.rawPutSlot(frame.receiver(), 0, Oop.smallInteger(99));
                        return frame.fail(Failure.NOT_FOUND);
                    }),
                    bound("writesAndNeedsRoom", frame -> {
                        ObjectHeader.rawPutSlot(frame.receiver(), 0, Oop.smallInteger(98));
                        return Primitive.NEEDS_ROOM;
                    }),
                    bound("takesTooMuch", frame -> frame.argument(1)),
                    bound("keepsItsFrame", frame -> {
                        PrimitiveFrame before = kept.getAndSet(frame);
                        return before == null ? frame.receiver() : before.receiver();
                    }),
                    bound("givesItsFrameAway", frame -> {
                        AtomicReference<Throwable> thrown = new AtomicReference<>();
                        Thread other = Thread.ofPlatform().start(() -> {
                            try {
                                frame.receiver();
                            } catch (IllegalStateException refused) {
                                thrown.set(refused);
                            }
                        });
                        try {
                            other.join();
                        } catch (InterruptedException interrupt) {
                            Thread.currentThread().interrupt();
                        }
                        if (thrown.get() instanceof IllegalStateException refused) {
                            throw refused;
                        }
                        return frame.receiver();
                    }));
        }

        private static Binding bound(String name, Primitive code) {
            return new Binding(name, name.equals("takesTooMuch") ? 1 : 0, code);
        }
    }

    private static VmHarness harness;

    private HeardLog log;
    private Vm vm;

    @BeforeAll
    static void startFelix() throws Exception {
        harness = VmHarness.start();
        Bundle strict = harness.install("reference:" + SendwrightProcess.DIST.resolve("plugins/strict.jar").toUri());
        strict.start();
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("sendwright.name", "faulty"));
        strict.getBundleContext().registerService(PrimitiveSet.class, new Faulty(), properties);
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    @BeforeEach
    void start() throws Exception {
        log = HeardLog.of("st.sendwright.primitives");
        vm = harness.vmFactory().start(VmOptions.defaults()
                .withStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
        for (PrimitiveSet.Binding each : new Faulty().bindings()) {
            String header = each.name() + (each.arguments() == 0 ? "" : ": a");
            assertThat(vm.compileMethod("Object", Optional.empty(), Optional.empty(), SourceText.of(
                    header + " <primitive: '" + each.name() + "' module: 'Faulty' error: code> ^code", "test")).selector()).isPresent();
        }
        assertThat(vm.exchange("primitives.Faulty", "strict", "test").refusal()).isEmpty();
    }

    @AfterEach
    void stop() {
        assertThat(vm.verifyHeap()).isEmpty();
        vm.close();
        log.close();
    }

    private String print(String source) {
        return VmHarness.print(vm, source);
    }

    @Test
    void leavesAloneWhatKeepsTheContract() {
        assertThat(print("#(1 2) good")).isEqualTo("(1 2 )");
        assertThat(print("#(1 2) failing")).isEqualTo("#'not found'");
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "(Array new: 3) noObject | answers what is no object: 0x",
        "(Array new: 3) nowhere | answers what is no object: 0x2000",
        "(Array new: 3) noReason | it fails and does not say why",
        "(Array new: 3) failsAndAnswers | it says that it fails, and answers an object",
        "(Array new: 3) writesAndFails | it has written into operand 0 and fails",
        "(Array new: 3) writesAndNeedsRoom | it has written into operand 0 and is to be called again",
        "(Array new: 3) takesTooMuch: 4 | argument 1 of 1",
        "3 keepsItsFrame. 3 keepsItsFrame | a primitive's frame is used after its call",
        "(Array new: 3) givesItsFrameAway | a primitive's frame is used on another thread"})
    void findsWhatBreaksTheContract(String call, String what) {
        assertThat(print(call)).isEqualTo("#'the primitive threw a Java exception'");

        assertThat(log.lines()).singleElement().asString().contains("primitive Faulty.").contains(what);
        assertThat(print("#(1 2) good")).isEqualTo("(1 2 )");
    }

    @Test
    void goesWhereThreeCallsInARowBreakIt() {
        assertThat(print("3 timesRepeat: [(Array new: 3) noReason]. Smalltalk tiers at: #'primitives.Faulty'")).isEqualTo("'faulty'");
        assertThat(vm.exchanges().getLast().reason()).contains("SW-SWAP-006", "SW-PRIM-003");
    }
}
