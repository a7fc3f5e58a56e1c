package st.sendwright.language.compiler;

import java.util.List;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.Variable;

/** The syntax tree. Offsets are characters from the start of the source, ends exclusive. */
sealed interface Node {

    int start();

    int end();

    /** A literal that is pushed as one object. */
    record Constant(Literal value, int start, int end) implements Node {
    }

    /** A reserved name. */
    record Pseudo(Kind kind, int start, int end) implements Node {
        enum Kind {
            SELF, SUPER, NIL, TRUE, FALSE, THIS_CONTEXT
        }
    }

    /** A variable; the analysis says which: a {@link #local}, else {@link #outer}. */
    final class Name implements Node {
        private final String name;
        private final int start;
        private final int end;
        private Local local;
        private Variable outer;

        Name(String name, int start, int end) {
            this.name = name;
            this.start = start;
            this.end = end;
        }

        String name() {
            return name;
        }

        @Override
        public int start() {
            return start;
        }

        @Override
        public int end() {
            return end;
        }

        void resolve(Local to) {
            local = to;
        }

        void resolve(Variable to) {
            outer = to;
        }

        /** The argument or temporary it means, or null. */
        Local local() {
            return local;
        }

        /** What it means when it is not local. */
        Variable outer() {
            return outer;
        }
    }

    /** {@code target := value}. */
    record Assignment(Name target, Node value, int start, int end) implements Node {
    }

    /** A message send; {@code inlining} says whether it becomes jumps. */
    record Send(Node receiver, String selector, List<Node> arguments, Inlining inlining, int start, int end)
            implements Node {

        boolean isSuper() {
            return receiver instanceof Pseudo pseudo && pseudo.kind() == Pseudo.Kind.SUPER;
        }
    }

    /** Two or more messages to one receiver. */
    record Cascade(Node receiver, List<Message> messages, int start, int end) implements Node {

        boolean isSuper() {
            return receiver instanceof Pseudo pseudo && pseudo.kind() == Pseudo.Kind.SUPER;
        }
    }

    /** One message of a cascade. */
    record Message(String selector, List<Node> arguments, int start, int end) {
    }

    /** <code>{a. b. c}</code>. */
    record Brace(List<Node> elements, int start, int end) implements Node {
    }

    /** {@code ^value}. */
    record Return(Node value, int start, int end) implements Node {
    }

    /** A literal block; the analysis gives it a region, and a frame of its own unless it is inlined. */
    final class Block implements Node {
        private final List<Declaration> arguments;
        private final Body body;
        private final int start;
        private final int end;
        private Region region;

        Block(List<Declaration> arguments, Body body, int start, int end) {
            this.arguments = arguments;
            this.body = body;
            this.start = start;
            this.end = end;
        }

        List<Declaration> arguments() {
            return arguments;
        }

        Body body() {
            return body;
        }

        @Override
        public int start() {
            return start;
        }

        @Override
        public int end() {
            return end;
        }

        void placeIn(Region place) {
            region = place;
        }

        /** Where its variables live. */
        Region region() {
            return region;
        }
    }

    /** A declared name and where. */
    record Declaration(String name, int offset) {
    }

    /** Temporaries and statements. */
    record Body(List<Declaration> temporaries, List<Node> statements) {
    }

    /** A whole method or expression; an expression has an empty selector. */
    record Unit(String selector, List<Declaration> arguments, Body body, CodeDraft.Pragma primitive,
            int primitiveOffset, List<CodeDraft.Pragma> pragmas, int end) {
    }
}
