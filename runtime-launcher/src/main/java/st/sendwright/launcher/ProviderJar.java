package st.sendwright.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a bundle says of itself without being started: its symbolic name, and what its components call the providers that
 * they are. A file that is no bundle says nothing; whoever starts it finds out why.
 *
 * @param symbolicName empty when it has none
 * @param names of its providers, in the order of its components
 */
record ProviderJar(Optional<String> symbolicName, List<String> names) {

    private static final String NAME_PROPERTY = "sendwright.name";

    static ProviderJar read(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest == null) {
                return new ProviderJar(Optional.empty(), List.of());
            }
            String symbolicName = manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            String components = manifest.getMainAttributes().getValue("Service-Component");
            List<String> names = new ArrayList<>();
            for (String component : BndRun.names(components == null ? "" : components)) {
                if (file.getEntry(component) != null) {
                    try (InputStream in = file.getInputStream(file.getEntry(component))) {
                        names.addAll(namesIn(in));
                    }
                }
            }
            return new ProviderJar(Optional.ofNullable(symbolicName).map(name -> name.split(";", 2)[0].strip()), names);
        } catch (IOException | XMLStreamException unreadable) {
            return new ProviderJar(Optional.empty(), List.of());
        }
    }

    private static List<String> namesIn(InputStream component) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(component);
        List<String> names = new ArrayList<>();
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("property")
                    && NAME_PROPERTY.equals(reader.getAttributeValue(null, "name"))
                    && reader.getAttributeValue(null, "value") != null) {
                names.add(reader.getAttributeValue(null, "value"));
            }
        }
        return names;
    }
}
