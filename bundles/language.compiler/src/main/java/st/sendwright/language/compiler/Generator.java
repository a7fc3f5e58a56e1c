package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.Variable;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/** Generates the bytecodes of one frame: a method, an expression, or a block that is not inlined. */
final class Generator {

    /** What becomes of the value of an expression. */
    enum Use {
        /** It stays on the operand stack. */
        VALUE,
        /** Nobody wants it. */
        EFFECT,
        /** The activation answers it. */
        ANSWER,
        /** The method around the block answers it. */
        NON_LOCAL_ANSWER
    }

    private final Frame frame;
    private final String selector;
    private final Assembler assembler = new Assembler();
    private final ControlFlow controlFlow = new ControlFlow(this, assembler);
    private final List<String> argumentNames = new ArrayList<>(4);
    private final List<String> temporaryNames = new ArrayList<>(4);

    private Generator(Frame frame, String selector) {
        this.frame = frame;
        this.selector = selector;
    }

    /** The code of a method or expression. */
    static CodeDraft generate(Node.Unit unit, Region region) throws SourceException {
        Generator generator = new Generator(region.frame(), unit.selector());
        String errorName = PrimitivePragma.errorName(unit.primitive());
        generator.enterFrame(region, errorName);
        boolean isExpression = unit.selector().isEmpty();
        generator.statements(unit.body().statements(), isExpression ? Use.ANSWER : Use.EFFECT, unit.end());
        if (!isExpression) {
            generator.assembler.from(unit.end(), unit.end());
            generator.assembler.emit(Bytecode.RETURN_RECEIVER);
        }
        return generator.draft(Optional.ofNullable(unit.primitive()), unit.pragmas());
    }

    private CodeDraft draft(Optional<CodeDraft.Pragma> primitive, List<CodeDraft.Pragma> pragmas)
            throws SourceException {
        Assembler.Code code = assembler.finish();
        List<String> names = new ArrayList<>(argumentNames);
        names.addAll(temporaryNames);
        return new CodeDraft(selector, frame.isBlock(), argumentNames.size(), temporaryNames.size(),
                assembler.operands(), assembler.sites(), assembler.literals(), code.bytes(), primitive,
                pragmas, code.sourceMap(), names);
    }

    private void enterFrame(Region region, String errorName) throws SourceException {
        for (Local copied : frame.copied()) {
            newTemporary(copied.name(), copied.offset());
        }
        for (Local local : region.locals()) {
            if (local.isArgument()) {
                local.placeAt(argumentNames.size());
                argumentNames.add(local.name());
            }
        }
        boolean errorIsShared = errorName != null && region.find(errorName).vector() != null;
        if (errorIsShared) {
            newTemporary(errorName, region.find(errorName).offset());
        }
        enter(region);
        if (errorIsShared) {
            Local error = region.find(errorName);
            assembler.emit(Bytecode.PUSH_TEMPORARY, 0);
            assembler.emitRemote(Bytecode.POP_STORE_REMOTE, error.index(), frame.placeOf(error.vector()));
        }
    }

    /** Reserves a temporary and answers its place. */
    int newTemporary(String name, int offset) throws SourceException {
        if (temporaryNames.size() == MethodLayout.MAX_TEMPORARIES) {
            throw new SourceException(Problem.LIMIT, "more than " + MethodLayout.MAX_TEMPORARIES
                    + " temporaries in one method or block: expected fewer", offset);
        }
        temporaryNames.add(name);
        return temporaryNames.size() - 1;
    }

    /** Gives the arguments of an inlined block their temporaries. */
    void placeArguments(Region region) throws SourceException {
        for (Local local : region.locals()) {
            if (local.isArgument()) {
                local.placeAt(newTemporary(local.name(), local.offset()));
            }
        }
    }

    /** Begins a region: in a loop its temporaries are nil and its vectors new each time. */
    void enter(Region region) throws SourceException {
        for (Local local : region.locals()) {
            if (!local.isArgument() && local.vector() == null) {
                local.placeAt(newTemporary(local.name(), local.offset()));
                if (region.loop() != null && !local.isAssignedFirst()) {
                    assembler.emit(Bytecode.PUSH_NIL);
                    popIntoTemporary(local.index());
                }
            }
        }
        List<Local> vectors = region.vectors();
        for (int i = 0; i < vectors.size(); i++) {
            Local vector = vectors.get(i);
            vector.placeAt(newTemporary(vector.name(), vector.offset()));
            assembler.emitLong(Bytecode.PUSH_NEW_VECTOR, region.vectorSize(i));
            popIntoTemporary(vector.index());
        }
    }

    void popIntoTemporary(int place) throws SourceException {
        assembler.emit(Bytecode.POP_STORE_TEMPORARY, Bytecode.POP_STORE_TEMPORARY_LONG, place);
    }

    void pushTemporary(int place) throws SourceException {
        assembler.emit(Bytecode.PUSH_TEMPORARY, Bytecode.PUSH_TEMPORARY_LONG, place);
    }

    /** Statements one after the other; the last one's value, nil when there is none, is used as said. */
    void statements(List<Node> statements, Use use, int end) throws SourceException {
        int last = statements.size() - 1;
        for (int i = 0; i < last; i++) {
            generate(statements.get(i), Use.EFFECT);
        }
        if (last >= 0) {
            generate(statements.get(last), use);
        } else {
            generate(new Node.Pseudo(Node.Pseudo.Kind.NIL, end, end), use);
        }
    }

    /** Code that leaves the value on the stack. */
    void value(Node node) throws SourceException {
        generate(node, Use.VALUE);
    }

    /** Code for any expression or return. */
    void generate(Node node, Use use) throws SourceException {
        switch (node) {
            case Node.Constant constant -> {
                if (use != Use.EFFECT) {
                    assembler.emitPush(constant.value());
                    finish(node, use);
                }
            }
            case Node.Pseudo pseudo -> pseudo(pseudo, use);
            case Node.Name name -> {
                if (use != Use.EFFECT) {
                    push(name);
                    finish(node, use);
                }
            }
            case Node.Assignment assignment -> {
                value(assignment.value());
                assembler.from(assignment.start(), assignment.end());
                store(assignment.target(), use == Use.EFFECT);
                if (use != Use.EFFECT) {
                    finish(node, use);
                }
            }
            case Node.Send send -> {
                if (send.inlining() == Inlining.NONE) {
                    sends(send);
                    finish(node, use);
                } else {
                    controlFlow.generate(send, use);
                }
            }
            case Node.Cascade cascade -> {
                cascade(cascade);
                finish(node, use);
            }
            case Node.Brace brace -> brace(brace, use);
            case Node.Return answer -> {
                generate(answer.value(), frame.isBlock() ? Use.NON_LOCAL_ANSWER : Use.ANSWER);
            }
            case Node.Block block -> {
                if (use != Use.EFFECT && assembler.isReachable()) {
                    closure(block);
                    finish(node, use);
                }
            }
        }
    }

    /** Does with the value on the stack what is said. */
    void finish(Node node, Use use) throws SourceException {
        switch (use) {
            case VALUE -> { }
            case EFFECT -> assembler.emit(Bytecode.POP);
            case ANSWER -> {
                assembler.from(node.start(), node.end());
                assembler.emit(Bytecode.RETURN_TOP);
            }
            case NON_LOCAL_ANSWER -> {
                assembler.from(node.start(), node.end());
                assembler.emit(Bytecode.NON_LOCAL_RETURN);
            }
        }
    }

    private void pseudo(Node.Pseudo pseudo, Use use) throws SourceException {
        if (use == Use.EFFECT) {
            return;
        }
        boolean answersHere = use == Use.ANSWER && !frame.isBlock();
        Bytecode answer = switch (pseudo.kind()) {
            case SELF, SUPER -> Bytecode.RETURN_RECEIVER;
            case NIL -> Bytecode.RETURN_NIL;
            case TRUE -> Bytecode.RETURN_TRUE;
            case FALSE -> Bytecode.RETURN_FALSE;
            case THIS_CONTEXT -> null;
        };
        if (answersHere && answer != null) {
            assembler.from(pseudo.start(), pseudo.end());
            assembler.emit(answer);
            return;
        }
        assembler.emit(switch (pseudo.kind()) {
            case SELF, SUPER -> Bytecode.PUSH_RECEIVER;
            case NIL -> Bytecode.PUSH_NIL;
            case TRUE -> Bytecode.PUSH_TRUE;
            case FALSE -> Bytecode.PUSH_FALSE;
            case THIS_CONTEXT -> Bytecode.PUSH_THIS_CONTEXT;
        });
        finish(pseudo, use);
    }

    private void push(Node.Name name) throws SourceException {
        Local local = name.local();
        if (local == null) {
            switch (name.outer()) {
                case Variable.Instance variable -> assembler.emit(Bytecode.PUSH_RECEIVER_VARIABLE,
                        Bytecode.PUSH_RECEIVER_VARIABLE_LONG, variable.index());
                case Variable.Shared variable -> assembler.emitPushShared(
                        new Literal.Binding(name.name(), variable.binding()));
            }
        } else if (local.vector() != null) {
            assembler.emitRemote(Bytecode.PUSH_REMOTE, local.index(), frame.placeOf(local.vector()));
        } else {
            pushCell(local);
        }
    }

    /** Pushes what lies in the variable's place of this frame: a value or a vector. */
    private void pushCell(Local local) throws SourceException {
        if (local.isFrameArgument() && local.frame() == frame) {
            assembler.emit(Bytecode.PUSH_ARGUMENT, Bytecode.PUSH_ARGUMENT_LONG,
                    argumentNames.size() - 1 - local.index());
        } else {
            pushTemporary(frame.placeOf(local));
        }
    }

    private void store(Node.Name name, boolean pop) throws SourceException {
        Local local = name.local();
        if (local == null) {
            switch (name.outer()) {
                case Variable.Instance variable -> storeInstance(variable.index(), pop);
                case Variable.Shared variable -> assembler.emitStoreShared(
                        pop ? Bytecode.POP_STORE_LITERAL_VARIABLE : Bytecode.STORE_LITERAL_VARIABLE,
                        new Literal.Binding(name.name(), variable.binding()));
            }
        } else if (local.vector() != null) {
            assembler.emitRemote(pop ? Bytecode.POP_STORE_REMOTE : Bytecode.STORE_REMOTE, local.index(),
                    frame.placeOf(local.vector()));
        } else if (pop) {
            popIntoTemporary(frame.placeOf(local));
        } else {
            assembler.emitLong(Bytecode.STORE_TEMPORARY, frame.placeOf(local));
        }
    }

    private void storeInstance(int index, boolean pop) throws SourceException {
        if (pop) {
            assembler.emit(Bytecode.POP_STORE_RECEIVER_VARIABLE, Bytecode.POP_STORE_RECEIVER_VARIABLE_LONG,
                    index);
        } else {
            assembler.emitLong(Bytecode.STORE_RECEIVER_VARIABLE, index);
        }
    }

    /** A chain of messages, the innermost receiver first, without recursion: chains may be long. */
    private void sends(Node.Send outermost) throws SourceException {
        List<Node.Send> chain = new ArrayList<>(4);
        Node node = outermost;
        while (node instanceof Node.Send send && send.inlining() == Inlining.NONE) {
            chain.add(send);
            node = send.receiver();
        }
        value(node);
        for (int i = chain.size() - 1; i >= 0; i--) {
            Node.Send send = chain.get(i);
            message(send.isSuper(), send.selector(), send.arguments(), send.start(), send.end());
        }
    }

    private void message(boolean isSuper, String name, List<Node> arguments, int start, int end)
            throws SourceException {
        for (Node argument : arguments) {
            value(argument);
        }
        assembler.from(start, end);
        if (isSuper) {
            assembler.emitSuperSend(name, arguments.size());
        } else {
            assembler.emitSend(name, arguments.size());
        }
    }

    private void cascade(Node.Cascade cascade) throws SourceException {
        value(cascade.receiver());
        int last = cascade.messages().size() - 1;
        for (int i = 0; i <= last; i++) {
            if (i < last) {
                assembler.emit(Bytecode.DUPLICATE);
            }
            Node.Message message = cascade.messages().get(i);
            message(cascade.isSuper(), message.selector(), message.arguments(), message.start(),
                    message.end());
            if (i < last) {
                assembler.emit(Bytecode.POP);
            }
        }
    }

    private void brace(Node.Brace brace, Use use) throws SourceException {
        for (Node element : brace.elements()) {
            generate(element, use == Use.EFFECT ? Use.EFFECT : Use.VALUE);
        }
        if (use != Use.EFFECT) {
            assembler.from(brace.start(), brace.end());
            assembler.emitArray(brace.elements().size());
            finish(brace, use);
        }
    }

    private void closure(Node.Block block) throws SourceException {
        Frame inner = block.region().frame();
        Generator generator = new Generator(inner, selector);
        generator.enterFrame(block.region(), null);
        generator.statements(block.body().statements(), Use.ANSWER, block.end());
        CodeDraft code = generator.draft(Optional.empty(), List.of());
        for (Local copied : inner.copied()) {
            pushCell(copied);
        }
        assembler.from(block.start(), block.end());
        assembler.emitClosure(new Literal.Block(code), inner.copied().size(),
                inner.needsOuterContext() ? Bytecode.NEEDS_OUTER_CONTEXT : 0);
    }
}
