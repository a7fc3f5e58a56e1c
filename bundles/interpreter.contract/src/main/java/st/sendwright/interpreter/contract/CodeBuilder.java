package st.sendwright.interpreter.contract;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import st.sendwright.model.Bytecode;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/** Assembles one method or block by hand: opcodes by name, operands as numbers, jumps by position. */
final class CodeBuilder {

    private final TinyWorld world;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final List<Long> literals = new ArrayList<>();
    private int arguments;
    private int temporaries;
    private int primitive;
    private int sites;
    private boolean block;

    CodeBuilder(TinyWorld world) {
        this.world = world;
    }

    CodeBuilder arguments(int count) {
        arguments = count;
        return this;
    }

    CodeBuilder temporaries(int count) {
        temporaries = count;
        return this;
    }

    CodeBuilder primitive(int index) {
        primitive = index;
        return this;
    }

    CodeBuilder block() {
        block = true;
        return this;
    }

    /** The index of a literal, added when it is not there yet. */
    int literal(long oop) {
        int index = literals.indexOf(oop);
        if (index < 0) {
            literals.add(oop);
            index = literals.size() - 1;
        }
        return index;
    }

    /** A one-byte bytecode, {@code implied} places after the entry's first opcode. */
    CodeBuilder op(Bytecode bytecode, int implied) {
        return bytes(bytecode.opcode() + implied);
    }

    CodeBuilder op(Bytecode bytecode) {
        if (bytecode.specialSelector() != null) {
            return bytes(bytecode.opcode(), sites++);
        }
        return bytes(bytecode.opcode());
    }

    /** A bytecode with operands, each as wide as the table says. */
    CodeBuilder with(Bytecode bytecode, int... operands) {
        bytes(bytecode.opcode());
        for (int i = 0; i < operands.length; i++) {
            bytes(operands[i]);
            if (bytecode.operands().get(i).bytes() == 2) {
                bytes(operands[i] >> 8);
            }
        }
        return this;
    }

    CodeBuilder send(String selector, int count) {
        return bytes(Bytecode.SEND_0.opcode() + count, literal(world.symbol(selector)), sites++);
    }

    CodeBuilder sendLong(Bytecode bytecode, String selector, int count) {
        return with(bytecode, literal(world.symbol(selector)), sites++, count);
    }

    CodeBuilder push(long oop) {
        return with(Bytecode.PUSH_LITERAL_LONG, literal(oop));
    }

    CodeBuilder bytes(int... values) {
        for (int value : values) {
            code.write(value);
        }
        return this;
    }

    /** Bytes so far: where the next bytecode will be, from the first. */
    int position() {
        return code.size();
    }

    /** A jump to an earlier position. */
    CodeBuilder jumpTo(Bytecode bytecode, int position) {
        return with(bytecode, position - (code.size() + 3));
    }

    int sites() {
        return sites;
    }

    /** The method's address; its sites are not made yet. */
    long build() {
        int count = literals.size() + 2;
        long size = (MethodLayout.FIRST_LITERAL + count) * 8L + code.size();
        long method = world.raw(block ? KnownClass.COMPILED_BLOCK.index()
                : KnownClass.COMPILED_METHOD.index(),
                ObjectFormat.METHOD + (int) (-size & 7), size + 7 >> 3);
        long header = MethodLayout.header(arguments, temporaries, count, 64, primitive != 0,
                block) >> Oop.TAG_BITS;
        ObjectHeader.rawPutSlot(method, 0, Oop.smallInteger(MethodLayout.withPrimitive(header, primitive)));
        ObjectHeader.rawPutSlot(method, MethodLayout.SITES, Oop.smallInteger(0));
        for (int i = 0; i < count; i++) {
            ObjectHeader.rawPutSlot(method, MethodLayout.FIRST_LITERAL + i,
                    i < literals.size() ? literals.get(i) : world.nil());
        }
        byte[] bytes = code.toByteArray();
        Memory.copy(bytes, 0, method + MethodLayout.firstPc(MethodLayout.header(method)), bytes.length);
        return method;
    }
}
