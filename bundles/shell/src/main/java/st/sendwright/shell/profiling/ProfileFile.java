package st.sendwright.shell.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import st.sendwright.vm.Profile;

/** A profile in a file: a picture when its name ends with {@code .svg}, else collapsed stacks. */
public final class ProfileFile {

    private ProfileFile() {
    }

    /** @param title what was profiled */
    public static void write(Path file, Profile profile, String title) throws IOException {
        Files.writeString(file, file.toString().endsWith(".svg") ? FlameGraph.svg(profile, title)
                : CollapsedStacks.of(profile));
    }
}
