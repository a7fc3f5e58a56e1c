package st.sendwright.shell;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.vm.LoadMode;
import st.sendwright.vm.Vm;

/** The options that say how sources are loaded; {@code run} and {@code test} share them. */
abstract class LoadSettings extends VmSettings {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MOST_PROFILE_MICROS = 10_000_000;

    @Option(names = "--load-mode", paramLabel = "MODE")
    LoadMode loadMode = LoadMode.REPLACE;

    @Mixin
    DialectOption dialect = new DialectOption();

    @Option(names = "--load-report", paramLabel = "FILE")
    Path loadReport;

    @Option(names = "--swap-plan", paramLabel = "FILE")
    Path swapPlan;

    @Option(names = "--history", paramLabel = "FILE")
    Path history;

    @Option(names = "--no-attach")
    boolean noAttach;

    @Option(names = "--time-profile", paramLabel = "FILE")
    Path timeProfile;

    @Option(names = "--time-profile-every", paramLabel = "MICROS")
    long timeProfileMicros = 1_000;

    @Override
    void check() throws UsageException {
        super.check();
        if (timeProfileNanos() < Vm.LEAST_INTERVAL_NANOS || timeProfileMicros > MOST_PROFILE_MICROS) {
            throw new UsageException("--time-profile-every " + timeProfileMicros + ": from "
                    + Vm.LEAST_INTERVAL_NANOS / NANOS_PER_MICRO + " to " + MOST_PROFILE_MICROS
                    + " microseconds are possible.");
        }
    }

    /** How much time is between two looks of a profile. */
    long timeProfileNanos() {
        return timeProfileMicros * NANOS_PER_MICRO;
    }

    /** How to load. */
    SourceLoader.Settings loading(OnError onError) {
        return new SourceLoader.Settings(onError, dialect.chosen(), loadMode);
    }
}
