package st.sendwright.runtime;

import java.util.Optional;
import st.sendwright.language.SourceMap;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/** Where in its source a method's bytecode stands. */
final class MethodSource {

    private final World world;
    private final long nil;

    MethodSource(World world) {
        this.world = world;
        this.nil = MutatorBlock.nil(world.mutator);
    }

    /**
     * Line in the file, from 1.
     *
     * @param pc where the activation goes on, in bytes from the start of the method object; 0 for the start of
     *        the method
     * @return 0 when the method has no source
     */
    int line(long code, int pc) {
        long info = MethodLayout.info(MethodLayout.homeMethod(code));
        long source = ObjectHeader.slot(info, MethodInfo.SOURCE);
        long line = ObjectHeader.slot(info, MethodInfo.LINE);
        if (source == nil || !Oop.isSmallInteger(line)) {
            return 0;
        }
        int start = offset(code, pc);
        int found = (int) Oop.integerValue(line);
        if (start > 0) {
            String text = world.text(source);
            for (int i = 0; i < Math.min(start, text.length()); i++) {
                if (text.charAt(i) == '\n') {
                    found++;
                }
            }
        }
        return found;
    }

    /** {@code file:line}, or an empty string. */
    String position(long code, int pc) {
        int line = line(code, pc);
        return file(code).map(name -> line == 0 ? name : name + ":" + line).orElse("");
    }

    private Optional<String> file(long code) {
        long file = ObjectHeader.slot(MethodLayout.info(MethodLayout.homeMethod(code)), MethodInfo.FILE);
        return file == nil ? Optional.empty() : Optional.of(world.text(file));
    }

    /** The pc of an activation in a call lies after the send, so the place before it is what counts. */
    private int offset(long code, int pc) {
        long map = ObjectHeader.slot(MethodLayout.info(code), MethodInfo.SOURCE_MAP);
        if (map == nil || pc == 0) {
            return 0;
        }
        byte[] bytes = Memory.bytesAt(map + ObjectHeader.BYTES, (int) ObjectFormat.byteCount(map));
        int relative = pc - MethodLayout.firstPc(MethodLayout.header(code));
        return Math.max(0, SourceMap.decode(bytes).startAt(Math.max(0, relative - 1)));
    }
}
