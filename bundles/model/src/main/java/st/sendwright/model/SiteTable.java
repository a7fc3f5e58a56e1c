package st.sendwright.model;

/**
 * The record in front of a method's {@link SendSite}s, as long as one of them: what the VM knows of the method itself.
 *
 * <pre>
 * 20 number of the machine code   24 how often it was compiled   28 its unchecked entry (0 none)
 * 30 owner: the method            38 how many sites follow   3C countdown
 * </pre>
 *
 * <p>The countdown loses 1 with each activation and with each backward jump that an interpreter makes. Below 0 the
 * interpreter asks the kernel before it goes on. The page is {@code docs/formats/send-site.md}.
 */
public final class SiteTable {

    public static final int BYTES = SendSite.BYTES;

    /** 32 bits, for the kernel: which machine code; negative while another thread compiles it. */
    public static final int CODE_NUMBER = 0x20;
    /** 32 bits: how often the method was compiled; more than once when its code was dropped. */
    public static final int COMPILATIONS = 0x24;
    /** 64 bits: where a caller that has checked the receiver enters. */
    public static final int CODE = 0x28;
    public static final int OWNER = SendSite.OWNER;
    /** 32 bits. */
    public static final int COUNT = 0x38;
    /** 32 bits, signed. */
    public static final int COUNTDOWN = 0x3C;

    /** A countdown that does not end soon. */
    public static final int NEVER = Integer.MAX_VALUE;

    private SiteTable() {
    }

    /** Address of the record of a method or block, or 0 when it has no sites yet. */
    public static long of(long method) {
        long sites = Memory.longAt(ObjectHeader.slotAddress(method, MethodLayout.SITES)) - Oop.SMALL_INTEGER_TAG;
        return sites == 0 ? 0 : sites - BYTES;
    }
}
