package st.sendwright.runtime;

import st.sendwright.interpreter.Interpreter;

/**
 * The providers in force. Immutable; the driver takes it once per exit, so no run sees two generations.
 *
 * @param number rises with each exchange, from 1
 */
record Epoch(long number, Interpreter interpreter) {
}
