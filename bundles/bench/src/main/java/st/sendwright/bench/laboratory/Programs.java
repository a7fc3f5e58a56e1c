package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import st.sendwright.bench.laboratory.Program.Kind;
import st.sendwright.bench.laboratory.Program.Rate;

/** All programs, and the names of groups of them. */
final class Programs {

    /**
     * Bytecodes that the compiler makes for one turn of an empty {@code to:do:}: push counter, push limit, compare, jump
     * if false, push counter, push 1, add, pop into counter, jump back.
     */
    static final int BYTECODES_OF_EMPTY_LOOP = 9;

    /** The ancestor's figures, see the issue that this project began with. */
    private static final double SENDS = 176e3;
    private static final double ADDITIONS = 124e3;
    private static final double ITERATIONS = 55.6e3;
    private static final double SIEVE_MILLISECONDS = 777;

    static final List<Program> ALL = List.of(
            rated("sends", "ten sends of an empty method a turn", "BenchSends", "BenchLoops.st", 100, 1_000_000,
                    Kind.LOOP, "sends/s", n -> 10 * n, SENDS),
            rated("arithmetic", "ten additions a turn", "BenchArithmetic", "BenchLoops.st", 100, 1_000_000, Kind.LOOP,
                    "adds/s", n -> 10 * n, ADDITIONS),
            rated("iterations", "a whileTrue: that counts", "BenchIterations", "BenchLoops.st", 100, 20_000_000,
                    Kind.LOOP, "iterations/s", n -> n, ITERATIONS),
            new Program("sieve", "the sieve of Eratosthenes, 8191 flags", "BenchSieve", "BenchSieve.st", 2, 200,
                    Kind.SINGLE, Optional.of(new Rate("ms", n -> n, true)), Optional.of(SIEVE_MILLISECONDS)),
            rated("benchFib", "sends, returns, additions", "BenchFib", "BenchFib.st", 16, 32, Kind.SINGLE, "sends/s",
                    Programs::benchFib, SENDS),
            rated("emptyLoop", "to:do: with an empty block, 9 bytecodes a turn", "BenchEmptyLoop", "BenchLoops.st",
                    1_000, 50_000_000, Kind.LOOP, "iterations/s", n -> n),
            rated("polymorphic", "sends to four classes", "BenchPolymorphic", "BenchPolymorphic.st", 3, 2_000,
                    Kind.SINGLE, "sends/s", n -> 1_000 * n),
            rated("megamorphic", "sends to sixteen classes", "BenchMegamorphic", "BenchPolymorphic.st", 3, 2_000,
                    Kind.SINGLE, "sends/s", n -> 1_000 * n),
            rated("processes", "Processes that wake each other", "BenchProcesses", "BenchProcesses.st", 10, 3_000,
                    Kind.SINGLE, "switches/s", n -> 10 * n),
            single("nonLocalReturn", "blocks that return from the method around", "BenchNonLocalReturn", 40, 10_000),
            single("exceptions", "signal, return, resume, retry, pass, ensure", "BenchExceptions", 10, 2_000),
            whole("queens", "backtracking over Arrays of Booleans", "BenchQueens", 6, 10),
            whole("towers", "the towers of Hanoi with linked discs", "BenchTowers", 6, 19),
            whole("permutations", "recursion and exchanges in an Array", "BenchPermutations", 5, 9),
            whole("list", "recursion on linked lists", "BenchList", 9, 22),
            whole("storage", "trees of Arrays of many sizes", "BenchStorage", 1, 150),
            whole("binaryTrees", "trees that die soon beside one that lives", "BenchTrees", 6, 13),
            whole("bounce", "objects that change their variables", "BenchBounce", 10, 25_000),
            whole("nBody", "Floats in instance variables", "BenchBodies", 20, 30_000),
            whole("mandelbrot", "Floats in temporaries", "BenchMandelbrot", 8, 300),
            whole("scheduler", "tasks that pass packets to each other", "BenchScheduler", 100, 60_000),
            whole("constraints", "incremental solving of constraints", "BenchConstraints", 10, 3_000),
            whole("json", "writing and parsing text", "BenchJson", 3, 2_000),
            whole("nesting", "loops of a flow graph", "BenchNesting", 4, 250),
            whole("collisions", "Dictionary of cells, Floats", "BenchCollisions", 2, 150),
            whole("dictionaries", "Strings and numbers as keys", "BenchDictionaries", 30, 60_000),
            whole("strings", "splitting, joining, comparing", "BenchStrings", 2, 700));

    private static final Map<String, List<Program>> GROUPS = groups();

    private Programs() {
    }

    private static Program rated(String name, String title, String smalltalkClass, String source, int smallSize,
            int normalSize, Kind kind, String unit, LongUnaryOperator operations) {
        return new Program(name, title, smalltalkClass, source, smallSize, normalSize, kind,
                Optional.of(new Rate(unit, operations, false)), Optional.empty());
    }

    private static Program rated(String name, String title, String smalltalkClass, String source, int smallSize,
            int normalSize, Kind kind, String unit, LongUnaryOperator operations, double ancestor) {
        return new Program(name, title, smalltalkClass, source, smallSize, normalSize, kind,
                Optional.of(new Rate(unit, operations, false)), Optional.of(ancestor));
    }

    private static Program single(String name, String title, String smalltalkClass, int smallSize, int normalSize) {
        return new Program(name, title, smalltalkClass, smalltalkClass + ".st", smallSize, normalSize, Kind.SINGLE,
                Optional.empty(), Optional.empty());
    }

    private static Program whole(String name, String title, String smalltalkClass, int smallSize, int normalSize) {
        return new Program(name, title, smalltalkClass, smalltalkClass + ".st", smallSize, normalSize, Kind.WHOLE,
                Optional.empty(), Optional.empty());
    }

    private static Map<String, List<Program>> groups() {
        Map<String, List<Program>> groups = new LinkedHashMap<>();
        groups.put("all", ALL);
        groups.put("seed", programs("sends", "arithmetic", "iterations", "sieve", "benchFib", "emptyLoop"));
        groups.put("whole", ALL.stream().filter(each -> each.kind() == Kind.WHOLE).toList());
        groups.put("single", ALL.stream().filter(each -> each.kind() != Kind.WHOLE).toList());
        groups.put("loop", programs("emptyLoop"));
        return groups;
    }

    private static List<Program> programs(String... names) {
        return List.of(names).stream().map(name -> named(name).orElseThrow()).toList();
    }

    static Optional<Program> named(String name) {
        return ALL.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }

    /** The programs of a group, or the one of that name; empty when there is neither. Case does not count. */
    static List<Program> of(String name) {
        return GROUPS.entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(name)).findFirst()
                .map(Map.Entry::getValue).orElseGet(() -> named(name).map(List::of).orElse(List.of()));
    }

    /** Names of groups, in the order in which they are listed. */
    static Set<String> groupNames() {
        return GROUPS.keySet();
    }

    /** Names that look like one that does not exist, the most alike first, at most three. */
    static List<String> suggestions(String name, Set<String> otherNames) {
        Set<String> names = new LinkedHashSet<>(GROUPS.keySet());
        ALL.forEach(each -> names.add(each.name()));
        names.addAll(otherNames);
        List<String> alike = new ArrayList<>(names.stream()
                .filter(each -> distance(each.toLowerCase(), name.toLowerCase()) <= Math.max(2, name.length() / 3)
                        || each.toLowerCase().contains(name.toLowerCase()))
                .toList());
        alike.sort(Comparator.comparingInt(each -> distance(each.toLowerCase(), name.toLowerCase())));
        return alike.subList(0, Math.min(3, alike.size()));
    }

    /** How many letters must be put in, taken out or exchanged (V. Levenshtein, 1966). */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchange = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(exchange, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }

    /** One more than the sends that the two before it take together, and 1 for 0 and 1. */
    static long benchFib(long n) {
        long before = 1;
        long current = 1;
        for (long i = 2; i <= n; i++) {
            long next = before + current + 1;
            before = current;
            current = next;
        }
        return current;
    }
}
