package st.sendwright.memory.executable;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.asm.x64.FloatRegister.XMM0;
import static st.sendwright.asm.x64.FloatRegister.XMM1;
import static st.sendwright.asm.x64.FloatRegister.XMM2;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R11;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;
import static st.sendwright.asm.x64.Register.RSI;
import static st.sendwright.asm.x64.Register.RSP;

/** That an instruction is encoded right says nothing of what its method's name promises; the CPU does. */
@DisplayName("On this CPU")
class ExecutedInstructionsTest {

    private static final long SEED = RandomGenerator.getDefault().nextLong();
    private static final long[] EDGES = {0, 1, -1, 2, -2, 7, 63, 64, 127, 128, 255, 256, Short.MAX_VALUE,
            Short.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 0xFFFF_FFFFL, 1L << 32, 1L << 53,
            0x0123_4567_89AB_CDEFL, 0xFEDC_BA98_7654_3210L, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE + 1,
            Long.MIN_VALUE};
    private static final double[] DOUBLES = {0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 3.0e9, -1.0e18, 1.0e19,
            Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, Double.NaN};

    private static CodePage page;

    private record Operation(String name, Consumer<Assembler> body, LongBinaryOperator expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void openPage() throws ExecutableMemoryException {
        page = new CodePage();
        System.out.println("operands at random from seed " + SEED);
    }

    @AfterAll
    static void closePage() {
        page.close();
    }

    static Operation[] integerOperations() {
        return new Operation[] {
            new Operation("add", asm -> { asm.mov(RAX, RDI); asm.add(RAX, RSI); }, (a, b) -> a + b),
            new Operation("add imm8", asm -> { asm.mov(RAX, RDI); asm.add(RAX, -7); }, (a, b) -> a - 7),
            new Operation("add imm32", asm -> { asm.mov(RAX, RDI); asm.add(RAX, -70000); }, (a, b) -> a - 70000),
            new Operation("add32", asm -> { asm.mov(RAX, RDI); asm.add32(RAX, RSI); }, (a, b) -> low(a + b)),
            new Operation("sub", asm -> { asm.mov(RAX, RDI); asm.sub(RAX, RSI); }, (a, b) -> a - b),
            new Operation("sub32", asm -> { asm.mov(RAX, RDI); asm.sub32(RAX, RSI); }, (a, b) -> low(a - b)),
            new Operation("and", asm -> { asm.mov(RAX, RDI); asm.and(RAX, RSI); }, (a, b) -> a & b),
            new Operation("and imm8", asm -> { asm.mov(RAX, RDI); asm.and(RAX, -8); }, (a, b) -> a & -8),
            new Operation("or", asm -> { asm.mov(RAX, RDI); asm.or(RAX, RSI); }, (a, b) -> a | b),
            new Operation("xor", asm -> { asm.mov(RAX, RDI); asm.xor(RAX, RSI); }, (a, b) -> a ^ b),
            new Operation("xor32", asm -> { asm.mov(RAX, RDI); asm.xor32(RAX, RSI); }, (a, b) -> low(a ^ b)),
            new Operation("imul", asm -> { asm.mov(RAX, RDI); asm.imul(RAX, RSI); }, (a, b) -> a * b),
            new Operation("imul imm", asm -> asm.imul(RAX, RDI, 1000), (a, b) -> a * 1000),
            new Operation("neg", asm -> { asm.mov(RAX, RDI); asm.neg(RAX); }, (a, b) -> -a),
            new Operation("not", asm -> { asm.mov(RAX, RDI); asm.not(RAX); }, (a, b) -> ~a),
            new Operation("inc", asm -> { asm.mov(RAX, RDI); asm.inc(RAX); }, (a, b) -> a + 1),
            new Operation("dec", asm -> { asm.mov(RAX, RDI); asm.dec(RAX); }, (a, b) -> a - 1),
            new Operation("lea", asm -> asm.lea(RAX, Address.at(RDI, RSI, 8, -5)), (a, b) -> a + b * 8 - 5),
            new Operation("xchg", asm -> { asm.xchg(RDI, RSI); asm.mov(RAX, RDI); }, (a, b) -> b),
            new Operation("mov32", asm -> asm.mov32(RAX, RDI), (a, b) -> low(a)),
            new Operation("movzx8", asm -> asm.movzx8(RAX, RSI), (a, b) -> b & 0xFF),
            new Operation("movsxd", asm -> asm.movsxd(RAX, RDI), (a, b) -> (int) a),
            new Operation("shl cl", asm -> shift(asm, () -> asm.shlCl(RAX)), (a, b) -> a << b),
            new Operation("sar cl", asm -> shift(asm, () -> asm.sarCl(RAX)), (a, b) -> a >> b),
            new Operation("shr cl", asm -> shift(asm, () -> asm.shrCl(RAX)), (a, b) -> a >>> b),
            new Operation("rol cl", asm -> shift(asm, () -> asm.rolCl(RAX)), (a, b) -> Long.rotateLeft(a, (int) b)),
            new Operation("ror cl", asm -> shift(asm, () -> asm.rorCl(RAX)), (a, b) -> Long.rotateRight(a, (int) b)),
            new Operation("shl32 cl", asm -> shift(asm, () -> asm.shl32Cl(RAX)), (a, b) -> low((int) a << b)),
            new Operation("sar32 cl", asm -> shift(asm, () -> asm.sar32Cl(RAX)), (a, b) -> low((int) a >> b)),
            new Operation("shr32 cl", asm -> shift(asm, () -> asm.shr32Cl(RAX)), (a, b) -> low((int) a >>> b)),
            new Operation("shl 1", asm -> { asm.mov(RAX, RDI); asm.shl(RAX, 1); }, (a, b) -> a << 1),
            new Operation("sar 3", asm -> { asm.mov(RAX, RDI); asm.sar(RAX, 3); }, (a, b) -> a >> 3),
            new Operation("shr 63", asm -> { asm.mov(RAX, RDI); asm.shr(RAX, 63); }, (a, b) -> a >>> 63),
            new Operation("rol 5", asm -> { asm.mov(RAX, RDI); asm.rol(RAX, 5); }, (a, b) -> Long.rotateLeft(a, 5)),
            new Operation("ror 5", asm -> { asm.mov(RAX, RDI); asm.ror(RAX, 5); }, (a, b) -> Long.rotateRight(a, 5)),
            new Operation("popcnt", asm -> asm.popcnt(RAX, RDI), (a, b) -> Long.bitCount(a)),
            new Operation("push imm", asm -> { asm.push(-3); asm.pop(RAX); }, (a, b) -> -3),
            new Operation("push and pop", asm -> {
                asm.push(RDI);
                asm.push(RSI);
                asm.push(Address.at(RSP, 8));
                asm.pop(Address.at(RSP, 0));
                asm.pop(RAX);
                asm.pop(RCX);
            }, (a, b) -> a),
        };
    }

    @ParameterizedTest
    @MethodSource("integerOperations")
    void integersBecomeWhatJavaMakesOfThem(Operation operation) {
        LongBinaryOperator function = page.function(operation.body());

        forOperands((a, b) -> assertThat(function.applyAsLong(a, b)).as("%s of %x and %x", operation, a, b)
                .isEqualTo(operation.expected().applyAsLong(a, b)));
    }

    @Test
    void highestAndLowestBitsAreFoundWhereThereAreAny() {
        LongBinaryOperator highest = page.function(asm -> asm.bsr(RAX, RDI));
        LongBinaryOperator lowest = page.function(asm -> asm.bsf(RAX, RDI));

        forOperands((a, b) -> {
            if (a != 0) {
                assertThat(highest.applyAsLong(a, 0)).isEqualTo(63 - Long.numberOfLeadingZeros(a));
                assertThat(lowest.applyAsLong(a, 0)).isEqualTo(Long.numberOfTrailingZeros(a));
            }
        });
    }

    @Test
    void divisionRoundsTowardZeroAsJavaDoes() {
        LongBinaryOperator quotient = page.function(asm -> divide(asm, RAX));
        LongBinaryOperator remainder = page.function(asm -> divide(asm, RDX));

        forOperands((a, b) -> {
            boolean faults = b == 0 || a == Long.MIN_VALUE && b == -1;
            if (!faults) {
                assertThat(quotient.applyAsLong(a, b)).as("%d / %d", a, b).isEqualTo(a / b);
                assertThat(remainder.applyAsLong(a, b)).as("%d %% %d", a, b).isEqualTo(a % b);
            }
        });
    }

    @Test
    void carryAndBorrowPassIntoTheUpperHalf() {
        LongBinaryOperator upperOfSum = page.function(asm -> {
            asm.add(RDI, RSI);
            asm.mov(RAX, 0);
            asm.adc(RAX, 0);
        });
        LongBinaryOperator upperOfDifference = page.function(asm -> {
            asm.sub(RDI, RSI);
            asm.mov(RAX, 0);
            asm.sbb(RAX, 0);
        });

        forOperands((a, b) -> {
            assertThat(upperOfSum.applyAsLong(a, b))
                    .isEqualTo(unsigned(a).add(unsigned(b)).shiftRight(64).longValue());
            assertThat(upperOfDifference.applyAsLong(a, b))
                    .isEqualTo(unsigned(a).subtract(unsigned(b)).shiftRight(64).longValue());
        });
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void conditionsHoldAfterAComparisonAsTheirNamesSay(Condition condition) {
        LongBinaryOperator set = page.function(asm -> {
            asm.mov(RAX, 0x100);
            asm.cmp(RDI, RSI);
            asm.set(condition, RAX);
        });
        LongBinaryOperator moved = page.function(asm -> {
            asm.mov(RAX, 0);
            asm.mov(R11, 1);
            asm.cmp(RDI, RSI);
            asm.cmov(condition, RAX, R11);
        });
        LongBinaryOperator jumped = page.function(asm -> {
            Label end = new Label();
            asm.mov(RAX, 1);
            asm.cmp(RDI, RSI);
            asm.j(condition, end);
            asm.mov(RAX, 0);
            asm.bind(end);
        });
        LongBinaryOperator negated = page.function(asm -> {
            Label end = new Label();
            asm.mov(RAX, 0);
            asm.cmp(RDI, RSI);
            asm.jShort(condition.negated(), end);
            asm.mov(RAX, 1);
            asm.bind(end);
        });

        forOperands((a, b) -> {
            long expected = holdsAfterComparison(condition, a, b) ? 1 : 0;
            assertThat(set.applyAsLong(a, b)).as("%d %s %d", a, condition, b).isEqualTo(0x100 + expected);
            assertThat(moved.applyAsLong(a, b)).isEqualTo(expected);
            assertThat(jumped.applyAsLong(a, b)).isEqualTo(expected);
            assertThat(negated.applyAsLong(a, b)).isEqualTo(expected);
        });
    }

    @Test
    void overflowIsSeenWhereResultsDoNotFit() {
        Map<String, Consumer<Assembler>> operations = new LinkedHashMap<>();
        operations.put("add", asm -> asm.add(RDI, RSI));
        operations.put("subtract", asm -> asm.sub(RDI, RSI));
        operations.put("multiply", asm -> asm.imul(RDI, RSI));
        operations.forEach((name, operation) -> {
            LongBinaryOperator function = page.function(asm -> {
                asm.mov(RAX, 0);
                operation.accept(asm);
                asm.set(Condition.OVERFLOW, RAX);
            });

            forOperands((a, b) -> {
                BigInteger exact = exact(name, BigInteger.valueOf(a), BigInteger.valueOf(b));
                assertThat(function.applyAsLong(a, b)).as("%s of %d and %d", name, a, b)
                        .isEqualTo(exact.bitLength() > 63 ? 1 : 0);
            });
        });
    }

    @Test
    void aMoveOfAnyValueLeavesTheFlags() {
        for (long value : EDGES) {
            LongBinaryOperator function = page.function(asm -> {
                Label equal = new Label();
                asm.cmp(RDI, RDI);
                asm.mov(RAX, value);
                asm.j(Condition.EQUAL, equal);
                asm.ud2();
                asm.bind(equal);
            });

            assertThat(function.applyAsLong(1, 1)).isEqualTo(value);
        }
    }

    @Test
    void testsSeeSingleBits() {
        LongBinaryOperator lowest = page.function(asm -> {
            asm.mov(RAX, 0);
            asm.test8(RDI, 1);
            asm.set(Condition.NOT_EQUAL, RAX);
        });
        LongBinaryOperator both = page.function(asm -> {
            asm.mov(RAX, 0);
            asm.test(RDI, RSI);
            asm.set(Condition.NOT_EQUAL, RAX);
        });
        LongBinaryOperator upper = page.function(asm -> {
            asm.mov(RAX, 0);
            asm.test(RDI, Integer.MIN_VALUE);
            asm.set(Condition.NOT_EQUAL, RAX);
        });

        forOperands((a, b) -> {
            assertThat(lowest.applyAsLong(a, b)).isEqualTo(a & 1);
            assertThat(both.applyAsLong(a, b)).isEqualTo((a & b) == 0 ? 0 : 1);
            assertThat(upper.applyAsLong(a, b)).as("an immediate is extended by its sign")
                    .isEqualTo((a & Integer.MIN_VALUE) == 0 ? 0 : 1);
        });
    }

    @Test
    void storesOfPartsLeaveTheOtherBytes() {
        assertPartStored(asm -> asm.mov8(Address.at(RSP, 2), RSI), 0xFFL << 16, 16);
        assertPartStored(asm -> asm.mov16(Address.at(RSP, 4), RSI), 0xFFFFL << 32, 32);
        assertPartStored(asm -> asm.mov32(Address.at(RSP, 4), RSI), 0xFFFF_FFFFL << 32, 32);
        LongBinaryOperator constant = page.function(asm -> {
            asm.push(RDI);
            asm.mov8(Address.at(RSP, 7), 0x80);
            asm.pop(RAX);
        });
        forOperands((a, b) -> assertThat(constant.applyAsLong(a, b)).isEqualTo(a << 8 >>> 8 | 0x80L << 56));
    }

    @Test
    void loadsOfPartsAreExtendedAsTheirNamesSay() {
        assertPartLoaded(asm -> asm.movzx8(RAX, Address.at(RSP, 1)), value -> value >> 8 & 0xFF);
        assertPartLoaded(asm -> asm.movzx16(RAX, Address.at(RSP, 1)), value -> value >> 8 & 0xFFFF);
        assertPartLoaded(asm -> asm.movsx8(RAX, Address.at(RSP, 1)), value -> (byte) (value >> 8));
        assertPartLoaded(asm -> asm.movsx16(RAX, Address.at(RSP, 1)), value -> (short) (value >> 8));
        assertPartLoaded(asm -> asm.movsxd(RAX, Address.at(RSP, 1)), value -> (int) (value >> 8));
        assertPartLoaded(asm -> asm.mov32(RAX, Address.at(RSP, 1)), value -> low(value >> 8));
    }

    @Test
    void floatsBecomeWhatJavaMakesOfThem() {
        assertFloats("addsd", asm -> asm.addsd(XMM0, XMM1), (a, b) -> a + b);
        assertFloats("subsd", asm -> asm.subsd(XMM0, XMM1), (a, b) -> a - b);
        assertFloats("mulsd", asm -> asm.mulsd(XMM0, XMM1), (a, b) -> a * b);
        assertFloats("divsd", asm -> asm.divsd(XMM0, XMM1), (a, b) -> a / b);
        assertFloats("sqrtsd", asm -> asm.sqrtsd(XMM0, XMM1), (a, b) -> Math.sqrt(b));
        assertFloats("round", asm -> asm.roundsd(XMM0, XMM1, 8), (a, b) -> Math.rint(b));
        assertFloats("down", asm -> asm.roundsd(XMM0, XMM1, 9), (a, b) -> Math.floor(b));
        assertFloats("up", asm -> asm.roundsd(XMM0, XMM1, 10), (a, b) -> Math.ceil(b));
        assertFloats("truncate", asm -> asm.roundsd(XMM0, XMM1, 11),
                (a, b) -> b < 0 || 1 / b < 0 ? Math.ceil(b) : Math.floor(b));
        assertFloats("movaps", asm -> asm.movaps(XMM0, XMM1), (a, b) -> b);
        assertFloats("xorps", asm -> asm.xorps(XMM0, XMM0), (a, b) -> 0.0);
        long quarter = Double.doubleToRawLongBits(0.25);
        assertFloats("add of a constant", asm -> asm.addsd(XMM0, Address.of(asm.constant(quarter))),
                (a, b) -> a + 0.25);
    }

    @Test
    void integersAndFloatsBecomeEachOther() {
        LongBinaryOperator toFloat = page.function(asm -> {
            asm.cvtsi2sd(XMM2, RDI);
            asm.movq(RAX, XMM2);
        });
        LongBinaryOperator toInteger = page.function(asm -> {
            asm.movq(XMM2, RDI);
            asm.cvttsd2si(RAX, XMM2);
        });

        forOperands((a, b) -> assertThat(toFloat.applyAsLong(a, b)).isEqualTo(Double.doubleToRawLongBits(a)));
        for (double value : DOUBLES) {
            boolean fits = value >= -0x1p63 && value < 0x1p63;
            assertThat(toInteger.applyAsLong(Double.doubleToRawLongBits(value), 0)).as("%s", value)
                    .isEqualTo(fits ? (long) value : Long.MIN_VALUE);
        }
    }

    @Test
    void floatsCompareAsUnsignedNumbersAndParityTellsOfNan() {
        LongBinaryOperator above = comparison(Condition.ABOVE);
        LongBinaryOperator aboveOrEqual = comparison(Condition.ABOVE_OR_EQUAL);
        LongBinaryOperator unordered = comparison(Condition.PARITY);
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                long left = Double.doubleToRawLongBits(a);
                long right = Double.doubleToRawLongBits(b);

                assertThat(above.applyAsLong(left, right)).as("%s > %s", a, b).isEqualTo(a > b ? 1 : 0);
                assertThat(aboveOrEqual.applyAsLong(left, right)).as("%s >= %s", a, b).isEqualTo(a >= b ? 1 : 0);
                assertThat(unordered.applyAsLong(left, right)).isEqualTo(a != a || b != b ? 1 : 0);
            }
        }
    }

    @Test
    void loopsCallsAndTablesOfAddressesGoWhereTheyShould() {
        LongBinaryOperator sum = page.function(asm -> {
            Label loop = new Label("loop");
            asm.mov(RAX, 0);
            asm.bind(loop);
            asm.add(RAX, RDI);
            asm.dec(RDI);
            asm.j(Condition.NOT_EQUAL, loop);
        });
        LongBinaryOperator fibonacci = page.function(ExecutedInstructionsTest::fibonacci);
        LongBinaryOperator chosen = page.function(asm -> {
            Label[] cases = {new Label("zero"), new Label("one"), new Label("two")};
            Label end = new Label("end");
            asm.lea(R8, Address.of(cases[0]));
            asm.lea(R9, Address.of(cases[1]));
            asm.lea(R10, Address.of(cases[2]));
            asm.push(R10);
            asm.push(R9);
            asm.push(R8);
            asm.mov(R11, Address.at(RSP, RDI, 8, 0));
            asm.add(RSP, 24);
            asm.jmp(R11);
            for (int index = 0; index < cases.length; index++) {
                asm.bind(cases[index]);
                asm.mov(RAX, 100 + index);
                asm.jmp(end);
            }
            asm.bind(end);
        });

        assertThat(sum.applyAsLong(100_000, 0)).isEqualTo(5_000_050_000L);
        assertThat(fibonacci.applyAsLong(20, 0)).isEqualTo(6765);
        assertThat(LongStream.range(0, 3).map(index -> chosen.applyAsLong(index, 0))).containsExactly(100L, 101L, 102L);
    }

    private static void fibonacci(Assembler asm) {
        Label function = new Label("fibonacci");
        Label end = new Label("end");
        Label small = new Label("small");
        asm.call(function);
        asm.jmp(end);
        asm.bind(function);
        asm.cmp(RDI, 2);
        asm.j(Condition.LESS, small);
        asm.push(RDI);
        asm.sub(RDI, 1);
        asm.call(function);
        asm.pop(RDI);
        asm.push(RAX);
        asm.sub(RDI, 2);
        asm.call(function);
        asm.pop(RCX);
        asm.add(RAX, RCX);
        asm.ret();
        asm.bind(small);
        asm.mov(RAX, RDI);
        asm.ret();
        asm.bind(end);
    }

    @Test
    void codeOfSeveralBlocksIsLinkedOnceItsAddressesAreKnown() {
        Assembler callee = new Assembler();
        callee.lea(RAX, Address.at(RDI, RSI, 1, 1));
        callee.ret();
        long calleeAddress = page.put(callee.code());
        Assembler jump = new Assembler();
        jump.jmpExternal(1);
        long jumpAddress = linked(jump, calleeAddress);
        Assembler caller = new Assembler();
        Label end = new Label("end");
        caller.callExternal(1);
        caller.cmp(RAX, 0);
        caller.j(Condition.LESS, end);
        caller.movAbsoluteExternal(R11, 1);
        caller.mov(RDI, RAX);
        caller.call(R11);
        caller.bind(end);
        caller.ret();
        long callerAddress = linked(caller, jumpAddress);

        LongBinaryOperator function = page.function(asm -> {
            asm.mov(RAX, callerAddress);
            asm.call(RAX);
        });

        assertThat(function.applyAsLong(3, 4)).isEqualTo(13);
        assertThat(function.applyAsLong(-30, 4)).isEqualTo(-25);
    }

    private static long linked(Assembler asm, long target) {
        byte[] code = asm.code();
        asm.relocations().forEach(relocation -> relocation.resolve(code, page.nextAddress(), target));
        return page.put(code);
    }

    private static void shift(Assembler asm, Runnable instruction) {
        asm.mov(RAX, RDI);
        asm.mov(RCX, RSI);
        instruction.run();
    }

    private static void divide(Assembler asm, Register answer) {
        asm.mov(RAX, RDI);
        asm.cqo();
        asm.idiv(RSI);
        asm.mov(RAX, answer);
    }

    private static LongBinaryOperator comparison(Condition condition) {
        return page.function(asm -> {
            asm.mov(RAX, 0);
            asm.movq(XMM0, RDI);
            asm.movq(XMM1, RSI);
            asm.ucomisd(XMM0, XMM1);
            asm.set(condition, RAX);
        });
    }

    private static void assertPartStored(Consumer<Assembler> store, long mask, int shift) {
        LongBinaryOperator function = page.function(asm -> {
            asm.push(RDI);
            store.accept(asm);
            asm.pop(RAX);
        });
        forOperands((a, b) -> assertThat(function.applyAsLong(a, b)).isEqualTo(a & ~mask | b << shift & mask));
    }

    private static void assertPartLoaded(Consumer<Assembler> load, LongUnaryOperator expected) {
        LongBinaryOperator function = page.function(asm -> {
            asm.push(RDI);
            load.accept(asm);
            asm.pop(RDI);
        });
        forOperands((a, b) -> assertThat(function.applyAsLong(a, b)).isEqualTo(expected.applyAsLong(a)));
    }

    private static void assertFloats(String name, Consumer<Assembler> body,
            DoubleBinaryOperator expected) {
        LongBinaryOperator function = page.function(asm -> {
            asm.movq(XMM0, RDI);
            asm.movq(XMM1, RSI);
            body.accept(asm);
            asm.movq(RAX, XMM0);
        });
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                long bits = function.applyAsLong(Double.doubleToRawLongBits(a), Double.doubleToRawLongBits(b));
                assertThat(Double.valueOf(Double.longBitsToDouble(bits))).as("%s of %s and %s", name, a, b)
                        .isEqualTo(Double.valueOf(expected.applyAsDouble(a, b)));
            }
        }
    }

    private interface OperandTest {
        void check(long a, long b);
    }

    private static void forOperands(OperandTest test) {
        for (long a : EDGES) {
            for (long b : EDGES) {
                test.check(a, b);
            }
        }
        Random random = new Random(SEED);
        for (int count = 0; count < 200; count++) {
            test.check(random.nextLong() >> random.nextInt(64), random.nextLong() >> random.nextInt(64));
        }
    }

    private static boolean holdsAfterComparison(Condition condition, long a, long b) {
        long difference = a - b;
        boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
        boolean evenParity = Long.bitCount(difference & 0xFF) % 2 == 0;
        return switch (condition) {
            case OVERFLOW -> overflow;
            case NOT_OVERFLOW -> !overflow;
            case BELOW -> Long.compareUnsigned(a, b) < 0;
            case ABOVE_OR_EQUAL -> Long.compareUnsigned(a, b) >= 0;
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case BELOW_OR_EQUAL -> Long.compareUnsigned(a, b) <= 0;
            case ABOVE -> Long.compareUnsigned(a, b) > 0;
            case SIGN -> difference < 0;
            case NOT_SIGN -> difference >= 0;
            case PARITY -> evenParity;
            case NOT_PARITY -> !evenParity;
            case LESS -> a < b;
            case GREATER_OR_EQUAL -> a >= b;
            case LESS_OR_EQUAL -> a <= b;
            case GREATER -> a > b;
        };
    }

    private static BigInteger exact(String name, BigInteger a, BigInteger b) {
        return switch (name) {
            case "add" -> a.add(b);
            case "subtract" -> a.subtract(b);
            default -> a.multiply(b);
        };
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private static long low(long value) {
        return value & 0xFFFF_FFFFL;
    }
}
