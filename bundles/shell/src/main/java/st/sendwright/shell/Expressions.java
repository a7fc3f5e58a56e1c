package st.sendwright.shell;

import java.util.function.Consumer;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;

/** Runs what somebody types, one expression after the other, and prints what came of each. Thread: the caller's. */
final class Expressions implements Consumer<String> {

    private final Vm vm;
    private final Console console;
    private int count;

    Expressions(Vm vm, Console console) {
        this.vm = vm;
        this.console = console;
    }

    @Override
    public void accept(String text) {
        evaluate(SourceText.of(text, "line-" + ++count));
    }

    private void evaluate(SourceText source) {
        switch (vm.evaluate(source)) {
            case Evaluation.Value(var handle, var warnings) -> {
                try (handle) {
                    warnings.forEach(console::diagnostic);
                    console.result(vm.sendForString(handle, "printString"));
                }
            }
            case Evaluation.NotCompiled(var diagnostics) -> diagnostics.forEach(console::diagnostic);
            case Evaluation.Failed(var description, var walkback, var warnings) -> {
                warnings.forEach(console::diagnostic);
                console.walkback(walkback);
            }
            case Evaluation.Terminated(var reason) -> console.error(reason);
            case Evaluation.Exited(var code) ->
                console.note(Console.Level.DEBUG, "the program ended with " + code);
        }
    }
}
