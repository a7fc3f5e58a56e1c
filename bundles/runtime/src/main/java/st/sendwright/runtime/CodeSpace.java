package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import st.sendwright.heap.Roots;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.memory.executable.ExecutableMemory;
import st.sendwright.model.Memory;
import st.sendwright.model.NativeMemory;

/**
 * The memory that holds machine code, and what lies where in it. Code is placed one after the other; when there is no
 * more room all of it goes at once, the stubs excepted.
 *
 * <p>Code is written through one mapping and executed through another. All addresses here are those of execution.
 *
 * <p><b>Thread</b>: the VM thread, while no machine code runs.
 */
final class CodeSpace implements AutoCloseable {

    private static final int ALIGNMENT = 16;
    /** In a block's header: the method. A root that a collection updates. */
    private static final int METHOD = 0;

    private final ExecutableMemory memory;
    private final CodeListener listener;
    private final long toWritable;
    private final Map<Stub, Long> stubs = new EnumMap<>(Stub.class);
    private final List<CodeBlock> blocks = new ArrayList<>();
    private final SendPcs sendPcs = new SendPcs(this);
    private final long firstBlock;
    private long next;
    private long compiled;
    private long flushes;

    CodeSpace(ExecutableMemory memory, BackEnd backEnd, CodeListener listener) {
        this.memory = memory;
        this.listener = listener;
        this.toWritable = memory.writableAddress() - memory.executableAddress();
        NativeMemory.own(memory.writableAddress(), memory.size());
        this.next = memory.executableAddress();
        StubCode code = backEnd.stubs();
        long start = next;
        write(start, code.bytes());
        code.offsets().forEach((stub, offset) -> stubs.put(stub, start + offset));
        next = aligned(start + code.bytes().length);
        memory.published(start, code.bytes().length);
        firstBlock = next;
        listener.placed("stubs of machine code", start, code.bytes().length);
    }

    private static long aligned(long address) {
        return address + ALIGNMENT - 1 & -ALIGNMENT;
    }

    private void write(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(address + toWritable + i, bytes[i]);
        }
    }

    long stub(Stub stub) {
        return stubs.get(stub);
    }

    /** Bytes that hold code now. */
    long usedBytes() {
        return next - memory.executableAddress();
    }

    long size() {
        return memory.size();
    }

    /** How many blocks were ever placed. */
    long placed() {
        return compiled;
    }

    long flushes() {
        return flushes;
    }

    List<CodeBlock> blocks() {
        return blocks;
    }

    /** The pcs of sends, by where they return to. */
    SendPcs sendPcs() {
        return sendPcs;
    }

    String kind() {
        return memory.kind();
    }

    /**
     * Puts code in its place.
     *
     * @param method the method it is for, 0 for none
     * @return null when there is no room
     */
    CodeBlock place(String name, MachineCode code, long method) {
        if (next + code.bytes().length > memory.executableAddress() + memory.size()) {
            return null;
        }
        CodeBlock block = new CodeBlock(name, blocks.size() + 1, next, code);
        write(next, code.bytes());
        for (Relocation relocation : code.relocations()) {
            long target = relocation.stub() != null ? stub(relocation.stub()) : relocation.target();
            patchDistance(next + relocation.offset(), target);
        }
        Memory.putLong(next + toWritable + METHOD, method);
        memory.published(next, code.bytes().length);
        next = aligned(block.end());
        blocks.add(block);
        listener.placed(name, block.start(), block.bytes());
        compiled++;
        return block;
    }

    /** Whether code of so many bytes has room when there is no other. */
    boolean couldHold(int bytes) {
        return firstBlock + bytes <= memory.executableAddress() + memory.size();
    }

    private void patchDistance(long at, long target) {
        Memory.putInt(at + toWritable, Math.toIntExact(target - (at + 4)));
    }

    /** Has the call that returns to an address call something else. */
    void patchCall(long returnAddress, long target) {
        patchDistance(returnAddress - 4, target);
        memory.published(returnAddress - 4, 4);
    }

    /** Stores the class index that a send expects. */
    void patchClass(long at, int classIndex) {
        Memory.putInt(at + toWritable, classIndex);
        memory.published(at, 4);
    }

    /** A copy of a block as it is now. */
    byte[] bytesOf(CodeBlock block) {
        return Memory.bytesAt(block.start() + toWritable, block.bytes());
    }

    /** What the jump or call at an offset of a block leads to, whose last four bytes are a distance. */
    String targetName(CodeBlock block, int offset) {
        long at = block.start() + offset;
        long target = at + Integer.BYTES + Memory.intAt(at + toWritable);
        for (Map.Entry<Stub, Long> stub : stubs.entrySet()) {
            if (stub.getValue() == target) {
                return stub.getKey().name();
            }
        }
        CodeBlock found = blockAt(target);
        return found == null ? "0x" + Long.toHexString(target) : found.name();
    }

    /** The block with a number. */
    CodeBlock block(int number) {
        return blocks.get(number - 1);
    }

    /** The block in which an address lies or which it is the end of; null when it is in none. */
    CodeBlock blockAt(long address) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            CodeBlock block = blocks.get(middle);
            if (address <= block.start()) {
                high = middle - 1;
            } else if (address > block.end()) {
                low = middle + 1;
            } else {
                return block;
            }
        }
        return null;
    }

    /** Whether an address is one that a call in a block returns to. */
    boolean isInBlock(long address) {
        return address > firstBlock && address < next;
    }

    /** Shows the collector the methods. */
    void visit(Roots.WeakVisitor visitor) {
        for (CodeBlock block : blocks) {
            visitor.words(block.start() + toWritable + METHOD, 1, Long.BYTES);
        }
    }

    /** Drops all code but the stubs. Nobody may refer to it any more. */
    void clear() {
        blocks.clear();
        sendPcs.forget();
        next = firstBlock;
        flushes++;
    }

    @Override
    public void close() {
        NativeMemory.disown(memory.writableAddress());
        memory.close();
    }
}
