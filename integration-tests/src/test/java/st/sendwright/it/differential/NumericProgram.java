package st.sendwright.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import st.sendwright.it.differential.NumericValue.Exact;
import st.sendwright.it.differential.NumericValue.Real;

/**
 * A Smalltalk program that assigns random expressions to variables, then writes what can be seen of them: how
 * they print, in some radix too, whether they can be read again, and how they compare.
 *
 * @param source its last statement answers a String
 * @param output that String
 */
record NumericProgram(String source, String output) {

    private static final String[] NAMES = {"a", "b", "c"};

    /** The next program of a random sequence. */
    static NumericProgram next(Random random) {
        List<NumericExpression> variables = new ArrayList<>();
        StringBuilder source = new StringBuilder("| a b c | ");
        for (String name : NAMES) {
            NumericExpression expression = NumericExpression.next(random, variables);
            source.append(name).append(" := ").append(expression.source()).append(". ");
            variables.add(new NumericExpression(name, expression.value()));
        }
        StringJoiner output = new StringJoiner(" ");
        source.append("String streamContents: [:s | s");
        for (NumericExpression variable : variables) {
            print(variable, random, source, output);
        }
        for (int i = 0; i < NAMES.length; i++) {
            compare(variables.get(i), variables.get((i + 1) % NAMES.length), random, source, output);
        }
        source.append(" yourself]");
        return new NumericProgram(source.toString(), output + " ");
    }

    private static void print(NumericExpression variable, Random random, StringBuilder source,
            StringJoiner output) {
        write(source, variable.source(), output, variable.value().printString());
        if (variable.value() instanceof Exact exact && exact.isInteger()) {
            int radix = random.nextInt(2, 37);
            String digits = exact.numerator().toString(radix).toUpperCase(Locale.ROOT);
            source.append(" nextPutAll: (").append(variable.source()).append(" printString: ").append(radix)
                    .append("); space;");
            output.add(digits);
            write(source, "(Integer readFrom: '" + digits + "' radix: " + radix + ") = " + variable.source(),
                    output, "true");
        } else if (variable.value() instanceof Real real && real.isFinite()) {
            write(source, "(Number readFrom: " + variable.source() + " printString) = " + variable.source(),
                    output, "true");
        }
    }

    private static void compare(NumericExpression left, NumericExpression right, Random random,
            StringBuilder source, StringJoiner output) {
        String operation = NumericExpression.oneOf(random, NumericOperations.COMPARING);
        write(source, left.source() + " " + operation + " " + right.source(), output,
                Boolean.toString(NumericOperations.compare(operation, left.value(), right.value())));
        String sameHash = left.source() + " hash = " + right.source() + " hash";
        write(source, "(" + left.source() + " = " + right.source() + ") not or: [" + sameHash + "]", output,
                "true");
    }

    private static void write(StringBuilder source, String expression, StringJoiner output, String expected) {
        source.append(" print: (").append(expression).append("); space;");
        output.add(expected);
    }
}
