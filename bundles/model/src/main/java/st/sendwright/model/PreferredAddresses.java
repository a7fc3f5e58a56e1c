package st.sendwright.model;

/**
 * Where a VM's memory lies if nothing else does: references in images are written for these addresses, so
 * that an image that lies there needs no relocation.
 *
 * <p>The range is 1 TiB above the start of the address space and far from where systems put programs, heaps
 * and libraries. The second VM of a process finds it taken and lies elsewhere.
 */
public final class PreferredAddresses {

    /** Of nil, true and false. */
    public static final long PERMANENT = 1L << 40;
    /** Of the space that a memory plan places an image in. */
    public static final long HEAP = (1L << 40) + (1L << 32);

    private PreferredAddresses() {
    }
}
