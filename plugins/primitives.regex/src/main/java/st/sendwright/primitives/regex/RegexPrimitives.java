package st.sendwright.primitives.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.plugin.SearchedText;
import st.sendwright.plugin.TakesLongException;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveSet;

/**
 * The module {@code Regex}: regular expressions in the syntax of {@link Pattern}, as the kernel library searches them (lines end
 * where {@code ^} and {@code $} match), but all matches by one call.
 *
 * <p>Places are indices of Characters, from 1.
 */
@Component(service = PrimitiveSet.class, property = "sendwright.name=regex")
public final class RegexPrimitives extends PluginSet {

    /** So many looks at characters take less than it costs to have a Process wait for them, a few times over. */
    private static final long FEW_LOOKS = 50_000;

    private final CompiledPatterns patterns = new CompiledPatterns();

    public RegexPrimitives() {
        super("Regex");
        method("places", Kind.LIST, Kind.TEXT, Kind.TEXT, Kind.INTEGER, Kind.INTEGER, Kind.LIST, this::places)
                .waitsWhenLong();
        primitive("names", Kind.LIST, Kind.TEXT, this::names);
        primitive("problem", Kind.TEXT.orNil(), Kind.TEXT, RegexPrimitives::problem);
    }

    /**
     * The places of matches between two indices: for each match a list of the first and the last index of the whole and of each
     * group, 0 and -1 for a group without a match.
     *
     * @param limits how many matches to look for, and how often the search may look at a character
     * @throws PrimitiveFailedException as a wrong argument for no pattern, as out of range for a search that takes too long
     * @throws TakesLongException when it takes too long for the VM thread
     */
    private List<?> places(String text, String pattern, long first, long last, List<?> limits)
            throws PrimitiveFailedException, TakesLongException {
        if (limits.size() != 2 || !(limits.get(0) instanceof Long most) || !(limits.get(1) instanceof Long looks)) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
        Indices indices = new Indices(text);
        if (first < 1 || last > indices.size() || last < first - 1) {
            throw new PrimitiveFailedException(Failure.INDEX_OUT_OF_BOUNDS);
        }
        boolean isShort = !isWaiting() && looks > FEW_LOOKS;
        Matcher matcher = compiled(pattern).matcher(new SearchedText(text, isShort ? FEW_LOOKS : looks))
                .region(indices.offset(first), indices.offset(last + 1)).useTransparentBounds(true).useAnchoringBounds(false);
        List<Object> found = new ArrayList<>();
        int end = -1;
        try {
            while (found.size() < most && matcher.find()) {
                // A match of nothing directly behind another match does not count.
                if (matcher.end() > matcher.start() || matcher.start() != end) {
                    found.add(groups(matcher, indices));
                }
                end = matcher.end();
            }
        } catch (SearchedText.GivenUpException | StackOverflowError given) {
            if (isShort && given instanceof SearchedText.GivenUpException) {
                throw new TakesLongException();
            }
            throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
        }
        return found;
    }

    private static List<Integer> groups(Matcher matcher, Indices indices) {
        List<Integer> places = new ArrayList<>(2 * (matcher.groupCount() + 1));
        for (int group = 0; group <= matcher.groupCount(); group++) {
            boolean isMatched = matcher.start(group) >= 0;
            places.add(isMatched ? indices.index(matcher.start(group)) : 0);
            places.add(isMatched ? indices.index(matcher.end(group)) - 1 : -1);
        }
        return places;
    }

    /** Names of groups, and their numbers, in turn. */
    private List<?> names(String pattern) throws PrimitiveFailedException {
        List<Object> names = new ArrayList<>();
        compiled(pattern).namedGroups().entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(group -> {
            names.add(group.getKey());
            names.add(group.getValue());
        });
        return names;
    }

    /** What is wrong with a pattern, and where, counted from 1; empty when nothing is. */
    private static Optional<String> problem(String pattern) {
        try {
            CompiledPatterns.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            return Optional.of(wrong.getDescription() + (wrong.getIndex() < 0 ? ""
                    : " at " + (pattern.codePointCount(0, Math.min(wrong.getIndex(), pattern.length())) + 1)));
        } catch (StackOverflowError _) {
            return Optional.of("it is nested too deeply");
        }
    }

    private Pattern compiled(String pattern) throws PrimitiveFailedException {
        try {
            return patterns.of(pattern);
        } catch (PatternSyntaxException | StackOverflowError _) {
            throw new PrimitiveFailedException(Failure.WRONG_ARGUMENT);
        }
    }
}
