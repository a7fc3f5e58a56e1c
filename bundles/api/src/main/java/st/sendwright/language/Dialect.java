package st.sendwright.language;

import java.util.List;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ProviderType;
import st.sendwright.vm.Vm;

/**
 * What a Smalltalk system's sources mean where they mean something of their own: signs that read otherwise than
 * elsewhere, and numbers of primitives. The messages that define classes contradict each other nowhere, so all are
 * understood in every dialect.
 *
 * <p><b>Called</b> once per source file, and per method that has a primitive (F0, F2). <b>Thread</b>: any.
 * <b>State</b>: none; everything it answers is immutable and always the same.
 */
@ProviderType
public interface Dialect {

    /** How much of a file {@link #confidence} is given, in lines. */
    int LINES_LOOKED_AT = 40;

    /** For sources that no dialect claims: accepts the most, and knows primitives by this VM's names only. */
    Dialect DEFAULT = new DefaultDialect();

    /** What it is chosen by, such as {@code "squeak"}; lower case letters and digits. */
    String name();

    /** Other names that choose it, such as {@code "pharo"}. */
    List<String> aliases();

    /** What people call the systems, in a few words, such as {@code "Squeak, Pharo and Cuis"}. */
    String description();

    /** How its source is read. */
    SyntaxOptions syntax();

    /** What the numbers in its {@code <primitive: 60>} mean. */
    PrimitiveNumbering primitives();

    /**
     * How sure a file is to be of this dialect, by its first {@value #LINES_LOOKED_AT} lines or fewer.
     *
     * @param fileName with or without directories
     * @return 0 (nothing speaks for it) to 100 (the file says so itself)
     */
    int confidence(String fileName, String firstLines);

    /** What no other dialect writes, so that it does not belong into a file of another. */
    List<Mark> marks();

    /**
     * A form that gives a dialect away.
     *
     * @param confidence how sure a file is to be of this dialect whose first lines have the form, 0 to 100
     * @param pattern found anywhere in a file; may span lines, and begins where the form does
     * @param meaning what to call it in a message, such as {@code "a list of categories"}
     */
    record Mark(int confidence, Pattern pattern, String meaning) {
    }

    /**
     * Has a VM's kernel follow this dialect's customs where systems contradict each other, unless a program or another dialect
     * has chosen before.
     *
     * @param vm one that runs; it waits for its programs as any expression does
     */
    default void adopt(Vm vm) {
        if (vm.evaluate(SourceText.of("KernelDialect adopt: #" + name(), "the dialect " + name()))
                instanceof Vm.Evaluation.Value(var handle, var _)) {
            handle.close();
        }
    }

    /** Whether {@code word} chooses it; case does not matter. */
    default boolean isCalled(String word) {
        return name().equalsIgnoreCase(word) || aliases().stream().anyMatch(word::equalsIgnoreCase);
    }
}
