package st.sendwright.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.LogManager;

/**
 * What {@code --log} means for the messages of the VM, which go to the JDK's own logging. That starts only when
 * somebody logs and then makes an instance of this class, so a start without messages does not pay for it.
 */
public final class LogSettings {

    private static final String LEVEL = "sendwright.log";
    private static final Map<String, String> LEVELS =
            Map.of("error", "SEVERE", "warning", "WARNING", "info", "INFO", "debug", "FINE");

    /** Called by the JDK's logging. */
    public LogSettings() throws IOException {
        String level = LEVELS.getOrDefault(System.getProperty(LEVEL, "warning"), "WARNING");
        String settings = """
                handlers=%s
                .level=%s
                java.util.logging.SimpleFormatter.format=sendwright: %%5$s%%6$s%%n
                """.formatted(LimitedLog.class.getName(), level);
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Has messages from this level on printed; to be called before anything is logged. */
    static void use(String level) {
        System.setProperty(LEVEL, level);
        System.setProperty("java.util.logging.config.class", LogSettings.class.getName());
    }
}
