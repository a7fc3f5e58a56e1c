package st.sendwright.shell.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A test that there is.
 *
 * @param position file and line of its method, such as {@code foo.st:12}; may be empty
 */
public record TestName(String className, String selector, String position) {

    /** Reads the lines that {@code TestReporter tests} answers. */
    static List<TestName> readAll(String lines) {
        List<TestName> tests = new ArrayList<>();
        for (String line : lines.split("\n")) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 3) {
                tests.add(new TestName(fields[0], fields[1], Fields.unescape(fields[2])));
            }
        }
        return List.copyOf(tests);
    }

    @Override
    public String toString() {
        return className + ">>" + selector;
    }
}
