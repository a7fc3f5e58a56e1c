package st.sendwright.it.ansi;

import java.util.List;
import java.util.stream.Collectors;

/** The text of docs/ansi.md. */
final class AnsiTable {

    private final List<AnsiProtocol> protocols;
    private final AnsiTests tests;

    AnsiTable(List<AnsiProtocol> protocols, AnsiTests tests) {
        this.protocols = protocols;
        this.tests = tests;
    }

    String text() {
        int messages = protocols.stream().mapToInt(protocol -> protocol.messages().size()).sum();
        long tested = tests.claims().stream().map(AnsiTests.Claim::test).distinct().count();
        StringBuilder text = new StringBuilder(60_000);
        text.append("""
                # ANSI protocols

                Generated from the tests in `integration-tests/smalltalk/ansi`, whose pragmas
                `<ansi: #protocol message: #selector >` say which messages they show; `AnsiTableIT` fails when this page
                is not what they give. To write it anew:

                    mvn -o verify -pl integration-tests -am -Dit.test=AnsiTableIT -Dsurefire.failIfNoSpecifiedTests=false \\
                        -Dsendwright.ansi.rewrite=true

                Where the standard leaves a choice, see [collections](collections.md) and [dates and times](chronology.md).

                In two messages systems differ, and this one does not do as the standard says:

                | message | standard | here, as in |
                |---|---|---|
                | `printString` of a Fraction | `1/2` | `(1/2)`: Squeak, Pharo; it reads back inside other expressions; GNU Smalltalk and Dolphin do as the standard says |
                | `asScaledDecimal:` of an Integer | scale 0 whatever was asked for | the scale asked for: Pharo; GNU Smalltalk and Dolphin do as the standard says |

                """);
        text.append("%d protocols, %d messages that they define or refine, %d tests.%n"
                .formatted(protocols.size(), messages, tested).replace("\r", ""));
        protocols.forEach(protocol -> append(protocol, text));
        return text.toString();
    }

    private void append(AnsiProtocol protocol, StringBuilder text) {
        text.append("\n## ").append(protocol.name()).append("\n\n`").append(protocol.ourClass()).append('`');
        if (!protocol.conformsTo().isEmpty()) {
            text.append("; conforms to ").append(String.join(", ", protocol.conformsTo()));
        }
        text.append('\n');
        if (protocol.messages().isEmpty()) {
            text.append("\nNo messages of its own.\n");
            return;
        }
        text.append("\n| message | method | test |\n|---|---|---|\n");
        for (String message : protocol.messages()) {
            text.append("| ").append(code(message)).append(" | ")
                    .append(code(tests.definers().getOrDefault(protocol.name() + " " + message, "-")))
                    .append(" | ").append(testsOf(protocol, message)).append(" |\n");
        }
    }

    private String testsOf(AnsiProtocol protocol, String message) {
        return tests.claims().stream()
                .filter(claim -> claim.protocol().equals(protocol.name()) && claim.message().equals(message))
                .map(claim -> code(claim.test())).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }
}
