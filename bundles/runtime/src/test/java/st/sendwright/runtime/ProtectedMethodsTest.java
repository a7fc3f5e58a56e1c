package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.SpecialObject;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("The table of protected methods")
class ProtectedMethodsTest {

    private static final Pattern SENT_BY_NAME = Pattern.compile("sendForString\\([^,;]+, \"([A-Za-z:]+)\"");

    private final ProtectedMethods table = ProtectedMethods.read();

    @Test
    void hasAllMessagesThatTheVmSendsItself() throws VmStartException {
        try (TestWorld world = new TestWorld()) {
            for (SpecialObject special : SpecialObject.values()) {
                if (special.name().startsWith("SELECTOR_")) {
                    String selector = world.world.text(MutatorBlock.special(world.world.mutator, special));
                    assertThat(table.reasonAgainstAdding(selector)).as("#%s", selector).isPresent();
                }
            }
        }
    }

    @Test
    void leavesOutWhatItExcepts() {
        assertThat(table.reason("Symbol", "asString")).isPresent();
        assertThat(table.reason("Symbol", "ascending")).isEmpty();
        assertThat(table.keepsShape("Symbol")).isTrue();
    }

    @Test
    void hasAllMessagesThatJavaCodeSendsByName() throws IOException {
        Set<String> selectors = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            files.filter(file -> file.toString().endsWith(".java") && file.toString().contains("/src/main/"))
                    .forEach(file -> {
                        try {
                            Matcher matcher = SENT_BY_NAME.matcher(Files.readString(file));
                            while (matcher.find()) {
                                selectors.add(matcher.group(1));
                            }
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    });
        }

        assertThat(selectors).contains("printString");
        assertThat(selectors).allSatisfy(selector ->
                assertThat(table.reason("Object", selector)).as("Object>>%s", selector).isPresent());
    }

    @Test
    void namesOnlyClassesAndMethodsThatTheKernelHas() throws VmStartException {
        try (Vm vm = TestVms.start()) {
            for (String name : table.classes()) {
                String[] selectors = table.selectors(name).stream()
                        .filter(selector -> !selector.equals("everything")).toArray(String[]::new);
                String question = name + " isBehavior and: [#(" + String.join(" ",
                        Arrays.stream(selectors).map(selector -> "#" + selector).toList())
                        + ") allSatisfy: [:each | " + name + " canUnderstand: each]]";

                assertThat(TestVms.print(vm, question)).as(question).isEqualTo("true");
            }
        }
    }
}
