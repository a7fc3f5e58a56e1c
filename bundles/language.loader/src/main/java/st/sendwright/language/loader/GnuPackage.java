package st.sendwright.language.loader;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import st.sendwright.language.SourceText;

/**
 * What a {@code package.xml} says of a package of GNU Smalltalk: which files make it, in which order, and which
 * packages have to be there before. What only concerns its installation is passed over.
 *
 * @param name of the package, empty when it has none
 * @param provided other names that it answers to as a prerequisite
 * @param namespaces that its files are about, each part of a dotted name by itself
 * @param directory that the paths of its files are relative to, itself relative to the description
 * @param itself what makes the package
 * @param tests what makes its tests
 * @param description the whole file
 */
record GnuPackage(String name, List<String> provided, List<String> namespaces, String directory,
        Part itself, Part tests, SourceText description) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    /**
     * A name or path in a description.
     *
     * @param offset of its place
     */
    record Mention(String text, int offset) {
    }

    /**
     * What has to be loaded together.
     *
     * @param prerequisites names of packages that have to be there before
     * @param files paths as written, in their order
     */
    record Part(List<Mention> prerequisites, List<Mention> files) {

        private Part() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** Says that a description is no XML, and where. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient int offset;

        private MalformedException(String reason, int offset) {
            super(reason);
            this.offset = offset;
        }

        int offset() {
            return offset;
        }
    }

    GnuPackage {
        provided = List.copyOf(provided);
        namespaces = List.copyOf(namespaces);
    }

    /**
     * The packages of a description, in its order; none when it describes something else, as files of that name do
     * elsewhere. Document types are not read, so that nothing outside of the file has a part in it.
     *
     * @throws MalformedException when it is no XML
     */
    static List<GnuPackage> in(SourceText description) throws MalformedException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return read(factory.createXMLStreamReader(new StringReader(description.text())), description);
        } catch (XMLStreamException problem) {
            int offset = problem.getLocation() == null ? 0 : offset(problem.getLocation(), description);
            throw new MalformedException(reason(problem), offset);
        }
    }

    private static List<GnuPackage> read(XMLStreamReader reader, SourceText description)
            throws XMLStreamException {
        List<GnuPackage> packages = new ArrayList<>();
        Optional<Builder> open = Optional.empty();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (reader.getLocalName().equals("package")) {
                    open = Optional.of(new Builder());
                } else if (open.isPresent()) {
                    open.get().read(reader, description);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && open.isPresent()) {
                open.get().end(reader.getLocalName());
                if (reader.getLocalName().equals("package")) {
                    packages.add(open.get().built(description));
                    open = Optional.empty();
                }
            }
        }
        return packages.stream().filter(found -> !found.itself.files.isEmpty() || !found.tests.files.isEmpty()).toList();
    }

    private static int offset(Location location, SourceText description) {
        return Math.clamp(location.getCharacterOffset(), 0, description.text().length());
    }

    /** The parser's messages begin with a place, which a diagnostic says better. */
    private static String reason(XMLStreamException problem) {
        String message = problem.getMessage();
        int start = message.indexOf("Message: ");
        return (start < 0 ? message : message.substring(start + "Message: ".length())).strip();
    }

    /** A package whose end is not read yet. */
    private static final class Builder {

        private final Part itself = new Part();
        private final Part tests = new Part();
        private final List<String> provided = new ArrayList<>();
        private final List<String> namespaces = new ArrayList<>();
        private String name = "";
        private String directory = "";
        private boolean isInTest;

        void read(XMLStreamReader reader, SourceText description) throws XMLStreamException {
            int offset = offset(reader.getLocation(), description);
            switch (reader.getLocalName()) {
                case "test" -> isInTest = true;
                case "filein" -> part().files.add(mention(reader, offset));
                case "namespace" -> NAME.matcher(mention(reader, offset).text()).results().map(MatchResult::group)
                        .filter(part -> !part.equals("Smalltalk")).forEach(namespaces::add);
                case "provides" -> provided.add(mention(reader, offset).text());
                case "prereq" -> part().prerequisites.add(mention(reader, offset));
                case "name" -> name = isInTest ? name : mention(reader, offset).text();
                case "directory" -> directory = isInTest ? directory : mention(reader, offset).text();
                default -> { }
            }
        }

        private Part part() {
            return isInTest ? tests : itself;
        }

        private static Mention mention(XMLStreamReader reader, int offset) throws XMLStreamException {
            return new Mention(reader.getElementText().strip(), offset);
        }

        void end(String element) {
            isInTest = isInTest && !element.equals("test");
        }

        GnuPackage built(SourceText description) {
            return new GnuPackage(name, provided, namespaces, directory, itself, tests, description);
        }
    }
}
