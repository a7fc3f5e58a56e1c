package st.sendwright.primitives.regex;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns that were used lately. Any thread: VMs share it. */
final class CompiledPatterns {

    private static final int MOST = 200;
    /** A longer one is compiled each time, so that what is kept is little. */
    private static final int LONGEST = 2000;

    private final Map<String, Pattern> kept = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pattern> eldest) {
            return size() > MOST;
        }
    };

    /** @throws PatternSyntaxException when it is none */
    Pattern of(String pattern) {
        synchronized (kept) {
            Pattern known = kept.get(pattern);
            if (known != null) {
                return known;
            }
        }
        Pattern compiled = compile(pattern);
        if (pattern.length() <= LONGEST) {
            synchronized (kept) {
                kept.put(pattern, compiled);
            }
        }
        return compiled;
    }

    static Pattern compile(String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE);
    }
}
