package st.sendwright.language.compiler;

import java.util.List;
import st.sendwright.language.Literal;

/** The messages that become jumps when their arguments are literal blocks that fit. */
enum Inlining {
    NONE, IF_TRUE, IF_FALSE, IF_TRUE_IF_FALSE, IF_FALSE_IF_TRUE, AND, OR, WHILE_TRUE, WHILE_FALSE, REPEAT,
    TO_DO, TO_BY_DO, TIMES_REPEAT, IF_NIL, IF_NOT_NIL, IF_NIL_IF_NOT_NIL, IF_NOT_NIL_IF_NIL;

    /** What the selector alone allows. */
    static Inlining named(String selector) {
        return switch (selector) {
            case "ifTrue:" -> IF_TRUE;
            case "ifFalse:" -> IF_FALSE;
            case "ifTrue:ifFalse:" -> IF_TRUE_IF_FALSE;
            case "ifFalse:ifTrue:" -> IF_FALSE_IF_TRUE;
            case "and:" -> AND;
            case "or:" -> OR;
            case "whileTrue:", "whileTrue" -> WHILE_TRUE;
            case "whileFalse:", "whileFalse" -> WHILE_FALSE;
            case "repeat" -> REPEAT;
            case "to:do:" -> TO_DO;
            case "to:by:do:" -> TO_BY_DO;
            case "timesRepeat:" -> TIMES_REPEAT;
            case "ifNil:" -> IF_NIL;
            case "ifNotNil:" -> IF_NOT_NIL;
            case "ifNil:ifNotNil:" -> IF_NIL_IF_NOT_NIL;
            case "ifNotNil:ifNil:" -> IF_NOT_NIL_IF_NIL;
            default -> NONE;
        };
    }

    /** How a message to {@code receiver} is compiled: {@link #NONE} is a real send. */
    static Inlining of(Node receiver, String selector, List<Node> arguments) {
        Inlining inlining = named(selector);
        if (inlining == NONE || receiver instanceof Node.Pseudo pseudo
                && pseudo.kind() == Node.Pseudo.Kind.SUPER) {
            return NONE;
        }
        boolean fits = switch (inlining) {
            case NONE -> false;
            case IF_TRUE, IF_FALSE, AND, OR, TIMES_REPEAT, IF_NIL -> isBlock(arguments.get(0), 0, 0);
            case IF_TRUE_IF_FALSE, IF_FALSE_IF_TRUE -> isBlock(arguments.get(0), 0, 0)
                    && isBlock(arguments.get(1), 0, 0);
            case WHILE_TRUE, WHILE_FALSE -> isBlock(receiver, 0, 0)
                    && (arguments.isEmpty() || isBlock(arguments.get(0), 0, 0));
            case REPEAT -> isBlock(receiver, 0, 0);
            case TO_DO -> isBlock(arguments.get(1), 1, 1);
            case TO_BY_DO -> isStep(arguments.get(1)) && isBlock(arguments.get(2), 1, 1);
            case IF_NOT_NIL -> isBlock(arguments.get(0), 0, 1);
            case IF_NIL_IF_NOT_NIL -> isBlock(arguments.get(0), 0, 0) && isBlock(arguments.get(1), 0, 1);
            case IF_NOT_NIL_IF_NIL -> isBlock(arguments.get(0), 0, 1) && isBlock(arguments.get(1), 0, 0);
        };
        return fits ? inlining : NONE;
    }

    /** Whether the last argument, or the receiver of a loop, is run again and again. */
    boolean isLoop() {
        return switch (this) {
            case WHILE_TRUE, WHILE_FALSE, REPEAT, TO_DO, TO_BY_DO, TIMES_REPEAT -> true;
            default -> false;
        };
    }

    /**
     * The literal block among the arguments of a message that looks inlinable but has other arguments than
     * the message gives it, or null.
     */
    static Node.Block misfit(Node.Send send) {
        Inlining inlining = named(send.selector());
        if (inlining == NONE || send.inlining() != NONE || send.isSuper()) {
            return null;
        }
        int last = send.arguments().size() - 1;
        for (int i = 0; i <= last; i++) {
            int most = switch (inlining) {
                case TO_DO, TO_BY_DO -> i == last ? 1 : 0;
                case IF_NOT_NIL -> 1;
                case IF_NIL_IF_NOT_NIL -> i;
                case IF_NOT_NIL_IF_NIL -> 1 - i;
                default -> 0;
            };
            boolean isRange = i < last && (inlining == TO_DO || inlining == TO_BY_DO);
            int least = inlining == TO_DO || inlining == TO_BY_DO ? most : 0;
            if (!isRange && send.arguments().get(i) instanceof Node.Block block
                    && (block.arguments().size() > most || block.arguments().size() < least)) {
                return block;
            }
        }
        return null;
    }

    private static boolean isBlock(Node node, int least, int most) {
        return node instanceof Node.Block block && block.arguments().size() >= least
                && block.arguments().size() <= most;
    }

    private static boolean isStep(Node node) {
        return node instanceof Node.Constant constant && stepSign(constant.value()) != 0;
    }

    /** -1, 0 or 1; 0 for what is no number too. */
    static int stepSign(Literal step) {
        return switch (step) {
            case Literal.Int number -> number.value().signum();
            case Literal.Ratio number -> number.numerator().signum();
            case Literal.Scaled number -> number.numerator().signum();
            case Literal.Real number -> Double.isNaN(number.value()) ? 0 : (int) Math.signum(number.value());
            default -> 0;
        };
    }
}
