package st.sendwright.language;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns Smalltalk source into bytecodes.
 *
 * <p><b>Called</b> once per method or expression (F2). <b>Thread</b>: any; calls do not share state.
 * <b>State</b>: none.
 */
@ProviderType
public interface SourceCompiler {

    /** What the source is. */
    enum Kind {
        /** A method: pattern, temporaries, pragmas, statements; answers self where nothing else is said. */
        METHOD,
        /** Temporaries and statements; answers the value of the last one, nil when there is none. */
        EXPRESSION
    }

    /**
     * What to compile.
     *
     * @param scope names from outside
     */
    record Request(SourceText source, Kind kind, Scope scope, SyntaxOptions options) {
    }

    /**
     * What came of it: code unless a diagnostic is an error. Never throws for bad source.
     *
     * @param diagnostics in source order
     */
    record Result(Optional<CodeDraft> code, List<Diagnostic> diagnostics) {
        public Result {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** A message to a named receiver with literal arguments, such as most class definitions are. */
    record ConstantMessage(String receiver, String selector, List<Literal> arguments) {
        public ConstantMessage {
            arguments = List.copyOf(arguments);
        }
    }

    /** Compiles. Every answered draft has passed the verifier. */
    Result compile(Request request);

    /**
     * Reads a source that is one message to a name (or to {@code Name class}: the receiver is then
     * {@code "Name class"}, and {@code nil} is a name) with literal arguments only.
     *
     * @return empty when the source is anything else
     */
    Optional<ConstantMessage> constantMessage(String source);

    /** The selector of a method's source, or empty when its pattern cannot be read. */
    Optional<String> selectorOf(String methodSource);

    /**
     * Whether {@code source} would be complete with more lines: it ends within a string, comment, bracket or
     * message. A prompt then asks for another line.
     */
    boolean isIncomplete(String source);

    /**
     * Lists bytecodes for people, one line each: pc, bytes, name, operands resolved.
     *
     * @param literals printed forms of the literals
     */
    String disassemble(byte[] bytecodes, List<String> literals);
}
