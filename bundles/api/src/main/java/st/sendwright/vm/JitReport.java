package st.sendwright.vm;

import java.util.List;
import java.util.Optional;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;

/**
 * What machine code a VM has made.
 *
 * @param mode what was asked for when the VM was started
 * @param code empty when nothing is compiled: {@code mode} is {@link JitMode#OFF}, no back end is installed, or the
 *        system forbids executable memory
 */
public record JitReport(JitMode mode, Optional<Code> code) {

    /**
     * The code and what it took. Sums count from the VM's start and include code that was dropped since.
     *
     * @param backEnd name of what compiles
     * @param policy name of what decides when
     * @param where whether programs wait for it
     * @param methods methods and blocks that were compiled
     * @param refused methods and blocks that could not be compiled and stay interpreted
     * @param bytecodes bytes of bytecode of those that were compiled
     * @param bytes bytes of their machine code
     * @param nanos time that compiling took, of refused ones too
     * @param space where the code lies
     * @param links how sends were linked
     * @param cache what made room for it
     * @param exits how often machine code left through each stub by which it can leave
     * @param sends empty when they are not counted, see {@link VmOptions#countSends}
     * @param biggest blocks of code that are there now, those with most bytes first
     */
    public record Code(String backEnd, String policy, Where where, long methods, long refused, long bytecodes,
            long bytes, long nanos, Space space, Links links, Cache cache, List<Exits> exits, List<Block> biggest,
            Optional<Sends> sends) {

        public Code {
            exits = List.copyOf(exits);
            biggest = List.copyOf(biggest);
        }

        /** Bytes of machine code for each byte of bytecode; 0 when there is none yet. */
        public double ratio() {
            return bytecodes == 0 ? 0 : (double) bytes / bytecodes;
        }

        /** Bytes of bytecode compiled in a second; 0 when there are none yet. */
        public double bytecodesPerSecond() {
            return nanos == 0 ? 0 : bytecodes * 1e9 / nanos;
        }
    }

    /**
     * The memory for code.
     *
     * @param memory its kind, such as {@code "dual mapping"}
     * @param blocks how many pieces of code are in it now
     * @param flushes how often all of them were dropped because it was full
     */
    public record Space(String memory, long usedBytes, long sizeInBytes, int blocks, long flushes) {
    }

    /**
     * What served the sends of machine code. What it does in line is no send; those of the interpreter are counted only
     * where its inline caches did not serve them.
     *
     * @param all sends by machine code
     * @param monomorphic those whose target was called at once, sends to super among them
     * @param polymorphic those that found their class among several
     * @param megamorphic those that found their target in the table of all megamorphic sends
     * @param recorded those whose site knew the method, but not its machine code
     * @param missed those of which no inline cache knew the method
     * @param missedInterpreted sends of the interpreter of which its inline cache did not know the method
     * @param lookups those of both, and what the VM itself sends, that went through method dictionaries
     */
    public record Sends(long all, long monomorphic, long polymorphic, long megamorphic, long recorded, long missed,
            long missedInterpreted, long lookups) {

        /** Sends that are counted: all of machine code, and those of the interpreter that its caches did not serve. */
        public long counted() {
            return all + missedInterpreted;
        }

        /** What inline caches served, as a part of those counted; 0 for none. */
        public double served() {
            return counted() == 0 ? 0 : (double) (all - missed) / counted();
        }

        /** What went the whole way, as a part of those counted; 0 for none. */
        public double lookedUp() {
            return counted() == 0 ? 0 : (double) lookups / counted();
        }

        /** The sends since an earlier count. */
        public Sends since(Sends before) {
            return new Sends(all - before.all, monomorphic - before.monomorphic, polymorphic - before.polymorphic,
                    megamorphic - before.megamorphic, recorded - before.recorded, missed - before.missed,
                    missedInterpreted - before.missedInterpreted, lookups - before.lookups);
        }
    }

    /**
     * What compiling every method once took.
     *
     * @param methods methods and blocks
     * @param refused those that could not be compiled
     * @param bytecodes bytes of bytecode of those that were compiled
     * @param bytes bytes of their machine code
     */
    public record Pass(long methods, long refused, long bytecodes, long bytes, long nanos) {
    }

    /**
     * Sends that did not know the receiver's class, and what was made of them. Sends to super are none of these.
     *
     * @param policy name of what decides how they are linked
     * @param misses how often it was asked
     * @param monomorphic how often a send was linked to one class
     * @param polymorphic how often to several
     * @param megamorphic how often to the cache of all classes, or a class was entered there
     * @param unlinked how often to nothing
     * @param stubs pieces of code that were made for it
     */
    public record Links(String policy, long misses, long monomorphic, long polymorphic, long megamorphic,
            long unlinked, long stubs) {
    }

    /**
     * What was done to have room for code.
     *
     * @param policy name of what decides what goes
     * @param sweeps how often there was no room
     * @param evicted pieces of code that were dropped, and how many bytes they had
     * @param compactions how often code was moved together, and how many bytes that moved
     * @param again how often a method was compiled whose code had been dropped, and how many bytes that made
     * @param free bytes that hold no code now
     * @param largestGap the most of these that lie together
     * @param nanos time that sweeps took, and the longest of them
     */
    public record Cache(String policy, long sweeps, long evicted, long evictedBytes, long compactions, long movedBytes,
            long again, long againBytes, long free, long largestGap, long nanos, long longestNanos) {

        /** What of the free bytes lies in pieces, as a part of them; 0 when it is all together. */
        public double fragmentation() {
            return free == 0 ? 0 : 1 - (double) largestGap / free;
        }
    }

    /** How often machine code left through the stub of a name, such as {@code "SEND_MISS"}. */
    public record Exits(String stub, long count) {
    }

    /** One piece of code: a method's, a block's, or what sends call that have seen several classes. */
    public record Block(String name, long address, int bytes) {
    }
}
