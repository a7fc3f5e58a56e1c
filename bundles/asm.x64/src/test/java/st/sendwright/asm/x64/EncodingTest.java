package st.sendwright.asm.x64;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Each form of each instruction against binutils; and, where those are missing, against a record of what they
 * agreed to. To record anew after a change, with binutils at hand: {@code -Dencodings.record=FILE}.
 */
@DisplayName("Every form of every instruction")
class EncodingTest {

    private static final long RECORDED_SEED = 1;
    private static final int MOST_SHOWN = 40;

    @TempDir
    private Path folder;

    @Test
    void isEncodedAsBinutilsDo() throws Exception {
        assumeTrue(Binutils.areInstalled(folder),
                "binutils are not installed; the record of what they agreed to is compared all the same");

        compare(EncodingCorpus.forms(RECORDED_SEED));
        long seed = RandomGenerator.getDefault().nextLong();
        System.out.println("operands at random from seed " + seed);
        compare(EncodingCorpus.forms(seed));
    }

    @Test
    void isEncodedAsBinutilsOnceDid() throws Exception {
        List<String> now = EncodingCorpus.forms(RECORDED_SEED).stream().map(EncodingTest::record).toList();
        String file = System.getProperty("encodings.record");
        if (file != null) {
            Files.write(Path.of(file), now);
        }

        assertThat(now).containsExactlyElementsOf(recorded());
    }

    private void compare(List<EncodingCorpus.Form> forms) throws Exception {
        List<EncodingCorpus.Case> cases = forms.stream().flatMap(form -> form.cases().stream()).toList();
        String[] theirs = Binutils.assemble(cases.stream().map(EncodingCorpus.Case::text).toList(), folder);
        List<String> differences = new ArrayList<>();
        for (int index = 0; index < cases.size(); index++) {
            EncodingCorpus.Case one = cases.get(index);
            if (!one.hexadecimal().equals(theirs[index]) && differences.size() < MOST_SHOWN) {
                differences.add("%s: ours %s, theirs %s".formatted(one.text(), one.hexadecimal(), theirs[index]));
            }
        }
        System.out.println(cases.size() + " instructions of " + forms.size() + " forms compared with binutils");

        assertThat(differences).as("instructions that binutils encode otherwise").isEmpty();
        assertThat(forms).allSatisfy(form -> assertThat(form.cases()).as(form.signature()).isNotEmpty());
    }

    /** The form, how many cases, a digest over the code of all, and one of them to look at. */
    private static String record(EncodingCorpus.Form form) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new AssertionError(absent);
        }
        form.cases().forEach(one -> digest.update(one.code()));
        EncodingCorpus.Case example = form.cases().getLast();
        return "%s\t%d\t%s\t%s = %s".formatted(form.signature(), form.cases().size(),
                HexFormat.of().formatHex(digest.digest(), 0, 8), example.text(), example.hexadecimal());
    }

    private static List<String> recorded() throws IOException {
        try (InputStream table = EncodingTest.class.getResourceAsStream("encodings.txt")) {
            assertThat(table).as("the record").isNotNull();
            return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
