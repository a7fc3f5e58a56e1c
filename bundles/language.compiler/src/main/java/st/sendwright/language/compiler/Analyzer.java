package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.language.Variable;
import st.sendwright.language.compiler.Local.Loop;

/**
 * Finds out what each name means and which variables blocks share, in one walk in order of evaluation.
 *
 * <p>The walk counts moments: an assignment happens after its value is known, a block captures at the moment
 * it is made. Within a loop moments come again, see {@link Local#mustBeShared}.
 */
final class Analyzer {

    private final OuterNames names;
    private final Problems problems;
    private Region region;
    private Frame frame;
    private Loop loop;
    private int moment;
    private int loops;

    Analyzer(OuterNames names, Problems problems) {
        this.names = names;
        this.problems = problems;
    }

    /** Analyzes a whole method or expression and answers its region. */
    Region analyze(Node.Unit unit) {
        frame = new Frame(null, null, 0);
        region = new Region(null, frame, null);
        Region top = region;
        for (Node.Declaration argument : unit.arguments()) {
            declare(argument, true);
        }
        String errorName = PrimitivePragma.errorName(unit.primitive());
        if (errorName != null) {
            declare(new Node.Declaration(errorName, unit.primitiveOffset()), false).use();
        }
        for (Node.Declaration temporary : unit.body().temporaries()) {
            if (!temporary.name().equals(errorName)) {
                declare(temporary, false);
            }
        }
        statements(unit.body().statements());
        leave(top);
        return top;
    }

    private Local declare(Node.Declaration declaration, boolean argument) {
        String name = declaration.name();
        if (region.find(name) != null) {
            problems.report(Problem.DECLARED_TWICE, "'" + name + "' is declared twice in one place: expected"
                    + " different names", declaration.offset());
        } else if (find(name) != null) {
            problems.report(Problem.SHADOWED, "'" + name + "' hides a variable of the same name around it",
                    declaration.offset());
        } else if (names.isInstanceVariable(name)) {
            problems.report(Problem.SHADOWED, "'" + name + "' hides the instance variable of the same name",
                    declaration.offset());
        }
        return region.declare(name, argument, declaration.offset());
    }

    private Local find(String name) {
        for (Region each = region; each != null; each = each.outer()) {
            Local local = each.find(name);
            if (local != null) {
                return local;
            }
        }
        return null;
    }

    private void leave(Region left) {
        for (Local local : left.locals()) {
            if (!local.isUsed() && !local.isArgument()) {
                problems.report(Problem.UNUSED, "the temporary '" + local.name() + "' is never used",
                        local.offset());
            }
        }
        left.close();
    }

    private void statements(List<Node> statements) {
        boolean returned = false;
        for (Node statement : statements) {
            if (returned) {
                problems.report(Problem.UNREACHABLE,
                        "this statement comes after a return and is never reached", statement.start());
                returned = false;
            }
            visit(statement);
            returned = statement instanceof Node.Return;
        }
    }

    private void visit(Node node) {
        switch (node) {
            case Node.Constant constant -> { }
            case Node.Pseudo pseudo -> {
                if (pseudo.kind() == Node.Pseudo.Kind.THIS_CONTEXT) {
                    frame.needOuterContext();
                }
            }
            case Node.Name name -> read(name);
            case Node.Assignment assignment -> {
                visit(assignment.value());
                assign(assignment.target());
            }
            case Node.Send send -> visitSend(send);
            case Node.Cascade cascade -> {
                visit(cascade.receiver());
                for (Node.Message message : cascade.messages()) {
                    visitAll(message.arguments());
                }
            }
            case Node.Brace brace -> visitAll(brace.elements());
            case Node.Return answer -> {
                visit(answer.value());
                frame.needOuterContext();
            }
            case Node.Block block -> visitRealBlock(block);
        }
    }

    private void visitAll(List<Node> nodes) {
        for (Node node : nodes) {
            visit(node);
        }
    }

    private void read(Node.Name name) {
        Local local = find(name.name());
        if (local == null) {
            name.resolve(names.resolve(name.name(), name.start(), false));
        } else {
            name.resolve(local);
            local.use();
            frame.reach(local);
        }
    }

    private void assign(Node.Name name) {
        Local local = find(name.name());
        moment++;
        if (local == null) {
            name.resolve(names.resolve(name.name(), name.start(), true));
            if (name.outer() instanceof Variable.Shared shared && !shared.writable()) {
                problems.report(Problem.NOT_ASSIGNABLE, "'" + name.name() + "' cannot be assigned",
                        name.start());
            }
            return;
        }
        if (local.isArgument()) {
            problems.report(Problem.ARGUMENT_ASSIGNED, "the argument '" + name.name() + "' cannot be"
                    + " assigned: expected a temporary", name.start());
        }
        name.resolve(local);
        local.assign(region, loop, moment);
        frame.reach(local);
    }

    /** Chains of messages are long in generated source, so they are walked without recursion. */
    private void visitSend(Node.Send outermost) {
        List<Node.Send> chain = new ArrayList<>(4);
        Node node = outermost;
        while (node instanceof Node.Send send && send.inlining() == Inlining.NONE) {
            chain.add(send);
            node = send.receiver();
        }
        if (node instanceof Node.Send inlined) {
            visitInlined(inlined);
        } else {
            visit(node);
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            Node.Send send = chain.get(i);
            visitAll(send.arguments());
            Node.Block misfit = Inlining.misfit(send);
            if (misfit != null) {
                problems.report(Problem.BLOCK_ARGUMENTS, "this block has " + misfit.arguments().size()
                        + " arguments, which is not what #" + send.selector() + " gives it", misfit.start());
            }
        }
    }

    private void visitInlined(Node.Send send) {
        List<Node> arguments = send.arguments();
        if (!send.inlining().isLoop()) {
            visit(send.receiver());
            for (Node argument : arguments) {
                visitInlinedBlock((Node.Block) argument);
            }
            return;
        }
        boolean receiverLoops = send.receiver() instanceof Node.Block && switch (send.inlining()) {
            case WHILE_TRUE, WHILE_FALSE, REPEAT -> true;
            default -> false;
        };
        if (!receiverLoops) {
            visit(send.receiver());
            for (int i = 0; i < arguments.size() - 1; i++) {
                visit(arguments.get(i));
            }
        }
        Loop around = loop;
        loop = new Loop(around, loops++);
        if (receiverLoops) {
            visitInlinedBlock((Node.Block) send.receiver());
        }
        if (!arguments.isEmpty()) {
            visitInlinedBlock((Node.Block) arguments.getLast());
        }
        loop = around;
    }

    private void visitInlinedBlock(Node.Block block) {
        enter(block, new Region(region, frame, loop));
    }

    private void visitRealBlock(Node.Block block) {
        Frame aroundFrame = frame;
        Loop aroundLoop = loop;
        frame = new Frame(aroundFrame, aroundLoop, ++moment);
        loop = null;
        enter(block, new Region(region, frame, null));
        frame = aroundFrame;
        loop = aroundLoop;
    }

    private void enter(Node.Block block, Region inner) {
        Region around = region;
        region = inner;
        block.placeIn(inner);
        for (Node.Declaration argument : block.arguments()) {
            declare(argument, true);
        }
        for (Node.Declaration temporary : block.body().temporaries()) {
            declare(temporary, false);
        }
        statements(block.body().statements());
        leave(inner);
        region = around;
    }
}
