package st.sendwright.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The object format's bookkeeping: permanent objects, class table, images, verification.
 *
 * <p><b>Called</b> at start, snapshot, verification and class definition (F0, F1); objects themselves are
 * read and written through {@code st.sendwright.model}. <b>Thread</b>: the VM thread. <b>State</b>: addresses
 * of the ranges it reserved; {@link #close} gives them back.
 */
@ProviderType
public interface ObjectMemory extends AutoCloseable {

    /**
     * Reserves class table, lookup cache and the permanent space, creates nil, true and false there, and
     * stores their addresses in the mutator block.
     */
    void open(long mutator);

    /**
     * Enters a class into the table and gives it its class index as identity hash.
     *
     * @return the class index
     * @throws IllegalStateException when all 4,194,303 indices are in use
     */
    int addClass(long mutator, long classOop);

    /** Enters a class at an index of {@code KnownClass}. */
    void putClass(long mutator, int classIndex, long classOop);

    /** Permanent objects: nil, true, false. They never move. */
    Region permanent();

    /** Calls {@code action} with each object of the regions, in address order. */
    void forEachObject(List<Region> regions, LongConsumer action);

    /**
     * Checks every object and root: class indices, formats, sizes, references that lead to no object's start.
     *
     * @return one sentence per fault, at most 100; empty when all is well
     */
    List<String> verify(long mutator, List<Region> regions, Roots roots);

    /**
     * Writes permanent objects, regions, class table and special objects. Written beside {@code file}, forced
     * to disk, then renamed: the old file stays whole until the new one is, and stays when this fails.
     */
    void save(long mutator, List<Region> regions, Path file) throws IOException;

    /** Where an image comes from. */
    enum ImageOrigin {
        /**
         * It belongs to the VM's own distribution: its writer is this VM's build, and nobody changes the file in
         * place. It may be mapped; its checksums are verified, its references are not looked at one by one.
         */
        PACKAGED,
        /** From anywhere. It is read, and all of it is looked at. */
        USER
    }

    /**
     * Loads an image into the allocation area, which must be empty, and fills the mutator block.
     *
     * @param room asked for the number of bytes that the image's objects need; answers the address to place
     *        them at, or 0 when the heap's limit is smaller
     * @throws ImageFormatException when the file is no image, truncated, damaged, or of another version; the
     *         memory must then be closed
     */
    void load(long mutator, Path image, ImageOrigin origin, Placement room)
            throws IOException, ImageFormatException;

    /**
     * Says what an image consists of. Needs no memory to be open.
     *
     * @param whole whether to verify everything that loading it would; otherwise the header alone
     * @throws ImageFormatException as for {@link #load}
     */
    ImageSummary inspect(Path image, boolean whole) throws IOException, ImageFormatException;

    /** Finds room for an image's objects. */
    @FunctionalInterface
    interface Placement {
        long place(long bytes);
    }

    @Override
    void close();
}
