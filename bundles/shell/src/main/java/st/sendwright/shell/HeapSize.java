package st.sendwright.shell;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import st.sendwright.vm.VmOptions;

/** Reads sizes such as {@code 512m}: bytes, or with k, m, g in units of 1024, 1024 squared and cubed. */
final class HeapSize implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([kmg]?)(i?b)?");
    private static final long MIB = 1L << 20;
    /** Half of what processors can address. */
    private static final long MOST_BYTES = 1L << 46;

    @Override
    public Long convert(String text) {
        long bytes = bytes(text);
        if (bytes < VmOptions.LEAST_HEAP_MAX_BYTES) {
            throw new TypeConversionException("'" + text + "' is too little; at least "
                    + VmOptions.LEAST_HEAP_MAX_BYTES / MIB + "m are needed");
        }
        return bytes;
    }

    /** A size of anything. */
    static long bytes(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + text + "' is no size; write it like 512m or 4g");
        }
        long unit = switch (size.group(2)) {
            case "k" -> 1L << 10;
            case "m" -> MIB;
            case "g" -> 1L << 30;
            default -> 1;
        };
        long bytes;
        try {
            bytes = Math.multiplyExact(Long.parseLong(size.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is more than any machine has");
        }
        if (bytes > MOST_BYTES) {
            throw new TypeConversionException("'" + text + "' is more than any machine has");
        }
        return bytes;
    }
}
