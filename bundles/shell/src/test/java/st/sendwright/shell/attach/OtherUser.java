package st.sendwright.shell.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of other users, for tests that run as any user. */
final class OtherUser {

    private OtherUser() {
    }

    /** Something that does not belong to the user of this process. */
    static Path witness(Path folder) throws IOException {
        Path root = Path.of("/");
        Path own = Files.createTempFile(folder, "own", "");
        if (!Files.getOwner(root).equals(Files.getOwner(own))) {
            return root;
        }
        // Whoever owns the root folder may give files away.
        return Files.setOwner(own, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
}
