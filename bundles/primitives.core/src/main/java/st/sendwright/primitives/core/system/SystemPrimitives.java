package st.sendwright.primitives.core.system;

import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.DeferredPrimitive;
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
        return DeferredPrimitive.bindings(this::code,
                "millisecondClock 0", "microsecondClock 0", "nanoClock 0", "utcMilliseconds 0",
                "utcNanoseconds 0", "utcMicrosecondsSince1901 0", "localMicrosecondsSince1901 0",
                "localSecondsSince1901 0", "localOffset 0", "localZone 0", "zoneOffsetAtUtc 2",
                "zoneOffsetAtLocal 2", "zoneName 3", "environmentAt 1", "platform 0", "arguments 0",
                "availableProcessors 0", "javaVersion 0", "version 0", "writeOut 1", "writeErr 1",
                "flushOut 0", "readLine 1", "lineRead 1", "hasLine 1");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "millisecondClock" -> Clocks::milliseconds;
            case "microsecondClock" -> Clocks::microseconds;
            case "nanoClock" -> Clocks::nanoseconds;
            case "utcMilliseconds" -> Clocks::utcMilliseconds;
            case "utcNanoseconds" -> Clocks::utcNanoseconds;
            case "utcMicrosecondsSince1901" -> Clocks::utcMicrosecondsSince1901;
            case "localMicrosecondsSince1901" -> Clocks::localMicrosecondsSince1901;
            case "localSecondsSince1901" -> Clocks::localSecondsSince1901;
            case "localOffset" -> Clocks::localOffset;
            case "localZone" -> TimeZones::localZone;
            case "zoneOffsetAtUtc" -> TimeZones::offsetAtUtc;
            case "zoneOffsetAtLocal" -> TimeZones::offsetAtLocal;
            case "zoneName" -> TimeZones::name;
            case "environmentAt" -> Surroundings::environmentAt;
            case "platform" -> Surroundings::platform;
            case "arguments" -> Surroundings::arguments;
            case "availableProcessors" -> Surroundings::availableProcessors;
            case "javaVersion" -> Surroundings::javaVersion;
            case "version" -> frame -> Answers.text(frame, version);
            case "writeOut" -> Console::writeOut;
            case "writeErr" -> Console::writeErr;
            case "flushOut" -> Console::flushOut;
            case "readLine" -> Console::startReadingLine;
            case "lineRead" -> Console::lineRead;
            case "hasLine" -> Console::hasLine;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
