package st.sendwright.primitives.core.text;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Strings}: Strings and Symbols of either width, and Characters. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-strings")
public final class TextPrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = DeferredPrimitive.bindings(TextPrimitives::code,
            "at 1", "atPut 2", "concatenate 1", "fromCharacters 0", "equal 1", "compare 1",
            "compareIgnoringCase 1", "hash 0", "indexOfCharacter 2", "indexOfString 2", "searchRegex 3",
            "asSymbol 0", "findSymbol 0", "asLowercase 0", "asUppercase 0", "utf8Encoded 0", "utf8Decoded 0",
            "character 1", "characterValue 0", "characterAsLowercase 0", "characterAsUppercase 0",
            "characterIsLetter 0", "characterIsAlphaNumeric 0", "characterIsLowercase 0",
            "characterIsUppercase 0", "characterIsSeparator 0", "characterCategory 0");

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

    private static Primitive code(String name) {
        return switch (name) {
            case "at" -> TextAccess::at;
            case "atPut" -> TextAccess::atPut;
            case "concatenate" -> TextAccess::concatenate;
            case "fromCharacters" -> TextAccess::fromCharacters;
            case "equal" -> TextComparison::equal;
            case "compare" -> TextComparison::compare;
            case "compareIgnoringCase" -> TextComparison::compareIgnoringCase;
            case "hash" -> TextComparison::hash;
            case "indexOfCharacter" -> TextComparison::indexOfCharacter;
            case "indexOfString" -> TextComparison::indexOfString;
            case "searchRegex" -> TextPatterns::search;
            case "asSymbol" -> TextConversion::asSymbol;
            case "findSymbol" -> TextConversion::findSymbol;
            case "asLowercase" -> TextConversion::asLowercase;
            case "asUppercase" -> TextConversion::asUppercase;
            case "utf8Encoded" -> TextConversion::utf8Encoded;
            case "utf8Decoded" -> TextConversion::utf8Decoded;
            case "character" -> Characters::character;
            case "characterValue" -> Characters::value;
            case "characterAsLowercase" -> Characters::asLowercase;
            case "characterAsUppercase" -> Characters::asUppercase;
            case "characterIsLetter" -> Characters::isLetter;
            case "characterIsAlphaNumeric" -> Characters::isAlphaNumeric;
            case "characterIsLowercase" -> Characters::isLowercase;
            case "characterIsUppercase" -> Characters::isUppercase;
            case "characterIsSeparator" -> Characters::isSeparator;
            case "characterCategory" -> Characters::category;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
