package st.sendwright.primitives.core.text;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Strings}: Strings and Symbols of either width, and Characters. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-strings")
public final class TextPrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = List.of(
            new Binding("at", 1, TextAccess::at),
            new Binding("atPut", 2, TextAccess::atPut),
            new Binding("concatenate", 1, TextAccess::concatenate),
            new Binding("fromCharacters", 0, TextAccess::fromCharacters),
            new Binding("equal", 1, TextComparison::equal),
            new Binding("compare", 1, TextComparison::compare),
            new Binding("compareIgnoringCase", 1, TextComparison::compareIgnoringCase),
            new Binding("hash", 0, TextComparison::hash),
            new Binding("indexOfCharacter", 2, TextComparison::indexOfCharacter),
            new Binding("indexOfString", 2, TextComparison::indexOfString),
            new Binding("searchRegex", 3, TextPatterns::search),
            new Binding("asSymbol", 0, TextConversion::asSymbol),
            new Binding("findSymbol", 0, TextConversion::findSymbol),
            new Binding("asLowercase", 0, TextConversion::asLowercase),
            new Binding("asUppercase", 0, TextConversion::asUppercase),
            new Binding("utf8Encoded", 0, TextConversion::utf8Encoded),
            new Binding("utf8Decoded", 0, TextConversion::utf8Decoded),
            new Binding("character", 1, Characters::character),
            new Binding("characterValue", 0, Characters::value),
            new Binding("characterAsLowercase", 0, Characters::asLowercase),
            new Binding("characterAsUppercase", 0, Characters::asUppercase),
            new Binding("characterIsLetter", 0, Characters::isLetter),
            new Binding("characterIsAlphaNumeric", 0, Characters::isAlphaNumeric),
            new Binding("characterIsLowercase", 0, Characters::isLowercase),
            new Binding("characterIsUppercase", 0, Characters::isUppercase),
            new Binding("characterIsSeparator", 0, Characters::isSeparator),
            new Binding("characterCategory", 0, Characters::category));

    @Override
    public String module() {
        return "Strings";
    }

    @Override
    public boolean isCore() {
        return true;
    }

    @Override
    public List<Binding> bindings() {
        return BINDINGS;
    }
}
