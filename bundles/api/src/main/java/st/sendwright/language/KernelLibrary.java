package st.sendwright.language;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The kernel library's Smalltalk sources and the image built from them. <b>Called</b> F0. <b>Thread</b>: any. */
@ProviderType
public interface KernelLibrary {

    /** All sources in load order: each names its superclass only after that class. */
    List<SourceText> sources() throws IOException;

    /** The file with the packaged image, which nobody changes in place; empty where none was built. */
    Optional<Path> image();
}
