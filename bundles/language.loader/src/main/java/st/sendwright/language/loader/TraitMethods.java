package st.sendwright.language.loader;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import st.sendwright.language.SourceText;

/**
 * Notes which classes were given methods, for the sake of those that may be traits: what uses a trait gets its
 * methods compiled, too. As long as there is no trait, nothing is noted.
 */
final class TraitMethods {

    private final ClassDefinitions classes;
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean isAsked;
    private boolean areThereTraits;

    TraitMethods(ClassDefinitions classes) {
        this.classes = classes;
    }

    /** Statements may have made the first trait. */
    void statementsRun(SourceText statements) {
        areThereTraits |= statements.text().contains("Trait");
    }

    void methodCompiled(String className) {
        if (!isAsked) {
            isAsked = true;
            areThereTraits |= classes.isTrue("(Smalltalk at: #Trait ifAbsent: [nil]) hasTraits");
        }
        if (areThereTraits) {
            changed.add(className);
        }
    }

    /** What brings the users of traits up to date; empty when nothing has changed. */
    Optional<SourceText> update() {
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        String names = changed.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" "));
        changed.clear();
        return Optional.of(SourceText.of("Trait methodsChangedIn: #(" + names + ")", "loader"));
    }
}
