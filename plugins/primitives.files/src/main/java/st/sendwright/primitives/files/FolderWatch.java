package st.sendwright.primitives.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

/** Tells of changes in one folder. Any thread; one at a time may wait. */
final class FolderWatch implements AutoCloseable {

    private final WatchService service;

    private FolderWatch(WatchService service) {
        this.service = service;
    }

    static FolderWatch on(Path folder) throws IOException {
        WatchService service = folder.getFileSystem().newWatchService();
        try {
            folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return new FolderWatch(service);
        } catch (IOException | RuntimeException failed) {
            service.close();
            throw failed;
        }
    }

    /**
     * What has changed since: {@code created}, {@code modified}, {@code deleted} and the name in the folder, in turn. {@code overflow}
     * and nil say that more has changed than the system could keep, {@code gone} and nil that the folder is there no more. Empty when
     * nothing has changed in time.
     *
     * @param milliseconds how long to wait at most
     * @throws PrimitiveFailedException as closed when it is, or is meanwhile
     */
    List<?> next(long milliseconds) throws InterruptedException, PrimitiveFailedException {
        try {
            WatchKey key = service.poll(Math.max(0, milliseconds), TimeUnit.MILLISECONDS);
            List<String> changes = new ArrayList<>();
            if (key != null) {
                for (WatchEvent<?> event : key.pollEvents()) {
                    changes.add(word(event.kind()));
                    changes.add(event.context() == null ? null : event.context().toString());
                }
                if (!key.reset()) {
                    changes.add("gone");
                    changes.add(null);
                }
            }
            return changes;
        } catch (ClosedWatchServiceException _) {
            throw new PrimitiveFailedException(Failure.CLOSED);
        }
    }

    private static String word(WatchEvent.Kind<?> kind) {
        return kind == StandardWatchEventKinds.ENTRY_CREATE ? "created"
                : kind == StandardWatchEventKinds.ENTRY_MODIFY ? "modified"
                : kind == StandardWatchEventKinds.ENTRY_DELETE ? "deleted" : "overflow";
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
