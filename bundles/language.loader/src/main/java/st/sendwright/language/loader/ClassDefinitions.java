package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceCompiler.ConstantMessage;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;
import st.sendwright.vm.LoadWatch;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Vm;

/**
 * Knows which classes the items of a load define and need, and which of them exist in the VM.
 *
 * <p>Namespaces are not kept apart: of a dotted name, the last part is the class's. What defines a namespace, as
 * Dolphin does with a class below the namespace around it, is known as such and passed over.
 */
final class ClassDefinitions {

    private static final String CLASS_SIDE = " class";

    /** The start of a class definition whose arguments are more than literals. */
    private static final Pattern DEFINITION = Pattern.compile("(?<receiver>[\\p{L}_][\\p{L}\\p{N}_.]*)\\s+"
            + "(?:(?:subclass|\\w*Subclass|(?<=\\bTrait\\s{1,9})named):\\s*(?:#?'(?<quoted>[^']+)'"
            + "|#(?<plain>[\\p{L}_][\\p{L}\\p{N}_.]*))|<<\\s*#(?<fluid>\\p{Lu}[\\p{L}\\p{N}_.]*)).*",
            Pattern.DOTALL);

    /** Where a definition says which traits it uses. */
    private static final Pattern USES = Pattern.compile(
            "\\b(?:uses|traits|classTraits):(?<traits>[^;]*?)(?=[\\p{L}_][\\p{L}\\p{N}_]*:(?!=)|;|\\z)");
    private static final Pattern TRAIT = Pattern.compile("(?<![#\\p{L}\\p{N}_:])\\p{Lu}[\\p{L}\\p{N}_]*");

    /** Class definitions are short; longer statements are not looked into. */
    private static final int LONGEST_DEFINITION = 20_000;

    private final Vm vm;
    private final LoadWatch watch;
    private final SourceCompiler compiler;
    private final Set<String> known = new HashSet<>(Set.of("nil", "Object"));
    private final Set<String> namespaces = new HashSet<>();
    private final Map<SourceItem, Optional<ClassMessage>> messages = new IdentityHashMap<>();

    /**
     * A statement that is sent to a class.
     *
     * @param receiver as written, perhaps with {@code " class"}
     * @param defines name of the class that it makes, as written
     * @param traits names of the traits that it says the class uses
     */
    private record ClassMessage(String receiver, Optional<String> defines, List<String> traits) {
    }

    ClassDefinitions(Vm vm, LoadWatch watch, SourceCompiler compiler) {
        this.vm = vm;
        this.watch = watch;
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
            case SourceItem.Metadata metadata -> Optional.of(instanceSide(metadata.about()))
                    .filter(name -> Annotations.message(metadata).isPresent()
                            && (isHeld.test(name) || !exists(name)));
            case SourceItem.Unreadable _ -> Optional.empty();
        };
    }

    private Optional<String> missingReceiver(SourceItem.Statements statements, Predicate<String> isHeld) {
        Optional<ClassMessage> message = message(statements);
        if (message.isEmpty()) {
            return leadingName(statements.source().text()).map(ClassDefinitions::simple).filter(isHeld);
        }
        String receiver = instanceSide(message.get().receiver());
        boolean isDefinition = message.get().defines().isPresent();
        Optional<String> missing = Optional.of(receiver)
                .filter(name -> isHeld.test(name) || isDefinition && !exists(name));
        return missing.or(() -> message.get().traits().stream()
                .filter(name -> isHeld.test(name) || !exists(name)).findFirst());
    }

    /** Whether the item says that a class uses a trait of that name. */
    boolean usesTrait(SourceItem item, String name) {
        return item instanceof SourceItem.Statements statements
                && message(statements).filter(message -> message.traits().contains(name)).isPresent();
    }

    /**
     * Whether the item defines a namespace or says something of one. A definition is one when it makes a name
     * within its receiver, which is no class.
     */
    boolean isAboutNamespace(SourceItem item) {
        return switch (item) {
            case SourceItem.Statements statements -> isAboutNamespace(statements);
            case SourceItem.ClassComment comment -> namespaces.contains(comment.className());
            case SourceItem.Metadata metadata -> namespaces.contains(metadata.about());
            default -> false;
        };
    }

    private boolean isAboutNamespace(SourceItem.Statements statements) {
        Optional<ClassMessage> message = message(statements);
        if (message.isEmpty() || message.get().defines().isEmpty()) {
            return leadingName(statements.source().text()).filter(namespaces::contains).isPresent();
        }
        String receiver = message.get().receiver();
        String defined = message.get().defines().get();
        boolean isWithin = receiver.equals("Smalltalk") || defined.startsWith(receiver + ".")
                && (namespaces.contains(receiver) || !exists(simple(receiver)));
        if (isWithin) {
            namespaces.add(defined);
        }
        return isWithin;
    }

    /** The name that a statement begins with: what is sent to a class that waits has to wait, too. */
    private static Optional<String> leadingName(String text) {
        int start = SmalltalkText.codeStart(text);
        int end = start;
        while (end < text.length() && isNamePart(text, end)) {
            end++;
        }
        return end > start ? Optional.of(text.substring(start, end)) : Optional.empty();
    }

    private static boolean isNamePart(String text, int at) {
        return Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_'
                || text.charAt(at) == '.' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    }

    /** The class that the item makes when it is run. */
    Optional<String> definedClass(SourceItem item) {
        return item instanceof SourceItem.Statements statements
                ? message(statements).flatMap(ClassMessage::defines).map(ClassDefinitions::simple)
                : Optional.empty();
    }

    private static Optional<String> definedBy(ConstantMessage message) {
        boolean isDefinition = message.selector().startsWith("subclass:")
                || message.selector().contains("Subclass:")
                || message.receiver().equals("Trait") && message.selector().startsWith("named:")
                || message.selector().equals("<<")
                        && message.arguments().getFirst() instanceof Literal.Sym(String sym)
                        && Character.isUpperCase(sym.charAt(0));
        if (!isDefinition || message.arguments().isEmpty()) {
            return Optional.empty();
        }
        return switch (message.arguments().getFirst()) {
            case Literal.Sym(String name) -> Optional.of(name);
            case Literal.Str(String name) -> Optional.of(name);
            default -> Optional.empty();
        };
    }

    private Optional<ClassMessage> message(SourceItem.Statements statements) {
        return messages.computeIfAbsent(statements, _ -> messageIn(statements.source().text()));
    }

    private Optional<ClassMessage> messageIn(String text) {
        if (text.length() > LONGEST_DEFINITION) {
            return Optional.empty();
        }
        Optional<ClassMessage> constant = compiler.constantMessage(text)
                .map(message -> new ClassMessage(message.receiver(), definedBy(message),
                        message.selector().contains("uses:") ? traitsIn(text) : List.of()));
        if (constant.isPresent()) {
            return constant;
        }
        Matcher definition = DEFINITION.matcher(text).region(SmalltalkText.codeStart(text), text.length());
        return definition.matches()
                ? Optional.of(new ClassMessage(definition.group("receiver"),
                        Stream.of("quoted", "plain", "fluid").map(definition::group).filter(Objects::nonNull)
                                .findFirst(), traitsIn(text)))
                : Optional.empty();
    }

    private static List<String> traitsIn(String text) {
        Matcher uses = USES.matcher(text);
        List<String> names = new ArrayList<>();
        while (uses.find()) {
            TRAIT.matcher(uses.group("traits")).results().map(MatchResult::group).forEach(names::add);
        }
        return List.copyOf(names);
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
        boolean isThere = watch.hasClass(className);
        if (isThere) {
            known.add(className);
        }
        return isThere;
    }

    /** Whether an expression answers true. */
    boolean isTrue(String expression) {
        SourceText question = SourceText.of(expression, "loader");
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
        return simple(className.endsWith(CLASS_SIDE)
                ? className.substring(0, className.length() - CLASS_SIDE.length()) : className);
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
