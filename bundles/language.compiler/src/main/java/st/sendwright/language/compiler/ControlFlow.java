package st.sendwright.language.compiler;

import java.math.BigInteger;
import java.util.List;
import st.sendwright.language.Literal;
import st.sendwright.language.compiler.Generator.Use;
import st.sendwright.model.Bytecode;

/** Generates the inlined messages: conditions, loops and tests for nil. */
final class ControlFlow {

    private static final Literal ONE = new Literal.Int(BigInteger.ONE);

    private final Generator generator;
    private final Assembler assembler;

    ControlFlow(Generator generator, Assembler assembler) {
        this.generator = generator;
        this.assembler = assembler;
    }

    /** An inlined message, its value used as said. */
    void generate(Node.Send send, Use use) throws SourceException {
        switch (send.inlining()) {
            case NONE -> throw new IllegalStateException("#" + send.selector() + " is not inlined");
            case IF_TRUE -> branch(send, block(send, 0), null, use);
            case IF_FALSE -> branch(send, null, block(send, 0), use);
            case IF_TRUE_IF_FALSE -> branch(send, block(send, 0), block(send, 1), use);
            case IF_FALSE_IF_TRUE -> branch(send, block(send, 1), block(send, 0), use);
            case AND -> logical(send, true, use);
            case OR -> logical(send, false, use);
            case WHILE_TRUE -> whileLoop(send, true, use);
            case WHILE_FALSE -> whileLoop(send, false, use);
            case REPEAT -> repeat(send, use);
            case TO_DO -> range(send, ONE, use);
            case TO_BY_DO -> range(send, ((Node.Constant) send.arguments().get(1)).value(), use);
            case TIMES_REPEAT -> timesRepeat(send, use);
            case IF_NIL -> ifNil(send, use);
            case IF_NOT_NIL -> nilBranch(send, null, block(send, 0), use);
            case IF_NIL_IF_NOT_NIL -> nilBranch(send, block(send, 0), block(send, 1), use);
            case IF_NOT_NIL_IF_NIL -> nilBranch(send, block(send, 1), block(send, 0), use);
        }
    }

    private static Node.Block block(Node.Send send, int argument) {
        return (Node.Block) send.arguments().get(argument);
    }

    private static boolean isNothing(Node.Block block) {
        return block == null || block.body().statements().isEmpty();
    }

    /** An inlined block's statements; without a block, nil. */
    private void body(Node.Send send, Node.Block block, Use use) throws SourceException {
        if (block == null) {
            constant(send, Node.Pseudo.Kind.NIL, use);
        } else {
            generator.enter(block.region());
            generator.statements(block.body().statements(), use, block.end());
        }
    }

    private void constant(Node.Send send, Node.Pseudo.Kind kind, Use use) throws SourceException {
        generator.generate(new Node.Pseudo(kind, send.start(), send.end()), use);
    }

    private void branch(Node.Send send, Node.Block whenTrue, Node.Block whenFalse, Use use)
            throws SourceException {
        int end = assembler.newLabel();
        if (use == Use.EFFECT && isNothing(whenTrue)) {
            jumpIf(true, send.receiver(), end);
            body(send, whenFalse, use);
        } else if (use == Use.EFFECT && isNothing(whenFalse)) {
            jumpIf(false, send.receiver(), end);
            body(send, whenTrue, use);
        } else {
            int otherwise = assembler.newLabel();
            jumpIf(false, send.receiver(), otherwise);
            body(send, whenTrue, use);
            assembler.jump(Bytecode.JUMP, end);
            assembler.bind(otherwise);
            body(send, whenFalse, use);
        }
        assembler.bind(end);
    }

    /** {@code and:} goes on when true, {@code or:} when false. */
    private void logical(Node.Send send, boolean goOn, Use use) throws SourceException {
        int decided = assembler.newLabel();
        int end = assembler.newLabel();
        jumpIf(!goOn, send.receiver(), decided);
        body(send, block(send, 0), use);
        if (use != Use.EFFECT) {
            assembler.jump(Bytecode.JUMP, end);
        }
        assembler.bind(decided);
        constant(send, goOn ? Node.Pseudo.Kind.FALSE : Node.Pseudo.Kind.TRUE, use);
        assembler.bind(end);
    }

    /** Jumps when the condition is {@code wanted}; goes on when it is the opposite. */
    private void jumpIf(boolean wanted, Node condition, int label) throws SourceException {
        if (condition instanceof Node.Pseudo pseudo && (pseudo.kind() == Node.Pseudo.Kind.TRUE
                || pseudo.kind() == Node.Pseudo.Kind.FALSE)) {
            if (wanted == (pseudo.kind() == Node.Pseudo.Kind.TRUE)) {
                assembler.jump(Bytecode.JUMP, label);
            }
        } else if (condition instanceof Node.Send send
                && (send.inlining() == Inlining.AND || send.inlining() == Inlining.OR)) {
            boolean goOn = send.inlining() == Inlining.AND;
            if (wanted == goOn) {
                int decided = assembler.newLabel();
                jumpIf(!goOn, send.receiver(), decided);
                jumpIfBlock(wanted, block(send, 0), label);
                assembler.bind(decided);
            } else {
                jumpIf(wanted, send.receiver(), label);
                jumpIfBlock(wanted, block(send, 0), label);
            }
        } else {
            generator.value(condition);
            assembler.from(condition.start(), condition.end());
            assembler.jump(wanted ? Bytecode.JUMP_TRUE : Bytecode.JUMP_FALSE, label);
        }
    }

    private void jumpIfBlock(boolean wanted, Node.Block block, int label) throws SourceException {
        generator.enter(block.region());
        List<Node> statements = block.body().statements();
        int last = statements.size() - 1;
        for (int i = 0; i < last; i++) {
            generator.generate(statements.get(i), Use.EFFECT);
        }
        jumpIf(wanted, last >= 0 ? statements.get(last)
                : new Node.Pseudo(Node.Pseudo.Kind.NIL, block.start(), block.end()), label);
    }

    private void whileLoop(Node.Send send, boolean wanted, Use use) throws SourceException {
        int head = assembler.newLabel();
        int exit = assembler.newLabel();
        assembler.bind(head);
        jumpIfBlock(!wanted, (Node.Block) send.receiver(), exit);
        if (!send.arguments().isEmpty()) {
            body(send, block(send, 0), Use.EFFECT);
        }
        assembler.from(send.start(), send.end());
        assembler.jump(Bytecode.JUMP, head);
        assembler.bind(exit);
        constant(send, Node.Pseudo.Kind.NIL, use);
    }

    private void repeat(Node.Send send, Use use) throws SourceException {
        int head = assembler.newLabel();
        assembler.bind(head);
        body(send, (Node.Block) send.receiver(), Use.EFFECT);
        assembler.from(send.start(), send.end());
        assembler.jump(Bytecode.JUMP, head);
        constant(send, Node.Pseudo.Kind.NIL, use);
    }

    private void range(Node.Send send, Literal step, Use use) throws SourceException {
        Node.Block block = (Node.Block) send.arguments().getLast();
        Node limit = send.arguments().getFirst();
        generator.placeArguments(block.region());
        int counter = block.region().locals().getFirst().index();
        generator.value(send.receiver());
        keepFor(counter, use);
        int limitPlace = -1;
        if (!(limit instanceof Node.Constant)) {
            limitPlace = generator.newTemporary("<limit>", limit.start());
            generator.value(limit);
            generator.popIntoTemporary(limitPlace);
        }
        loop(send, counter, limit, limitPlace, step, block);
        if (use != Use.EFFECT) {
            generator.finish(send, use);
        }
    }

    private void timesRepeat(Node.Send send, Use use) throws SourceException {
        Node limit = send.receiver();
        int limitPlace = -1;
        if (limit instanceof Node.Constant) {
            if (use != Use.EFFECT) {
                generator.value(limit);
            }
        } else {
            limitPlace = generator.newTemporary("<limit>", limit.start());
            generator.value(limit);
            keepFor(limitPlace, use);
        }
        int counter = generator.newTemporary("<counter>", send.start());
        assembler.emitPush(ONE);
        generator.popIntoTemporary(counter);
        loop(send, counter, limit, limitPlace, ONE, block(send, 0));
        if (use != Use.EFFECT) {
            generator.finish(send, use);
        }
    }

    /** Stores the receiver; it is the value of the loop, so it stays when that is used. */
    private void keepFor(int place, Use use) throws SourceException {
        if (use == Use.EFFECT) {
            generator.popIntoTemporary(place);
        } else {
            assembler.emitLong(Bytecode.STORE_TEMPORARY, place);
        }
    }

    private void loop(Node.Send send, int counter, Node limit, int limitPlace, Literal step, Node.Block block)
            throws SourceException {
        int head = assembler.newLabel();
        int exit = assembler.newLabel();
        assembler.bind(head);
        generator.pushTemporary(counter);
        if (limitPlace < 0) {
            generator.value(limit);
        } else {
            generator.pushTemporary(limitPlace);
        }
        assembler.from(send.start(), send.end());
        assembler.emitSend(Inlining.stepSign(step) > 0 ? "<=" : ">=", 1);
        assembler.jump(Bytecode.JUMP_FALSE, exit);
        body(send, block, Use.EFFECT);
        assembler.from(send.start(), send.end());
        generator.pushTemporary(counter);
        assembler.emitPush(step);
        assembler.emitSend("+", 1);
        generator.popIntoTemporary(counter);
        assembler.jump(Bytecode.JUMP, head);
        assembler.bind(exit);
    }

    private void ifNil(Node.Send send, Use use) throws SourceException {
        int found = assembler.newLabel();
        generator.value(send.receiver());
        if (use != Use.EFFECT) {
            assembler.emit(Bytecode.DUPLICATE);
        }
        assembler.from(send.start(), send.end());
        assembler.jump(Bytecode.JUMP_NOT_NIL, found);
        if (use != Use.EFFECT) {
            assembler.emit(Bytecode.POP);
        }
        body(send, block(send, 0), use);
        assembler.bind(found);
        if (use != Use.EFFECT) {
            generator.finish(send, use);
        }
    }

    private void nilBranch(Node.Send send, Node.Block whenNil, Node.Block whenNotNil, Use use)
            throws SourceException {
        int otherwise = assembler.newLabel();
        int end = assembler.newLabel();
        generator.value(send.receiver());
        if (!whenNotNil.arguments().isEmpty()) {
            generator.placeArguments(whenNotNil.region());
            assembler.emitLong(Bytecode.STORE_TEMPORARY, whenNotNil.region().locals().getFirst().index());
        }
        assembler.from(send.start(), send.end());
        assembler.jump(Bytecode.JUMP_NIL, otherwise);
        body(send, whenNotNil, use);
        if (use != Use.EFFECT || !isNothing(whenNil)) {
            assembler.jump(Bytecode.JUMP, end);
        }
        assembler.bind(otherwise);
        body(send, whenNil, use);
        assembler.bind(end);
    }
}
