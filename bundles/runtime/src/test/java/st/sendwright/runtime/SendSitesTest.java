package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;

@DisplayName("The send sites of methods")
class SendSitesTest {

    private static final int INTEGER = KnownClass.SMALL_INTEGER.index();
    private static final int CHARACTER = KnownClass.CHARACTER.index();

    private TestWorld world;
    private SendSites sites;

    @BeforeEach
    void start() {
        world = new TestWorld();
        sites = world.world.sites;
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static long tableOf(long method) {
        return Memory.longAt(ObjectHeader.slotAddress(method, MethodLayout.SITES)) & ~Oop.TAG_MASK;
    }

    private static long site(long table, int index) {
        return table + (long) index * SendSite.BYTES;
    }

    private static int kind(long site) {
        return Memory.intAt(site + SendSite.KIND);
    }

    private int hashOf(String selector) {
        return ObjectHeader.hash(world.symbol(selector));
    }

    @Test
    void areMadeUnlinkedOneForEachSend() {
        long method = world.compile("Object", "three ^self foo bar baz");

        long table = sites.make(method);

        assertThat(SendSites.count(method)).isEqualTo(3);
        assertThat(tableOf(method)).isEqualTo(table);
        int before = 0;
        for (int i = 0; i < 3; i++) {
            assertThat(kind(site(table, i))).isEqualTo(SendSite.UNLINKED);
            assertThat(Memory.intAt(site(table, i) + SendSite.CLASS_INDEX)).isEqualTo(SendSite.NO_CLASS);
            assertThat(Memory.longAt(site(table, i) + SendSite.OWNER)).isEqualTo(method);
            assertThat(Memory.intAt(site(table, i) + SendSite.PC)).isGreaterThan(before);
            before = Memory.intAt(site(table, i) + SendSite.PC);
        }
    }

    @Test
    void areNoneBeforeTheMethodRanAndInAMethodWithoutSends() {
        long method = world.compile("Object", "none ^self");
        assertThat(SendSites.count(method)).isZero();

        sites.make(method);

        assertThat(SendSites.count(method)).isZero();
        assertThat(tableOf(method)).isNotZero();
    }

    @Test
    void rememberWhatALookupFound() {
        long table = sites.make(world.compile("Object", "one ^self foo"));
        long target = world.method("Object", "printString");
        long holder = world.named("Object");

        sites.link(table, INTEGER, target, holder, hashOf("foo"), 7);

        assertThat(kind(table)).isEqualTo(SendSite.MONOMORPHIC);
        assertThat(Memory.intAt(table + SendSite.CLASS_INDEX)).isEqualTo(INTEGER);
        assertThat(Memory.longAt(table + SendSite.METHOD)).isEqualTo(target);
        assertThat(Memory.longAt(table + SendSite.HOLDER)).isEqualTo(holder);
        assertThat(Memory.intAt(table + SendSite.VERSION)).isEqualTo(7);

        sites.link(table, CHARACTER, target, holder, hashOf("foo"), 8);

        assertThat(kind(table)).isEqualTo(SendSite.POLYMORPHIC);
        assertThat(Memory.intAt(table + SendSite.CLASS_INDEX)).isEqualTo(CHARACTER);
    }

    @Test
    void forgetOnlyTheSelectorThatChanged() {
        long table = sites.make(world.compile("Object", "two ^self foo bar"));
        long target = world.method("Object", "printString");
        sites.link(site(table, 0), INTEGER, target, target, hashOf("foo"), 1);
        sites.link(site(table, 1), INTEGER, target, target, hashOf("bar"), 1);

        sites.unlink(hashOf("foo"), site -> true);

        assertThat(kind(site(table, 0))).isEqualTo(SendSite.UNLINKED);
        assertThat(kind(site(table, 1))).isEqualTo(SendSite.MONOMORPHIC);

        sites.link(site(table, 0), INTEGER, target, target, hashOf("foo"), 2);
        sites.unlink(hashOf("foo"), site -> true);

        assertThat(kind(site(table, 0))).as("linked and unlinked again").isEqualTo(SendSite.UNLINKED);
    }

    @Test
    void forgetAllAtOnce() {
        long table = sites.make(world.compile("Object", "two ^self foo bar"));
        long target = world.method("Object", "printString");
        sites.link(site(table, 0), INTEGER, target, target, hashOf("foo"), 1);
        sites.link(site(table, 1), INTEGER, target, target, hashOf("bar"), 1);

        sites.unlinkAll();

        assertThat(kind(site(table, 0))).isEqualTo(SendSite.UNLINKED);
        assertThat(kind(site(table, 1))).isEqualTo(SendSite.UNLINKED);
    }

    @Test
    void giveTheirPlaceToAnotherMethodWhenTheirOwnDied() {
        long table = sites.make(world.compile("Object", "dying ^self foo bar"));
        sites.link(table, INTEGER, world.method("Object", "printString"), world.named("Object"), hashOf("foo"), 1);
        world.compile("Object", "dying ^self");
        world.world.collect(Reason.REQUESTED, 0);

        long other = sites.make(world.compile("Object", "next ^self bar baz"));

        assertThat(other).isEqualTo(table);
        assertThat(kind(other)).isEqualTo(SendSite.UNLINKED);
        assertThat(Memory.intAt(other + SendSite.SELECTOR_HASH)).isZero();
        sites.link(other, INTEGER, world.method("Object", "printString"), world.named("Object"), hashOf("bar"), 1);
        sites.unlink(hashOf("foo"), site -> true);
        assertThat(kind(other)).as("not listed under its predecessor's selector").isEqualTo(SendSite.MONOMORPHIC);
    }

    @Test
    void stayLinkedWhenTheirMethodsMove() {
        long table = sites.make(world.compile("Object", "living ^self printString"));
        sites.link(table, INTEGER, world.method("Object", "printString"), world.named("Object"),
                hashOf("printString"), 1);

        assertThat(world.collectAndVerify()).isEmpty();

        assertThat(kind(table)).isEqualTo(SendSite.MONOMORPHIC);
        assertThat(Memory.longAt(table + SendSite.METHOD)).isEqualTo(world.method("Object", "printString"));
        assertThat(Memory.longAt(table + SendSite.OWNER)).isEqualTo(world.method("Object", "living"));
        assertThat(tableOf(world.method("Object", "living"))).isEqualTo(table);
    }

    @Test
    void areUnlinkedWhenTheirTargetDied() {
        long table = sites.make(world.compile("Object", "living ^self target"));
        long target = world.compile("Object", "doomed ^1");
        sites.link(table, INTEGER, target, world.named("Object"), hashOf("target"), 1);
        world.compile("Object", "doomed ^2");
        assertThat(kind(table)).isEqualTo(SendSite.MONOMORPHIC);

        world.world.collect(Reason.REQUESTED, 0);

        assertThat(kind(table)).isEqualTo(SendSite.UNLINKED);
        assertThat(Memory.longAt(table + SendSite.METHOD)).isZero();
        assertThat(Memory.longAt(table + SendSite.HOLDER)).isZero();
    }

    @Test
    void goOnInAnotherSlabWhenOneIsFull() {
        long last = 0;
        boolean changedSlab = false;
        for (int i = 0; i < 300; i++) {
            StringBuilder source = new StringBuilder("many").append(i).append(" ^self");
            for (int send = 0; send < 100; send++) {
                source.append(" foo");
            }
            long method = world.compile("Object", source.toString());
            long table = sites.make(method);
            changedSlab |= last != 0 && Math.abs(table - last) > 101 * SendSite.BYTES;
            last = table;
            assertThat(SendSites.count(method)).isEqualTo(100);
        }

        assertThat(changedSlab).isTrue();
        assertThat(world.collectAndVerify()).isEmpty();
    }
}
