/** An interpreter in machine code: a piece of code for each bytecode, which ends with the jump to that of the next. */
package st.sendwright.interpreter.threaded;
