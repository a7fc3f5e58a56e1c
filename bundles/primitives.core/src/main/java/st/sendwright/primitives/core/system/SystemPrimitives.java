package st.sendwright.primitives.core.system;

import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code System}: clocks, what surrounds the VM, and its standard streams. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-system")
public final class SystemPrimitives implements PrimitiveSet {

    private final String version;

    /** Activated by the component runtime; the version is the bundle's. */
    @Activate
    public SystemPrimitives(BundleContext context) {
        this(versionText(context.getBundle().getVersion()));
    }

    SystemPrimitives(String version) {
        this.version = "Sendwright " + version;
    }

    private static String versionText(Version version) {
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }

    @Override
    public String module() {
        return "System";
    }

    @Override
    public boolean isCore() {
        return true;
    }

    @Override
    public List<Binding> bindings() {
        Primitive versionPrimitive = frame -> Answers.text(frame, version);
        return List.of(
                new Binding("millisecondClock", 0, Clocks::milliseconds),
                new Binding("microsecondClock", 0, Clocks::microseconds),
                new Binding("nanoClock", 0, Clocks::nanoseconds),
                new Binding("utcMilliseconds", 0, Clocks::utcMilliseconds),
                new Binding("utcNanoseconds", 0, Clocks::utcNanoseconds),
                new Binding("utcMicrosecondsSince1901", 0, Clocks::utcMicrosecondsSince1901),
                new Binding("localMicrosecondsSince1901", 0, Clocks::localMicrosecondsSince1901),
                new Binding("localSecondsSince1901", 0, Clocks::localSecondsSince1901),
                new Binding("localOffset", 0, Clocks::localOffset),
                new Binding("localZone", 0, TimeZones::localZone),
                new Binding("zoneOffsetAtUtc", 2, TimeZones::offsetAtUtc),
                new Binding("zoneOffsetAtLocal", 2, TimeZones::offsetAtLocal),
                new Binding("zoneName", 3, TimeZones::name),
                new Binding("environmentAt", 1, Surroundings::environmentAt),
                new Binding("platform", 0, Surroundings::platform),
                new Binding("arguments", 0, Surroundings::arguments),
                new Binding("availableProcessors", 0, Surroundings::availableProcessors),
                new Binding("javaVersion", 0, Surroundings::javaVersion),
                new Binding("version", 0, versionPrimitive),
                new Binding("writeOut", 1, Console::writeOut),
                new Binding("writeErr", 1, Console::writeErr),
                new Binding("flushOut", 0, Console::flushOut),
                new Binding("readLine", 1, Console::startReadingLine),
                new Binding("lineRead", 1, Console::lineRead),
                new Binding("hasLine", 1, Console::hasLine));
    }
}
