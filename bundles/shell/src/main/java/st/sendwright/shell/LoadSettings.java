package st.sendwright.shell;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.vm.LoadMode;

/** The options that say how sources are loaded; {@code run} and {@code test} share them. */
abstract class LoadSettings extends VmSettings {

    @Option(names = "--load-mode", paramLabel = "MODE")
    LoadMode loadMode = LoadMode.REPLACE;

    @Mixin
    DialectOption dialect = new DialectOption();

    @Option(names = "--load-report", paramLabel = "FILE")
    Path loadReport;

    /** How to load. */
    SourceLoader.Settings loading(OnError onError) {
        return new SourceLoader.Settings(onError, dialect.chosen(), loadMode);
    }
}
