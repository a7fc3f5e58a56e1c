package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.gc.generational.GenerationalCollector;
import st.sendwright.model.StringObjects;
import st.sendwright.vm.Vm;

@DisplayName("Pinned objects")
class PinsTest {

    @TempDir
    Path folder;

    private static TestWorld worldWith(String plan) {
        TestWorld vm = new TestWorld();
        vm.plans.add("generational", GenerationalCollector::new);
        exchange(vm, plan);
        return vm;
    }

    private static void exchange(TestWorld vm, String plan) {
        if (!vm.world.collector().name().equals(plan)) {
            assertThat(vm.exchanges.exchange("memory-plan", plan, "test").isDone()).as(plan).isTrue();
        }
    }

    private static long pinned(TestWorld vm) {
        return vm.value("Smalltalk at: #Pinned");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"generational", "semispace", "none"})
    void keepTheirAddresses(String plan) {
        try (TestWorld vm = worldWith(plan)) {
            vm.evaluate("Smalltalk at: #Pinned put: 'pinned' copy; at: #Other put: (Smalltalk at: #Pinned)."
                    + " (Smalltalk at: #Pinned) pin");
            long address = pinned(vm);

            vm.world.collect(Reason.ALLOCATION, 0);
            vm.world.collect(Reason.REQUESTED, 0);
            vm.evaluate("(Array new: 100000) asOrderedCollection");
            vm.world.collect(Reason.ALLOCATION, 0);

            assertThat(pinned(vm)).isEqualTo(address);
            assertThat(StringObjects.text(address)).isEqualTo("pinned");
            assertThat(vm.print("(Smalltalk at: #Pinned) == (Smalltalk at: #Other)")).isEqualTo("true");
            assertThat(vm.world.memory.verify(vm.mutator, vm.world.regions(), vm.world.roots())).isEmpty();
        }
    }

    @Test
    void keepThemUnderEachPlanThatFollows() {
        try (TestWorld vm = worldWith("generational")) {
            vm.evaluate("Smalltalk at: #Pinned put: (Array with: 'inside' copy with: 5). (Smalltalk at: #Pinned) pin");
            long address = pinned(vm);

            for (String plan : List.of("semispace", "none", "generational", "none", "semispace", "generational")) {
                exchange(vm, plan);
                vm.evaluate("(Smalltalk at: #Pinned) at: 2 put: ((Smalltalk at: #Pinned) at: 2) + 1; at: 1 put: 'inside' copy");
                vm.world.collect(Reason.REQUESTED, 0);
                assertThat(pinned(vm)).as(plan).isEqualTo(address);
            }

            assertThat(vm.print("Smalltalk at: #Pinned")).isEqualTo("('inside' 11 )");
            assertThat(vm.world.memory.verify(vm.mutator, vm.world.regions(), vm.world.roots())).isEmpty();
        }
    }

    @Test
    void areFoundByAllThatLooksForObjects() {
        try (TestWorld vm = worldWith("generational")) {
            vm.evaluate("Object subclass: #Held instanceVariableNames: 'load' classVariableNames: '' package: 'Tests'."
                    + " Smalltalk at: #Pinned put: Held basicNew. (Smalltalk at: #Pinned) pin");

            assertThat(vm.print("Held allInstances size")).isEqualTo("1");
            assertThat(vm.print("Held allInstances first == (Smalltalk at: #Pinned)")).isEqualTo("true");
            vm.evaluate("Object subclass: #Held instanceVariableNames: 'more load' classVariableNames: '' package: 'Tests'");
            assertThat(vm.print("(Smalltalk at: #Pinned) instVarNamed: 'more' put: 5; instVarNamed: 'more'")).isEqualTo("5");
            assertThat(vm.world.memory.verify(vm.mutator, vm.world.regions(), vm.world.roots())).isEmpty();
        }
    }

    @Test
    void arePinnedInTheVmThatGoesOnFromAnImage() throws Exception {
        Path image = folder.resolve("pins.image");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Vm vm = TestVms.start(out)) {
            TestVms.print(vm, "Smalltalk at: #Pinned put: (ByteArray new: 2000000); at: #Free put: 'free' copy; at: #Dead put: nil."
                    + " (Smalltalk at: #Pinned) at: 1000000 put: 99; pin. 'dead' copy pin."
                    + " (Smalltalk at: #Free) pin; unpin. Smalltalk saveImageAs: '" + image + "'");
            assertThat(TestVms.print(vm, "(Smalltalk at: #Pinned) isPinned")).isEqualTo("true");
        }
        try (Vm vm = TestVms.factory().start(TestVms.options().withImage(image)
                .withStreams(InputStream.nullInputStream(), out, out))) {
            assertThat(TestVms.print(vm, "(Smalltalk at: #Pinned) isPinned")).isEqualTo("true");
            assertThat(TestVms.print(vm, "(Smalltalk at: #Pinned) at: 1000000")).isEqualTo("99");
            assertThat(TestVms.print(vm, "(Smalltalk at: #Free) isPinned")).isEqualTo("false");
            assertThat(TestVms.print(vm, "(String allInstances select: [:each | each isPinned]) size")).isEqualTo("0");
            assertThat(vm.verifyHeap()).isEmpty();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void arePinnedByPrimitivesInJavaToo() {
        try (TestWorld vm = worldWith("generational")) {
            vm.evaluate("Smalltalk at: #Pinned put: 'pinned' copy");

            long address = vm.world.services.pin(pinned(vm));

            assertThat(pinned(vm)).isEqualTo(address);
            assertThat(vm.print("(Smalltalk at: #Pinned) isPinned")).isEqualTo("true");
            vm.world.services.unpin(address);
            assertThat(vm.print("(Smalltalk at: #Pinned) isPinned")).isEqualTo("false");
        }
    }
}
