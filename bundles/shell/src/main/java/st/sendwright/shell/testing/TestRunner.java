package st.sendwright.shell.testing;

import java.util.List;
import java.util.function.Consumer;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.Vm.MethodUse;

/** Finds and runs tests in a VM through its class TestReporter. Thread: any but the VM's. */
public final class TestRunner {

    private static final String SOURCE = "test";

    private final Vm vm;
    private final long limitMillis;
    private final long limitBytes;
    private final Consumer<String> errors;

    /**
     * @param limitMillis how long a test may take
     * @param limitBytes by how much living objects may grow in a test
     * @param errors takes messages about what is no test's own fault
     */
    public TestRunner(Vm vm, long limitMillis, long limitBytes, Consumer<String> errors) {
        this.vm = vm;
        this.limitMillis = limitMillis;
        this.limitBytes = limitBytes;
        this.errors = errors;
    }

    /** All tests that there are now, sorted by class and selector. */
    public List<TestName> tests() {
        return switch (ask("TestReporter tests")) {
            case Answer.Text(var text) -> TestName.readAll(text);
            case Answer.Problem(var message, var walkback) -> {
                errors.accept("the tests cannot be listed: " + (walkback.isEmpty() ? message : walkback));
                yield List.of();
            }
        };
    }

    /** Begins to record which methods run. */
    public void recordCoverage() {
        vm.recordCoverage("TestCase");
    }

    /** What has run since {@link #recordCoverage}. */
    public CoverageReport coverage() {
        List<MethodUse> uses = vm.coverage();
        return switch (ask("TestReporter methods")) {
            case Answer.Text(var text) -> new CoverageReport(text, uses);
            case Answer.Problem(var message, var walkback) -> {
                errors.accept("the methods cannot be listed: " + (walkback.isEmpty() ? message : walkback));
                yield new CoverageReport("", uses);
            }
        };
    }

    /** Runs one test and waits for its end. */
    public TestOutcome run(TestName test) {
        String expression = "TestReporter run: #" + test.className() + " selector: #" + test.selector()
                + " timeLimit: " + limitMillis + " heapLimit: " + limitBytes;
        return switch (ask(expression)) {
            case Answer.Text(var text) -> TestOutcome.read(test, text)
                    .orElseGet(() -> TestOutcome.error(test, "the test was not run: " + text, ""));
            case Answer.Problem(var message, var walkback) -> TestOutcome.error(test, message, walkback);
        };
    }

    /** Tears down what several tests have shared. */
    public void finish() {
        if (ask("TestReporter finish") instanceof Answer.Problem(var message, var walkback)) {
            errors.accept("a resource of tests was not torn down: "
                    + (walkback.isEmpty() ? message : walkback));
        }
    }

    private Answer ask(String expression) {
        return switch (vm.evaluate(SourceText.of(expression, SOURCE))) {
            case Evaluation.Value(var handle, var warnings) -> {
                try (handle) {
                    yield new Answer.Text(vm.sendForString(handle, "yourself"));
                }
            }
            case Evaluation.Failed(var description, var walkback, var warnings) ->
                new Answer.Problem(description, walkback);
            case Evaluation.NotCompiled(var diagnostics) ->
                new Answer.Problem(diagnostics.stream().map(Diagnostic::message).findFirst()
                        .orElse("it was not compiled"), "");
            case Evaluation.Terminated(var reason) -> new Answer.Problem(reason, "");
            case Evaluation.Exited(var code) ->
                new Answer.Problem("the test ended the VM with exit code " + code, "");
        };
    }

    /** What Smalltalk answered. */
    private sealed interface Answer {

        /** A String. */
        record Text(String text) implements Answer {
        }

        /** No String, and why. */
        record Problem(String message, String walkback) implements Answer {
        }
    }
}
