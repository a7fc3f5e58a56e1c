package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MutatorBlock.Counter;

@DisplayName("Method lookup")
class LookupTest {

    private static final int INTEGER = KnownClass.SMALL_INTEGER.index();

    private TestWorld world;
    private Lookup lookup;

    @BeforeEach
    void start() {
        world = new TestWorld();
        lookup = world.world.lookup;
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void findsAMethodInItsClassAndInASuperclass() {
        long own = world.compile("SmallInteger", "own ^1");
        assertThat(lookup.find(world.symbol("own"), INTEGER)).isEqualTo(own);
        assertThat(lookup.holder()).isEqualTo(world.named("SmallInteger"));

        long inherited = world.compile("Object", "inherited ^1");
        assertThat(lookup.find(world.symbol("inherited"), INTEGER)).isEqualTo(inherited);
        assertThat(lookup.holder()).isEqualTo(world.named("Object"));
    }

    @Test
    void answersZeroForWhatIsNotUnderstood() {
        assertThat(lookup.find(world.symbol("noSuchMessage"), INTEGER)).isZero();
        assertThat(lookup.findFrom(world.nil(), world.symbol("printString"))).isZero();
    }

    @Test
    void searchesOnlyOnceForOneSelectorAndClass() {
        long method = world.compile("Object", "once ^1");
        long selector = world.symbol("once");
        long before = world.counter(Counter.LOOKUPS);

        lookup.find(selector, INTEGER);
        lookup.find(selector, KnownClass.ARRAY.index());
        assertThat(world.counter(Counter.LOOKUPS)).isEqualTo(before + 2);
        assertThat(lookup.find(selector, INTEGER)).isEqualTo(method);

        assertThat(world.counter(Counter.LOOKUPS)).as("the second time it is in the cache").isEqualTo(before + 2);
        assertThat(lookup.holder()).isEqualTo(world.named("Object"));
    }

    @Test
    void keepsNothingThatAChangeHasMadeWrong() {
        world.compile("Object", "changing ^1");
        long selector = world.symbol("changing");
        lookup.find(selector, INTEGER);
        int version = lookup.version();

        long nearer = world.compile("Integer", "changing ^2");

        assertThat(lookup.find(selector, INTEGER)).isEqualTo(nearer);
        assertThat(lookup.version()).isGreaterThan(version);
    }

    @Test
    void unlinksOnlyTheSitesOfTheSelectorThatChanged() {
        world.compile("Object", "former ^1");
        world.compile("Object", "latter ^1");
        world.compile("Object", "both ^self former + self latter");
        world.print("3 both");
        MethodListing listing = new MethodListing(world.world);
        assertThat(listing.sendSites(world.method("Object", "both")))
                .contains("#former monomorphic", "#latter monomorphic");

        lookup.methodChanged(world.named("Object"), world.symbol("former"));

        assertThat(listing.sendSites(world.method("Object", "both")))
                .contains("#former unlinked", "#latter monomorphic");
        assertThat(world.print("3 both")).isEqualTo("2");

        lookup.everythingChanged();

        assertThat(listing.sendSites(world.method("Object", "both")))
                .contains("#former unlinked", "#latter unlinked");
    }

    @Test
    void leavesSitesLinkedWhoseReceiversTheChangeDoesNotConcern() {
        world.compile("Object", "former ^1");
        world.compile("Object", "both ^self former");
        MethodListing listing = new MethodListing(world.world);
        world.print("3 both");

        world.compile("Collection", "former ^2");
        assertThat(listing.sendSites(world.method("Object", "both"))).as("a class that is no superclass")
                .contains("#former monomorphic");
        assertThat(world.print("3 both")).isEqualTo("1");

        world.compile("Number", "former ^3");
        assertThat(listing.sendSites(world.method("Object", "both"))).as("a superclass").contains("#former unlinked");
        assertThat(world.print("3 both")).isEqualTo("3");

        world.print("#(1) both");
        world.compile("Character", "former ^4");
        assertThat(listing.sendSites(world.method("Object", "both"))).as("a site of several classes")
                .contains("#former unlinked");
        assertThat(world.print("{3 both. #(1) both. $a both}")).isEqualTo("(3 2 4 )");
    }

    @Test
    void beginsASuperSendAboveTheClassOfTheMethod() {
        world.compile("Object", "level ^1");
        world.compile("Number", "level ^super level + 10");
        world.compile("Integer", "level ^super level + 100");

        assertThat(world.print("3 level")).isEqualTo("111");
        assertThat(world.print("3 level")).as("from linked sites").isEqualTo("111");
        assertThat(world.print("(1/2) level")).isEqualTo("11");

        world.compile("Object", "level ^2");

        assertThat(world.print("3 level")).isEqualTo("112");
    }
}
