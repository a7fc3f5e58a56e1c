package st.sendwright.language.loader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.SourceText;

/** Turns a file's bytes into text: UTF-8 or UTF-16 by its mark, else UTF-8, else Latin-1; line ends as LF. */
final class SourceDecoder {

    /** A text file holds hardly any control characters; this many are forgiven. */
    private static final int FORGIVEN_CONTROLS = 4;
    private static final int BYTES_PER_CONTROL = 200;

    private static final int ESCAPE = 0x1B;
    private static final int OLD_END_OF_FILE = 0x1A;

    /**
     * What came of a file.
     *
     * @param text empty when it could not be read
     * @param diagnostic an error when there is no text, else perhaps a warning
     */
    record Decoded(Optional<SourceText> text, Optional<Diagnostic> diagnostic) {
    }

    private SourceDecoder() {
    }

    /** Reads a file; never throws for a bad one. */
    static Decoded read(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            return failure(name, "SW-LOAD-002", "cannot read " + name
                    + ": it is a directory; expected a source file");
        }
        try {
            return decode(Files.readAllBytes(file), name);
        } catch (NoSuchFileException _) {
            return failure(name, "SW-LOAD-001", "there is no file " + name + "; expected a source file");
        } catch (AccessDeniedException _) {
            return failure(name, "SW-LOAD-002", "cannot read " + name
                    + ": permission denied; make it readable");
        } catch (IOException problem) {
            return failure(name, "SW-LOAD-002", "cannot read " + name + ": " + problem.getMessage());
        } catch (OutOfMemoryError _) {
            return failure(name, "SW-LOAD-002", "cannot read " + name
                    + ": it does not fit into the JVM's memory; split it into smaller files");
        }
    }

    /** Decodes a file's bytes. */
    static Decoded decode(byte[] bytes, String name) {
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return success(decode(bytes, 2, StandardCharsets.UTF_16BE), name);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return success(decode(bytes, 2, StandardCharsets.UTF_16LE), name);
        }
        int controls = controlsIn(bytes);
        if (controls > FORGIVEN_CONTROLS && controls > bytes.length / BYTES_PER_CONTROL) {
            return failure(name, "SW-LOAD-003", name + " is a binary file: " + controls + " of its "
                    + bytes.length + " bytes are control characters; expected Smalltalk source");
        }
        int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        CharBuffer characters = CharBuffer.allocate(bytes.length - start);
        ByteBuffer input = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(input, characters, true);
        if (!result.isError()) {
            return success(characters.flip().toString(), name);
        }
        int bad = input.position();
        SourceText text = SourceText.of(withLineFeeds(decode(bytes, 0, StandardCharsets.ISO_8859_1)), name);
        String before = withLineFeeds(new String(bytes, 0, bad, StandardCharsets.ISO_8859_1));
        return new Decoded(Optional.of(text), Optional.of(Diagnostic.at(Severity.WARNING, "SW-LOAD-004",
                "the byte 16r" + String.format("%02X", bytes[bad]) + " at offset " + bad + " of " + name
                + " is not UTF-8; the file is read as Latin-1", text, before.length())));
    }

    private static String decode(byte[] bytes, int start, Charset charset) {
        try {
            return charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(bytes, start, bytes.length - start)).toString();
        } catch (CharacterCodingException impossible) {
            throw new IllegalStateException("a decoder that replaces bad input reported it", impossible);
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static int controlsIn(byte[] bytes) {
        int controls = 0;
        for (byte b : bytes) {
            boolean isLayout = b >= '\b' && b <= '\r' || b == ESCAPE || b == OLD_END_OF_FILE;
            if (b >= 0 && b < ' ' && !isLayout) {
                controls++;
            }
        }
        return controls;
    }

    /** CR and CR LF become LF. */
    static String withLineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static Decoded success(String text, String name) {
        return new Decoded(Optional.of(SourceText.of(withLineFeeds(text), name)), Optional.empty());
    }

    private static Decoded failure(String name, String code, String message) {
        return new Decoded(Optional.empty(),
                Optional.of(new Diagnostic(Severity.ERROR, code, message, name, 1, 1, "", 0)));
    }
}
