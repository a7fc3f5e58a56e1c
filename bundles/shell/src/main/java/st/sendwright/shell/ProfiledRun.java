package st.sendwright.shell;

import java.io.IOException;
import java.util.function.IntSupplier;
import st.sendwright.shell.profiling.ProfileFile;
import st.sendwright.shell.profiling.ProfileTable;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Vm;

/** Makes a profile of all that a command does in a VM, when that is asked for. Thread: any but the VM's. */
final class ProfiledRun {

    private static final int MOST_METHODS = 25;

    private final Vm vm;
    private final LoadSettings options;
    private final Console console;

    ProfiledRun(Vm vm, LoadSettings options, Console console) {
        this.vm = vm;
        this.options = options;
        this.console = console;
    }

    /** Runs a command and answers its exit code; 1 for a good one whose profile was not written. */
    int of(IntSupplier command) {
        if (options.timeProfile == null) {
            return command.getAsInt();
        }
        vm.startProfile(options.timeProfileNanos());
        int code = command.getAsInt();
        Profile profile = vm.stopProfile();
        console.remark(ProfileTable.of(profile, MOST_METHODS));
        try {
            ProfileFile.write(options.timeProfile, profile, "sendwright, the whole run");
            return code;
        } catch (IOException e) {
            console.error("SW-HOST-018 the profile " + options.timeProfile + " was not written: " + e
                    + ". The program has run. See docs/errors/SW-HOST-018.md.");
            return code == ExitCode.OK ? ExitCode.SMALLTALK_ERROR : code;
        }
    }
}
