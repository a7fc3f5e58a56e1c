package st.sendwright.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import st.sendwright.jit.JitMode;

/** Reads what {@code --jit} is given. */
final class JitModes implements ITypeConverter<JitMode> {

    @Override
    public JitMode convert(String text) {
        return Arrays.stream(JitMode.values()).filter(mode -> name(mode).equals(text)).findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no mode of the JIT; there are "
                        + Arrays.stream(JitMode.values()).map(JitModes::name).collect(Collectors.joining(", "))));
    }

    private static String name(JitMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
