package st.sendwright.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import st.sendwright.heap.Roots;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Bytecode.Operand;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;

/**
 * Owns the send-site records of all methods. A table is made when its method first runs and freed after a
 * collection in which the method died. A table begins with one record of its own: the owner and the count.
 *
 * <p>Sites are also listed by their selector's hash, so that a change of one method unlinks sites of its selector
 * only, and of those the ones whose receivers it may concern.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class SendSites implements AutoCloseable {

    private static final long SLAB_BYTES = 1 << 20;
    /** Offset in a table's first record of how many sites follow. */
    private static final int COUNT = SiteTable.COUNT;

    private final List<Long> slabs = new ArrayList<>();
    private final Map<Integer, ArrayDeque<Long>> free = new HashMap<>();
    private final LongList tables = new LongList();
    private final Map<Integer, LongList> linked = new HashMap<>();
    private long next;
    private long end;
    private boolean freedSome;
    private LongToIntFunction countdowns = method -> SiteTable.NEVER;
    private LongConsumer unlinkCode = returnAddress -> { };

    /**
     * Says how methods count down from now on, and who is told of the machine code of a site that is unlinked.
     *
     * @param ofKnown how those count down that have a table already
     */
    void useCode(LongToIntFunction newCountdowns, LongToIntFunction ofKnown, LongConsumer unlinker) {
        countdowns = newCountdowns;
        unlinkCode = unlinker;
        forgetCode(ofKnown);
    }

    /** How many tables there are. */
    int count() {
        return tables.size();
    }

    /** The method of a table, by its place among them; 0 when it has died. */
    long methodAt(int index) {
        return Memory.longAt(tables.get(index) + SiteTable.OWNER);
    }

    /** Shows all methods that have a table. */
    void forEachMethod(LongConsumer visitor) {
        for (int i = 0; i < tables.size(); i++) {
            long owner = Memory.longAt(tables.get(i) + SiteTable.OWNER);
            if (owner != 0) {
                visitor.accept(owner);
            }
        }
    }

    /** All machine code is gone: no table and no site refers to any more, and methods count down anew. */
    void forgetCode(LongToIntFunction newCountdowns) {
        for (int i = 0; i < tables.size(); i++) {
            long table = tables.get(i);
            Memory.putInt(table + SiteTable.CODE_NUMBER, 0);
            Memory.putLong(table + SiteTable.CODE, 0);
            Memory.putInt(table + SiteTable.COUNTDOWN, newCountdowns.applyAsInt(Memory.longAt(table + SiteTable.OWNER)));
            int count = Memory.intAt(table + COUNT);
            for (int n = 1; n <= count; n++) {
                Memory.putLong(table + (long) n * SendSite.BYTES + SendSite.COMPILED_CODE, 0);
            }
        }
    }

    /** Methods that have no machine code, and of which none is being made, count down anew. */
    void countAnew(LongToIntFunction newCountdowns) {
        for (int i = 0; i < tables.size(); i++) {
            long table = tables.get(i);
            if (Memory.intAt(table + SiteTable.CODE_NUMBER) == 0) {
                Memory.putInt(table + SiteTable.COUNTDOWN,
                        newCountdowns.applyAsInt(Memory.longAt(table + SiteTable.OWNER)));
            }
        }
    }

    /** The machine code of a method with a number is gone. */
    void forgetCode(long method, int number, int countdown) {
        long table = SiteTable.of(method);
        if (table == 0 || Memory.intAt(table + SiteTable.CODE_NUMBER) != number) {
            return;
        }
        Memory.putInt(table + SiteTable.CODE_NUMBER, 0);
        Memory.putLong(table + SiteTable.CODE, 0);
        Memory.putInt(table + SiteTable.COUNTDOWN, countdown);
        int count = Memory.intAt(table + COUNT);
        for (int n = 1; n <= count; n++) {
            Memory.putLong(table + (long) n * SendSite.BYTES + SendSite.COMPILED_CODE, 0);
        }
    }

    /** The machine code of a method lies elsewhere now, and so do its sends. */
    void codeMoved(long method, CodeBlock block) {
        long table = SiteTable.of(method);
        if (table == 0 || Memory.intAt(table + SiteTable.CODE_NUMBER) != block.number()) {
            return;
        }
        Memory.putLong(table + SiteTable.CODE, block.uncheckedEntry());
        for (SendState state : block.states()) {
            long site = table + SiteTable.BYTES + (long) block.send(state.index()).site() * SendSite.BYTES;
            if (Memory.longAt(site + SendSite.COMPILED_CODE) != 0) {
                Memory.putLong(site + SendSite.COMPILED_CODE, state.returnAddress());
            }
        }
    }

    private void unlinkSite(long site) {
        long returnAddress = Memory.longAt(site + SendSite.COMPILED_CODE);
        if (returnAddress != 0) {
            unlinkCode.accept(returnAddress);
        }
        SendSite.unlink(site);
    }

    /** Makes the table of a method and stores its address there; answers the first site's address. */
    long make(long method) {
        long header = MethodLayout.header(method);
        int first = MethodLayout.firstPc(header);
        int last = first + MethodLayout.bytecodeCount(method);
        int count = 0;
        for (int pc = first; pc < last; pc += bytecodeAt(method, pc).length()) {
            if (bytecodeAt(method, pc).isSend()) {
                count = Math.max(count, siteOperand(method, pc) + 1);
            }
        }
        long table = allocate(count);
        Memory.putLong(table + SendSite.OWNER, method);
        Memory.putInt(table + COUNT, count);
        Memory.putInt(table + SiteTable.COUNTDOWN, countdowns.applyAsInt(method));
        long sites = table + SendSite.BYTES;
        for (int pc = first; pc < last; pc += bytecodeAt(method, pc).length()) {
            if (bytecodeAt(method, pc).isSend()) {
                long site = sites + (long) siteOperand(method, pc) * SendSite.BYTES;
                Memory.putLong(site + SendSite.OWNER, method);
                Memory.putInt(site + SendSite.PC, pc);
            }
        }
        tables.add(table);
        ObjectHeader.rawPutSlot(method, MethodLayout.SITES, sites | Oop.SMALL_INTEGER_TAG);
        return sites;
    }

    private static Bytecode bytecodeAt(long method, int pc) {
        return Bytecode.of(Memory.unsignedByteAt(method + pc));
    }

    private static int siteOperand(long method, int pc) {
        int at = pc + 1;
        for (Operand operand : bytecodeAt(method, pc).operands()) {
            if (operand == Operand.SITE_8) {
                return Memory.unsignedByteAt(method + at);
            }
            if (operand == Operand.SITE_16) {
                return Memory.shortAt(method + at) & 0xFFFF;
            }
            at += operand.bytes();
        }
        throw new IllegalStateException("the send at pc " + pc + " has no site operand");
    }

    private long allocate(int count) {
        ArrayDeque<Long> chunks = free.get(count);
        long bytes = (count + 1L) * SendSite.BYTES;
        if (chunks != null && !chunks.isEmpty()) {
            long table = chunks.pop();
            Memory.fillWords(table, bytes / 8, 0);
            return table;
        }
        if (bytes > end - next) {
            long slab = Math.max(SLAB_BYTES, bytes + 4095 & -4096);
            next = NativeMemory.reserve(slab);
            slabs.add(next);
            end = next + slab;
        }
        long table = next;
        next += bytes;
        return table;
    }

    /** Links a site to what a lookup found; arguments are oops and the receiver's class index. */
    void link(long site, int classIndex, long method, long holder, int selectorHash, int version) {
        int kind = Memory.intAt(site + SendSite.KIND);
        if (Memory.intAt(site + SendSite.SELECTOR_HASH) != selectorHash) {
            Memory.putInt(site + SendSite.SELECTOR_HASH, selectorHash);
            linked.computeIfAbsent(selectorHash, unused -> new LongList()).add(site);
        }
        Memory.putInt(site + SendSite.KIND,
                kind == SendSite.UNLINKED ? SendSite.MONOMORPHIC : SendSite.POLYMORPHIC);
        Memory.putLong(site + SendSite.METHOD, method);
        Memory.putLong(site + SendSite.HOLDER, holder);
        Memory.putInt(site + SendSite.VERSION, version);
        Memory.putInt(site + SendSite.CLASS_INDEX, classIndex);
    }

    /** Unlinks those sites of selectors with this hash that may mean something else now. */
    void unlink(int selectorHash, LongPredicate mayMeanAnother) {
        LongList sites = linked.get(selectorHash);
        if (sites != null) {
            for (int i = 0; i < sites.size(); i++) {
                if (mayMeanAnother.test(sites.get(i))) {
                    unlinkSite(sites.get(i));
                }
            }
        }
    }

    /** Unlinks every site. */
    void unlinkAll() {
        for (int i = 0; i < tables.size(); i++) {
            long table = tables.get(i);
            int count = Memory.intAt(table + COUNT);
            for (int n = 1; n <= count; n++) {
                unlinkSite(table + (long) n * SendSite.BYTES);
            }
        }
    }

    /** Number of sites in a method's table; 0 when the method has none yet. */
    static int count(long method) {
        long sites = Memory.longAt(ObjectHeader.slotAddress(method, MethodLayout.SITES)) & ~Oop.TAG_MASK;
        return sites == 0 ? 0 : Memory.intAt(sites - SendSite.BYTES + COUNT);
    }

    /** Shows the collector the weak references of all sites. */
    void visit(Roots.WeakVisitor visitor) {
        for (int i = 0; i < tables.size(); i++) {
            long table = tables.get(i);
            int count = Memory.intAt(table + COUNT);
            visitor.words(table + SendSite.OWNER, 1, SendSite.BYTES);
            if (count > 0) {
                visitor.words(table + SendSite.BYTES + SendSite.OWNER, count, SendSite.BYTES);
                visitor.words(table + SendSite.BYTES + SendSite.METHOD, count, SendSite.BYTES);
                visitor.words(table + SendSite.BYTES + SendSite.HOLDER, count, SendSite.BYTES);
            }
        }
    }

    /** After a collection: unlinks sites whose target died, frees the tables of dead methods. */
    void sweep() {
        int kept = 0;
        for (int i = 0; i < tables.size(); i++) {
            long table = tables.get(i);
            int count = Memory.intAt(table + COUNT);
            if (Memory.longAt(table + SendSite.OWNER) == 0) {
                free.computeIfAbsent(count, unused -> new ArrayDeque<>()).push(table);
                freedSome = true;
            } else {
                tables.set(kept++, table);
                unlinkDead(table, count);
            }
        }
        tables.truncate(kept);
        if (freedSome) {
            relist();
        }
    }

    private void unlinkDead(long table, int count) {
        for (int n = 1; n <= count; n++) {
            long site = table + (long) n * SendSite.BYTES;
            if (Memory.intAt(site + SendSite.CLASS_INDEX) != SendSite.NO_CLASS
                    && (Memory.longAt(site + SendSite.METHOD) == 0 || Memory.longAt(site + SendSite.HOLDER) == 0)) {
                unlinkSite(site);
            }
        }
    }

    /** Lists the living sites by selector anew: freed tables are still in the old lists. */
    private void relist() {
        linked.clear();
        freedSome = false;
        for (int i = 0; i < tables.size(); i++) {
            long table = tables.get(i);
            int count = Memory.intAt(table + COUNT);
            for (int n = 1; n <= count; n++) {
                long site = table + (long) n * SendSite.BYTES;
                int hash = Memory.intAt(site + SendSite.SELECTOR_HASH);
                if (hash != 0) {
                    linked.computeIfAbsent(hash, unused -> new LongList()).add(site);
                }
            }
        }
    }

    @Override
    public void close() {
        slabs.forEach(NativeMemory::release);
    }
}
