package st.sendwright.language;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
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
     */
    record Report(int files, int methods, int statements, int warnings, int errors, boolean exited) {
    }

    /** Loads one file of any known format. A missing or unreadable file is an error in the report. */
    Report loadFile(Vm vm, Path file, OnError onError, Listener listener);

    /**
     * Loads the files that a load-order file names, one a line, relative to it; {@code #} starts a comment.
     */
    Report loadOrder(Vm vm, Path orderFile, OnError onError, Listener listener);

    /** Loads source that is at hand, such as standard input. */
    Report loadText(Vm vm, SourceText text, OnError onError, Listener listener);

    /** The files a load order names, resolved; diagnostics say what is wrong with its lines. */
    record Order(List<Path> files, List<Diagnostic> diagnostics) {
    }

    /** Reads a load order without loading anything. */
    Order readOrder(Path orderFile);
}
