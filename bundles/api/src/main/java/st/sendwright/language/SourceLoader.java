package st.sendwright.language;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import st.sendwright.vm.KernelChange;
import st.sendwright.vm.LoadMode;
import st.sendwright.vm.Vm;

/**
 * Loads source files and load orders into a VM.
 *
 * <p><b>Called</b> F0. <b>Thread</b>: any but the VM's. <b>State</b>: none between calls.
 */
@ProviderType
public interface SourceLoader {

    /** What to do after an error. */
    enum OnError {
        /** Report it, keep the rest of the file and go on. */
        CONTINUE,
        /** Report it and load nothing further. */
        STOP
    }

    /** Hears what happens, on the loading thread. */
    interface Listener {

        /** A file is about to be read; {@code index} of {@code count} from 1. */
        void file(Path file, int index, int count);

        /** So many of the current file's items are done. */
        void progress(int items, int of);

        /** Something to show at once. */
        void diagnostic(Diagnostic diagnostic);

        /** An expression raised an error nobody handled; {@code walkback} is ready to print. */
        void failure(SourceText where, String walkback);
    }

    /**
     * What was done.
     *
     * @param exited whether a statement ended the VM
     * @param changes what was done, or not let be done, to classes that were there before, in order
     * @param findings all undeclared names and missing primitives; of many, a listener hears only the first
     * @param classes names of the classes that were defined, in the order in which they first were
     */
    record Report(int files, int methods, int statements, int warnings, int errors, boolean exited,
            List<KernelChange> changes, List<Diagnostic> findings, List<String> classes) {

        public Report {
            changes = List.copyOf(changes);
            findings = List.copyOf(findings);
            classes = List.copyOf(classes);
        }

        /** A load that left alone what was there before. */
        public Report(int files, int methods, int statements, int warnings, int errors, boolean exited) {
            this(files, methods, statements, warnings, errors, exited, List.of(), List.of(), List.of());
        }

        /** How many changes of a kind there were. */
        public long count(KernelChange.Kind kind) {
            return changes.stream().filter(change -> change.kind() == kind).count();
        }
    }

    /**
     * How to load.
     *
     * @param dialect of every file for which its load order says nothing else; empty for finding it out
     * @param mode of every file for which its load order says nothing else
     * @param ownClasses where it is not empty, only new classes and those of these names may be defined; methods may be
     *        added to all
     */
    record Settings(OnError onError, Optional<Dialect> dialect, LoadMode mode, Optional<Set<String>> ownClasses) {

        public Settings {
            ownClasses = ownClasses.map(Set::copyOf);
        }

        /** Any class may be defined. */
        public Settings(OnError onError, Optional<Dialect> dialect, LoadMode mode) {
            this(onError, dialect, mode, Optional.empty());
        }

        /** Goes on after errors and finds out dialects. */
        public static final Settings DEFAULT = new Settings(OnError.CONTINUE, Optional.empty(), LoadMode.REPLACE);

        /** Finds out dialects. */
        public static Settings of(OnError onError) {
            return new Settings(onError, Optional.empty(), LoadMode.REPLACE);
        }
    }

    /** Loads one file of any known format, or a directory of them. A missing or unreadable file is an error in the report. */
    Report loadFile(Vm vm, Path file, Settings settings, Listener listener);

    /**
     * Loads files and directories as one load: what needs a class of a later one waits for it. Of a directory all
     * source files in it and below it are loaded.
     */
    Report loadFiles(Vm vm, List<Path> files, Settings settings, Listener listener);

    /**
     * Loads the files that a load-order file names, one a line, relative to it; {@code #} starts a comment, and
     * {@code @name value} says how to load what follows (see {@code docs/formats/source-files.md}).
     */
    Report loadOrder(Vm vm, Path orderFile, Settings settings, Listener listener);

    /** Loads source that is at hand, such as standard input. */
    Report loadText(Vm vm, SourceText text, Settings settings, Listener listener);

    /**
     * Loads sources that are at hand as one load, as if they were the files of a directory: what only declares is made in the
     * order that its classes need. What their formats learn from a file's path is read from {@link SourceText#file}.
     */
    Report loadTexts(Vm vm, List<SourceText> texts, Settings settings, Listener listener);

    /** The dialects there are, by name. */
    List<Dialect> dialects();

    /** What a load order names, resolved; diagnostics say what is wrong with its lines. */
    record Order(List<Entry> entries, List<Diagnostic> diagnostics) {

        public Order {
            entries = List.copyOf(entries);
            diagnostics = List.copyOf(diagnostics);
        }

        /** The files alone. */
        public List<Path> files() {
            return entries.stream().map(Entry::file).toList();
        }
    }

    /**
     * A file to load.
     *
     * @param directives what holds for it, by name without {@code @}: its own line's and, for names that this
     *        does not give, the last of a line without a path before it
     */
    record Entry(Path file, Map<String, Directive> directives) {

        public Entry {
            directives = Map.copyOf(directives);
        }
    }

    /**
     * A directive's value and its place in the load order.
     *
     * @param place a diagnostic about it goes to the start of this piece
     */
    record Directive(String value, SourceText place) {
    }

    /** Reads a load order without loading anything. */
    Order readOrder(Path orderFile);
}
