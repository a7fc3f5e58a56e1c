package st.sendwright.asm.x64;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Makes jumps short that were emitted with room for any distance. Whether one is short depends on what lies between,
 * so this goes on until there is no further one. What was aligned is not any more.
 *
 * <p>Source: T. G. Szymanski, "Assembling code for machines with span-dependent instructions", CACM 21(4), 1978, in the
 * direction that begins with long ones and so may miss a few.
 */
final class Shortening {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SHORT_BYTES = 2;
    private static final int JUMP_SHORT = 0xEB;
    private static final int JUMP_IF_SHORT = 0x70;

    private final byte[] code;
    private final Displacements uses;
    private final BitSet shortened = new BitSet();
    private int[] starts = {};
    private int[] gone = {};

    Shortening(byte[] code, Displacements uses) {
        this.code = code;
        this.uses = uses;
    }

    ShortenedCode shortened() {
        while (findMore()) {
            measure();
        }
        return new ShortenedCode(moved(), starts, gone);
    }

    private boolean findMore() {
        boolean found = false;
        for (int i = 0; i < uses.count(); i++) {
            if (uses.isJump(i) && !shortened.get(i)) {
                int distance = position(uses.label(i).position()) - position(uses.end(i));
                // The jump itself will be shorter too, which a jump back notices.
                int shorter = distance < 0 ? distance + jumpBytes(i) - SHORT_BYTES : distance;
                if (shorter == (byte) shorter) {
                    shortened.set(i);
                    found = true;
                }
            }
        }
        return found;
    }

    private void measure() {
        int count = shortened.cardinality();
        starts = new int[count];
        gone = new int[count];
        int total = 0;
        int index = 0;
        for (int i = shortened.nextSetBit(0); i >= 0; i = shortened.nextSetBit(i + 1)) {
            total += jumpBytes(i) - SHORT_BYTES;
            starts[index] = uses.end(i) - jumpBytes(i);
            gone[index++] = total;
        }
    }

    private int position(int before) {
        return ShortenedCode.position(before, starts, gone);
    }

    private int jumpBytes(int use) {
        return uses.opcodeBytes(use) + Integer.BYTES;
    }

    private byte[] moved() {
        byte[] moved = new byte[position(code.length)];
        int from = 0;
        int to = 0;
        for (int i = shortened.nextSetBit(0); i >= 0; i = shortened.nextSetBit(i + 1)) {
            int start = uses.end(i) - jumpBytes(i);
            System.arraycopy(code, from, moved, to, start - from);
            to += start - from;
            int last = code[start + uses.opcodeBytes(i) - 1];
            moved[to] = (byte) (uses.opcodeBytes(i) == 1 ? JUMP_SHORT : JUMP_IF_SHORT | last & 0xF);
            to += SHORT_BYTES;
            from = uses.end(i);
        }
        System.arraycopy(code, from, moved, to, code.length - from);
        for (int i = 0; i < uses.count(); i++) {
            int end = position(uses.end(i));
            int distance = position(uses.label(i).position()) - end;
            if (shortened.get(i) || uses.isShort(i)) {
                moved[end - 1] = (byte) distance;
            } else {
                INT.set(moved, end - (uses.end(i) - uses.place(i)), distance);
            }
        }
        return moved;
    }
}
