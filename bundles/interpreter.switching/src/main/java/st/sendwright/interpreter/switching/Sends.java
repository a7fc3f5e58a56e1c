package st.sendwright.interpreter.switching;

import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Bytecode;
import st.sendwright.model.LookupCache;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SpecialObject;

/** What a send does when its site's record does not answer it: global cache, then the slow paths. */
final class Sends {

    private Sends() {
    }

    /**
     * The method for a send whose site does not match. The registers must be saved. Afterwards the stack
     * pointer is the one in the mutator block, and the method's header says how many arguments there are,
     * because the arguments may have become a Message.
     *
     * @param pc address of the send bytecode
     * @param method the running method
     * @return a method or {@link SlowPaths#COLLECT}
     */
    static long miss(long mutator, SlowPaths slow, long pc, long method, long site, long receiver,
            int arguments) {
        long selector = selector(mutator, pc, method);
        if ((Memory.byteAt(pc) & 0xFF) == Opcode.SEND_SUPER) {
            return slow.superSendMiss(site, selector, arguments);
        }
        int classIndex = Oop.classIndex(receiver);
        long entry = LookupCache.entry(Memory.longAt(mutator + MutatorBlock.LOOKUP_CACHE), selector, classIndex);
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

    /** The address of the first site record of a method that may have none yet. */
    static long makeSites(SlowPaths slow, long mutator, long sp, long fp, long pc, long method) {
        Registers.save(mutator, sp, fp, pc - method);
        return slow.makeSites(method);
    }

    /** The selector of the send bytecode at {@code pc}. */
    static long selector(long mutator, long pc, long method) {
        int opcode = Memory.byteAt(pc) & 0xFF;
        if (opcode < Opcode.SEND_0) {
            return ObjectHeader.slot(MutatorBlock.special(mutator, SpecialObject.SPECIAL_SELECTORS),
                    opcode - Bytecode.FIRST_SPECIAL_SEND);
        }
        int literal = opcode < Opcode.SEND ? Memory.unsignedByteAt(pc + 1) : Memory.shortAt(pc + 1) & 0xFFFF;
        return MethodLayout.literal(method, literal);
    }

    /**
     * Makes the site answer for the class it was just sent to. A site that has seen another class before stays
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
}
