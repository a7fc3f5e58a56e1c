package st.sendwright.model;

/**
 * Identity hashes: assigned when first asked for, kept in the header, never changed.
 *
 * <p>Source: G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8 (2003).
 */
public final class IdentityHash {

    private static final int IMMEDIATE_MASK = 0x3FFF_FFFF;

    private IdentityHash() {
    }

    /**
     * The identity hash of any object: 1 to {@link ObjectHeader#HASH_MASK} from the header, where one is
     * assigned when there is none, and 0 to 2^30 - 1 from the bits of an immediate. Allocates nothing.
     */
    public static int of(long mutator, long oop) {
        if (Oop.isImmediate(oop)) {
            long value = oop >>> Oop.TAG_BITS;
            return (int) (value ^ value >>> 30) & IMMEDIATE_MASK;
        }
        int hash = ObjectHeader.hash(oop);
        if (hash == 0) {
            hash = next(mutator);
            ObjectHeader.setHash(oop, hash);
        }
        return hash;
    }

    /**
     * A fresh hash, 1 to {@link ObjectHeader#HASH_MASK}; steps the mutator block's seed, which must not be 0.
     */
    private static int next(long mutator) {
        long seed = Memory.longAt(mutator + MutatorBlock.HASH_SEED);
        int hash;
        do {
            seed ^= seed << 13;
            seed ^= seed >>> 7;
            seed ^= seed << 17;
            hash = (int) (seed >>> 32) & ObjectHeader.HASH_MASK;
        } while (hash == 0);
        Memory.putLong(mutator + MutatorBlock.HASH_SEED, seed);
        return hash;
    }
}
