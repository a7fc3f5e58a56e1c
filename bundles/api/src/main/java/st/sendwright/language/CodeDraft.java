package st.sendwright.language;

import java.util.List;
import java.util.Optional;

/**
 * A compiled method or block before it is placed in a heap. The runtime appends the two last literals,
 * MethodInfo and class or outer code (see {@code MethodLayout}); {@link #literals} does not hold them.
 *
 * @param selector the method's selector; in a block the selector of its method
 * @param arguments 0 to 63
 * @param temporaries local variables beside the arguments, in a block copied values first; 0 to 511
 * @param operands deepest operand stack in words, 0 to 4095
 * @param sites number of send sites
 * @param primitive the primitive pragma, when there is one
 * @param pragmas the other pragmas
 * @param sourceMap pc (bytes from the first bytecode) to source
 * @param temporaryNames names of arguments and temporaries in frame order
 */
public record CodeDraft(String selector, boolean isBlock, int arguments, int temporaries, int operands, int sites,
        List<Literal> literals, byte[] bytecodes, Optional<Pragma> primitive, List<Pragma> pragmas,
        SourceMap sourceMap, List<String> temporaryNames) {

    public CodeDraft {
        literals = List.copyOf(literals);
        pragmas = List.copyOf(pragmas);
        temporaryNames = List.copyOf(temporaryNames);
    }

    /** The same with another primitive pragma. */
    public CodeDraft withPrimitive(Pragma pragma) {
        return new CodeDraft(selector, isBlock, arguments, temporaries, operands, sites, literals, bytecodes,
                Optional.of(pragma), pragmas, sourceMap, temporaryNames);
    }

    /**
     * {@code <key: argument ...>}. A primitive is {@code primitive:} with an Int or Str, or
     * {@code primitive:module:}, or either with {@code error:}, whose argument is a Sym: the name of the
     * temporary that receives the failure code (the compiler declares it as the first temporary).
     */
    public record Pragma(String selector, List<Literal> arguments) {
        public Pragma {
            arguments = List.copyOf(arguments);
        }
    }
}
