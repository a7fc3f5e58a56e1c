package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Native memory")
class NativeMemoryTest {

    @Test
    void isZeroWhenFreshAndWhenDiscarded() {
        long address = NativeMemory.reserve(3 * 4096);

        assertThat(address % 4096).isZero();
        assertThat(Memory.longAt(address + 4096)).isZero();
        Memory.fillWords(address, 3 * 512, -1);
        NativeMemory.discard(address + 4096, 4096);

        assertThat(Memory.longAt(address + 4088)).isEqualTo(-1);
        assertThat(Memory.longAt(address + 4096)).isZero();
        assertThat(Memory.longAt(address + 8184)).isZero();
        assertThat(Memory.longAt(address + 8192)).isEqualTo(-1);
        NativeMemory.release(address);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void tellsWhatTakesMemory() {
        long address = NativeMemory.reserve(1 << 20);
        assertThat(NativeMemory.residentBytes(address, 1 << 20)).hasValue(0);
        Memory.putLong(address + 5_000, 1);
        Memory.putLong(address + 100_000, 1);
        assertThat(NativeMemory.residentBytes(address, 1 << 20)).hasValue(8192);
        assertThat(NativeMemory.residentBytes(address + 8192, 1 << 19)).hasValue(4096);

        NativeMemory.discard(address + 4096, 4096);

        assertThat(NativeMemory.residentBytes(address, 1 << 20)).hasValue(4096);
        NativeMemory.release(address);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void canBeThereBeforeItIsTouched() {
        long address = NativeMemory.reserve(1 << 20);
        Memory.putLong(address + 4096, 7);

        NativeMemory.populate(address, 3 * 4096);

        assertThat(NativeMemory.residentBytes(address, 1 << 20)).hasValue(3 * 4096);
        assertThat(Memory.longAt(address)).isZero();
        assertThat(Memory.longAt(address + 4096)).isEqualTo(7);
        NativeMemory.release(address);
        NativeMemory.populate(address, 4096);
    }

    @Test
    void isReleasedOnce() {
        long before = NativeMemory.reservedBytes();
        long address = NativeMemory.reserve(4096);
        assertThat(NativeMemory.reservedBytes()).isEqualTo(before + 4096);

        NativeMemory.release(address);

        assertThat(NativeMemory.reservedBytes()).isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> NativeMemory.release(address))
                .withMessageContaining(Long.toHexString(address));
    }

    @Test
    void isRefusedWhereAddressSpaceEnds() {
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> NativeMemory.reserve(1L << 60))
                .withMessageContaining("refused to reserve 1152921504606846976 bytes");
    }

    @Test
    void liesWhereItIsWantedUnlessThatIsTaken() {
        long wanted = 3L << 40;
        long first = NativeMemory.reserve(8192, wanted);
        long second = NativeMemory.reserve(8192, wanted);

        assertThat(first).isEqualTo(wanted);
        assertThat(second).isNotEqualTo(wanted);
        NativeMemory.release(first);
        NativeMemory.release(second);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void showsAFileWithoutEverChangingIt(@TempDir Path folder) throws IOException {
        byte[] content = new byte[3 * 65536];
        Arrays.fill(content, (byte) 7);
        Path file = Files.write(folder.resolve("content"), content);
        long address = NativeMemory.reserve(4 * 65536, 5L << 40);

        assertThat(NativeMemory.map(file, 65536, 65536, address)).isTrue();
        assertThat(NativeMemory.isMapped(address + 65535)).isTrue();
        assertThat(NativeMemory.isMapped(address + 65536)).isFalse();
        assertThat(Memory.byteAt(address)).isEqualTo((byte) 7);
        assertThat(Memory.byteAt(address + 65536)).isZero();
        Memory.putByte(address, (byte) 8);
        NativeMemory.discard(address, 65536);

        assertThat(Memory.byteAt(address)).as("discarded, not read from the file again").isZero();
        assertThat(Memory.byteAt(address + 65535)).isZero();
        assertThat(NativeMemory.map(folder.resolve("none"), 0, 4096, address)).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        NativeMemory.release(address);
        assertThat(NativeMemory.isMapped(address)).isFalse();
    }

    @Test
    void isOnlyReachedWithinRanges() {
        long address = NativeMemory.reserve(4096);

        NativeMemory.check(address, 4096);
        NativeMemory.check(address + 4088, 8);
        assertThatIllegalStateException().isThrownBy(() -> NativeMemory.check(address + 4089, 8));
        assertThatIllegalStateException().isThrownBy(() -> NativeMemory.check(8, 8));
        NativeMemory.release(address);
        assertThatIllegalStateException().isThrownBy(() -> NativeMemory.check(address, 8))
                .withMessageContaining("in no reserved range");
    }

    @Test
    void keepsNumbersOfAllWidthsLittleEndian() {
        long address = NativeMemory.reserve(4096);

        Memory.putLong(address + 1, 0x8877_6655_4433_2211L);

        assertThat(Memory.unsignedByteAt(address + 1)).isEqualTo(0x11);
        assertThat(Memory.unsignedByteAt(address + 8)).isEqualTo(0x88);
        assertThat(Memory.byteAt(address + 8)).isEqualTo((byte) 0x88);
        assertThat(Memory.shortAt(address + 7)).isEqualTo((short) 0x8877);
        assertThat(Memory.intAt(address + 5)).isEqualTo(0x8877_6655);
        assertThat(Memory.longAt(address + 1)).isEqualTo(0x8877_6655_4433_2211L);
        Memory.putByte(address, (byte) -1);
        Memory.putShort(address, (short) -2);
        Memory.putInt(address, -3);
        assertThat(Memory.intAt(address)).isEqualTo(-3);
        NativeMemory.release(address);
    }

    @Test
    void copiesToFromAndWithinItself() {
        long address = NativeMemory.reserve(4096);
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};

        Memory.copy(bytes, 2, address, 4);
        Memory.copy(address, address + 1, 4);
        Memory.copy(new long[] {9, -9}, 1, address + 16, 1);

        assertThat(Memory.bytesAt(address, 5)).containsExactly(3, 3, 4, 5, 6);
        assertThat(Memory.longAt(address + 16)).isEqualTo(-9);
        assertThat(Memory.segment(address, 8).byteSize()).isEqualTo(8);
        NativeMemory.release(address);
    }

    @Test
    void takesTheFirstPlaceThatIsFree() {
        long taken = NativeMemory.reserve(1 << 20);
        long free = NativeMemory.reserve(1 << 20);
        NativeMemory.release(free);
        long before = NativeMemory.reservedBytes();

        long got = NativeMemory.reserve(1 << 20, new long[] {taken, taken + 4096, free});

        assertThat(got).isEqualTo(free);
        assertThat(NativeMemory.reservedBytes()).isEqualTo(before + (1 << 20));
        Memory.putLong(got + (1 << 20) - 8, 5);
        NativeMemory.release(got);
        NativeMemory.release(taken);
    }
}
