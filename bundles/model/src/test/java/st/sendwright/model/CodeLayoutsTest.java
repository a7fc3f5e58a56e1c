package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Layouts of methods, frames and sites")
class CodeLayoutsTest {

    private final TinyHeap heap = new TinyHeap();

    @AfterEach
    void release() {
        heap.close();
    }

    @Test
    void keepTheFieldsOfAMethodHeaderApart() {
        long header = Oop.integerValue(MethodLayout.header(MethodLayout.MAX_ARGUMENTS, 0,
                MethodLayout.MAX_LITERALS, 0,
                true, false));
        long other = Oop.integerValue(MethodLayout.header(0, MethodLayout.MAX_TEMPORARIES, 0,
                MethodLayout.MAX_OPERANDS, false, true));
        long bound = MethodLayout.withPrimitive(header, MethodLayout.MAX_PRIMITIVE);

        assertThat(MethodLayout.arguments(header)).isEqualTo(MethodLayout.MAX_ARGUMENTS);
        assertThat(MethodLayout.temporaries(header)).isZero();
        assertThat(MethodLayout.literals(header)).isEqualTo(MethodLayout.MAX_LITERALS);
        assertThat(MethodLayout.operands(header)).isZero();
        assertThat(MethodLayout.hasPrimitive(header)).isTrue();
        assertThat(MethodLayout.isBlock(header)).isFalse();
        assertThat(MethodLayout.arguments(other)).isZero();
        assertThat(MethodLayout.temporaries(other)).isEqualTo(MethodLayout.MAX_TEMPORARIES);
        assertThat(MethodLayout.literals(other)).isZero();
        assertThat(MethodLayout.operands(other)).isEqualTo(MethodLayout.MAX_OPERANDS);
        assertThat(MethodLayout.hasPrimitive(other)).isFalse();
        assertThat(MethodLayout.isBlock(other)).isTrue();
        assertThat(MethodLayout.primitive(bound)).isEqualTo(MethodLayout.MAX_PRIMITIVE);
        assertThat(MethodLayout.withPrimitive(bound, 0)).isEqualTo(header);
        assertThat(Oop.fitsSmallInteger(bound | other)).isTrue();
    }

    @Test
    void findLiteralsAndBytecodes() {
        long method = method(3, 21, false);
        ObjectHeader.rawPutSlot(method, 2, Oop.smallInteger(1));
        ObjectHeader.rawPutSlot(method, 3, Oop.smallInteger(2));
        ObjectHeader.rawPutSlot(method, 4, Oop.smallInteger(3));
        long block = method(2, 8, true);
        ObjectHeader.rawPutSlot(block, 3, method);
        long inner = method(2, 8, true);
        ObjectHeader.rawPutSlot(inner, 3, block);

        assertThat(MethodLayout.literal(method, 0)).isEqualTo(Oop.smallInteger(1));
        assertThat(MethodLayout.info(method)).isEqualTo(Oop.smallInteger(2));
        assertThat(MethodLayout.lastLiteral(method)).isEqualTo(Oop.smallInteger(3));
        assertThat(MethodLayout.firstPc(MethodLayout.header(method))).isEqualTo(8 + 5 * 8);
        assertThat(MethodLayout.bytecodeCount(method)).isEqualTo(21);
        assertThat(MethodLayout.homeMethod(inner)).isEqualTo(method);
        assertThat(MethodLayout.homeMethod(method)).isEqualTo(method);
        assertThat(ObjectFormat.pointerSlots(method)).isEqualTo(5);
        MethodLayout.bindPrimitive(method, 17);
        assertThat(MethodLayout.primitive(MethodLayout.header(method))).isEqualTo(17);
        assertThat(MethodLayout.bytecodeCount(method)).isEqualTo(21);
    }

    @Test
    void findTheWordsOfAFrame() {
        long fp = heap.arena + 4096;
        Memory.putLong(fp + FrameLayout.INTERPRETER_WORD, FrameLayout.interpreterWord(4321, 3, true));
        Memory.putLong(fp, 77 * 8);

        assertThat(FrameLayout.pc(fp)).isEqualTo(4321);
        assertThat(FrameLayout.arguments(fp)).isEqualTo(3);
        assertThat(FrameLayout.isBlock(fp)).isTrue();
        FrameLayout.setPc(fp, 99);
        assertThat(FrameLayout.pc(fp)).isEqualTo(99);
        assertThat(FrameLayout.arguments(fp)).isEqualTo(3);
        assertThat(FrameLayout.argumentAddress(fp, 2)).isEqualTo(fp + 16);
        assertThat(FrameLayout.argumentAddress(fp, 0)).isEqualTo(fp + 32);
        assertThat(FrameLayout.receiverAddress(fp)).isEqualTo(fp + 40);
        assertThat(FrameLayout.baseContextAddress(fp)).isEqualTo(fp + 48);
        assertThat(FrameLayout.temporaryAddress(fp, 1)).isEqualTo(fp - 48);
        assertThat(FrameLayout.isBase(fp)).isFalse();
        assertThat(FrameLayout.savedFp(fp)).isEqualTo(77 * 8);
        long header = Oop.integerValue(MethodLayout.header(0, 2, 2, 4, false, false));
        assertThat(FrameLayout.emptySp(fp, header)).isEqualTo(FrameLayout.temporaryAddress(fp, 1));
    }

    @Test
    void unlinkSitesWithoutLosingCounters() {
        long site = heap.arena + 4096;
        Memory.fillWords(site, SendSite.BYTES / 8, 0x0101_0101_0101_0101L);

        SendSite.unlink(site);

        assertThat(Memory.intAt(site + SendSite.CLASS_INDEX)).isEqualTo(SendSite.NO_CLASS);
        assertThat(Memory.intAt(site + SendSite.KIND)).isEqualTo(SendSite.UNLINKED);
        assertThat(Memory.longAt(site + SendSite.METHOD)).isZero();
        assertThat(Memory.longAt(site + SendSite.HOLDER)).isZero();
        assertThat(Memory.longAt(site + SendSite.COMPILED_CODE)).isZero();
        assertThat(Memory.longAt(site + SendSite.MISSES)).isNotZero();
        assertThat(Memory.longAt(site + SendSite.OWNER)).isNotZero();
    }

    @Test
    void spreadSelectorsOverTheLookupCache() {
        Set<Long> entries = new HashSet<>();
        for (int index = 0; index < 1000; index++) {
            long entry = LookupCache.entry(0x1000, 0x7000_0000L + index * 24L, 96 + index % 10);
            assertThat(entry).isBetween(0x1000L, 0x1000L + LookupCache.BYTES - LookupCache.ENTRY_BYTES);
            assertThat((entry - 0x1000) % LookupCache.ENTRY_BYTES).isZero();
            entries.add(entry);
        }
        assertThat(entries).hasSizeGreaterThan(500);
    }

    @Test
    void giveEachOpcodeOneMeaning() {
        int[] owners = new int[256];
        for (Bytecode bytecode : Bytecode.values()) {
            for (int distance = 0; distance < bytecode.count(); distance++) {
                owners[bytecode.opcode() + distance]++;
                assertThat(Bytecode.of(bytecode.opcode() + distance)).isEqualTo(bytecode);
            }
            assertThat(bytecode.meaning()).isNotBlank();
            assertThat(bytecode.length()).isEqualTo(
                    1 + bytecode.operands().stream().mapToInt(Bytecode.Operand::bytes).sum());
        }
        assertThat(owners).containsOnly(0, 1);
    }

    @Test
    void giveEachClassOneIndex() {
        Set<Integer> indices = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (KnownClass known : KnownClass.values()) {
            assertThat(indices.add(known.index())).as(known.className()).isTrue();
            assertThat(names.add(known.className())).as(known.className()).isTrue();
            assertThat(known.index()).isLessThan(KnownClass.FIRST_FREE_INDEX).isNotIn(
                    ObjectHeader.FREE_CLASS_INDEX, ObjectHeader.FORWARDER_CLASS_INDEX,
                    ObjectHeader.INTERNAL_ARRAY_CLASS_INDEX, (int) Oop.FLOAT_TAG);
        }
    }

    private long method(int literals, int bytes, boolean block) {
        long oop = Allocation.allocateRaw(heap.mutator, KnownClass.COMPILED_METHOD.index(),
                ObjectFormat.METHOD + (-bytes & 7), 2 + literals + (bytes + 7 >> 3));
        ObjectHeader.rawPutSlot(oop, 0, MethodLayout.header(0, 0, literals, 0, false, block));
        ObjectHeader.rawPutSlot(oop, 1, Oop.smallInteger(0));
        return oop;
    }
}
