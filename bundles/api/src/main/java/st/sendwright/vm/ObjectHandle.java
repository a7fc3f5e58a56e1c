package st.sendwright.vm;

import org.osgi.annotation.versioning.ProviderType;

/** Keeps a Smalltalk object alive and findable from Java. Closing it lets the object go; any thread. */
@ProviderType
public interface ObjectHandle extends AutoCloseable {

    @Override
    void close();
}
