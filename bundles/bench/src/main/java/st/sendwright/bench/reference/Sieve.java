package st.sendwright.bench.reference;

import java.util.Arrays;

/** The sieve of Eratosthenes over the odd numbers from 3 to 16383. */
final class Sieve implements Reference {

    private static final int COUNT = 8_191;

    @Override
    public long run(int size) {
        int primes = 0;
        for (int repetition = 0; repetition < size; repetition++) {
            boolean[] flags = new boolean[COUNT + 1];
            Arrays.fill(flags, true);
            primes = 0;
            for (int i = 1; i <= COUNT; i++) {
                if (flags[i]) {
                    int prime = i + i + 1;
                    for (int multiple = i + prime; multiple <= COUNT; multiple += prime) {
                        flags[multiple] = false;
                    }
                    primes++;
                }
            }
        }
        return primes;
    }
}
