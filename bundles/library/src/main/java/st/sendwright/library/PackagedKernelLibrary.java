package st.sendwright.library;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.KernelLibrary;
import st.sendwright.language.SourceText;

/**
 * The sources are in this bundle, listed by {@code kernel.order} and the order files that it names; the image
 * is a file that the framework's property {@value #IMAGE_PROPERTY} names, since making it takes a VM that
 * already runs. Thread: any; no state but that name.
 */
@Component
public final class PackagedKernelLibrary implements KernelLibrary {

    /** Property of the framework with the path of the kernel's image. */
    static final String IMAGE_PROPERTY = "sendwright.kernel.image";

    private static final String SOURCES = "smalltalk/";
    private static final String ORDER = "kernel.order";

    private final Optional<Path> image;

    /** Activated by the component runtime; component properties include no property of the framework. */
    @Activate
    public PackagedKernelLibrary(BundleContext context) {
        this(Optional.ofNullable(context.getProperty(IMAGE_PROPERTY)).map(Path::of));
    }

    PackagedKernelLibrary(Optional<Path> image) {
        this.image = image;
    }

    @Override
    public List<SourceText> sources() throws IOException {
        List<SourceText> sources = new ArrayList<>();
        readOrder(ORDER, sources);
        return SuperclassOrder.sort(sources);
    }

    /**
     * Adds the files that an order file names, relative to it; names that do not end in .st are order files.
     */
    private static void readOrder(String order, List<SourceText> sources) throws IOException {
        String folder = order.substring(0, order.lastIndexOf('/') + 1);
        for (String line : read(order).split("\n")) {
            String name = line.split("#", 2)[0].strip();
            if (name.endsWith(".st")) {
                sources.add(SourceText.of(read(folder + name), folder + name));
            } else if (!name.isEmpty()) {
                readOrder(folder + name, sources);
            }
        }
    }

    @Override
    public Optional<Path> image() {
        return image.filter(Files::isRegularFile);
    }

    private static String read(String name) throws IOException {
        try (InputStream in = PackagedKernelLibrary.class.getResourceAsStream(SOURCES + name)) {
            if (in == null) {
                throw new FileNotFoundException("the kernel library has no source " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
