package st.sendwright.memory.executable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("What executable memory asks the system")
class SystemCallsTest {

    private static final long SIZE = 0x10_0000;
    private static final int EACCES = 13;
    private static final int DYNAMIC_CODE_BLOCKED = 1655;

    private static final List<String> LINUX_TWO_MAPPINGS = List.of(
            "mmap(0, 120000, 3, 4021, -1, 0)",
            "mremap(1000000000, 0, 120000, 1)",
            "mprotect(1100000000, 120000, 5)",
            "mprotect(1000000000, 10000, 0)",
            "mprotect(1000110000, 10000, 0)",
            "mprotect(1100000000, 10000, 0)",
            "mprotect(1100110000, 10000, 0)");

    private static final List<String> LINUX_READ_WRITE_EXECUTE = List.of(
            "mmap(0, 120000, 0, 4022, -1, 0)",
            "mprotect(1000010000, 100000, 7)");

    private static final List<String> WINDOWS_TWO_MAPPINGS = List.of(
            "CreateFileMappingW(-1, 0, 40, 0, 120000, 0)",
            "MapViewOfFile(1000000000, 2, 0, 0, 120000)",
            "MapViewOfFile(1000000000, 24, 0, 0, 120000)",
            "CloseHandle(1000000000)",
            "VirtualProtect(1100000000, 10000, 1, &old)",
            "VirtualProtect(1100110000, 10000, 1, &old)",
            "VirtualProtect(1200000000, 10000, 1, &old)",
            "VirtualProtect(1200110000, 10000, 1, &old)");

    private static final List<String> WINDOWS_READ_WRITE_EXECUTE = List.of(
            "VirtualAlloc(0, 120000, 3000, 1)",
            "VirtualProtect(1000010000, 100000, 40, &old)");

    private final FakePages pages = new FakePages();

    private record System(String name, Mode mode, List<String> calls, int error, String word) {

        ExecutableMemory reserve(NativePages pages) throws ExecutableMemoryException {
            return name.equals("Linux")
                    ? new LinuxMemory(pages).reserve(SIZE, mode) : new WindowsMemory(pages).reserve(SIZE, mode);
        }

        @Override
        public String toString() {
            return name + ", " + mode;
        }
    }

    static List<System> systems() {
        return List.of(
                new System("Linux", Mode.DUAL_MAPPING, LINUX_TWO_MAPPINGS, EACCES, "EACCES"),
                new System("Linux", Mode.READ_WRITE_EXECUTE, LINUX_READ_WRITE_EXECUTE, EACCES, "EACCES"),
                new System("Windows", Mode.DUAL_MAPPING, WINDOWS_TWO_MAPPINGS, DYNAMIC_CODE_BLOCKED,
                        "ERROR_DYNAMIC_CODE_BLOCKED"),
                new System("Windows", Mode.READ_WRITE_EXECUTE, WINDOWS_READ_WRITE_EXECUTE, DYNAMIC_CODE_BLOCKED,
                        "ERROR_DYNAMIC_CODE_BLOCKED"));
    }

    /** Each system and mode with each of its calls but the one that gives something back. */
    static Stream<Arguments> everyCall() {
        return systems().stream().flatMap(system -> Stream.iterate(1, call -> call + 1).limit(system.calls().size())
                .filter(call -> !system.calls().get(call - 1).startsWith("CloseHandle"))
                .map(call -> Arguments.of(system, call)));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void isTheseCallsAndNoOthers(System system) throws Exception {
        ExecutableMemory memory = system.reserve(pages);

        assertThat(pages.calls()).isEqualTo(system.calls());
        assertThat(memory.size()).isEqualTo(SIZE);
        assertThat(memory.kind()).isEqualTo(system.mode().toString());
    }

    @ParameterizedTest
    @MethodSource("systems")
    void isGivenBackOnceAndWhole(System system) throws Exception {
        ExecutableMemory memory = system.reserve(pages);
        assertThat(pages.given()).isNotEmpty();

        memory.close();
        memory.close();

        assertThat(pages.given()).isEmpty();
    }

    @ParameterizedTest(name = "{0}, call {1}")
    @MethodSource("everyCall")
    void isGivenBackAfterARefusalAtAnyCall(System system, int call) {
        pages.refusing(call, system.error());

        ExecutableMemoryException refusal =
                catchThrowableOfType(ExecutableMemoryException.class, () -> system.reserve(pages));

        assertThat(refusal).hasMessageStartingWith("SW-JIT-001 no memory for compiled code: ")
                .hasMessageContaining(system.calls().get(call - 1).replaceAll("\\(.*", "("))
                .hasMessageContaining("was refused: error " + system.error() + ", " + system.word())
                .hasMessageContaining("The interpreter goes on alone; --jit=off avoids the attempt");
        assertThat(pages.given()).isEmpty();
        assertThat(pages.calls()).startsWith(system.calls().subList(0, call).toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}, call {1}")
    @MethodSource("everyCall")
    void isGivenBackAsFarAsPossibleWhenTheSystemRefusesThatToo(System system, int call) {
        pages.refusing(call, system.error()).refusing(call + 1, system.error());

        ExecutableMemoryException refusal =
                catchThrowableOfType(ExecutableMemoryException.class, () -> system.reserve(pages));

        int kept = pages.calls().size() > call ? 1 : 0;
        assertThat(pages.given()).hasSize(kept);
        assertThat(refusal.getSuppressed()).hasSize(kept);
    }

    @Test
    void isGivenBackWhenWindowsRefusesToCloseTheSection() {
        pages.refusing(4, 6);

        assertThatExceptionOfType(ExecutableMemoryException.class)
                .isThrownBy(() -> new WindowsMemory(pages).reserve(SIZE, Mode.DUAL_MAPPING))
                .withMessageContaining("CloseHandle(0x1000000000) was refused: error 6. The");
        assertThat(pages.given()).as("the section, which nobody can close").containsExactly(0x10_0000_0000L);
    }

    @Test
    void namesTheCallWithItsArgumentsAndTheReason() {
        pages.refusing(3, EACCES);

        assertThatExceptionOfType(ExecutableMemoryException.class)
                .isThrownBy(() -> new LinuxMemory(pages).reserve(SIZE, Mode.DUAL_MAPPING))
                .withMessage("SW-JIT-001 no memory for compiled code: mprotect(0x1100000000, 0x120000, 5) was refused: "
                        + "error 13, EACCES: the system forbids executable memory (SELinux execmem, "
                        + "MemoryDenyWriteExecute). The interpreter goes on alone; --jit=off avoids the attempt. "
                        + "See docs/errors/SW-JIT-001.md.");
    }

    @Test
    void saysTheNumberOfAReasonWithoutAName() {
        pages.refusing(1, 77);

        assertThatExceptionOfType(ExecutableMemoryException.class)
                .isThrownBy(() -> new LinuxMemory(pages).reserve(SIZE, Mode.DUAL_MAPPING))
                .withMessageContaining("mmap(0, 0x120000, 3, 0x4021, -1, 0) was refused: error 77. The");
    }

    @Test
    void takesAPageThatIsBothOnlyWhenThatIsAllowedAsASecondWay() throws Exception {
        pages.refusing(2, EACCES);
        LinuxMemory linux = new LinuxMemory(pages);

        ExecutableMemory memory = ExecutableMemories.reserve(
                SIZE, List.of(Mode.DUAL_MAPPING, Mode.READ_WRITE_EXECUTE), linux::reserve);

        assertThat(memory.kind()).isEqualTo("read-write-execute");
        assertThat(pages.calls()).containsExactly(
                LINUX_TWO_MAPPINGS.get(0), LINUX_TWO_MAPPINGS.get(1), "munmap(1000000000, 120000)",
                "mmap(0, 120000, 0, 4022, -1, 0)", "mprotect(1100010000, 100000, 7)");
    }

    @Test
    void neverTakesASecondWayUnasked() {
        List<Mode> tried = new ArrayList<>();

        assertThatExceptionOfType(ExecutableMemoryException.class).isThrownBy(
                () -> ExecutableMemories.reserve(SIZE, List.of(Mode.DUAL_MAPPING), (bytes, mode) -> {
                    tried.add(mode);
                    return new LinuxMemory(pages.refusing(1, EACCES)).reserve(bytes, mode);
                }));

        assertThat(tried).containsExactly(Mode.DUAL_MAPPING);
    }

    @Test
    void tellsOfEachWayThatWasRefused() {
        pages.refusing(1, EACCES).refusing(2, EACCES);

        assertThatExceptionOfType(ExecutableMemoryException.class)
                .isThrownBy(() -> ExecutableMemories.reserve(SIZE,
                        List.of(Mode.DUAL_MAPPING, Mode.READ_WRITE_EXECUTE), new LinuxMemory(pages)::reserve))
                .withMessageContaining("mmap(0, 0x120000, 3, 0x4021, -1, 0) was refused: error 13")
                .withMessageContaining("; then mmap(0, 0x120000, 0, 0x4022, -1, 0) was refused: error 13");
        assertThatIllegalArgumentException().isThrownBy(
                () -> ExecutableMemories.reserve(SIZE, List.of(), new LinuxMemory(pages)::reserve));
    }

    @Test
    void isNothingOnASystemThatIsNotKnown() {
        assertThatExceptionOfType(ExecutableMemoryException.class)
                .isThrownBy(() -> ExecutableMemories.provider("Mac OS X", "aarch64"))
                .withMessageStartingWith("SW-JIT-001 no memory for compiled code: it is implemented for Linux and "
                        + "Windows on x86-64, and this is Mac OS X on aarch64.");
        assertThatExceptionOfType(ExecutableMemoryException.class)
                .isThrownBy(() -> ExecutableMemories.provider("Linux", "riscv64"));
    }

    @Test
    void flushesTheInstructionCacheOnWindows() throws Exception {
        ExecutableMemory memory = new WindowsMemory(pages).reserve(SIZE, Mode.DUAL_MAPPING);

        memory.published(memory.executableAddress() + 8, 24);

        assertThat(memory.executableAddress()).isEqualTo(0x12_0001_0000L);
        assertThat(memory.writableAddress()).isEqualTo(0x11_0001_0000L);
        assertThat(pages.calls()).last().isEqualTo("FlushInstructionCache(-1, 1200010008, 18)");
    }

    @Test
    void saysWhenWindowsRefusesToFlush() throws Exception {
        ExecutableMemory memory = new WindowsMemory(pages).reserve(SIZE, Mode.READ_WRITE_EXECUTE);
        pages.refusing(3, 5);

        assertThatIllegalStateException().isThrownBy(() -> memory.published(memory.executableAddress(), 1))
                .withMessage("FlushInstructionCache(-1, 0x1000010000, 1) was refused: error 5, "
                        + "ERROR_ACCESS_DENIED: a policy of the process forbids it");
    }

    @Test
    void asksLinuxNothingWhenCodeIsPublished() throws Exception {
        ExecutableMemory memory = new LinuxMemory(pages).reserve(SIZE, Mode.DUAL_MAPPING);

        memory.published(memory.executableAddress(), SIZE);

        assertThat(pages.calls()).isEqualTo(LINUX_TWO_MAPPINGS);
    }

    @Test
    void saysWhatTheSystemRefusesToTakeBackAndGivesTheRestBack() throws Exception {
        ExecutableMemory memory = new LinuxMemory(pages).reserve(SIZE, Mode.DUAL_MAPPING);
        pages.refusing(8, 22);

        assertThatIllegalStateException().isThrownBy(memory::close)
                .withMessage("munmap(0x1100000000, 0x120000) was refused: error 22, EINVAL: the kernel does not know "
                        + "this way");
        assertThat(pages.given()).containsExactly(0x11_0000_0000L);
    }

    @Test
    void refusesToPublishWhatIsClosed() throws Exception {
        ExecutableMemory memory = new LinuxMemory(pages).reserve(SIZE, Mode.DUAL_MAPPING);
        long start = memory.executableAddress();
        memory.close();

        assertThatIllegalStateException().isThrownBy(() -> memory.published(start, 1))
                .withMessage("this executable memory is closed");
    }
}
