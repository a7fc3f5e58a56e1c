package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.memory.executable.ExecutableMemory;
import st.sendwright.model.Memory;

@DisplayName("The memory of machine code")
class CodeSpaceTest {

    private static final int SIZE = 4096;
    private static final int STUB_BYTES = 24;
    private static final int STUB_OFFSET = 8;
    /** Behind the header of a block: the distance to the stub, and to an address. */
    private static final int TO_STUB = 12;
    private static final int TO_ADDRESS = 20;
    private static final long METHOD = 0x123450;

    /** Memory that is written at one address and, so it says, executed at another. Nothing is executed. */
    private static final class TwoAddresses implements ExecutableMemory {

        private static final long APART = 1 << 20;

        private final Arena arena = Arena.ofConfined();
        private final long writable = arena.allocate(SIZE, 4096).address();
        private final List<Long> published = new ArrayList<>();

        @Override
        public long executableAddress() {
            return writable + APART;
        }

        @Override
        public long writableAddress() {
            return writable;
        }

        @Override
        public long size() {
            return SIZE;
        }

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public void published(long executableAddress, long bytes) {
            assertThat(executableAddress).isBetween(executableAddress(), executableAddress() + SIZE - bytes);
            published.add(executableAddress);
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    private TwoAddresses memory;
    private CodeSpace space;

    @BeforeEach
    void make() {
        memory = new TwoAddresses();
        space = new CodeSpace(memory, new StubCode(new byte[STUB_BYTES], Map.of(Stub.SEND_MISS, STUB_OFFSET)),
                CodeListener.NONE);
    }

    @AfterEach
    void close() {
        space.close();
    }

    private static MachineCode code(int bytes, int fill, long target) {
        byte[] content = new byte[bytes];
        Arrays.fill(content, (byte) fill);
        return new MachineCode(content, 8, MachineCode.NO_ENTRY, 8, List.of(), List.of(), List.of(), List.of(
                new Relocation(TO_STUB, Stub.SEND_MISS, 0), new Relocation(TO_ADDRESS, null, target)));
    }

    private CodeBlock place(int bytes, int fill) {
        return space.place("block " + fill, code(bytes, fill, memory.executableAddress() + SIZE + 64), METHOD + fill * 16L);
    }

    /** Where the distance at an offset of a block leads. */
    private long target(CodeBlock block, int offset) {
        long at = block.start() + offset;
        return at + 4 + Memory.intAt(at - TwoAddresses.APART);
    }

    private void isWhole(CodeBlock block, int bytes, int fill) {
        byte[] found = space.bytesOf(block);
        assertThat(found).hasSize(bytes);
        for (int i = TO_ADDRESS + 4; i < bytes; i++) {
            assertThat(found[i]).as("byte %d of %s", i, block.name()).isEqualTo((byte) fill);
        }
        assertThat(target(block, TO_STUB)).isEqualTo(space.stub(Stub.SEND_MISS));
        assertThat(target(block, TO_ADDRESS)).isEqualTo(memory.executableAddress() + SIZE + 64);
        assertThat(space.method(block)).isEqualTo(METHOD + fill * 16L);
        assertThat(space.blockAt(block.start() + 1)).isSameAs(block);
        assertThat(space.blockAt(block.end())).isSameAs(block);
        assertThat(space.block(block.number())).isSameAs(block);
    }

    @Test
    void holdsTheStubsAndThenBlocks() {
        assertThat(space.stub(Stub.SEND_MISS)).isEqualTo(memory.executableAddress() + STUB_OFFSET);
        long used = space.usedBytes();
        CodeBlock one = place(100, 1);
        CodeBlock two = place(33, 2);

        isWhole(one, 100, 1);
        isWhole(two, 33, 2);
        assertThat(one.start() % 16).isZero();
        assertThat(two.start()).isEqualTo(one.start() + 112);
        assertThat(space.usedBytes()).isEqualTo(used + 112 + 48);
        assertThat(space.blockAt(one.start())).isNull();
        assertThat(space.blockAt(two.end() + 1)).isNull();
        assertThat(space.targetName(one, TO_STUB)).isEqualTo("SEND_MISS");
        assertThat(memory.published).contains(one.start(), two.start());
    }

    @Test
    void givesTheFirstGapThatIsLargeEnoughAndJoinsThoseBesideEachOther() {
        List<CodeBlock> blocks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            blocks.add(place(96, i));
        }
        long free = space.freeBytes();
        space.free(blocks.get(1));
        space.free(blocks.get(3));
        assertThat(place(150, 7).start()).as("behind all, as no gap holds it").isEqualTo(blocks.get(5).start() + 96);
        space.free(blocks.get(2));

        assertThat(space.freeBytes()).isEqualTo(free + 3 * 96 - 160);
        CodeBlock found = place(280, 8);
        assertThat(found.start()).as("in three gaps that are one").isEqualTo(blocks.get(1).start());
        assertThat(found.number()).as("a number that is free").isLessThanOrEqualTo(4);
        isWhole(found, 280, 8);
    }

    @Test
    void answersNothingWhereThereIsNoRoom() {
        assertThat(space.couldHold(SIZE)).isFalse();
        assertThat(place(SIZE, 1)).isNull();
        int large = (int) space.largestGap();
        assertThat(space.couldHold(large)).isTrue();
        CodeBlock all = place(large, 2);
        assertThat(space.freeBytes()).isZero();
        assertThat(place(32, 3)).isNull();

        space.free(all);
        assertThat(space.largestGap()).isEqualTo(large);
        space.clear();
        assertThat(place(large, 4)).isNotNull();
    }

    @Test
    void movesBlocksTogetherWithWhatTheyLeadTo() {
        CodeBlock first = place(64, 1);
        CodeBlock middle = place(80, 2);
        CodeBlock last = space.place("calls itself", code(64, 3, middle.end() + 30), METHOD + 3 * 16L);
        Map<CodeBlock, Long> distances = new LinkedHashMap<>();
        long oldStart = last.start();
        long inside = target(last, TO_ADDRESS);
        assertThat(inside).isBetween(last.start(), last.end());
        space.free(first);

        space.compact(distances::put);

        assertThat(distances).containsExactly(Map.entry(middle, -64L), Map.entry(last, -64L));
        isWhole(middle, 80, 2);
        assertThat(last.start()).isEqualTo(oldStart - 64);
        assertThat(target(last, TO_ADDRESS)).as("leads into itself").isEqualTo(inside - 64);
        assertThat(target(last, TO_STUB)).as("leads out").isEqualTo(space.stub(Stub.SEND_MISS));
        assertThat(space.largestGap()).isEqualTo(space.freeBytes());
    }

    @Test
    void keepsAllThatIsInItWhateverComesAndGoes() {
        long seed = 7;
        Random random = new Random(seed);
        Map<CodeBlock, int[]> placed = new LinkedHashMap<>();
        for (int step = 0; step < 4_000; step++) {
            int bytes = 32 + random.nextInt(200);
            int fill = random.nextInt(100);
            CodeBlock block = place(bytes, fill);
            if (block != null) {
                placed.put(block, new int[] {bytes, fill});
            } else {
                assertThat(space.largestGap()).as("seed %d, step %d", seed, step).isLessThan(bytes);
            }
            while (!placed.isEmpty() && (block == null || random.nextInt(3) == 0)) {
                CodeBlock gone = List.copyOf(placed.keySet()).get(random.nextInt(placed.size()));
                placed.remove(gone);
                space.free(gone);
                block = gone;
            }
            if (random.nextInt(50) == 0) {
                space.compact((moved, distance) -> assertThat(distance).isNegative());
            }
            long taken = placed.values().stream().mapToLong(each -> each[0] + 15 & -16).sum();
            assertThat(space.freeBytes() + taken).as("seed %d, step %d", seed, step)
                    .isEqualTo(SIZE - (STUB_BYTES + 15 & -16));
            if (step % 100 == 0) {
                placed.forEach((each, facts) -> isWhole(each, facts[0], facts[1]));
            }
        }
    }
}
