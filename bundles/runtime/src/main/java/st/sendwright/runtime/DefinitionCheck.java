package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;

/**
 * Finds what is wrong with the definition of a class before anything is made of it.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class DefinitionCheck {

    /** Names that mean something of their own everywhere, so a variable of that name could not be reached. */
    private static final Set<String> PSEUDO_VARIABLES =
            Set.of("self", "super", "nil", "true", "false", "thisContext");

    private static final int MOST_VARIABLES = 255;

    private final World world;
    private final long mutator;

    DefinitionCheck(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    private static boolean canBeDeclared(String name) {
        return name.matches("[\\p{L}_][\\p{L}\\p{N}_]*") && !PSEUDO_VARIABLES.contains(name);
    }

    /** What is wrong with a definition, or null. */
    String fault(Classes.Definition definition) {
        String fault = faultIn(definition);
        return fault == null ? faultOfRawData(definition) : fault;
    }

    private String faultIn(Classes.Definition definition) {
        if (!canBeDeclared(definition.name())) {
            return "SW-VM-016 '" + definition.name() + "' cannot be the name of a class";
        }
        String fault = faultInVariables(definition.name(),
                new ArrayList<>(variablesNotOfKernel(definition.superclass())), definition.instanceVariables());
        int size = definition.instanceVariables().size() + (definition.superclass() == MutatorBlock.nil(mutator)
                ? 0 : world.classes.instanceVariableNames(definition.superclass()).size());
        return fault == null && size > MOST_VARIABLES ? tooMany(definition.name(), size) : fault;
    }

    /** What is wrong with names of variables, or null. Adds them to those that are {@code seen} already. */
    static String faultInVariables(String className, List<String> seen, List<String> names) {
        for (String name : names) {
            if (!canBeDeclared(name)) {
                return "SW-VM-017 '" + name + "' cannot be the name of a variable";
            }
            if (seen.contains(name)) {
                return "SW-VM-018 " + className + " has or inherits a variable '" + name + "' already";
            }
            seen.add(name);
        }
        return seen.size() > MOST_VARIABLES ? tooMany(className, seen.size()) : null;
    }

    private static String tooMany(String className, int count) {
        return "SW-VM-019 " + className + " would have " + count + " instance variables; " + MOST_VARIABLES
                + " is the limit";
    }

    /** The collector looks for no objects among raw data; the guard may have reason to ignore the definition. */
    private String faultOfRawData(Classes.Definition definition) {
        List<String> names = new ArrayList<>(definition.instanceVariables());
        if (definition.superclass() != MutatorBlock.nil(mutator)) {
            names.addAll(0, world.classes.instanceVariableNames(definition.superclass()));
        }
        return names.isEmpty() || ObjectFormat.isPointers(world.classes.objectFormat(definition, names.size()))
                ? null : "SW-VM-026 instances of " + definition.name() + " would hold raw data; they cannot have"
                        + " named variables (" + String.join(", ", names) + ")";
    }

    /**
     * What a class inherits that it may not declare again. Variables of the kernel's classes do not count: who writes
     * for another Smalltalk cannot know what ours are called, and each sees its own.
     */
    private Set<String> variablesNotOfKernel(long superclass) {
        Set<String> names = new HashSet<>();
        for (long at = superclass; at != MutatorBlock.nil(mutator); at = ClassObjects.superclass(at)) {
            if (!world.guard.isKernel(ClassObjects.name(mutator, at))) {
                names.addAll(world.classes.ownInstanceVariableNames(at));
            }
        }
        return names;
    }
}
