package st.sendwright.language;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The kernel library's Smalltalk sources and the image built from them. <b>Called</b> F0. <b>Thread</b>: any. */
@ProviderType
public interface KernelLibrary {

    /** All sources in load order: each names its superclass only after that class. */
    List<SourceText> sources() throws IOException;

    /** The packaged image; empty where none was built. The caller closes the stream. */
    Optional<InputStream> image() throws IOException;
}
