package st.sendwright.asm.x64;

import java.util.ArrayList;
import java.util.List;

/** Every displacement in some code that says how far a label is, in the order of positions. */
final class Displacements {

    private record Use(int place, int end, Label label, int opcodeBytes) {
    }

    private final List<Use> uses = new ArrayList<>();

    /**
     * @param place of the displacement
     * @param end of the instruction
     * @param opcodeBytes of a jump with four bytes of displacement; 0 for all else
     */
    void add(int place, int end, Label label, int opcodeBytes) {
        uses.add(new Use(place, end, label, opcodeBytes));
    }

    int count() {
        return uses.size();
    }

    Label label(int index) {
        return uses.get(index).label;
    }

    int place(int index) {
        return uses.get(index).place;
    }

    int end(int index) {
        return uses.get(index).end;
    }

    /** Whether it has one byte. */
    boolean isShort(int index) {
        return uses.get(index).end - uses.get(index).place == 1;
    }

    boolean isJump(int index) {
        return uses.get(index).opcodeBytes > 0;
    }

    int opcodeBytes(int index) {
        return uses.get(index).opcodeBytes;
    }
}
