package st.sendwright.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * Has picocli's classes loaded while the framework starts. Its class files are of a format that the JVM cannot load ahead of time, so
 * that the first command line takes a twelfth of a short run.
 */
final class OptionsAhead {

    /** A command such as the shell's are, so that the same classes are needed. */
    static final class Sample {
        @Option(names = "--sample")
        int number;
    }

    private OptionsAhead() {
    }

    /** Reads a command line. */
    static void read() {
        CommandSpec spec = CommandSpec.create().addOption(OptionSpec.builder("--other").type(String.class).build())
                .addMixin("sample", CommandSpec.forAnnotatedObject(new Sample()));
        new CommandLine(spec).parseArgs("--sample", "3", "--other", "x");
    }
}
