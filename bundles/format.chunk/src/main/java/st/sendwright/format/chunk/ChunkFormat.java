package st.sendwright.format.chunk;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/**
 * The bang format of Smalltalk-80 with the conventions of Squeak, Pharo, Cuis and Dolphin. A file without a
 * single chunk is read as plain statements.
 *
 * <p>Source: G. Krasner, <i>The Smalltalk-80 Code File Format</i>, in Smalltalk-80: Bits of History, Words of
 * Advice, 1983.
 */
@Component(service = SourceFormat.class, property = "sendwright.name=chunk")
public final class ChunkFormat implements SourceFormat {

    static final String UNTERMINATED_STRING =
            "this string has no end; expected a closing ' before the chunk or file ends";
    static final String UNTERMINATED_COMMENT =
            "this comment has no end; expected a closing \" before the chunk or file ends";

    private static final int SURE = 90;
    private static final int LIKELY = 60;
    private static final int LAST_RESORT = 10;

    @Override
    public String name() {
        return "chunk";
    }

    @Override
    public int confidence(String fileName, String text) {
        if (text.contains("methodsFor") && text.contains("!")) {
            return SURE;
        }
        boolean hasChunk = startOf(new ChunkScanner(text), text) instanceof ChunkScanner.Chunk.Complete;
        return hasChunk ? LIKELY : LAST_RESORT;
    }

    @Override
    public List<SourceItem> read(SourceText file) {
        PlacedText placed = new PlacedText(file);
        ChunkScanner scanner = new ChunkScanner(file.text());
        return switch (startOf(scanner, file.text())) {
            case ChunkScanner.Chunk.Complete _ -> new ChunkReader(placed, scanner).read(start(file.text()));
            case ChunkScanner.Chunk.Broken broken when broken.resume() < file.text().length() ->
                    new ChunkReader(placed, scanner).read(start(file.text()));
            default -> new PlainStatements(placed).read(start(file.text()));
        };
    }

    private static ChunkScanner.Chunk startOf(ChunkScanner scanner, String text) {
        return scanner.next(start(text));
    }

    /** Where the source starts: after the line that names the program to run a script with. */
    private static int start(String text) {
        if (!text.startsWith("#!")) {
            return 0;
        }
        int end = text.indexOf('\n');
        return end < 0 ? text.length() : end + 1;
    }
}
