package st.sendwright.runtime;

import java.util.function.LongConsumer;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.LookupCache;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SendSite;

/** Full method lookup and the global cache in front of it. <b>Thread</b>: the VM thread. */
final class Lookup {

    private final long mutator;
    private final SendSites sites;
    private final LongConsumer found;
    private int version = 1;
    private long foundHolder;
    private boolean remembers = true;
    private Runnable meaningChanged = () -> { };

    /** {@code found} is told of each method that is found, before anybody runs it. */
    Lookup(long mutator, SendSites sites, LongConsumer found) {
        this.mutator = mutator;
        this.sites = sites;
        this.found = found;
    }

    /**
     * The method that instances of the class answer {@code selector} with, or 0; {@link #holder} then says
     * whose method it is.
     */
    long find(long selector, int classIndex) {
        long entry = LookupCache.entry(cache(), selector, classIndex);
        if (Memory.longAt(entry + LookupCache.SELECTOR) == selector
                && Memory.longAt(entry + LookupCache.CLASS_INDEX) == classIndex) {
            foundHolder = Memory.longAt(entry + LookupCache.HOLDER);
            return Memory.longAt(entry + LookupCache.METHOD);
        }
        MutatorBlock.count(mutator, Counter.LOOKUPS);
        long method = findFrom(MutatorBlock.classAt(mutator, classIndex), selector);
        if (method != 0 && remembers) {
            Memory.putLong(entry + LookupCache.SELECTOR, selector);
            Memory.putLong(entry + LookupCache.CLASS_INDEX, classIndex);
            Memory.putLong(entry + LookupCache.METHOD, method);
            Memory.putLong(entry + LookupCache.HOLDER, foundHolder);
        }
        return method;
    }

    /** As {@link #find}, beginning at a class and without the cache; nil finds nothing. */
    long findFrom(long start, long selector) {
        long nil = MutatorBlock.nil(mutator);
        for (long at = start; at != nil; at = ClassObjects.superclass(at)) {
            long method = MethodDictionaries.lookup(ClassObjects.methodDictionary(at), selector);
            if (method != 0) {
                foundHolder = at;
                found.accept(method);
                return method;
            }
        }
        return 0;
    }

    /** The class whose dictionary held the method found last. */
    long holder() {
        return foundHolder;
    }

    /** Rises with every change of a method dictionary. */
    int version() {
        return version;
    }

    /** Says who is told when a lookup may find something else than before. */
    void tellOfChanges(Runnable listener) {
        meaningChanged = listener;
    }

    /**
     * A class's own method of this selector was added, replaced or removed: what its instances and those of its
     * subclasses do may be something else now, and nothing is for others.
     */
    void methodChanged(long changedClass, long selector) {
        meaningChanged.run();
        version++;
        forget(selector);
        sites.unlink(ObjectHeader.hash(selector), site -> mayMeanAnother(site, changedClass));
    }

    /** Of a site that has seen several classes only the last is known here, and of a send to super where it begins is not. */
    private boolean mayMeanAnother(long site, long changedClass) {
        long sender = Memory.longAt(site + SendSite.OWNER);
        if (Memory.intAt(site + SendSite.KIND) != SendSite.MONOMORPHIC || sender == 0
                || Memory.unsignedByteAt(sender + Memory.intAt(site + SendSite.PC)) == Bytecode.SEND_SUPER.opcode()) {
            return true;
        }
        long receivers = MutatorBlock.classAt(mutator, Memory.intAt(site + SendSite.CLASS_INDEX));
        return receivers == 0 || ClassObjects.inheritsFrom(mutator, receivers, changedClass);
    }

    private void forget(long selector) {
        long end = cache() + LookupCache.BYTES;
        for (long entry = cache(); entry < end; entry += LookupCache.ENTRY_BYTES) {
            if (Memory.longAt(entry + LookupCache.SELECTOR) == selector) {
                Memory.fillWords(entry, LookupCache.ENTRY_BYTES / 8, 0);
            }
        }
    }

    /** Classes changed their place or shape: nothing remembered holds any more. */
    void everythingChanged() {
        meaningChanged.run();
        version++;
        empty();
        sites.unlinkAll();
    }

    /** From now on nothing enters the global cache. */
    void stopRemembering() {
        remembers = false;
    }

    /** Empties the global cache, as after objects have moved. */
    void empty() {
        Memory.fillWords(cache(), LookupCache.BYTES / 8, 0);
    }

    private long cache() {
        return Memory.longAt(mutator + MutatorBlock.LOOKUP_CACHE);
    }
}
