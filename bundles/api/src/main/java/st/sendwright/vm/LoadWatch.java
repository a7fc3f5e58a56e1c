package st.sendwright.vm;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Stands between a load and the kernel: what code may not do to classes that were there before is not done,
 * what breaks them is taken back, and all of it is noted.
 *
 * <p><b>Called</b> F0. <b>Thread</b>: the loading one. <b>State</b>: from the first file to {@link #close}. A load
 * within a load, by a program that loads files, shares the state of the outer one.
 */
@ProviderType
public interface LoadWatch extends AutoCloseable {

    /** What follows comes from another file, under this mode. */
    void enter(LoadMode mode);

    /** Whether a class of this name exists now; {@code Foo} or {@code Foo class}. No Smalltalk code runs. */
    boolean hasClass(String name);

    /** Whether there is a global of this name now. */
    boolean isDeclared(String name);

    /**
     * Makes sure that the kernel works, if anything was done to it since the last call: runs its self-check, and
     * when that fails takes back what makes it fail, in pieces as small as can be told apart.
     *
     * <p>To be called before statements run and at the end of each file.
     */
    void settle();

    /** Installs methods that waited for names declared later, where they are now; to be called once, at the end. */
    void finish();

    /** What has been noted since the last call. */
    List<KernelChange> changes();

    /** Ends the watch. */
    @Override
    void close();
}
