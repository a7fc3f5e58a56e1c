package st.sendwright.primitives;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import st.sendwright.vm.ObjectHandle;

/**
 * What primitives may ask of the VM beyond memory. <b>Thread</b>: the VM thread, except where said.
 */
@ProviderType
public interface VmServices {

    /** Standard output of the program, buffered; the VM flushes when it idles, reads or ends. */
    OutputStream out();

    /** Standard error; flushed by each write. */
    OutputStream err();

    /** Standard input. Reading blocks: do it on another thread, see {@link #background}. */
    InputStream in();

    /** What {@code Smalltalk arguments} answers. */
    List<String> arguments();

    /**
     * Nanoseconds since an arbitrary moment, never negative, never set back. In a VM that was started from an image
     * the clock goes on where it stood when the image was written.
     */
    long clockNanos();

    /** Whether programs of this VM may do such things. A primitive that would fails as {@link Failure#DENIED} otherwise. */
    boolean permits(Permission permission);

    /**
     * The file of a name that a program has given, which every primitive has to get here. The path that is answered is the one to use. Any thread.
     *
     * @param follows whether a symbolic link in the last place stands for what it leads to, rather than for itself
     * @throws AccessDeniedException when programs of this VM may not get at it
     * @throws java.nio.file.InvalidPathException when no file can have that name
     */
    Path file(String name, boolean follows) throws AccessDeniedException;

    /**
     * Whether programs of this VM may not get at all files. Then what is done with a {@link #file} has to be done before other code of
     * the program runs, which could exchange a folder for a symbolic link meanwhile. Any thread.
     */
    boolean confinesFiles();

    /** Whether a word is what an object may be: an immediate, or an address in the heap with a header of a known class. */
    boolean isObject(long word);

    /** Keeps an object findable while other code runs. */
    ObjectHandle handle(long oop);

    /** The object of a handle, now. */
    long oop(ObjectHandle handle);

    /**
     * Has an object keep its address until {@link #unpin}, so that what is not Smalltalk may read and write it: it is alive
     * only as long as something refers to it, such as a handle. The object may be moved for that now, the others stay.
     *
     * @return its address from now on; 0 when there is no room, for which {@code REQUESTED_BYTES} are asked
     * @throws IllegalArgumentException for values, classes, code, Processes and activations, which are not pinned
     */
    long pin(long oop);

    /** Allows the object to be moved again, pinned or not. */
    void unpin(long oop);

    /** Signals a Semaphore as soon as the VM thread polls. Any thread. */
    void signal(ObjectHandle semaphore);

    /**
     * Runs {@code work} on another thread, then signals the Semaphore and closes its handle. The VM does not
     * regard itself as deadlocked meanwhile. The primitive answers at once; Smalltalk waits for the Semaphore.
     */
    void background(ObjectHandle semaphore, Runnable work);

    /**
     * Keeps a Java object, such as an open file, under a number that Smalltalk can hold; never reused in this
     * VM nor in one that goes on from its image; closed with the VM when it is AutoCloseable.
     */
    int register(Object resource);

    /** The object under a number, or null when it was released or never there. */
    Object resource(int number);

    /**
     * The same for an object that belongs to a set of primitives, and is closed when that is not in force any more. An object
     * that the set has under a number already keeps it.
     */
    int register(PrimitiveSet owner, Object resource);

    /** The object of a set under a number; null where there is none, or it is another's. */
    Object resource(PrimitiveSet owner, long number);

    /** Forgets the object under a number and answers it, or null. Does not close it. */
    Object release(int number);
}
