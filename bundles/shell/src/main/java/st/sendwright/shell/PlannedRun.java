package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import st.sendwright.vm.ExchangePlan;
import st.sendwright.vm.Vm;

/** Has tiers exchanged by a plan while something runs, and writes what was exchanged, as options say. */
final class PlannedRun {

    private final Vm vm;
    private final LoadSettings options;
    private final Console console;

    PlannedRun(Vm vm, LoadSettings options, Console console) {
        this.vm = vm;
        this.options = options;
        this.console = console;
    }

    /** The run begins. */
    void begin() throws UsageException {
        if (options.swapPlan != null) {
            SwapPlanFile plan = SwapPlanFile.read(options.swapPlan);
            plan.check(vm);
            vm.follow(plan.plan());
        }
    }

    /** It has ended with a code; answers that, or that of an error of its own where it was 0. */
    int end(int code) {
        if (options.swapPlan != null) {
            vm.follow(ExchangePlan.NONE);
        }
        return options.history == null || write() || code != ExitCode.OK ? code : ExitCode.SMALLTALK_ERROR;
    }

    private boolean write() {
        try {
            Files.writeString(options.history, ExchangeJson.of(vm.exchanges()));
            return true;
        } catch (IOException failure) {
            console.error("SW-HOST-019 the history " + options.history + " was not written: " + failure
                    + ". See docs/errors/SW-HOST-019.md.");
            return false;
        }
    }
}
