package st.sendwright.primitives.strict;

import java.util.Arrays;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet.Binding;

/**
 * A primitive that is looked at: it gets as many arguments as it takes, all of them objects; it answers an object or one of the
 * codes; it says why it fails; and one that fails, or needs room, has written neither into its receiver nor into its arguments.
 */
final class StrictPrimitive implements Primitive {

    /** Of larger objects only the beginning is compared. */
    private static final long MOST_BYTES = 4096;

    private final String name;
    private final Binding binding;

    StrictPrimitive(String name, Binding binding) {
        this.name = name;
        this.binding = binding;
    }

    @Override
    public long run(PrimitiveFrame frame) {
        int count = frame.arguments();
        check(binding.arguments() < 0 || binding.arguments() == count, "it takes " + binding.arguments()
                + " arguments and is called with " + count);
        long[] operands = new long[count + 1];
        operands[0] = frame.receiver();
        for (int i = 0; i < count; i++) {
            operands[i + 1] = frame.argument(i);
        }
        byte[][] before = new byte[operands.length][];
        for (int i = 0; i < operands.length; i++) {
            check(frame.services().isObject(operands[i]), "operand " + i + " is no object: 0x"
                    + Long.toHexString(operands[i]));
            before[i] = body(operands[i]);
        }
        WatchedFrame watched = new WatchedFrame(frame);
        long answer;
        try {
            answer = binding.code().run(watched);
        } finally {
            watched.end();
        }
        if (answer == FAILED || answer == NEEDS_ROOM) {
            check(answer == NEEDS_ROOM || watched.hasFailed(), "it fails and does not say why");
            for (int i = 0; i < operands.length; i++) {
                check(Arrays.equals(before[i], body(operands[i])), "it has written into operand " + i + " and "
                        + (answer == FAILED ? "fails" : "is to be called again"));
            }
        } else if (!SlowPaths.isCode(answer)) {
            check(frame.services().isObject(answer), "it answers what is no object: 0x" + Long.toHexString(answer));
            check(!watched.hasFailed(), "it says that it fails, and answers an object");
        }
        return answer;
    }

    private void check(boolean isGood, String what) {
        if (!isGood) {
            throw new ContractBrokenException(name, what);
        }
    }

    private static byte[] body(long oop) {
        if (Oop.isImmediate(oop)) {
            return new byte[0];
        }
        long bytes = ObjectFormat.isBytes(ObjectHeader.format(oop)) ? ObjectFormat.byteCount(oop)
                : ObjectHeader.slots(oop) * Long.BYTES;
        return Memory.bytesAt(oop + ObjectHeader.BYTES, (int) Math.min(bytes, MOST_BYTES));
    }
}
