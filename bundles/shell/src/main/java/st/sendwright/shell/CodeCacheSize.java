package st.sendwright.shell;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import st.sendwright.vm.VmOptions;

/** Reads the size of the memory for machine code, such as {@code 128k}: whole pages, as many as code can reach. */
final class CodeCacheSize implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        long bytes = HeapSize.bytes(text);
        if (bytes < VmOptions.LEAST_CODE_CACHE_BYTES) {
            throw new TypeConversionException("'" + text + "' is too little; at least "
                    + (VmOptions.LEAST_CODE_CACHE_BYTES >> 10) + "k are needed");
        }
        if (bytes > VmOptions.MOST_CODE_CACHE_BYTES) {
            throw new TypeConversionException("'" + text + "' is too much; machine code reaches no further than "
                    + (VmOptions.MOST_CODE_CACHE_BYTES >> 30) + "g");
        }
        if (bytes % VmOptions.CODE_CACHE_UNIT_BYTES != 0) {
            throw new TypeConversionException("'" + text + "' is no multiple of "
                    + (VmOptions.CODE_CACHE_UNIT_BYTES >> 10) + "k; " + (roundedUp(bytes) >> 10) + "k is one");
        }
        return bytes;
    }

    private static long roundedUp(long bytes) {
        return Math.ceilDiv(bytes, VmOptions.CODE_CACHE_UNIT_BYTES) * VmOptions.CODE_CACHE_UNIT_BYTES;
    }
}
