package st.sendwright.model;

/**
 * What a send site knows: one 64-byte record per send bytecode, off-heap, in a table that its method owns.
 *
 * <pre>
 * 00 class index (0 unlinked)   04 kind
 * 08 method                     10 holder: class whose dictionary holds the method
 * 18 version of the lookup      1C selector's hash     20 misses
 * 28 return address of the machine code that sends here (0 none)     30 owner: the method the site lies in
 * 38 bytecode pc                3C hits seen at misses or samples; of arithmetic, whether Floats were met
 * </pre>
 *
 * <p>Method, holder and owner are weak references that each collection updates; when one of the first two
 * dies the site is unlinked, when the owner dies the table is freed. The page is
 * {@code docs/formats/send-site.md}.
 */
public final class SendSite {

    public static final int BYTES = 64;

    public static final int CLASS_INDEX = 0x00;
    public static final int KIND = 0x04;
    public static final int METHOD = 0x08;
    public static final int HOLDER = 0x10;
    /** 32 bits: the lookup's generation when the site was linked. */
    public static final int VERSION = 0x18;
    /** 32 bits: identity hash of the selector, 0 while the site was never linked. */
    public static final int SELECTOR_HASH = 0x1C;
    public static final int MISSES = 0x20;
    public static final int COMPILED_CODE = 0x28;
    public static final int OWNER = 0x30;
    public static final int PC = 0x38;
    public static final int SAMPLES = 0x3C;

    /** {@link #KIND}: never sent from, or unlinked since. */
    public static final int UNLINKED = 0;
    public static final int MONOMORPHIC = 1;
    public static final int POLYMORPHIC = 2;
    public static final int MEGAMORPHIC = 3;

    /** Class index that no receiver has. */
    public static final int NO_CLASS = 0;

    private SendSite() {
    }

    /** Makes the site miss at its next send; counters stay. */
    public static void unlink(long site) {
        Memory.putInt(site + CLASS_INDEX, NO_CLASS);
        Memory.putInt(site + KIND, UNLINKED);
        Memory.putLong(site + METHOD, 0);
        Memory.putLong(site + HOLDER, 0);
        Memory.putLong(site + COMPILED_CODE, 0);
    }
}
