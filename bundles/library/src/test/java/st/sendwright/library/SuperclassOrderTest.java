package st.sendwright.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.SourceText;

@DisplayName("The order of kernel sources")
class SuperclassOrderTest {

    @Test
    void putsSuperclassesFirstAndLeavesTheRestAsItIs() throws IOException {
        assertThat(sort("Link subclass: #Process", "nil subclass: #Object", "Object subclass: #Link",
                "Object variableByteSubclass: #String", "Object subclass: #Association"))
                .containsExactly("Object", "Link", "Process", "String", "Association");
    }

    @Test
    void refusesAClassThatInheritsFromItself() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> sort("A subclass: #B", "B subclass: #A"))
                .withMessage("the kernel class B inherits from itself");
    }

    @Test
    void refusesASuperclassWithoutSource() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> sort("Link subclass: #Process"))
                .withMessage("no kernel source defines Link, which others inherit from");
    }

    @Test
    void putsSourcesThatOnlyExtendBehindAllClasses() throws IOException {
        assertThat(sort("!Link methodsFor: 'x'!\n#extension", "Object subclass: #Link", "nil subclass: #Object"))
                .containsExactly("Object", "Link", "extension");
    }

    @Test
    void refusesASourceWithoutClassAndAClassWithTwoSources() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> sort("3 + 4"))
                .withMessage("the kernel source 3 + 4 defines no class and extends none");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> sort("nil subclass: #A", "nil  subclass: #A"))
                .withMessageContaining("defines A, which another one has defined");
    }

    private static List<String> sort(String... definitions) throws IOException {
        return SuperclassOrder.sort(Arrays.stream(definitions)
                .map(text -> SourceText.of(text, text)).toList()).stream()
                .map(source -> source.text().replaceAll("(?s).*#", "")).toList();
    }
}
