package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Which variables are copied and which are shared, decided for random programs in two ways: with control flow
 * inlined, and with the same control flow as real messages to real blocks, where each block has its own
 * activation and sharing is plain. Both must log the same values.
 */
class SharingTest {

    private static final int PROGRAMS = 500;

    @Test
    void inlinedAndRealControlFlowMeanTheSame() {
        long seed = System.nanoTime();
        for (int i = 0; i < PROGRAMS; i++) {
            String inlined = program(new Random(seed + i), "");
            String real = program(new Random(seed + i), " yourself");

            assertThat(log(inlined)).as("seed %d\n%s", seed + i, inlined).isEqualTo(log(real));
        }
    }

    private static String log(String program) {
        return Arrays.deepToString((Object[]) new TestMachine().run(Compiling.expression(program)));
    }

    /** @param afterBlock {@code " yourself"} keeps the compiler from inlining */
    private static String program(Random random, String afterBlock) {
        StringBuilder out = new StringBuilder("| log blocks a b c |\nlog := OrderedCollection new. "
                + "blocks := OrderedCollection new.\n");
        new Writer(random, afterBlock, out).statements(List.of("a", "b", "c"), 3, 5);
        return out + "blocks asArray do: [:each | log add: each value].\n"
                + "blocks asArray do: [:each | log add: each value].\n^log asArray";
    }

    /** Writes statements that assign, log and capture the variables in sight. */
    private record Writer(Random random, String afterBlock, StringBuilder out) {

        void statements(List<String> names, int depth, int most) {
            for (int i = random.nextInt(most); i >= 0; i--) {
                statement(names, depth);
            }
        }

        private String any(List<String> names) {
            return names.get(random.nextInt(names.size()));
        }

        private void statement(List<String> names, int depth) {
            List<String> assignable = names.stream().filter(name -> !name.startsWith("i")).toList();
            switch (random.nextInt(depth > 0 ? 11 : 5)) {
                case 0 -> out.append("log add: ").append(any(names)).append(".\n");
                case 1 -> out.append(any(assignable)).append(" := ").append(random.nextInt(100))
                        .append(".\n");
                case 2 -> out.append(any(assignable)).append(" := ")
                        .append(random.nextInt(3) == 0 ? "nil" : any(names)).append(".\n");
                case 3 -> out.append("blocks add: [").append(any(names)).append("].\n");
                case 4 -> out.append("blocks add: [").append(any(assignable)).append(" := ")
                        .append(random.nextInt(100)).append(". ").append(any(names)).append("].\n");
                case 5 -> control("1 to: 3 do: ", names, depth, true);
                case 6 -> control("2 timesRepeat: ", names, depth, false);
                case 7 -> control(any(names) + " == nil ifTrue: ", names, depth, false);
                case 8 -> {
                    String counter = "n" + out.length();
                    out.append("| ").append(counter).append(" | ").append(counter).append(" := 0. [")
                            .append(counter).append(" := ").append(counter).append(" + 1. ");
                    statements(names, 0, 2);
                    control(counter + " < 4]" + afterBlock + " whileTrue: ", names, depth, false);
                }
                case 9 -> control("#(1 2) do: ", names, depth, true);
                default -> {
                    out.append("blocks add: ");
                    block(names, depth - 1, false);
                    out.append(".\n");
                }
            }
        }

        private void control(String head, List<String> names, int depth, boolean withArgument) {
            out.append(head);
            block(names, depth - 1, withArgument);
            out.append(afterBlock).append(".\n");
        }

        private void block(List<String> names, int depth, boolean withArgument) {
            List<String> inner = new ArrayList<>(names);
            out.append('[');
            if (withArgument) {
                inner.add("i" + out.length());
                out.append(':').append(inner.getLast()).append(" | ");
            }
            if (random.nextBoolean()) {
                inner.add("t" + out.length());
                out.append("| ").append(inner.getLast()).append(" | ");
            }
            statements(inner, depth, 4);
            out.append(any(inner)).append(']');
        }
    }
}
