package st.sendwright.primitives.archives;

import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.Resource;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Archives}: bytes that are compressed, and zip archives, as {@code java.util.zip} has them. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=archives")
public final class ArchivePrimitives extends PluginSet {

    private final Resource<Expansion> expansion = resource(Expansion.class);
    private final Resource<Compression> compression = resource(Compression.class);
    private final Resource<ZipReading> reading = resource(ZipReading.class);
    private final Resource<ZipWriting> writing = resource(ZipWriting.class);

    public ArchivePrimitives() {
        super("Archives");
        primitive("compressor", compression, Kind.TEXT, Kind.INTEGER, Compression::of);
        primitive("compress", Kind.BYTES, compression, Kind.BYTES, Compression::write).waits();
        primitive("finish", Kind.BYTES, compression.released(), Compression::finish).waits();
        primitive("expandBytes", expansion, Kind.TEXT, Kind.BYTES, Expansion::of);
        primitive("expandFile", expansion, Kind.TEXT, Kind.FILE, Expansion::of).waits();
        primitive("expand", Kind.BYTES, expansion, Kind.INTEGER, Expansion::read).waits();
        primitive("closeExpansion", Kind.NOTHING, expansion.released(), ArchivePrimitives::close);
        primitive("openZipFile", reading, Kind.FILE, ZipReading::of).waits();
        primitive("openZipBytes", reading, Kind.BYTES, ZipReading::of).waits();
        primitive("zipEntries", Kind.LIST, reading, ZipReading::entries).waits();
        primitive("zipMember", expansion, reading, Kind.TEXT, ZipReading::member);
        primitive("zipExtract", Kind.INTEGER, reading, Kind.FILE, Kind.INTEGER, ZipReading::extract).waits();
        primitive("closeZip", Kind.NOTHING, reading.released(), ArchivePrimitives::close);
        primitive("zipWriter", writing, ZipWriting::new);
        primitive("zipBegin", Kind.BYTES, writing, Kind.TEXT, Kind.INTEGER, ZipWriting::begin);
        primitive("zipWrite", Kind.BYTES, writing, Kind.BYTES, ZipWriting::write).waits();
        primitive("zipFinish", Kind.BYTES, writing.released(), ZipWriting::finish);
    }

    private static Void close(AutoCloseable open) throws Exception {
        open.close();
        return null;
    }
}
