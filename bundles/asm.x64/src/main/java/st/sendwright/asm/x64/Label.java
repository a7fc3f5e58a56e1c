package st.sendwright.asm.x64;

import java.util.Arrays;

/**
 * A place in code that can be referred to before it is known.
 *
 * <p><b>Thread</b>: that of its assembler, which is the first that refers to it or binds it.
 */
public final class Label {

    private static final int UNBOUND = -1;

    private final String name;
    private CodeBuffer owner;
    private int position = UNBOUND;

    /** Where a displacement waits: the position of four bytes, or the complement of the position of one. */
    private int[] uses = new int[2];
    private int useCount;

    /** A label that messages call by its use only. */
    public Label() {
        this("");
    }

    /** @param name what messages call it */
    public Label(String name) {
        this.name = name;
    }

    /** Whether its place is known. */
    public boolean isBound() {
        return position != UNBOUND;
    }

    /**
     * Its place, in bytes from the start of the code.
     *
     * @throws IllegalStateException when it is not bound
     */
    public int position() {
        if (!isBound()) {
            throw new IllegalStateException(this + " has no position: it is not bound");
        }
        return position;
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "a label without a name" : "label '" + name + "'";
    }

    void bindAt(int place) {
        if (isBound()) {
            throw new IllegalStateException(this + " is bound at " + position + " already, not at " + place);
        }
        position = place;
    }

    void claim(CodeBuffer buffer) {
        if (owner != buffer) {
            if (owner != null) {
                throw new IllegalArgumentException(this + " belongs to another assembler");
            }
            owner = buffer;
        }
    }

    /** @return whether this is its first use before it is bound */
    boolean addUse(int use) {
        if (useCount == uses.length) {
            uses = Arrays.copyOf(uses, useCount * 2);
        }
        uses[useCount++] = use;
        return useCount == 1;
    }

    int useCount() {
        return useCount;
    }

    int use(int index) {
        return uses[index];
    }
}
