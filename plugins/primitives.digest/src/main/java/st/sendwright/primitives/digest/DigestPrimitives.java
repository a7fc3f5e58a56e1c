package st.sendwright.primitives.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Digest}: what the JDK computes over bytes. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=digest")
public final class DigestPrimitives extends PluginSet {

    public DigestPrimitives() {
        super("Digest");
        primitive("digest", Kind.BYTES, Kind.TEXT, Kind.BYTES, DigestPrimitives::digest);
        method("crc32", Kind.INTEGER, Kind.BYTES, DigestPrimitives::crc32);
    }

    private static byte[] digest(String algorithm, byte[] data) throws PrimitiveFailedException {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException unknown) {
            throw new PrimitiveFailedException(Failure.NOT_FOUND);
        }
    }

    private static long crc32(byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(data);
        return sum.getValue();
    }
}
