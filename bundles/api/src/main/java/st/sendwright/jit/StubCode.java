package st.sendwright.jit;

import java.util.Map;

/**
 * The code of all stubs.
 *
 * @param bytes position-independent
 * @param offsets where in it each stub begins
 */
public record StubCode(byte[] bytes, Map<Stub, Integer> offsets) {

    public StubCode {
        offsets = Map.copyOf(offsets);
    }
}
