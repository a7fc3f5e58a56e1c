package st.sendwright.primitives.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.model.Oop.smallInteger;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.core.ObjectWorld;

@DisplayName("The primitives of module System")
class SystemPrimitivesTest {

    private final ObjectWorld world = new ObjectWorld(new SystemPrimitives("1.2.3"));

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"millisecondClock", "microsecondClock", "nanoClock"})
    void haveClocksThatNeverGoBack(String clock) {
        long first = IntegerObjects.longValue(world.run(clock, world.nil()));
        long second = IntegerObjects.longValue(world.run(clock, world.nil()));

        assertThat(first).isNotNegative();
        assertThat(second).isGreaterThanOrEqualTo(first);
    }

    @Test
    void knowTheTimeOfDay() {
        assertThat(Oop.integerValue(world.run("utcMilliseconds", world.nil())))
                .isBetween(1_500_000_000_000L, 9_000_000_000_000L);
        assertThat(Oop.integerValue(world.run("localOffset", world.nil())))
                .isBetween(-18 * 3600L, 18 * 3600L);
    }

    @Test
    void knowTheTimeOfDayToTheNanosecond() {
        long milliseconds = Oop.integerValue(world.run("utcMilliseconds", world.nil()));
        long nanoseconds = IntegerObjects.longValue(world.run("utcNanoseconds", world.nil()));

        assertThat(nanoseconds / 1_000_000).isBetween(milliseconds, milliseconds + 600_000);
    }

    @ParameterizedTest(name = "{0} is {2} seconds ahead of UTC at {1}")
    @CsvSource({
            "Europe/Berlin, 1711846799, 3600",
            "Europe/Berlin, 1711846800, 7200",
            "America/New_York, 1704067200, -18000",
            "Asia/Kathmandu, 1704067200, 20700",
            "UTC, 0, 0",
            "Europe/Berlin, 400000000000000000, 3600",
            "UTC, -400000000000000000, 0"})
    void knowTheOffsetsOfTimeZones(String zone, long utc, long expected) {
        assertThat(Oop.integerValue(world.run("zoneOffsetAtUtc", world.nil(), world.string(zone),
                smallInteger(utc)))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "a clock that shows {0} in Berlin is {1} seconds ahead of UTC")
    @CsvSource({
            "1711852200, 3600",     // 2024-03-31 02:30, which is skipped
            "1711857600, 7200",     // 2024-03-31 04:00
            "1729996200, 7200",     // 2024-10-27 02:30, which comes twice
            "1730000000, 3600"})
    void takeTheEarlierOfTwoLocalTimes(long local, long expected) {
        assertThat(Oop.integerValue(world.run("zoneOffsetAtLocal", world.nil(),
                world.string("Europe/Berlin"), smallInteger(local)))).isEqualTo(expected);
    }

    @Test
    void nameTimeZones() {
        long winter = smallInteger(1_704_067_200);
        long summer = smallInteger(1_719_792_000);
        long zone = world.string("Europe/Berlin");

        assertThat(text(world.run("zoneName", world.nil(), zone, winter, world.bool(true)))).isEqualTo("CET");
        assertThat(text(world.run("zoneName", world.nil(), zone, summer, world.bool(true)))).isEqualTo("CEST");
        assertThat(text(world.run("zoneName", world.nil(), zone, summer, world.bool(false))))
                .isEqualTo("Central European Summer Time");
        assertThat(text(world.run("localZone", world.nil()))).isEqualTo(ZoneId.systemDefault().getId());
    }

    @Test
    void refuseTimeZonesThatNobodyKnows() {
        long unknown = world.string("Atlantis/Capital");

        assertThat(world.failureOf("zoneOffsetAtUtc", world.nil(), unknown, smallInteger(0)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("zoneOffsetAtLocal", world.nil(), smallInteger(1), smallInteger(0)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("zoneName", world.nil(), unknown, smallInteger(0), world.nil()))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void tellWhatSurroundsTheVm() {
        assertThat(text(world.run("version", world.nil()))).isEqualTo("Sendwright 1.2.3");
        assertThat(text(world.run("platform", world.nil()))).startsWith(System.getProperty("os.name"));
        assertThat(text(world.run("javaVersion", world.nil()))).isEqualTo(Runtime.version().toString());
        assertThat(Oop.integerValue(world.run("availableProcessors", world.nil()))).isPositive();
    }

    @Test
    void readTheEnvironment() {
        String name = System.getenv().keySet().iterator().next();

        assertThat(text(world.run("environmentAt", world.nil(), world.string(name))))
                .isEqualTo(System.getenv(name));
        assertThat(world.run("environmentAt", world.nil(), world.string("NO SUCH VARIABLE")))
                .isEqualTo(world.nil());
        assertThat(world.failureOf("environmentAt", world.nil(), smallInteger(3)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void answerTheArgumentsAsAnArrayOfStrings() {
        world.arguments = List.of("a", "\u00FC", "\u20AC");

        long array = world.run("arguments", world.nil());

        List<String> texts = new ArrayList<>();
        for (int i = 0; i < ObjectHeader.slots(array); i++) {
            texts.add(text(ObjectHeader.slot(array, i)));
        }
        assertThat(texts).isEqualTo(world.arguments);
        world.fill();
        assertThat(world.run("arguments", world.nil())).isEqualTo(Primitive.NEEDS_ROOM);
    }

    @Test
    void writeTextAsUtf8AndBytesAsTheyAre() {
        world.run("writeOut", world.nil(), world.string("\u00FC\u20AC"));
        world.run("writeErr", world.nil(), world.bytes(65, 255));

        assertThat(world.output()).isEqualTo("\u00FC\u20AC");
        assertThat(world.err.toByteArray()).containsExactly(65, 255);
        assertThat(world.failureOf("writeOut", world.nil(), smallInteger(3)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.run("flushOut", world.nil())).isEqualTo(world.nil());
    }

    @Test
    void readLinesInTheBackgroundAndLeaveTheRest() {
        world.in = new ByteArrayInputStream("one\r\n\u00FC\nlast".getBytes(StandardCharsets.UTF_8));

        assertThat(line()).isEqualTo("one");
        assertThat(line()).isEqualTo("\u00FC");
        assertThat(line()).isEqualTo("last");
        assertThat(line()).isNull();
        assertThat(world.resources).isEmpty();
    }

    @Test
    void refuseToReadWithoutASemaphoreAndLinesNobodyAskedFor() {
        assertThat(world.failureOf("readLine", world.nil(), smallInteger(1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("lineRead", world.nil(), smallInteger(99))).isEqualTo(Failure.NOT_FOUND);
        assertThat(world.failureOf("lineRead", world.nil(), world.nil())).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void keepALineUntilThereIsRoomForIt() {
        world.in = new ByteArrayInputStream("one\n".getBytes(StandardCharsets.UTF_8));
        long semaphore = world.instance(world.known(KnownClass.SEMAPHORE), 0);
        long number = world.run("readLine", world.nil(), semaphore);
        world.fill();

        assertThat(world.run("lineRead", world.nil(), number)).isEqualTo(Primitive.NEEDS_ROOM);
        assertThat(world.resources).hasSize(1);
    }

    private String line() {
        long semaphore = world.instance(world.known(KnownClass.SEMAPHORE), 0);
        long number = world.run("readLine", world.nil(), semaphore);
        assertThat(world.signalled).contains(semaphore);
        long answer = world.run("lineRead", world.nil(), number);
        return answer == world.nil() ? null : text(answer);
    }

    private static String text(long oop) {
        return StringObjects.text(oop);
    }
}
