package st.sendwright.interpreter.bytecodes;

import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Bytecode;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.LookupCache;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;
import st.sendwright.model.SpecialObject;

/**
 * Sends that the loop did not serve: site without a match, primitives, special sends of other than the usual
 * operands. The order is site, global lookup cache, slow path; then primitive, then frame.
 */
final class Sends {

    private static final int SPECIAL_LENGTH = 2;
    private static final int SHORT_LENGTH = 3;
    private static final int LONG_LENGTH = 6;

    private Sends() {
    }

    /** Opcodes 0x80 to 0x85. Answers as {@link SlowBytecodes#execute}. */
    static long send(long mutator, SlowPaths slow, int opcode, long pc) {
        return opcode < Opcode.SEND
                ? send(mutator, slow, pc, Memory.unsignedByteAt(pc + 2), opcode - Opcode.SEND_0, SHORT_LENGTH)
                : send(mutator, slow, pc, Memory.shortAt(pc + 3) & 0xFFFF, Memory.unsignedByteAt(pc + 5),
                        LONG_LENGTH);
    }

    /** Opcodes 0x60 to 0x7A: what can be served without a send, else the send. */
    static long special(long mutator, SlowPaths slow, int opcode, long pc) {
        int arguments = Bytecode.of(opcode).pops() - 1;
        if (opcode < Opcode.SEND_AT) {
            long receiver = Registers.stackAt(mutator, 1);
            long argument = Registers.stackAt(mutator, 0);
            long answer = Arithmetic.special(opcode, mutator, receiver, argument);
            if (answer != Arithmetic.SEND) {
                if (!Oop.areSmallIntegers(receiver, argument)) {
                    noteFloats(mutator, Memory.unsignedByteAt(pc + 1));
                }
                return Registers.finish(mutator, answer, 2, SPECIAL_LENGTH);
            }
        } else if (opcode >= Opcode.SEND_VALUE && opcode <= Opcode.SEND_VALUE_2) {
            long closure = Registers.stackAt(mutator, arguments);
            if (Oop.classIndex(closure) == KnownClass.BLOCK_CLOSURE.index()) {
                return ObjectHeader.slot(closure, Closure.NUM_ARGS) == Oop.smallInteger(arguments)
                        ? slow.invokeClosure(closure)
                        : run(mutator, slow, slow.wrongArgumentCount(arguments), SPECIAL_LENGTH);
            }
        }
        return send(mutator, slow, pc, Memory.unsignedByteAt(pc + 1), arguments, SPECIAL_LENGTH);
    }

    /** Back ends compile arithmetic for what was met. */
    private static void noteFloats(long mutator, int siteIndex) {
        long table = SiteTable.of(Registers.method(mutator));
        if (table != 0) {
            Memory.putInt(table + SiteTable.BYTES + (long) siteIndex * SendSite.BYTES + SendSite.SAMPLES, 1);
        }
    }

    private static long send(long mutator, SlowPaths slow, long pc, int siteIndex, int arguments,
            int length) {
        long method = Registers.method(mutator);
        long sites = ObjectHeader.slot(method, MethodLayout.SITES) - Oop.SMALL_INTEGER_TAG;
        if (sites == 0) {
            sites = slow.makeSites(method);
        }
        long site = sites + (long) siteIndex * SendSite.BYTES;
        int classIndex = Oop.classIndex(Registers.stackAt(mutator, arguments));
        long callee = Memory.longAt(site + SendSite.METHOD);
        if (Memory.intAt(site + SendSite.CLASS_INDEX) != classIndex && (!isSuper(pc) || callee == 0)) {
            callee = miss(mutator, slow, pc, method, site, classIndex, arguments);
        }
        return run(mutator, slow, callee, length);
    }

    /**
     * Where the lookup of a super send begins does not depend on the receiver: a linked site always matches.
     */
    private static boolean isSuper(long pc) {
        return Memory.unsignedByteAt(pc) == Opcode.SEND_SUPER;
    }

    /** The method for a send whose site does not match, or {@link SlowPaths#COLLECT}. */
    private static long miss(long mutator, SlowPaths slow, long pc, long method, long site, int classIndex,
            int arguments) {
        if (isSuper(pc)) {
            return slow.superSendMiss(site, MethodLayout.literal(method, Memory.shortAt(pc + 1) & 0xFFFF),
                    arguments);
        }
        long selector = selector(mutator, pc, method);
        long entry = LookupCache.entry(Memory.longAt(mutator + MutatorBlock.LOOKUP_CACHE), selector,
                classIndex);
        if (Memory.longAt(entry + LookupCache.SELECTOR) != selector
                || Memory.longAt(entry + LookupCache.CLASS_INDEX) != classIndex
                || Memory.intAt(site + SendSite.SELECTOR_HASH) == 0) {
            // The kernel lists a site by its selector when it links it first: without that no change of the
            // selector's methods would reach the site.
            return slow.sendMiss(site, selector, arguments);
        }
        MutatorBlock.count(mutator, MutatorBlock.Counter.SITE_MISSES);
        link(site, entry, classIndex);
        return Memory.longAt(entry + LookupCache.METHOD);
    }

    private static long selector(long mutator, long pc, long method) {
        int opcode = Memory.unsignedByteAt(pc);
        if (opcode < Opcode.SEND_0) {
            return ObjectHeader.slot(MutatorBlock.special(mutator, SpecialObject.SPECIAL_SELECTORS),
                    opcode - Bytecode.FIRST_SPECIAL_SEND);
        }
        return MethodLayout.literal(method,
                opcode < Opcode.SEND ? Memory.unsignedByteAt(pc + 1) : Memory.shortAt(pc + 1) & 0xFFFF);
    }

    /**
     * Makes the site, which the kernel has linked before, answer for the class it was just sent to. It stays
     * a one-class record, but says that it is polymorphic.
     */
    private static void link(long site, long entry, int classIndex) {
        int kind = Memory.intAt(site + SendSite.KIND);
        Memory.putInt(site + SendSite.CLASS_INDEX, classIndex);
        Memory.putInt(site + SendSite.KIND, kind == SendSite.UNLINKED
                ? SendSite.MONOMORPHIC : Math.max(kind, SendSite.POLYMORPHIC));
        Memory.putLong(site + SendSite.METHOD, Memory.longAt(entry + LookupCache.METHOD));
        Memory.putLong(site + SendSite.HOLDER, Memory.longAt(entry + LookupCache.HOLDER));
        Memory.putLong(site + SendSite.MISSES, Memory.longAt(site + SendSite.MISSES) + 1);
    }

    /**
     * Runs a method for the send in work: its primitive, and where that fails or there is none, its body.
     * How many arguments there are the method knows: they may have become a Message.
     *
     * @param callee a method or {@link SlowPaths#COLLECT}
     */
    private static long run(long mutator, SlowPaths slow, long callee, int length) {
        if (SlowPaths.isCode(callee)) {
            return callee;
        }
        long header = MethodLayout.header(callee);
        int arguments = MethodLayout.arguments(header);
        int primitive = MethodLayout.primitive(header);
        if (primitive != 0) {
            long answer = slow.primitive(primitive, callee, arguments);
            if (answer != SlowPaths.FAILED) {
                return Registers.finish(mutator, answer, arguments + 1, length);
            }
        }
        long table = SiteTable.of(callee);
        if (table == 0 || Memory.intAt(table + SiteTable.COUNTDOWN) < 0) {
            long answer = slow.countedDown(callee);
            if (answer != SlowPaths.FAILED) {
                return answer;
            }
        }
        return Frames.activate(mutator, slow, callee, length);
    }
}
