package st.sendwright.primitives.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.PrimitiveSet.Binding;

/** That they compute what they should is tested in a VM, by {@code PrimitivePluginIT}. */
@DisplayName("The module Digest")
class DigestPrimitivesTest {

    @Test
    void saysWhatItsPrimitivesAreCalledAndTake() {
        DigestPrimitives digests = new DigestPrimitives();

        assertThat(digests.module()).isEqualTo("Digest");
        assertThat(digests.isCore()).isFalse();
        assertThat(digests.bindings()).extracting(Binding::name, Binding::arguments)
                .containsExactly(tuple("digest", 2), tuple("crc32", 0));
    }
}
