package st.sendwright.language.loader;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceCompiler.ConstantMessage;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Vm;

/** Knows which classes the items of a load define and need, and which of them exist in the VM. */
final class ClassDefinitions {

    private static final String CLASS_SIDE = " class";

    /** Class definitions are short; longer statements are not looked into. */
    private static final int LONGEST_DEFINITION = 20_000;

    private final Vm vm;
    private final SourceCompiler compiler;
    private final Set<String> known = new HashSet<>(Set.of("nil", "Object"));
    private final Map<SourceItem, Optional<ConstantMessage>> messages = new IdentityHashMap<>();

    ClassDefinitions(Vm vm, SourceCompiler compiler) {
        this.vm = vm;
        this.compiler = compiler;
    }

    /** The class without which the item cannot be loaded; empty when nothing is missing. */
    Optional<String> missingClass(SourceItem item, Predicate<String> isHeld) {
        return switch (item) {
            case SourceItem.Method method -> Optional.of(instanceSide(method.className()))
                    .filter(name -> isHeld.test(name) || !exists(name));
            case SourceItem.ClassComment comment -> Optional.of(instanceSide(comment.className()))
                    .filter(name -> isHeld.test(name) || !exists(name));
            case SourceItem.ClassStatements statements -> Optional.of(instanceSide(statements.className()))
                    .filter(name -> isHeld.test(name) || !exists(name));
            case SourceItem.Statements statements -> missingReceiver(statements, isHeld);
            case SourceItem.Metadata _, SourceItem.Unreadable _ -> Optional.empty();
        };
    }

    private Optional<String> missingReceiver(SourceItem.Statements statements, Predicate<String> isHeld) {
        Optional<ConstantMessage> message = message(statements);
        if (message.isEmpty()) {
            return leadingName(statements.source().text()).filter(isHeld);
        }
        String receiver = instanceSide(message.get().receiver());
        boolean isDefinition = definedClass(statements).isPresent();
        return Optional.of(receiver).filter(name -> isHeld.test(name) || isDefinition && !exists(name));
    }

    /** The name that a statement begins with: what is sent to a class that waits has to wait, too. */
    private static Optional<String> leadingName(String text) {
        int start = SmalltalkText.codeStart(text);
        int end = start;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end > start ? Optional.of(text.substring(start, end)) : Optional.empty();
    }

    /** The class that the item makes when it is run. */
    Optional<String> definedClass(SourceItem item) {
        return item instanceof SourceItem.Statements statements
                ? message(statements).flatMap(ClassDefinitions::definedBy) : Optional.empty();
    }

    private static Optional<String> definedBy(ConstantMessage message) {
        boolean isDefinition = message.selector().startsWith("subclass:")
                || message.selector().contains("Subclass:");
        if (!isDefinition || message.arguments().isEmpty()) {
            return Optional.empty();
        }
        return switch (message.arguments().getFirst()) {
            case Literal.Sym(String name) -> Optional.of(name);
            case Literal.Str(String name) -> Optional.of(name);
            default -> Optional.empty();
        };
    }

    private Optional<ConstantMessage> message(SourceItem.Statements statements) {
        String text = statements.source().text();
        return messages.computeIfAbsent(statements, _ -> text.length() > LONGEST_DEFINITION
                ? Optional.empty() : compiler.constantMessage(text));
    }

    /** Remembers a class that was just made. */
    void defined(String className) {
        known.add(className);
    }

    Optional<String> selectorOf(SourceText method) {
        return compiler.selectorOf(method.text());
    }

    /** Whether the VM has such a class. A class does not go again during a load. */
    boolean exists(String className) {
        if (known.contains(className)) {
            return true;
        }
        boolean isThere = isName(className) && ask(className);
        if (isThere) {
            known.add(className);
        }
        return isThere;
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }

    private boolean ask(String className) {
        SourceText question = SourceText.of("(Smalltalk at: #" + className + " ifAbsent: [nil]) notNil",
                "loader");
        return switch (vm.evaluate(question)) {
            case Vm.Evaluation.Value(ObjectHandle handle, List<?> _) -> {
                try (handle) {
                    yield vm.sendForString(handle, "printString").equals("true");
                }
            }
            default -> false;
        };
    }

    private static String instanceSide(String className) {
        return className.endsWith(CLASS_SIDE)
                ? className.substring(0, className.length() - CLASS_SIDE.length()) : className;
    }
}
