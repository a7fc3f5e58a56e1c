package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import st.sendwright.heap.Roots;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.memory.executable.ExecutableMemory;
import st.sendwright.model.Memory;
import st.sendwright.model.NativeMemory;

/**
 * The memory that holds machine code, and what lies where in it. Code is placed in the first gap that it fits into; the
 * stubs stay at the beginning.
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
    /** By where they begin. */
    private final TreeMap<Long, CodeBlock> blocks = new TreeMap<>();
    /** Where each gap ends, by where it begins; no two touch. */
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private final List<CodeBlock> byNumber = new ArrayList<>();
    private final LongList freeNumbers = new LongList();
    private final SendPcs sendPcs = new SendPcs(this);
    private final long firstBlock;
    private final long end;
    private long compiled;

    CodeSpace(ExecutableMemory memory, StubCode code, CodeListener listener) {
        this.memory = memory;
        this.listener = listener;
        this.toWritable = memory.writableAddress() - memory.executableAddress();
        NativeMemory.own(memory.writableAddress(), memory.size());
        long start = memory.executableAddress();
        end = start + memory.size();
        write(start, code.bytes());
        code.offsets().forEach((stub, offset) -> stubs.put(stub, start + offset));
        memory.published(start, code.bytes().length);
        firstBlock = aligned(start + code.bytes().length);
        gaps.put(firstBlock, end);
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
        return memory.size() - freeBytes();
    }

    long freeBytes() {
        return gaps.entrySet().stream().mapToLong(gap -> gap.getValue() - gap.getKey()).sum();
    }

    /** The most bytes that are free in one piece. */
    long largestGap() {
        return gaps.entrySet().stream().mapToLong(gap -> gap.getValue() - gap.getKey()).max().orElse(0);
    }

    long size() {
        return memory.size();
    }

    /** How many blocks were ever placed. */
    long placed() {
        return compiled;
    }

    /** In the order in which they lie. */
    Collection<CodeBlock> blocks() {
        return blocks.values();
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
        long start = take(code.bytes().length);
        if (start == 0) {
            return null;
        }
        CodeBlock block = new CodeBlock(name, number(), compiled, method != 0, start, code);
        write(start, code.bytes());
        for (Relocation relocation : code.relocations()) {
            long target = relocation.stub() != null ? stub(relocation.stub()) : relocation.target();
            patchDistance(start + relocation.offset(), target);
        }
        Memory.putLong(start + toWritable + METHOD, method);
        memory.published(start, code.bytes().length);
        blocks.put(start, block);
        byNumber.set(block.number() - 1, block);
        listener.placed(name, start, block.bytes());
        compiled++;
        return block;
    }

    /** The first place that is large enough; 0 when there is none. */
    private long take(int bytes) {
        for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
            // Removing an entry may have it hold another.
            long start = gap.getKey();
            long gapEnd = gap.getValue();
            if (gapEnd - start >= bytes) {
                long rest = Math.min(aligned(start + bytes), gapEnd);
                gaps.remove(start);
                if (rest < gapEnd) {
                    gaps.put(rest, gapEnd);
                }
                return start;
            }
        }
        return 0;
    }

    private int number() {
        if (freeNumbers.size() == 0) {
            byNumber.add(null);
            return byNumber.size();
        }
        int number = (int) freeNumbers.get(freeNumbers.size() - 1);
        freeNumbers.truncate(freeNumbers.size() - 1);
        return number;
    }

    /** Gives the place of a block to others. Nobody may refer to it any more. */
    void free(CodeBlock block) {
        blocks.remove(block.start());
        byNumber.set(block.number() - 1, null);
        freeNumbers.add(block.number());
        sendPcs.forget();
        long from = block.start();
        long to = Math.min(aligned(block.end()), end);
        Map.Entry<Long, Long> before = gaps.floorEntry(from);
        if (before != null && before.getValue() == from) {
            from = before.getKey();
        }
        Long behind = gaps.remove(to);
        gaps.put(from, behind == null ? to : behind);
    }

    /** The method a block was placed for; 0 for none, and once a collection has found it dead. */
    long method(CodeBlock block) {
        return Memory.longAt(block.start() + toWritable + METHOD);
    }

    /**
     * Moves all blocks to the beginning, so that there is one gap.
     *
     * @param mover is told of each block, and how far it is about to move
     */
    void compact(BiConsumer<CodeBlock, Long> mover) {
        List<CodeBlock> inOrder = List.copyOf(blocks.values());
        blocks.clear();
        gaps.clear();
        sendPcs.forget();
        long to = firstBlock;
        for (CodeBlock block : inOrder) {
            if (to < block.start()) {
                mover.accept(block, to - block.start());
                move(block, to);
            }
            blocks.put(to, block);
            to = aligned(block.end());
        }
        if (to < end) {
            gaps.put(to, end);
        }
    }

    private void move(CodeBlock block, long to) {
        long distance = to - block.start();
        long oldStart = block.start();
        long oldEnd = block.end();
        byte[] bytes = bytesOf(block);
        write(to, bytes);
        block.moveTo(to);
        // The call of a send is among them, whatever it is linked to by now.
        for (Relocation each : block.code().relocations()) {
            stay(to + each.offset(), oldStart, oldEnd, distance);
        }
        memory.published(to, bytes.length);
        listener.placed(block.name(), to, bytes.length);
    }

    /** Has a distance in code that was moved lead where it led before, unless that has moved with it. */
    private void stay(long at, long oldStart, long oldEnd, long distance) {
        long target = at - distance + Integer.BYTES + Memory.intAt(at + toWritable);
        if (target < oldStart || target >= oldEnd) {
            patchDistance(at, target);
        }
    }

    /** Has a distance that leads between two addresses lead further by so much. */
    void shiftDistance(long at, long from, long to, long by) {
        long target = at + Integer.BYTES + Memory.intAt(at + toWritable);
        if (target >= from && target < to) {
            patchDistance(at, target + by);
            memory.published(at, Integer.BYTES);
        }
    }

    /** Whether code of so many bytes has room when there is no other. */
    boolean couldHold(int bytes) {
        return firstBlock + bytes <= end;
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
        return byNumber.get(number - 1);
    }

    /** The block in which an address lies or which it is the end of; null when it is in none. */
    CodeBlock blockAt(long address) {
        Map.Entry<Long, CodeBlock> found = blocks.lowerEntry(address);
        return found == null || address > found.getValue().end() ? null : found.getValue();
    }

    /** Whether an address is one that a call in a block returns to. */
    boolean isInBlock(long address) {
        return address > firstBlock && address < end;
    }

    /** Shows the collector the methods. */
    void visit(Roots.WeakVisitor visitor) {
        for (CodeBlock block : blocks.values()) {
            visitor.words(block.start() + toWritable + METHOD, 1, Long.BYTES);
        }
    }

    /** Drops all code but the stubs. Nobody may refer to it any more. */
    void clear() {
        blocks.clear();
        byNumber.clear();
        freeNumbers.truncate(0);
        sendPcs.forget();
        gaps.clear();
        gaps.put(firstBlock, end);
    }

    @Override
    public void close() {
        NativeMemory.disown(memory.writableAddress());
        memory.close();
    }
}
