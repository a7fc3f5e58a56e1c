package st.sendwright.memory.executable;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.asm.x64.Assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static st.sendwright.asm.x64.Register.RAX;

@DisplayName("Executable memory of this machine")
class ExecutableMemoryTest {

    private static final long SIZE = 1L << 20;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void runsWhatIsWrittenIntoIt(Mode mode) throws Throwable {
        try (ExecutableMemory memory = ExecutableMemories.reserve(SIZE, mode)) {
            long last = SIZE - answering(0).length;

            write(memory, 0, answering(42));
            write(memory, last, answering(-43));

            assertThat(call(memory, 0)).isEqualTo(42);
            assertThat(call(memory, last)).isEqualTo(-43);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void runsWhatHasTakenTheePlaceOfOtherCode(Mode mode) throws Throwable {
        try (ExecutableMemory memory = ExecutableMemories.reserve(SIZE, mode)) {
            for (int value = 0; value < 1000; value++) {
                write(memory, 0, answering(value));

                assertThat(call(memory, 0)).isEqualTo(value);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hasNoPageThatIsWritableAndExecutableAtOnce() throws Exception {
        try (ExecutableMemory memory = ExecutableMemories.reserve(SIZE, Mode.DUAL_MAPPING)) {
            assertThat(rights(memory.writableAddress())).startsWith("rw-");
            assertThat(rights(memory.writableAddress() + SIZE - 1)).startsWith("rw-");
            assertThat(rights(memory.executableAddress())).startsWith("r-x");
            assertThat(rights(memory.executableAddress() + SIZE - 1)).startsWith("r-x");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isBothAtOnceOnlyWhereThatIsAskedFor() throws Exception {
        try (ExecutableMemory memory = ExecutableMemories.reserve(SIZE, Mode.READ_WRITE_EXECUTE)) {
            assertThat(memory.writableAddress()).isEqualTo(memory.executableAddress());
            assertThat(rights(memory.executableAddress())).startsWith("rwx");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @EnabledOnOs(OS.LINUX)
    void liesBetweenGuardsThatNobodyCanTouch(Mode mode) throws Exception {
        try (ExecutableMemory memory = ExecutableMemories.reserve(SIZE, mode)) {
            for (long start : List.of(memory.executableAddress(), memory.writableAddress())) {
                for (long outside : List.of(start - 1, start - Range.GUARD_BYTES, start + SIZE,
                        start + SIZE + Range.GUARD_BYTES - 1)) {
                    assertThat(rights(outside)).as("rights at 0x%x", outside).startsWith("---");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @EnabledOnOs(OS.LINUX)
    void leavesNothingBehindWhenClosed(Mode mode) throws Exception {
        ExecutableMemory memory = ExecutableMemories.reserve(SIZE, mode);
        List<Long> all = addresses(memory);

        memory.close();
        memory.close();

        // A thread of Java's may map something in the same place at once, but not each time.
        for (int i = 0; i < 20 && !areUnmapped(all); i++) {
            ExecutableMemory next = ExecutableMemories.reserve(SIZE, mode);
            all = addresses(next);
            next.close();
        }
        assertThat(all).allSatisfy(address -> assertThat(rights(address)).isEqualTo("unmapped"));
        assertThatIllegalStateException().isThrownBy(memory::executableAddress);
        assertThatIllegalStateException().isThrownBy(memory::writableAddress);
        assertThat(memory).hasToString(memory.toString()).asString().endsWith(", closed");
    }

    private static List<Long> addresses(ExecutableMemory memory) {
        return List.of(memory.executableAddress(), memory.executableAddress() - 1, memory.executableAddress() + SIZE,
                memory.writableAddress(), memory.writableAddress() - 1, memory.writableAddress() + SIZE);
    }

    private static boolean areUnmapped(List<Long> all) throws IOException {
        for (long address : all) {
            if (!rights(address).equals("unmapped")) {
                return false;
            }
        }
        return true;
    }

    @Test
    void isReservedUpToAGigabyteButUsesPagesOnlyWhereTouched() throws Throwable {
        try (ExecutableMemory memory = ExecutableMemories.reserve(ExecutableMemories.MOST_BYTES, Mode.DUAL_MAPPING)) {
            write(memory, ExecutableMemories.MOST_BYTES - 4096, answering(7));

            assertThat(call(memory, ExecutableMemories.MOST_BYTES - 4096)).isEqualTo(7);
            assertThat(memory.size()).isEqualTo(1L << 30);
            assertThat(memory.kind()).isEqualTo("two mappings");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -4096, 1, 4095, (1L << 30) + 4096})
    void isRefusedInSizesThatAreNone(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExecutableMemories.reserve(bytes, Mode.DUAL_MAPPING))
                .withMessageContaining("a multiple of 4,096 up to 1,073,741,824");
    }

    @Test
    void saysWhenWhatIsPublishedIsOutside() throws Exception {
        try (ExecutableMemory memory = ExecutableMemories.reserve(SIZE, Mode.DUAL_MAPPING)) {
            long start = memory.executableAddress();

            memory.published(start, SIZE);
            memory.published(start + SIZE, 0);

            assertThatIllegalArgumentException().isThrownBy(() -> memory.published(start - 1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> memory.published(start, SIZE + 1));
            assertThatIllegalArgumentException().isThrownBy(() -> memory.published(start + SIZE, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> memory.published(start, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> memory.published(Long.MIN_VALUE, Long.MAX_VALUE));
        }
    }

    private static byte[] answering(long value) {
        Assembler asm = new Assembler();
        asm.movAbsolute(RAX, value);
        asm.ret();
        return asm.code();
    }

    private static void write(ExecutableMemory memory, long offset, byte[] code) {
        MemorySegment.ofAddress(memory.writableAddress() + offset).reinterpret(code.length)
                .copyFrom(MemorySegment.ofArray(code));
        memory.published(memory.executableAddress() + offset, code.length);
    }

    private static long call(ExecutableMemory memory, long offset) throws Throwable {
        MethodHandle function = Linker.nativeLinker().downcallHandle(
                MemorySegment.ofAddress(memory.executableAddress() + offset),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG));
        return (long) function.invokeExact();
    }

    /** The four letters that Linux has for the page of an address, such as {@code r-xs}. */
    private static String rights(long address) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            String[] words = line.split(" ", 3);
            String[] limits = words[0].split("-");
            if (Long.compareUnsigned(address, Long.parseUnsignedLong(limits[0], 16)) >= 0
                    && Long.compareUnsigned(address, Long.parseUnsignedLong(limits[1], 16)) < 0) {
                return words[1];
            }
        }
        return "unmapped";
    }
}
