package st.sendwright.format.gnu;

import java.util.ArrayDeque;
import java.util.Deque;
import st.sendwright.format.gnu.Token.Kind;

/**
 * How far code in brackets goes.
 *
 * @param end number of the closing bracket, or of the token at which the code breaks off without one
 * @param unclosed number of the innermost bracket that lacks its end, or -1 when none does
 */
record Body(int end, int unclosed) {

    boolean isWhole() {
        return unclosed < 0;
    }

    /** Finds the end of what opens at {@code open}, or the definition or damage it breaks off at. */
    static Body of(Tokens tokens, Openings openings, int open) {
        Deque<Integer> brackets = new ArrayDeque<>();
        int index = open;
        while (true) {
            switch (tokens.at(index).kind()) {
                case OPEN_BRACKET -> {
                    if (index > open && tokens.at(index - 1).kind().endsOperand()) {
                        int definition = openings.startOf(index, open + 1);
                        if (definition >= 0) {
                            return new Body(definition, brackets.peek());
                        }
                    }
                    brackets.push(index);
                }
                case CLOSE_BRACKET -> {
                    brackets.pop();
                    if (brackets.isEmpty()) {
                        return new Body(index, -1);
                    }
                }
                case BANG -> {
                    if (openings.isAnnouncement(index)) {
                        return new Body(index, brackets.peek());
                    }
                }
                case END, BROKEN_STRING, BROKEN_COMMENT -> {
                    return new Body(index, brackets.peek());
                }
                default -> { }
            }
            index++;
        }
    }
}
