package st.sendwright.asm.x64;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RDI;

@DisplayName("The disassembler")
class DisassemblerTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void tellsWhatEachInstructionIsAndWhereJumpsGo() {
        assumeTrue(Disassembler.isAvailable(), "no objdump is on the PATH; the dump of bytes is tested all the same");

        List<Disassembler.Line> lines = Disassembler.lines(code(), 0x7000_0000_1000L);

        assertThat(lines).containsExactly(
                new Disassembler.Line(0, "48 89 f8", "mov rax,rdi"),
                new Disassembler.Line(3, "48 b8 f0 de bc 9a 78 56 34 12", "movabs rax,0x123456789abcdef0"),
                new Disassembler.Line(13, "eb f1", "jmp 0x700000001000"),
                new Disassembler.Line(15, "00 00", "add BYTE PTR [rax],al"),
                new Disassembler.Line(17, "00 00", "add BYTE PTR [rax],al"),
                new Disassembler.Line(19, "00 00", "add BYTE PTR [rax],al"),
                new Disassembler.Line(21, "00 00", "add BYTE PTR [rax],al"));
        assertThat(lines).noneMatch(Disassembler.Line::isDump);
        assertThat(lines.get(1).length()).isEqualTo(10);
    }

    @Test
    void dumpsBytesWhereThereIsNoProgram() {
        List<Disassembler.Line> lines = new Disassembler(Optional.empty(), LONG_ENOUGH).read(code(), 0x1000);

        assertThat(lines).containsExactly(
                new Disassembler.Line(0, "48 89 f8 48 b8 f0 de bc 9a 78 56 34 12 eb f1 00", ".byte"),
                new Disassembler.Line(16, "00 00 00 00 00 00 00", ".byte"));
        assertThat(lines).allMatch(Disassembler.Line::isDump);
        assertThat(new Disassembler(Optional.empty(), LONG_ENOUGH).read(new byte[0], 0)).isEmpty();
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {
            "exit 1",
            "echo nothing that can be read",
            "printf ' 1000:\\t48 89 f8 \\tmov rax,rdi\\n'",
            "printf ' 1003:\\t48 89 f8 \\tmov rax,rdi\\n'",
            "kill -9 $$"})
    void dumpsBytesWhenTheProgramCannotSayWhatEachIs(String script) throws IOException {
        Disassembler disassembler = new Disassembler(Optional.of(program(script)), LONG_ENOUGH);

        assertThat(disassembler.read(code(), 0x1000)).hasSize(2).allMatch(Disassembler.Line::isDump);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void waitsForNoProgramThatTakesTooLong() throws IOException {
        Path started = folder.resolve("started");
        Path waiting = program("echo $$ > " + started + "; exec sleep 600");

        List<Disassembler.Line> lines = new Disassembler(Optional.of(waiting), Duration.ofMillis(500))
                .read(code(), 0x1000);

        assertThat(lines).hasSize(2).allMatch(Disassembler.Line::isDump);
        String pid = Files.exists(started) ? Files.readString(started).strip() : "";
        if (!pid.isEmpty()) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(LONG_ENOUGH));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesNoFilesBehind() throws IOException {
        Path seen = folder.resolve("seen");
        Disassembler disassembler = new Disassembler(
                Optional.of(program("for last; do :; done; ls -l $last > " + seen)), LONG_ENOUGH);

        disassembler.read(code(), 0);

        String[] words = Files.readString(seen).strip().split(" +");
        assertThat(words[0]).as("only the owner reads code").startsWith("-rw-------");
        assertThat(Path.of(words[words.length - 1])).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void takesNoProgramFromAFolderThatDependsOnWhereItRuns() throws IOException {
        Path program = program("exit 1");
        Path relative = Path.of("").toAbsolutePath().relativize(folder);
        Path plain = Files.createDirectory(folder.resolve("plain"));
        Files.createFile(plain.resolve("objdump"));

        assertThat(Disassembler.find(relative.toString())).isEmpty();
        assertThat(Disassembler.find(".")).isEmpty();
        assertThat(Disassembler.find(null)).isEmpty();
        assertThat(Disassembler.find("\0")).isEmpty();
        assertThat(Disassembler.find(plain + File.pathSeparator + folder)).contains(program);
    }

    private static byte[] code() {
        Assembler asm = new Assembler();
        Label start = new Label();
        asm.bind(start);
        asm.mov(RAX, RDI);
        asm.mov(RAX, 0x1234_5678_9ABC_DEF0L);
        asm.jmp(start);
        asm.data64(0);
        return asm.code();
    }

    private Path program(String script) throws IOException {
        Path program = folder.resolve("objdump");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }
}
