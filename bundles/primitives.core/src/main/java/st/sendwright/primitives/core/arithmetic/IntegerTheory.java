package st.sendwright.primitives.core.arithmetic;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Divisors, powers, roots and primes of Integers. */
final class IntegerTheory {

    /** Largest receiver of {@code factorial} that is computed, whose answer has some 5.6 million digits. */
    private static final long MAX_FACTORIAL = 1_000_000;
    /** Chance of at most 2 to this power, negated, that a composite beyond 64 bits passes for a prime. */
    private static final int PRIME_CERTAINTY = 128;
    /** With these the test of Miller and Rabin is exact below 2^64: J. Sorenson and J. Webster, 2015. */
    private static final List<BigInteger> WITNESSES = IntStream.of(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
            .mapToObj(BigInteger::valueOf).toList();

    private IntegerTheory() {
    }

    static long gcd(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Integers.answer(frame, gcd(Oop.integerValue(receiver), Oop.integerValue(argument)));
        }
        return IntegerObjects.isInteger(argument)
                ? Integers.answer(frame, IntegerObjects.value(receiver).gcd(IntegerObjects.value(argument)))
                : frame.fail(Failure.WRONG_ARGUMENT);
    }

    private static long gcd(long a, long b) {
        long x = Math.abs(a);
        long y = Math.abs(b);
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    /** Largest Integer whose square does not exceed the receiver, which must not be negative. */
    static long sqrtFloor(PrimitiveFrame frame) {
        BigInteger value = IntegerObjects.value(frame.receiver());
        return value.signum() < 0 ? frame.fail(Failure.WRONG_RECEIVER) : Integers.answer(frame, value.sqrt());
    }

    /** A power with an exponent of 0 or more. */
    static long raisedToInteger(PrimitiveFrame frame) {
        long argument = frame.argument(0);
        if (!IntegerObjects.isInteger(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        BigInteger base = IntegerObjects.value(frame.receiver());
        BigInteger exponent = IntegerObjects.value(argument);
        if (exponent.signum() < 0) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (base.abs().bitLength() <= 1) {
            int power = exponent.testBit(0) ? base.intValue() : Math.abs(base.intValue());
            return Oop.smallInteger(exponent.signum() == 0 ? 1 : power);
        }
        if (exponent.bitLength() > 31
                || (base.abs().bitLength() - 1L) * exponent.longValue() >= Integers.MAX_BITS) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return Integers.answer(frame, base.pow(exponent.intValue()));
    }

    /** A power modulo the second argument, which must be positive; the exponent must be 0 or more. */
    static long raisedToModulo(PrimitiveFrame frame) {
        if (!IntegerObjects.isInteger(frame.argument(0)) || !IntegerObjects.isInteger(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        BigInteger exponent = IntegerObjects.value(frame.argument(0));
        BigInteger modulus = IntegerObjects.value(frame.argument(1));
        if (exponent.signum() < 0 || modulus.signum() <= 0) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return Integers.answer(frame, IntegerObjects.value(frame.receiver()).modPow(exponent, modulus));
    }

    static long factorial(PrimitiveFrame frame) {
        if (!Oop.isSmallInteger(frame.receiver()) || Oop.integerValue(frame.receiver()) < 0) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long value = Oop.integerValue(frame.receiver());
        return value > MAX_FACTORIAL
                ? frame.fail(Failure.OUT_OF_RANGE) : Integers.answer(frame, product(1, value));
    }

    /**
     * The product of {@code from} to {@code to}. Halving the range keeps the factors of like size, for which
     * multiplication is fastest.
     */
    private static BigInteger product(long from, long to) {
        if (to - from < 8) {
            BigInteger product = BigInteger.ONE;
            for (long factor = from; factor <= to; factor++) {
                product = product.multiply(BigInteger.valueOf(factor));
            }
            return product;
        }
        long middle = from + to >>> 1;
        return product(from, middle).multiply(product(middle + 1, to));
    }

    static long isPrime(PrimitiveFrame frame) {
        return MutatorBlock.bool(frame.mutator(), isPrime(IntegerObjects.value(frame.receiver())));
    }

    private static boolean isPrime(BigInteger value) {
        if (value.bitLength() > 64) {
            return value.signum() > 0 && value.isProbablePrime(PRIME_CERTAINTY);
        }
        for (BigInteger witness : WITNESSES) {
            if (value.compareTo(witness) <= 0 || value.mod(witness).signum() == 0) {
                return value.equals(witness);
            }
        }
        BigInteger even = value.subtract(BigInteger.ONE);
        int twos = even.getLowestSetBit();
        for (BigInteger witness : WITNESSES) {
            if (!passes(value, witness, even, twos)) {
                return false;
            }
        }
        return true;
    }

    /** M. Rabin, Probabilistic algorithm for testing primality, 1980. {@code even} is the value less 1. */
    private static boolean passes(BigInteger value, BigInteger witness, BigInteger even, int twos) {
        BigInteger power = witness.modPow(even.shiftRight(twos), value);
        if (power.equals(BigInteger.ONE) || power.equals(even)) {
            return true;
        }
        for (int round = 1; round < twos; round++) {
            power = power.multiply(power).mod(value);
            if (power.equals(even)) {
                return true;
            }
        }
        return false;
    }
}
