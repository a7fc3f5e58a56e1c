package st.sendwright.primitives.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet.Binding;

/** What they do is tested in a VM, by {@code PluginTestsIT}. */
@DisplayName("The module Network")
class NetworkPrimitivesTest {

    @Test
    void saysWhatItsPrimitivesAreCalledTakeAndNeed() {
        NetworkPrimitives network = new NetworkPrimitives();

        assertThat(network.module()).isEqualTo("Network");
        assertThat(network.bindings()).extracting(Binding::name, Binding::arguments).contains(tuple("connect", 3), tuple("secure", 4),
                tuple("listen", 3), tuple("accept", 2), tuple("context", 4)).doesNotHaveDuplicates();
        assertThat(network.permissions()).containsExactly(Permission.FILES, Permission.NETWORK);
    }

    @Test
    void takesKeyStoresOnly(@TempDir Path folder) throws Exception {
        Optional<Path> none = Optional.of(folder.resolve("none"));
        Optional<Path> other = Optional.of(Files.writeString(folder.resolve("other"), "no key store"));

        assertThat(TlsContext.of(Optional.empty(), "", Optional.empty(), "").context().getProtocol()).isEqualTo("TLS");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> TlsContext.of(none, "", Optional.empty(), ""));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> TlsContext.of(Optional.empty(), "", none, ""));
        assertThat(catchThrowableOfType(PrimitiveFailedException.class, () -> TlsContext.of(other, "x", Optional.empty(), "")).reason())
                .isEqualTo(Failure.DENIED);
    }
}
