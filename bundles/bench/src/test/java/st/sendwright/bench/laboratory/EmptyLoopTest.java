package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.compiler.BytecodeCompiler;

@DisplayName("The empty loop of the benchmarks")
class EmptyLoopTest {

    private static final Pattern BACKWARD_JUMP = Pattern.compile("\\s*\\d+ .*jump to (\\d+)");

    @Test
    void takesAsManyBytecodesATurnAsTheBenchmarkCounts() throws IOException {
        List<String> listing = new BytecodeCompiler().disassemble(compile(),
                Collections.nCopies(8, "literal"))
                .lines().toList();
        int last = 0;
        while (!BACKWARD_JUMP.matcher(listing.get(last)).matches()) {
            last++;
        }
        Matcher jump = BACKWARD_JUMP.matcher(listing.get(last));
        assertThat(jump.matches()).isTrue();
        String target = jump.group(1);
        int first = 0;
        while (!listing.get(first).strip().startsWith(target + " ")) {
            first++;
        }

        assertThat(last - first + 1).as(String.join("\n", listing))
                .isEqualTo(Programs.BYTECODES_OF_EMPTY_LOOP);
    }

    private static byte[] compile() throws IOException {
        String source = Smalltalk.source("BenchLoops.st");
        String method = source.substring(source.indexOf("run: size"));
        SourceText text = SourceText.of(method.substring(0, method.indexOf('!')), "run:");
        CodeDraft code = new BytecodeCompiler().compile(new SourceCompiler.Request(text,
                SourceCompiler.Kind.METHOD, mock(Scope.class), SyntaxOptions.DEFAULT)).code().orElseThrow();
        return code.bytecodes();
    }
}
