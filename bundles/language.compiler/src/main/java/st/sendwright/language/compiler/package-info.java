/** The compiler: scanner, parser, analysis, code generation, verifier and disassembler of bytecodes. */
package st.sendwright.language.compiler;
