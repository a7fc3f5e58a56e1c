package st.sendwright.runtime;

import java.util.List;
import java.util.Random;

/** Expressions without parts for random programs: what goes wrong at the edges. */
final class RandomValues {

    /** What an expression most often answers; sometimes it is something else. */
    enum Want {
        INTEGER, NUMBER, BOOLEAN, ARRAY, STRING,
        /** Without arguments. */
        BLOCK,
        /** A block of one argument. */
        FUNCTION,
        /** An instance of one of the program's own classes. */
        FUZZ,
        /** Anything. */
        OBJECT
    }

    private static final List<String> INTEGERS = List.of("0", "1", "2", "3", "5", "7", "-1", "-2", "10",
            "100",
            "127", "128", "-128", "-129", "255", "256", "1073741823", "1073741824", "SmallInteger maxVal",
            "SmallInteger minVal", "1152921504606846975", "1152921504606846974", "-1152921504606846976",
            "1152921504606846976", "-1152921504606846977", "18446744073709551616", "-36893488147419103232");
    /** With one more, or twice: no SmallInteger any more; or just one still. */
    private static final List<String> EDGES = List.of("SmallInteger maxVal", "SmallInteger minVal",
            "1152921504606846975", "-1152921504606846976", "1152921504606846974", "-1152921504606846975",
            "576460752303423488", "-576460752303423489", "1073741824", "-1073741825");
    private static final List<String> NUMBERS = List.of("0.0", "1.5", "-2.25", "1.0e10", "1.0e300",
            "-1.0e-300",
            "0.1", "(1/3)", "(-7/2)", "3.0", "Float infinity", "1.0e18");
    private static final List<String> INDICES = List.of("1", "1", "1", "1", "1", "1", "1", "1", "2", "2", "2",
            "3",
            "3", "0", "5", "-1", "nil", "1.0");
    private static final List<String> ARRAYS = List.of("#(1 2 3)", "#(1 $a #b (4 5))", "#[1 2 3]",
            "#($x 1.5)",
            "(Array new: 3)");

    private RandomValues() {
    }

    static String literal(Want want, Random random) {
        return switch (want) {
            case INTEGER -> random.nextInt(4) == 0 ? edge(random) : pick(INTEGERS, random);
            case NUMBER -> pick(NUMBERS, random);
            case BOOLEAN -> pick(List.of("true", "false"), random);
            case ARRAY -> pick(ARRAYS, random);
            case STRING -> pick(List.of("'abc'", "''", "#sym", "'xyz' copy", "#with:with:"), random);
            case BLOCK -> pick(List.of("[3]", "[nil]", "[]"), random);
            case FUNCTION -> pick(List.of("[:z | z]", "[:z | self log: z]", "[:z | z + 1]"), random);
            case FUZZ -> "(" + pick(RandomProgramSupport.CLASSES, random) + " new start: Fuel; yourself)";
            case OBJECT -> pick(List.of("nil", "self", "$a", "Object", "FuzzLeft new", "FuzzDeep new", "3"),
                    random);
        };
    }

    /** An Integer with which arithmetic leaves the range of SmallIntegers. */
    static String edge(Random random) {
        return pick(EDGES, random);
    }

    static String small(Random random) {
        return pick(List.of("1", "2", "3", "-1", "-2", "0"), random);
    }

    /** Most often one that most collections have. */
    static String index(Random random) {
        return pick(INDICES, random);
    }

    private static String pick(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
