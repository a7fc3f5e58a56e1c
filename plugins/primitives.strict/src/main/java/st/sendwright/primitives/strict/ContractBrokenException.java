package st.sendwright.primitives.strict;

/** A primitive has done what its contract forbids. */
final class ContractBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ContractBrokenException(String primitive, String what) {
        super("SW-PRIM-003 the primitive " + primitive + " breaks its contract: " + what);
    }
}
