package st.sendwright.primitives.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.PrimitiveSet.Binding;

/** What they compute is tested in a VM, by {@code PluginTestsIT}. */
@DisplayName("The module Crypto")
class CryptoPrimitivesTest {

    @Test
    void saysWhatItsPrimitivesAreCalledAndTake() {
        CryptoPrimitives crypto = new CryptoPrimitives();

        assertThat(crypto.module()).isEqualTo("Crypto");
        assertThat(crypto.bindings()).extracting(Binding::name, Binding::arguments)
                .containsExactly(tuple("digest", 2), tuple("begin", 1), tuple("update", 2), tuple("finish", 1), tuple("hmac", 3), tuple("isSame", 2), tuple("random", 1));
    }
}
