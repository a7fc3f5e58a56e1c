package st.sendwright.shell.testing;

import java.util.List;
import java.util.regex.Pattern;

/** Which tests to run, by patterns in which {@code *} is any text and {@code ?} any character; case counts. */
public final class TestSelection {

    private final List<Pattern> classes;
    private final List<Pattern> tests;

    /**
     * The tests that match one pattern of each list; an empty list leaves nothing out.
     *
     * @param classes patterns of class names
     * @param tests patterns of selectors, or of class and selector such as {@code FooTest>>test*}
     */
    public TestSelection(List<String> classes, List<String> tests) {
        this.classes = classes.stream().map(TestSelection::pattern).toList();
        this.tests = tests.stream().map(TestSelection::pattern).toList();
    }

    /** Whether the test shall run. */
    public boolean includes(TestName test) {
        return matches(classes, test.className())
                && (matches(tests, test.selector()) || matches(tests, test.toString()));
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        glob.codePoints().forEach(point -> {
            switch (point) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(point)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
