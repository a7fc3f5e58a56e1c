package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.runtime.InstructionDecoder.Flow;
import st.sendwright.runtime.InstructionDecoder.Instruction;

@DisplayName("The decoder of instructions")
class InstructionDecoderTest {

    /** What binutils have agreed to: a line for each form of each instruction of the assembler. */
    private static final Path RECORD =
            Path.of("../asm.x64/src/test/resources/st/sendwright/asm/x64/encodings.txt");

    private static Instruction decode(String hexadecimal) {
        // Behind it lies what would be taken for more of it.
        byte[] code = HexFormat.of().parseHex(hexadecimal + "0F0F0F0F0F0F0F0F");
        return new InstructionDecoder(code, code.length).at(0);
    }

    static Stream<String> forms() throws Exception {
        List<String> lines = Files.readAllLines(RECORD);
        assertThat(lines).hasSizeGreaterThan(150);
        return lines.stream().map(line -> line.substring(line.lastIndexOf('\t') + 1));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void findsTheLengthThatBinutilsGiveIt(String example) {
        String hexadecimal = example.substring(example.lastIndexOf("= ") + 2);
        if (example.matches("(int3|ud2|cpuid|mfence).*")) {
            assertThat(decode(hexadecimal).flow()).isEqualTo(Flow.FORBIDDEN);
            return;
        }

        Instruction found = decode(hexadecimal);

        assertThat(found.flow()).isNotEqualTo(Flow.FORBIDDEN);
        assertThat(found.length()).isEqualTo(hexadecimal.length() / 2);
        assertThat(found.flow() == Flow.NEXT).isEqualTo(!example.matches("(\\{disp32} )?(j|call|ret).*"));
    }

    @ParameterizedTest
    @CsvSource({"E805000000, CALL, 10", "E9FBFFFFFF, JUMP, 0", "EBFE, JUMP, 0", "7404, BRANCH, 6", "0F8400010000, BRANCH, 262",
            "C3, RETURN, -1", "C21000, RETURN, -1", "FFE0, COMPUTED_JUMP, -1", "41FF6710, COMPUTED_JUMP, -1",
            "FFD0, COMPUTED_CALL, -1", "90, NEXT, -1"})
    void findsWhereItLeads(String hexadecimal, Flow flow, int target) {
        Instruction found = decode(hexadecimal);

        assertThat(found.flow()).isEqualTo(flow);
        assertThat(found.target()).isEqualTo(target);
        assertThat(found.length()).isEqualTo(hexadecimal.length() / 2);
    }

    /** Of the operating system, of its rights, of ports, of segments, of locks, far away, and what nobody needs. */
    @ParameterizedTest
    @CsvSource({"syscall, 0F05", "sysenter, 0F34", "int 80h, CD80", "int3, CC", "int1, F1", "hlt, F4", "cli, FA", "sti, FB",
            "in, EC", "out, E7FF", "iret, CF", "rdmsr, 0F32", "wrmsr, 0F30", "mov cr0, 0F22C0", "lgdt, 0F0110", "invd, 0F08",
            "jmp far, FF28", "call far, FF18", "mov ds, 8ED8", "fs:, 64488B00", "gs:, 65488B00", "lock, F0480108",
            "ud2, 0F0B", "vex, C5F877", "fld, D900", "rep movs, F3A4", "pushf, 9C", "xabort, C6F800",
            "jmp with 66, 66E900000000"})
    void forbids(String name, String hexadecimal) {
        assertThat(decode(hexadecimal).flow()).as(name).isEqualTo(Flow.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({"E8000000", "48", "0F", "488B", "4883C0", "81C00102", "66", "48B80102030405060708"})
    void forbidsWhatTheCodeEndsIn(String hexadecimal) {
        byte[] code = HexFormat.of().parseHex(hexadecimal);
        assertThat(new InstructionDecoder(code, code.length - (code.length == 10 ? 1 : 0)).at(0).flow())
                .isEqualTo(Flow.FORBIDDEN);
    }
}
