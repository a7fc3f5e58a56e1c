package st.sendwright.asm.x64;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static st.sendwright.asm.x64.Condition.EQUAL;
import static st.sendwright.asm.x64.Condition.LESS;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RSP;

@DisplayName("The x86-64 assembler")
class AssemblerTest {

    private final Assembler asm = new Assembler();
    private final Label label = new Label("there");

    @Test
    void fillsJumpsForwardInWhenTheirLabelIsBound() {
        asm.jmp(label);
        asm.j(EQUAL, label);
        asm.call(label);
        asm.jmpShort(label);
        asm.jShort(LESS, label);
        asm.int3();
        asm.bind(label);

        assertThat(code()).isEqualTo("e910000000" + "0f840a000000" + "e805000000" + "eb03" + "7c01" + "cc");
        assertThat(label.position()).isEqualTo(21);
    }

    @Test
    void jumpsBackAsShortAsItCan() {
        asm.bind(label);
        asm.nop(126);
        asm.jmp(label);
        asm.j(EQUAL, label);

        assertThat(code()).endsWith("eb80" + "0f847affffff");
        assertThat(asm.position()).isEqualTo(126 + 2 + 6);
    }

    @ParameterizedTest
    @CsvSource({"126, eb80", "127, e97cffffff"})
    void takesTheLongFormExactlyWhereTheShortOneEnds(int between, String jump) {
        asm.bind(label);
        asm.nop(between);
        asm.jmp(label);

        assertThat(code()).endsWith(jump);
    }

    @Test
    void reachesSoFarForwardWithAShortJumpAndNoFarther() {
        Label farther = new Label("farther");
        asm.jmpShort(label);
        asm.jShort(EQUAL, farther);
        asm.nop(125);
        asm.bind(label);
        asm.nop(3);

        assertThat(asm.position() - 2).isEqualTo(130);
        assertThatIllegalStateException().isThrownBy(() -> asm.bind(farther)).withMessage(
                "a short jump that ends at 4 cannot reach label 'farther' at 132: 128 bytes, "
                        + "and -128 to 127 is its range");
    }

    @Test
    void refusesAShortJumpBackThatIsTooLong() {
        asm.bind(label);
        asm.nop(127);

        assertThatIllegalStateException().isThrownBy(() -> asm.jmpShort(label))
                .withMessageStartingWith("a short jump that ends at 129 cannot reach label 'there' at 0: -129 bytes");
    }

    @Test
    void refusesAJumpToNowhere() {
        asm.jmp(label);

        assertThatIllegalStateException().isThrownBy(asm::code)
                .withMessage("label 'there' is referred to and never bound");
    }

    @Test
    void bindsALabelOnce() {
        asm.bind(label);
        asm.ret();

        assertThatIllegalStateException().isThrownBy(() -> asm.bind(label))
                .withMessage("label 'there' is bound at 0 already, not at 1");
    }

    @Test
    void keepsItsLabelsToItself() {
        asm.jmp(label);

        assertThatIllegalArgumentException().isThrownBy(() -> new Assembler().bind(label))
                .withMessage("label 'there' belongs to another assembler");
    }

    @Test
    void hasNoPositionForALabelThatIsNotBound() {
        assertThat(label.isBound()).isFalse();
        assertThatIllegalStateException().isThrownBy(label::position)
                .withMessage("label 'there' has no position: it is not bound");
        assertThat(new Label()).hasToString("a label without a name");
    }

    @Test
    void countsDisplacementsFromTheEndOfTheInstructionBehindItsImmediate() {
        asm.cmp8(Address.of(label), 3);
        asm.mov(Address.of(label), 0x11223344);
        asm.bind(label);
        asm.test32(Address.of(label), 1);

        assertThat(code()).isEqualTo("803d0b00000003" + "48c7050000000044332211" + "f705f6ffffff01000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void doesNothingInOneInstructionOfUpToNineBytes(int bytes) {
        asm.nop(bytes);

        assertThat(code()).isEqualTo(List.of("90", "6690", "0f1f00", "0f1f4000", "0f1f440000", "660f1f440000",
                "0f1f8000000000", "0f1f840000000000", "660f1f840000000000").get(bytes - 1));
    }

    @Test
    void alignsWithAsFewInstructionsAsPossible() {
        asm.align(16);
        assertThat(asm.position()).isZero();

        asm.ret();
        asm.align(16);
        asm.align(8);

        assertThat(code()).isEqualTo("c3" + "660f1f840000000000" + "660f1f440000");
        assertThatIllegalArgumentException().isThrownBy(() -> asm.align(12))
                .withMessage("code is aligned to a power of two, not to 12");
        assertThatIllegalArgumentException().isThrownBy(() -> asm.nop(-1));
    }

    @Test
    void laysEachConstantDownOnceAndAligned() {
        asm.mov(RAX, Address.of(asm.constant(0x1122334455667788L)));
        asm.mov(RCX, Address.of(asm.constant(-1)));
        asm.add(RAX, Address.of(asm.constant(0x1122334455667788L)));
        asm.ret();
        asm.emitConstants();

        assertThat(code()).isEqualTo("488b0511000000" + "488b0d12000000" + "480305" + "03000000" + "c3" + "6690"
                + "8877665544332211" + "ffffffffffffffff");
    }

    @Test
    void forgetsNoConstant() {
        asm.mov(RAX, Address.of(asm.constant(1)));

        assertThatIllegalStateException().isThrownBy(asm::code)
                .withMessage("1 constants are asked for and not emitted");
    }

    @Test
    void emitsNoRoomForConstantsThatNobodyAskedFor() {
        asm.ret();
        asm.emitConstants();

        assertThat(code()).isEqualTo("c3");
    }

    @Test
    void recordsWhatOthersHaveToFillIn() {
        int call = asm.callExternal(7);
        int jump = asm.jmpExternal();
        int conditional = asm.jExternal(EQUAL, 9);
        int address = asm.movAbsoluteExternal(RAX, 8);
        asm.jExternal(LESS);

        assertThat(asm.relocations()).containsExactly(
                new Relocation(call, Relocation.Kind.RELATIVE_32, 7),
                new Relocation(jump, Relocation.Kind.RELATIVE_32, Relocation.NO_TARGET),
                new Relocation(conditional, Relocation.Kind.RELATIVE_32, 9),
                new Relocation(address, Relocation.Kind.ABSOLUTE_64, 8),
                new Relocation(28, Relocation.Kind.RELATIVE_32, Relocation.NO_TARGET));
        assertThat(List.of(call, jump, conditional, address)).containsExactly(1, 6, 12, 18);
    }

    @Test
    void fillsInWhereTheTargetIsRelativeToWhereTheCodeWillLie() {
        asm.nop(3);
        asm.callExternal(1);
        asm.movAbsoluteExternal(RCX, 2);
        byte[] code = asm.code();

        asm.relocations().get(0).resolve(code, 0x7000_0000_1000L, 0x7000_0000_0000L);
        asm.relocations().get(1).resolve(code, 0x7000_0000_1000L, 0x1234_5678_9ABC_DEF0L);

        assertThat(HexFormat.of().formatHex(code)).isEqualTo("0f1f00" + "e8f8efffff" + "48b9f0debc9a78563412");
    }

    @Test
    void refusesTargetsBeyondThirtyTwoBits() {
        assertThat(Relocation.displacement(0x1000, 0x1004L + Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Relocation.displacement(0x1_0000_0000L, 0x1_0000_0004L + Integer.MIN_VALUE))
                .isEqualTo(Integer.MIN_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Relocation.displacement(0x1000, 0x1005L + Integer.MAX_VALUE))
                .withMessage("32 bits do not reach from 0x1000 to 0x80001004, which is 2,147,483,648 bytes away");
    }

    @Test
    void tellsWhereAnAddressLiesThatIsToBeExchanged() {
        asm.ret();
        int place = asm.movAbsolute(RAX, 1);

        assertThat(place).isEqualTo(3);
        assertThat(code()).isEqualTo("c3" + "48b80100000000000000");
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "0x7FFFFFFF, 5", "0xFFFFFFFF, 5", "-1, 7", "-0x80000000, 7", "-0x80000001, 10",
            "0x100000000, 10"})
    void movesValuesInTheShortestForm(String value, int bytes) {
        asm.mov(RAX, Long.decode(value));

        assertThat(asm.position()).isEqualTo(bytes);
    }

    @Test
    void growsAsFarAsNeeded() {
        for (int count = 0; count < 100_000; count++) {
            asm.data64(count);
        }
        asm.data32(0x01020304);
        asm.data8(0xAB);

        assertThat(code()).hasSize(2 * 800_005).endsWith("9f86010000000000" + "04030201" + "ab");
    }

    @Test
    void refusesOperandsThatCannotBeEncoded() {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.at(RAX, RSP, 1, 0))
                .withMessage("RSP cannot be an index");
        assertThatIllegalArgumentException().isThrownBy(() -> Address.at(RAX, RCX, 3, 0))
                .withMessage("a scale is 1, 2, 4 or 8, not 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new Address(null, RCX, 1, 0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Address(null, null, 1, 8, label));
        assertThatNullPointerException().isThrownBy(() -> Address.at(null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> asm.cmp8(RAX, 256))
                .withMessage("256 does not fit in a byte");
        assertThatIllegalArgumentException().isThrownBy(() -> asm.mov8(Address.at(RAX, 0), -129));
        assertThatIllegalArgumentException().isThrownBy(() -> asm.shl(RAX, 64))
                .withMessage("a shift by 64 bits, and 0 to 63 is the range");
        assertThatIllegalArgumentException().isThrownBy(() -> asm.sar32(RAX, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> asm.ret(0x10000));
        assertThat(asm.position()).as("nothing of them is emitted").isZero();
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void negatesConditionsToTheirOpposite(Condition condition) {
        assertThat(condition.negated()).isNotEqualTo(condition);
        assertThat(condition.negated().negated()).isEqualTo(condition);
        assertThat(condition.negated().name().replace("NOT_", "")).satisfiesAnyOf(
                name -> assertThat(condition.name().replace("NOT_", "")).isEqualTo(name),
                name -> assertThat(List.of("BELOW:ABOVE_OR_EQUAL", "ABOVE:BELOW_OR_EQUAL", "LESS:GREATER_OR_EQUAL",
                        "GREATER:LESS_OR_EQUAL")).containsAnyOf(condition + ":" + name, name + ":" + condition));
    }

    private String code() {
        return HexFormat.of().formatHex(asm.code());
    }
}
