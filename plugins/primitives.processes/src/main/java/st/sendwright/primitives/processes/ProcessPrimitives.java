package st.sendwright.primitives.processes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.Resource;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet;

/**
 * The module {@code OSProcesses}: other programs of the operating system. No shell comes between: arguments reach a program as they
 * are. Times are milliseconds, 0 for no limit; what did not come in time is answered as nil.
 */
@Component(service = PrimitiveSet.class, property = "sendwright.name=processes")
public final class ProcessPrimitives extends PluginSet {

    private final Resource<StartedProcess> process = resource(StartedProcess.class);

    public ProcessPrimitives() {
        super("OSProcesses");
        primitive("start", process, Kind.LIST, Kind.LIST, Kind.FILE.orNil(), Kind.LIST, ProcessPrimitives::start)
                .needs(Permission.PROCESSES);
        primitive("pid", Kind.INTEGER, process, StartedProcess::pid);
        primitive("isAlive", Kind.BOOLEAN, process, StartedProcess::isAlive);
        primitive("wait", Kind.INTEGER.orNil(), process, Kind.INTEGER, StartedProcess::exitCode).waits();
        primitive("kill", Kind.NOTHING, process, Kind.BOOLEAN, StartedProcess::kill);
        primitive("write", Kind.NOTHING, process, Kind.BYTES, StartedProcess::write).waits();
        primitive("endInput", Kind.NOTHING, process, StartedProcess::endInput).waits();
        primitive("read", Kind.BYTES, process, Kind.BOOLEAN, Kind.INTEGER, StartedProcess::read).waits();
        primitive("release", Kind.NOTHING, process.released(), each -> {
            each.close();
            return null;
        });
    }

    private static StartedProcess start(List<?> command, List<?> environment, Optional<Path> folder, List<?> streams)
            throws Exception {
        return StartedProcess.start(new Command(command, environment, folder, streams));
    }
}
