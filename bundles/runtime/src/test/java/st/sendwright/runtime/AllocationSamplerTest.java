package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.gc.generational.GenerationalCollector;
import st.sendwright.model.Allocation;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.vm.Vm.AllocationSite;
import st.sendwright.vm.Vm.Evaluation;

@DisplayName("Samples of allocations")
class AllocationSamplerTest {

    private final TestWorld vm = new TestWorld();

    @BeforeEach
    void makeMethods() {
        vm.compile("Object", "makeSmall 1 to: 3000 do: [:i | Array new: 13]");
        vm.compile("Object", "makeLarge 1 to: 300 do: [:i | ByteArray new: 3344]");
    }

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void sayWhichMethodMakesWhat() {
        long collections = vm.counter(Counter.COLLECTIONS);
        vm.world.sampler.start(4096);
        vm.evaluate("3 makeSmall. 3 makeLarge");
        List<AllocationSite> sites = vm.world.sampler.stop();

        assertThat(vm.counter(Counter.COLLECTIONS)).as("sampling collects nothing").isEqualTo(collections);
        AllocationSite small = site(sites, "Array", "Object>>makeSmall");
        AllocationSite large = site(sites, "ByteArray", "Object>>makeLarge");
        assertThat(small.samples()).isBetween(60L, 90L);
        assertThat(small.bytes()).as("of 3000 * 112").isBetween(320_000L, 350_000L);
        assertThat(large.samples()).isBetween(100L, 260L);
        assertThat(large.bytes()).as("of 300 * 3360").isBetween(990_000L, 1_020_000L);
        assertThat(sites).isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()));
    }

    @Test
    void seeLargeObjectsToo() {
        vm.plans.add("generational", GenerationalCollector::new);
        vm.exchanges.exchange("memory-plan", "generational", "test");
        vm.compile("Object", "makeHuge 1 to: 5 do: [:i | ByteArray new: 3000000. self makeSmall]");
        vm.world.sampler.start(16384);
        vm.evaluate("3 makeHuge");

        List<AllocationSite> sites = vm.world.sampler.stop();

        assertThat(site(sites, "ByteArray", "Object>>makeHuge").samples()).isEqualTo(5);
        assertThat(site(sites, "ByteArray", "Object>>makeHuge").bytes()).isBetween(15_000_000L, 15_200_000L);
        assertThat(site(sites, "Array", "Object>>makeSmall").bytes()).as("of 5 * 3000 * 112").isBetween(1_500_000L, 1_750_000L);
    }

    private static AllocationSite site(List<AllocationSite> sites, String className, String method) {
        return sites.stream().filter(each -> each.className().equals(className) && each.method().equals(method))
                .findFirst().orElseThrow(() -> new AssertionError(sites));
    }

    @Test
    void goOnOverCollectionsAndGiveAllRoomBack() {
        vm.world.collect(Reason.REQUESTED, 0);
        long room = Allocation.room(vm.mutator);
        vm.world.sampler.start(8192);
        assertThat(Allocation.room(vm.mutator)).isEqualTo(8192);

        vm.evaluate("200 timesRepeat: [3 makeSmall]. Smalltalk garbageCollect. 20 timesRepeat: [3 makeSmall]");
        List<AllocationSite> sites = vm.world.sampler.stop();

        assertThat(vm.counter(Counter.COLLECTIONS)).isGreaterThan(2);
        assertThat(site(sites, "Array", "Object>>makeSmall").samples()).isGreaterThan(2_000);
        assertThat(vm.collectAndVerify()).isEmpty();
        assertThat(Allocation.room(vm.mutator)).isCloseTo(room, offset(100_000L));
        assertThat(vm.world.sampler.stop()).isEmpty();
    }

    @Test
    void canBeAskedForByPrograms() {
        assertThat(vm.print("(Smalltalk allocationsDuring: [10 timesRepeat: [3 makeLarge]]) first first: 2"))
                .isEqualTo("('ByteArray' 'Object>>makeLarge' )");
        assertThat(vm.evaluate("Smalltalk allocationsEvery: 3 during: []")).isInstanceOf(Evaluation.Failed.class);
        assertThat(vm.print("[Smalltalk allocationsEvery: 4096 during: [1/0]] on: ZeroDivide do: [:e | e return: 7]"))
                .isEqualTo("7");
        assertThat(vm.print("(Array new: 100000) size")).isEqualTo("100000");
    }
}
