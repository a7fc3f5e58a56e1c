package st.sendwright.jit;

import java.util.BitSet;

/**
 * What a back end needs to know of a method or block: a copy, so that it may be compiled on any thread.
 *
 * @param name for people, such as {@code "Foo>>bar:"}
 * @param header its header's value, see {@link st.sendwright.model.MethodLayout}
 * @param bytecodes its bytecodes; the first one has the pc {@code MethodLayout.firstPc(header)}
 * @param literals each literal that is an immediate, and 0 for each that is an object
 * @param primitive {@code Module.name} of the bound primitive, empty for none
 * @param copiedValues how many values a block gets from its closure
 * @param forImmediates whether instances of the method's class may be immediates
 * @param floatSites the numbers of the send sites at which an interpreter has met Floats; not to be changed
 */
public record MethodView(String name, long header, byte[] bytecodes, long[] literals, String primitive,
        int copiedValues, boolean forImmediates, BitSet floatSites) {
}
