package st.sendwright.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import st.sendwright.format.chunk.ChunkFormat;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Literal;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.Variable;
import st.sendwright.language.compiler.BytecodeCompiler;

@DisplayName("The kernel's sources")
class KernelSourcesTest {

    private static final Path SOURCES = Path.of("src", "main", "smalltalk");
    private static final Pattern GLOBAL = Pattern.compile("Smalltalk\\s+at: #(\\w+)\\s+put:");
    private static final Pattern CLASS_SIDE_VARIABLES =
            Pattern.compile("(\\w+ class)\\s+instanceVariableNames:\\s*'([^']*)'");
    /** Globals that the runtime makes before it loads the first source. */
    private static final Set<String> MADE_BY_THE_RUNTIME = Set.of("Smalltalk", "Processor");

    private static final SourceCompiler COMPILER = new BytecodeCompiler();
    private static final Map<Path, List<SourceItem>> ITEMS = new LinkedHashMap<>();
    private static final Map<String, Definition> DEFINITIONS = new HashMap<>();
    private static final Map<String, List<String>> CLASS_SIDE = new HashMap<>();
    private static final Set<String> GLOBALS = new HashSet<>(MADE_BY_THE_RUNTIME);

    /** What a class definition says. */
    private record Definition(String superclass, List<String> instanceVariables,
            List<String> classVariables) {
    }

    @BeforeAll
    static void readAllSources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".st")).sorted().toList()) {
                SourceText text = SourceText.of(Files.readString(file), file.toString());
                List<SourceItem> items = new ChunkFormat().read(text);
                ITEMS.put(file, items);
                items.stream().filter(SourceItem.Statements.class::isInstance)
                        .forEach(item -> noteDefinitions(item.source().text()));
            }
        }
        GLOBALS.addAll(DEFINITIONS.keySet());
    }

    private static void noteDefinitions(String statement) {
        Matcher global = GLOBAL.matcher(statement);
        while (global.find()) {
            GLOBALS.add(global.group(1));
        }
        Matcher classSide = CLASS_SIDE_VARIABLES.matcher(statement);
        while (classSide.find()) {
            CLASS_SIDE.put(classSide.group(1), words(classSide.group(2)));
        }
        COMPILER.constantMessage(statement)
                .filter(message -> message.selector().contains("ubclass:instanceVariableNames:"))
                .ifPresent(message -> DEFINITIONS.put(((Literal.Sym) message.arguments().get(0)).value(),
                        new Definition(message.receiver(), argument(message, 1), argument(message, 2))));
    }

    @TestFactory
    Stream<DynamicTest> defineOneClassEachAndSayWhatItIsOrOnlyExtendSome() {
        return ITEMS.entrySet().stream().map(file -> DynamicTest.dynamicTest(name(file.getKey()), () -> {
            List<SourceItem> items = file.getValue();

            assertThat(items).noneMatch(SourceItem.Unreadable.class::isInstance);
            if (items.stream().anyMatch(SourceItem.Statements.class::isInstance)) {
                assertThat(DEFINITIONS.keySet()).contains(className(file.getKey()));
                assertThat(Files.readString(file.getKey())).contains(className(file.getKey()) + " comment: '");
            } else {
                assertThat(DEFINITIONS.keySet()).doesNotContain(className(file.getKey()));
                assertThat(items).isNotEmpty();
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> compileWithoutErrorsAndUnknownNames() {
        return ITEMS.entrySet().stream().map(file -> DynamicTest.dynamicTest(name(file.getKey()), () -> {
            List<String> complaints = new ArrayList<>();
            for (SourceItem item : file.getValue()) {
                complaints.addAll(complaints(item));
            }
            assertThat(complaints).isEmpty();
        }));
    }

    @TestFactory
    Stream<DynamicTest> defineNoMethodTwice() {
        return ITEMS.entrySet().stream().map(file -> DynamicTest.dynamicTest(name(file.getKey()), () ->
            assertThat(file.getValue().stream().filter(SourceItem.Method.class::isInstance)
                    .map(SourceItem.Method.class::cast)
                    .map(method -> method.className() + ">>"
                            + COMPILER.selectorOf(method.source().text()).orElse("?")))
                    .doesNotHaveDuplicates()));
    }

    private static List<String> complaints(SourceItem item) {
        if (item instanceof SourceItem.Method method) {
            return compile(method.source(), SourceCompiler.Kind.METHOD, method.className());
        }
        return item instanceof SourceItem.Statements
                ? compile(item.source(), SourceCompiler.Kind.EXPRESSION, "UndefinedObject") : List.of();
    }

    private static List<String> compile(SourceText source, SourceCompiler.Kind kind, String className) {
        boolean isDefinition = kind == SourceCompiler.Kind.EXPRESSION
                && COMPILER.constantMessage(source.text()).isPresent();
        if (isDefinition) {
            return List.of();
        }
        KernelScope scope = new KernelScope(className);
        List<String> complaints = new ArrayList<>();
        COMPILER.compile(new SourceCompiler.Request(source, kind, scope, SyntaxOptions.DEFAULT)).diagnostics()
                .stream().filter(Diagnostic::isError).forEach(each -> complaints.add(each.format()));
        if (!scope.undeclared.isEmpty()) {
            complaints.add(source.file() + ":" + source.line() + ": nothing defines " + scope.undeclared);
        }
        return complaints;
    }

    private static List<String> argument(SourceCompiler.ConstantMessage message, int index) {
        return message.arguments().get(index) instanceof Literal.Str names ? words(names.value()) : List.of();
    }

    private static List<String> words(String names) {
        return names.isBlank() ? List.of() : List.of(names.strip().split("\\s+"));
    }

    private static String name(Path file) {
        return SOURCES.relativize(file).toString();
    }

    private static String className(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".st".length());
    }

    /** Knows the variables of a class and of those above it, and the globals of all sources. */
    private static final class KernelScope implements Scope {

        private final String className;
        private final Set<String> undeclared = new TreeSet<>();

        KernelScope(String className) {
            this.className = className;
        }

        @Override
        public Optional<Variable> lookup(String name) {
            int index = instanceVariables().indexOf(name);
            if (index >= 0) {
                return Optional.of(new Variable.Instance(index));
            }
            String definingClass = className.replace(" class", "");
            while (DEFINITIONS.containsKey(definingClass)) {
                if (DEFINITIONS.get(definingClass).classVariables().contains(name)) {
                    return Optional.of(new Variable.Shared(name, true));
                }
                definingClass = DEFINITIONS.get(definingClass).superclass();
            }
            return GLOBALS.contains(name) ? Optional.of(new Variable.Shared(name, false)) : Optional.empty();
        }

        private List<String> instanceVariables() {
            if (!className.endsWith(" class")) {
                return allInstanceVariables(className);
            }
            List<String> all = new ArrayList<>(allInstanceVariables("Class"));
            String definingClass = className.replace(" class", "");
            while (DEFINITIONS.containsKey(definingClass)) {
                all.addAll(CLASS_SIDE.getOrDefault(definingClass + " class", List.of()));
                definingClass = DEFINITIONS.get(definingClass).superclass();
            }
            return all;
        }

        private static List<String> allInstanceVariables(String definedClass) {
            Definition definition = DEFINITIONS.get(definedClass);
            if (definition == null) {
                return List.of();
            }
            List<String> all = new ArrayList<>(allInstanceVariables(definition.superclass()));
            all.addAll(definition.instanceVariables());
            return all;
        }

        @Override
        public Variable.Shared declare(String name) {
            undeclared.add(name);
            return new Variable.Shared(name, true);
        }

        @Override
        public String className() {
            return className;
        }
    }
}
