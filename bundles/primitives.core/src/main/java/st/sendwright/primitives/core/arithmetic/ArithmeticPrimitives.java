package st.sendwright.primitives.core.arithmetic;

import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import st.sendwright.model.IntegerObjects;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/**
 * The module {@code Arithmetic}: each primitive takes Integers of any size, SmallIntegers on a short path,
 * and fails for every other argument into the Smalltalk code that coerces.
 */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-arithmetic")
public final class ArithmeticPrimitives implements PrimitiveSet {

    /** Their receiver does not matter. */
    private static final Set<String> MAKERS = Set.of("readDigits", "entropy");

    private static final List<Binding> BINDINGS = DeferredPrimitive.bindings(ArithmeticPrimitives::checkedCode,
            "add 1", "subtract 1", "multiply 1", "divide 1", "floorDivide 1", "modulo 1", "quotient 1",
            "remainder 1", "negated 0", "less 1", "lessOrEqual 1", "greater 1", "greaterOrEqual 1", "equal 1",
            "notEqual 1", "hash 0", "bitAnd 1", "bitOr 1", "bitXor 1", "bitInvert 0", "bitShift 1", "bitAt 1",
            "highBit 0", "lowBit 0", "bitCount 0", "digitLength 0", "digitAt 1", "gcd 1", "sqrtFloor 0",
            "raisedToInteger 1", "raisedToModulo 2", "factorial 0", "isPrime 0", "printString 1",
            "decimalString 0", "readDigits 2", "asFloat 0", "quotientAsFloat 1", "decimalAsFloat 1",
            "entropy 0");

    /** Methods of any class may name these, and a receiver that is no Integer has no digits to read. */
    private static Primitive checkedCode(String name) {
        Primitive code = code(name);
        return MAKERS.contains(name) ? code : frame -> IntegerObjects.isInteger(frame.receiver())
                ? code.run(frame) : frame.fail(Failure.WRONG_RECEIVER);
    }

    @Override
    public String module() {
        return "Arithmetic";
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
            case "add" -> IntegerArithmetic::add;
            case "subtract" -> IntegerArithmetic::subtract;
            case "multiply" -> IntegerArithmetic::multiply;
            case "divide" -> IntegerArithmetic::divide;
            case "floorDivide" -> IntegerArithmetic::floorDivide;
            case "modulo" -> IntegerArithmetic::modulo;
            case "quotient" -> IntegerArithmetic::quotient;
            case "remainder" -> IntegerArithmetic::remainder;
            case "negated" -> IntegerArithmetic::negated;
            case "less" -> IntegerComparison::less;
            case "lessOrEqual" -> IntegerComparison::lessOrEqual;
            case "greater" -> IntegerComparison::greater;
            case "greaterOrEqual" -> IntegerComparison::greaterOrEqual;
            case "equal" -> IntegerComparison::equal;
            case "notEqual" -> IntegerComparison::notEqual;
            case "hash" -> IntegerComparison::hash;
            case "bitAnd" -> IntegerBits::and;
            case "bitOr" -> IntegerBits::or;
            case "bitXor" -> IntegerBits::xor;
            case "bitInvert" -> IntegerBits::invert;
            case "bitShift" -> IntegerBits::shift;
            case "bitAt" -> IntegerBits::bitAt;
            case "highBit" -> IntegerBits::highBitOfMagnitude;
            case "lowBit" -> IntegerBits::lowBit;
            case "bitCount" -> IntegerBits::bitCount;
            case "digitLength" -> IntegerBits::digitLength;
            case "digitAt" -> IntegerBits::digitAt;
            case "gcd" -> IntegerTheory::gcd;
            case "sqrtFloor" -> IntegerTheory::sqrtFloor;
            case "raisedToInteger" -> IntegerTheory::raisedToInteger;
            case "raisedToModulo" -> IntegerTheory::raisedToModulo;
            case "factorial" -> IntegerTheory::factorial;
            case "isPrime" -> IntegerTheory::isPrime;
            case "printString" -> IntegerConversion::printString;
            case "decimalString" -> IntegerConversion::decimalString;
            case "readDigits" -> IntegerConversion::readDigits;
            case "asFloat" -> IntegerConversion::asFloat;
            case "quotientAsFloat" -> IntegerConversion::quotientAsFloat;
            case "decimalAsFloat" -> IntegerConversion::decimalAsFloat;
            case "entropy" -> IntegerConversion::entropy;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
