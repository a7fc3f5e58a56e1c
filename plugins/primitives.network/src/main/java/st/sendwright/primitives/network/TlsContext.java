package st.sendwright.primitives.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Whom one side of a TLS connection trusts, and by what the other side knows it. Immutable. */
record TlsContext(SSLContext context) {

    /** The JDK's: it trusts the usual authorities, and has no certificate. */
    static TlsContext usual() throws GeneralSecurityException {
        return new TlsContext(SSLContext.getDefault());
    }

    /**
     * @param keys a key store (PKCS 12) with a key and its certificate; empty for none
     * @param trusted a key store with certificates that are trusted; empty for the usual authorities
     * @throws PrimitiveFailedException as denied when a password is wrong, or a file is no key store
     */
    static TlsContext of(Optional<Path> keys, String password, Optional<Path> trusted, String trustedPassword)
            throws IOException, PrimitiveFailedException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(keys, password), trustManagers(trusted, trustedPassword), null);
            return new TlsContext(context);
        } catch (GeneralSecurityException _) {
            throw new PrimitiveFailedException(Failure.DENIED);
        }
    }

    private static KeyManager[] keyManagers(Optional<Path> file, String password)
            throws IOException, GeneralSecurityException, PrimitiveFailedException {
        if (file.isEmpty()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store(file.get(), password), password.toCharArray());
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(Optional<Path> file, String password)
            throws IOException, GeneralSecurityException, PrimitiveFailedException {
        if (file.isEmpty()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(file.get(), password));
        return factory.getTrustManagers();
    }

    private static KeyStore store(Path file, String password)
            throws IOException, GeneralSecurityException, PrimitiveFailedException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            try {
                store.load(in, password.toCharArray());
            } catch (IOException _) {
                // It says so of wrong passwords and of files that are something else.
                throw new PrimitiveFailedException(Failure.DENIED);
            }
        }
        return store;
    }
}
