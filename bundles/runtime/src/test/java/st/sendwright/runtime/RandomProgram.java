package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Methods of the classes that {@link RandomProgramSupport} defines; {@code FuzzRoot new main} runs the
 * program.
 *
 * @param seed what a {@link RandomProgramGenerator} made it from
 */
record RandomProgram(long seed, List<Method> methods) {

    /** A method. */
    record Method(String className, Piece source) {

        private Stream<Method> simpler() {
            return source.simpler().map(other -> new Method(className, other));
        }
    }

    /** The source in chunk format, ready to be loaded over the support. */
    String text() {
        return methods.stream().map(method -> "!%s methodsFor: 'fuzz'!%n%n%s! !%n".formatted(method.className,
                method.source.text().replace("!", "!!"))).collect(Collectors.joining(System.lineSeparator()));
    }

    /** Programs that are one step simpler; the boldest steps first. */
    private Stream<RandomProgram> simpler() {
        Stream<RandomProgram> fewer = Piece.shorter(methods).map(rest -> new RandomProgram(seed, rest));
        return Stream.concat(fewer, IntStream.range(0, methods.size()).boxed()
                .flatMap(i -> methods.get(i).simpler().map(other -> {
                    List<Method> changed = new ArrayList<>(methods);
                    changed.set(i, other);
                    return new RandomProgram(seed, changed);
                })));
    }

    /**
     * A program as simple as steps of simplification lead that keep what is wrong with this one.
     *
     * @param steps most programs that are tried
     */
    RandomProgram shrunk(Predicate<RandomProgram> isWrong, int steps) {
        RandomProgram best = this;
        int left = steps;
        boolean found = true;
        while (found && left > 0) {
            found = false;
            var candidates = best.simpler().iterator();
            while (!found && left > 0 && candidates.hasNext()) {
                RandomProgram candidate = candidates.next();
                left--;
                if (isWrong.test(candidate)) {
                    best = candidate;
                    found = true;
                }
            }
        }
        return best;
    }
}
