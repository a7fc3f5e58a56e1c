package st.sendwright.primitives.crypto;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.plugin.Resource;
import st.sendwright.plugin.TakesLongException;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Crypto}: digests, authentication codes and random bytes as the JDK makes them. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=crypto")
public final class CryptoPrimitives extends PluginSet {

    /** Names of digests, as Java knows them. Others of its providers are not offered: not every JDK has them. */
    private static final Set<String> DIGESTS = Set.of("MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512",
            "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512");
    private static final int MOST_RANDOM_BYTES = 1 << 20;

    /** To digest more, or to make more at random, takes longer than to have a Process wait for that. */
    private static final int MANY_BYTES = 1 << 16;

    private final Resource<BegunDigest> begun = resource(BegunDigest.class);
    private final SecureRandom random = new SecureRandom();

    public CryptoPrimitives() {
        super("Crypto");
        primitive("digest", Kind.BYTES, Kind.TEXT, Kind.BYTES, (name, data) -> digest(name).digest(few(data))).waitsWhenLong();
        primitive("begin", begun, Kind.TEXT, name -> new BegunDigest(digest(name)));
        primitive("update", Kind.NOTHING, begun, Kind.BYTES, (each, data) -> each.update(few(data))).waitsWhenLong();
        primitive("finish", Kind.BYTES, begun.released(), BegunDigest::finish).waitsWhenLong();
        primitive("hmac", Kind.BYTES, Kind.TEXT, Kind.BYTES, Kind.BYTES, (name, key, data) -> hmac(name, few(key), few(data)))
                .waitsWhenLong();
        primitive("isSame", Kind.BOOLEAN, Kind.BYTES, Kind.BYTES, MessageDigest::isEqual);
        primitive("random", Kind.BYTES, Kind.INTEGER, this::random).waitsWhenLong();
    }

    /** @throws TakesLongException when they are too many for the VM thread */
    private static byte[] few(byte[] data) throws TakesLongException {
        check(data.length);
        return data;
    }

    private static void check(int size) throws TakesLongException {
        if (size > MANY_BYTES && !isWaiting()) {
            throw new TakesLongException();
        }
    }

    private static MessageDigest digest(String name) throws PrimitiveFailedException {
        try {
            if (DIGESTS.contains(name)) {
                return MessageDigest.getInstance(name);
            }
        } catch (NoSuchAlgorithmException _) {
            // A JDK may leave some of them out.
        }
        throw new PrimitiveFailedException(Failure.NOT_FOUND);
    }

    /** RFC 2104. */
    private static byte[] hmac(String name, byte[] key, byte[] data) throws PrimitiveFailedException {
        String algorithm = "Hmac" + digest(name).getAlgorithm().replace("SHA-", "SHA");
        try {
            Mac mac = Mac.getInstance(algorithm);
            // Java takes no empty key; one zero is the same key, for it is filled up with zeros.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac.doFinal(data);
        } catch (NoSuchAlgorithmException _) {
            throw new PrimitiveFailedException(Failure.NOT_FOUND);
        } catch (InvalidKeyException _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }

    private byte[] random(long count) throws PrimitiveFailedException, TakesLongException {
        if (count < 0 || count > MOST_RANDOM_BYTES) {
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        check((int) count);
        byte[] bytes = new byte[(int) count];
        random.nextBytes(bytes);
        return bytes;
    }
}
