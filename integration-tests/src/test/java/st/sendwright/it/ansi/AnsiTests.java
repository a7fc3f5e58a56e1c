package st.sendwright.it.ansi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * What came of the ANSI tests in Smalltalk.
 *
 * @param claims which message each test shows, as its pragmas say
 * @param definers where the method for each message of a protocol is, as {@code Class>>selector} by
 *        {@code protocol selector}; nothing where our class does not understand it
 * @param errors of loading the tests
 */
record AnsiTests(List<Claim> claims, Map<String, String> definers, List<String> errors) {

    /** A pragma {@code <ansi: #protocol message: #selector>} of a test. */
    record Claim(String test, String protocol, String message, boolean isPassed) {
    }

    private static final String CLAIM = "ansi\t";
    private static final String DEFINER = "definer\t";

    static AnsiTests run(VmFactory factory, SourceLoader loader, Path tests, Path collector,
            List<AnsiProtocol> protocols) throws IOException, VmStartException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> errors = new ArrayList<>();
        VmOptions options = VmOptions.defaults()
                .withStreams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream());
        try (Vm vm = factory.start(options); Stream<Path> files = Files.list(tests)) {
            for (Path file : files.sorted().toList()) {
                loader.loadFile(vm, file, SourceLoader.Settings.DEFAULT, new Errors(errors));
            }
            loader.loadFile(vm, collector, SourceLoader.Settings.DEFAULT, new Errors(errors));
            vm.evaluate(SourceText.of(definerQuestions(protocols), "definers"));
        }
        List<Claim> claims = new ArrayList<>();
        Map<String, String> definers = new TreeMap<>();
        out.toString(StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] fields = line.split("\t");
            if (line.startsWith(CLAIM)) {
                claims.add(new Claim(fields[1] + ">>" + fields[2], fields[3], fields[4],
                        fields[5].equals("passed")));
            } else if (line.startsWith(DEFINER)) {
                definers.put(fields[1] + " " + fields[2], fields[3]);
            }
        });
        return new AnsiTests(List.copyOf(claims), definers, List.copyOf(errors));
    }

    /** Statements that write a line for each message that our class understands. */
    private static String definerQuestions(List<AnsiProtocol> protocols) {
        StringBuilder text = new StringBuilder(40_000);
        text.append("| ask tab |\ntab := String with: (Character value: 9).\n")
                .append("ask := [:class :protocol :selectors | selectors do: [:selector | | method |\n")
                .append("  method := class lookupSelector: selector.\n")
                .append("  method isNil ifFalse: [Transcript showCr: 'definer' , tab , protocol , tab , selector")
                .append(" , tab , method methodClass name , '>>' , selector]]].\n");
        for (AnsiProtocol protocol : protocols) {
            text.append("ask value: ").append(protocol.ourClass()).append(" value: '").append(protocol.name())
                    .append("' value: #(");
            protocol.messages().forEach(message -> text.append("#'").append(message).append("' "));
            text.append(").\n");
        }
        return text.toString();
    }

    private record Errors(List<String> lines) implements SourceLoader.Listener {

        @Override
        public void file(Path file, int index, int count) {
            // Nobody watches.
        }

        @Override
        public void progress(int items, int of) {
            // Nobody watches.
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            lines.add(diagnostic.toString());
        }

        @Override
        public void failure(SourceText where, String walkback) {
            lines.add(walkback);
        }
    }
}
