package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Literal;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.SourceCompiler.Request;
import st.sendwright.language.SourceCompiler.Result;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.Variable;

/** Short ways for the tests to compile something and to show what came of it. */
final class Compiling {

    /** A class with the instance variables {@code first} and {@code second}, and a few globals. */
    static final Scope SCOPE = new Scope() {
        @Override
        public Optional<Variable> lookup(String name) {
            return switch (name) {
                case "first" -> Optional.of(new Variable.Instance(0));
                case "second" -> Optional.of(new Variable.Instance(1));
                case "far" -> Optional.of(new Variable.Instance(20));
                case "Object", "Transcript" -> Optional.of(new Variable.Shared(name, false));
                case "Shared" -> Optional.of(new Variable.Shared(name, true));
                default -> Optional.empty();
            };
        }

        @Override
        public Variable.Shared declare(String name) {
            return new Variable.Shared(name, true);
        }

        @Override
        public String className() {
            return "Test";
        }
    };

    private Compiling() {
    }

    static Result result(String source, Kind kind) {
        return new BytecodeCompiler().compile(
                new Request(SourceText.of(source, "test"), kind, SCOPE, SyntaxOptions.DEFAULT));
    }

    /** The code of a source that must compile. */
    static CodeDraft code(String source, Kind kind) {
        Result result = result(source, kind);
        return result.code().orElseThrow(() -> new AssertionError(messages(result)));
    }

    static CodeDraft method(String source) {
        return code(source, Kind.METHOD);
    }

    static CodeDraft expression(String source) {
        return code(source, Kind.EXPRESSION);
    }

    /** The diagnostics, one a line: {@code line:column code message}. */
    static String messages(Result result) {
        return result.diagnostics().stream().map(Compiling::message).collect(Collectors.joining("\n"));
    }

    private static String message(Diagnostic diagnostic) {
        return diagnostic.line() + ":" + diagnostic.column() + " " + diagnostic.code() + " "
                + diagnostic.message();
    }

    /** The value of a source that is one literal. */
    static Literal literal(String source) {
        CodeDraft code = expression("#(" + source + ")");
        return ((Literal.Arr) code.literals().getFirst()).elements().getFirst();
    }

    /** The code as text: a line with the header's numbers, then the bytecodes; the same for its blocks. */
    static String listing(CodeDraft code) {
        StringBuilder out = new StringBuilder();
        list(code, code.isBlock() ? "block" : "method", out);
        return out.toString();
    }

    private static void list(CodeDraft code, String title, StringBuilder out) {
        out.append(title).append(": ").append(code.arguments()).append(" arguments, ")
                .append(code.temporaries()).append(" temporaries, ").append(code.operands())
                .append(" operands, ").append(code.sites()).append(" sites");
        if (!code.temporaryNames().isEmpty()) {
            out.append(' ').append(code.temporaryNames());
        }
        out.append('\n');
        List<String> printed = new ArrayList<>();
        int blocks = 0;
        for (Literal literal : code.literals()) {
            printed.add(literal instanceof Literal.Block ? "block " + ++blocks : shown(literal));
        }
        out.append(new BytecodeCompiler().disassemble(code.bytecodes(), printed));
        blocks = 0;
        for (Literal literal : code.literals()) {
            if (literal instanceof Literal.Block block) {
                list(block.code(), title.replace("method", "block") + " " + ++blocks, out);
            }
        }
    }

    /** A literal in Smalltalk's syntax. */
    static String shown(Literal literal) {
        return switch (literal) {
            case Literal.Int number -> number.value().toString();
            case Literal.Real number -> Double.toString(number.value());
            case Literal.Scaled number ->
                    number.numerator() + "/" + number.denominator() + "s" + number.scale();
            case Literal.Ratio number -> number.numerator() + "/" + number.denominator();
            case Literal.Char character -> "$" + Character.toString(character.codePoint());
            case Literal.Str text -> "'" + text.value() + "'";
            case Literal.Sym symbol -> "#" + symbol.value();
            case Literal.Arr array -> array.elements().stream().map(Compiling::shown)
                    .collect(Collectors.joining(" ", "(", ")"));
            case Literal.Bytes bytes -> {
                StringBuilder out = new StringBuilder("[");
                for (byte each : bytes.value()) {
                    out.append(out.length() > 1 ? " " : "").append(each & 0xFF);
                }
                yield out.append(']').toString();
            }
            case Literal.Constant constant -> constant.name().toLowerCase(Locale.ROOT);
            case Literal.Binding binding -> "{" + binding.name() + "}";
            case Literal.Block block -> "block";
        };
    }
}
