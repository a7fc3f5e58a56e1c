package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SyntaxOptions;

/**
 * Compiles the whole language onto the bytecode table: parse, analyze, generate, verify.
 *
 * <p>An entry of a source map covers the whole expression, from the receiver's first character to the
 * message's last; in a cascade the single message.
 */
@Component(service = SourceCompiler.class)
public final class BytecodeCompiler implements SourceCompiler {

    /** Made by the component runtime; without state, so one serves everybody. */
    public BytecodeCompiler() {
    }

    @Override
    public Result compile(Request request) {
        Problems problems = new Problems();
        Optional<CodeDraft> code = Optional.empty();
        try {
            code = Optional.ofNullable(draft(request, problems));
        } catch (SourceException exception) {
            problems.report(exception);
        }
        return new Result(problems.hasErrors() ? Optional.empty() : code,
                problems.diagnostics(request.source()));
    }

    private static CodeDraft draft(Request request, Problems problems) throws SourceException {
        OuterNames names = new OuterNames(request.scope(), request.kind(), problems);
        Parser parser = new Parser(request.source().text(), request.options(), names, problems);
        Node.Unit unit = request.kind() == Kind.METHOD ? parser.method() : parser.expression();
        Region region = new Analyzer(names, problems).analyze(unit);
        if (problems.hasErrors()) {
            return null;
        }
        CodeDraft draft = Generator.generate(unit, region);
        String fault = Verifier.check(draft);
        if (fault != null) {
            throw new SourceException(Problem.VERIFICATION, "the compiler made code that the verifier"
                    + " refuses ("
                    + fault + "); nothing was compiled, please report the source", 0);
        }
        return draft;
    }

    private static Parser quietParser(String source, Kind kind) {
        Problems problems = new Problems();
        OuterNames names = new OuterNames(Scope.empty(), kind, problems);
        return new Parser(source, SyntaxOptions.DEFAULT, names, problems);
    }

    @Override
    public Optional<ConstantMessage> constantMessage(String source) {
        Node.Unit unit;
        try {
            unit = quietParser(source, Kind.EXPRESSION).expression();
        } catch (SourceException notReadable) {
            return Optional.empty();
        }
        List<Node> statements = unit.body().statements();
        if (statements.size() != 1 || !unit.body().temporaries().isEmpty()
                || !(statements.getFirst() instanceof Node.Send send)) {
            return Optional.empty();
        }
        String receiver = receiverName(send.receiver());
        List<Literal> arguments = new ArrayList<>(send.arguments().size());
        for (Node node : send.arguments()) {
            Literal literal = literal(node);
            if (literal == null) {
                return Optional.empty();
            }
            arguments.add(literal);
        }
        return receiver == null ? Optional.empty()
                : Optional.of(new ConstantMessage(receiver, send.selector(), arguments));
    }

    /** Null for what is no name. */
    private static String receiverName(Node receiver) {
        return switch (receiver) {
            case Node.Name name -> name.name();
            case Node.Pseudo pseudo when pseudo.kind() == Node.Pseudo.Kind.NIL -> "nil";
            case Node.Send send when send.selector().equals("class")
                    && send.receiver() instanceof Node.Name name -> name.name() + " class";
            default -> null;
        };
    }

    /** Null for what is no literal. */
    private static Literal literal(Node node) {
        return switch (node) {
            case Node.Constant constant -> constant.value();
            case Node.Pseudo pseudo -> switch (pseudo.kind()) {
                case NIL -> Literal.Constant.NIL;
                case TRUE -> Literal.Constant.TRUE;
                case FALSE -> Literal.Constant.FALSE;
                default -> null;
            };
            default -> null;
        };
    }

    @Override
    public Optional<String> selectorOf(String methodSource) {
        try {
            return Optional.of(quietParser(methodSource, Kind.METHOD).selector());
        } catch (SourceException notReadable) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isIncomplete(String source) {
        try {
            quietParser(source, Kind.EXPRESSION).expression();
            return false;
        } catch (SourceException exception) {
            return exception.isAtEnd();
        }
    }

    @Override
    public String disassemble(byte[] bytecodes, List<String> literals) {
        return Disassembler.list(bytecodes, literals);
    }
}
