package st.sendwright.asm.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.asm.x64.Register.RAX;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("Jumps made short")
class ShorteningTest {

    private static final int JUMP = 0xE9;
    private static final int JUMP_SHORT = 0xEB;
    private static final int TWO_BYTES = 0x0F;

    /** A jump, by where it began and what it leads to. */
    private record Jump(int start, boolean conditional, Label target) {
    }

    @Test
    void reachAsFarAsAByteDoes() {
        assertThat(lengthOver(127)).isEqualTo(2 + 127);
        assertThat(lengthOver(128)).isEqualTo(6 + 128);
    }

    private static int lengthOver(int between) {
        Assembler asm = new Assembler();
        Label end = new Label();
        asm.j(Condition.EQUAL, end);
        asm.nop(between);
        asm.bind(end);
        return asm.shortened().bytes().length;
    }

    @Test
    void takeOthersAlong() {
        Assembler asm = new Assembler();
        Label inner = new Label();
        Label outer = new Label();
        asm.jmp(outer);
        asm.j(Condition.EQUAL, inner);
        asm.nop(123);
        asm.bind(inner);
        asm.bind(outer);
        assertThat(asm.shortened().bytes()).as("the first is short once the second is").hasSize(2 + 2 + 123);
    }

    @Test
    void leaveOtherDisplacementsRight() {
        Assembler asm = new Assembler();
        Label data = new Label();
        Label end = new Label();
        asm.bind(data);
        asm.data64(42);
        asm.jmp(end);
        asm.mov(RAX, Address.of(data));
        asm.cmp(Address.of(data), 1000);
        asm.bind(end);
        ShortenedCode code = asm.shortened();
        ByteBuffer bytes = ByteBuffer.wrap(code.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getInt(8 + 2 + 3)).as("of mov, which ends at 17").isEqualTo(-17);
        assertThat(bytes.getInt(17 + 3)).as("of cmp, four bytes before its end").isEqualTo(-(17 + 11));
    }

    @RepeatedTest(200)
    void leadWhereTheyLed(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Assembler asm = new Assembler();
        List<Label> labels = new ArrayList<>();
        List<Jump> jumps = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            labels.add(new Label());
        }
        for (int i = 0; i < count; i++) {
            for (int n = random.nextInt(4); n > 0; n--) {
                Label target = labels.get(random.nextInt(count));
                boolean conditional = random.nextBoolean();
                jumps.add(new Jump(asm.position(), conditional, target));
                if (conditional) {
                    asm.j(Condition.SIGN, target);
                } else {
                    asm.jmp(target);
                }
                asm.nop(random.nextInt(60));
            }
            asm.bind(labels.get(i));
            asm.nop(random.nextInt(90));
        }
        ShortenedCode code = asm.shortened();
        assertThat(code.bytes().length).isLessThanOrEqualTo(asm.position())
                .isEqualTo(code.position(asm.position()));
        for (Jump jump : jumps) {
            assertThat(target(code.bytes(), code.position(jump.start), jump.conditional))
                    .isEqualTo(code.position(jump.target.position()));
        }
    }

    private static int target(byte[] code, int start, boolean conditional) {
        ByteBuffer bytes = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        int opcode = code[start] & 0xFF;
        if (opcode == (conditional ? TWO_BYTES : JUMP)) {
            int place = start + (conditional ? 2 : 1);
            return place + Integer.BYTES + bytes.getInt(place);
        }
        assertThat(opcode).isEqualTo(conditional ? 0x70 | Condition.SIGN.ordinal() : JUMP_SHORT);
        return start + 2 + code[start + 1];
    }
}
