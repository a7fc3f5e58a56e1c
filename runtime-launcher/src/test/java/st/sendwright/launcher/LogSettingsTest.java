package st.sendwright.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The log option")
class LogSettingsTest {

    @AfterEach
    void restore() throws IOException {
        System.clearProperty("sendwright.log");
        System.clearProperty("java.util.logging.config.class");
        LogManager.getLogManager().readConfiguration();
    }

    @ParameterizedTest(name = "{0} prints messages from {1} on")
    @CsvSource({"error, SEVERE", "warning, WARNING", "info, INFO", "debug, FINE"})
    void setsTheLevelOfTheJdksLogging(String option, String level) throws IOException {
        LogSettings.use(option);

        new LogSettings();

        assertThat(Logger.getLogger("").getLevel()).isEqualTo(Level.parse(level));
    }
}
