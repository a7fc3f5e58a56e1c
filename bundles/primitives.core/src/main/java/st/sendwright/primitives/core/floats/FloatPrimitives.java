package st.sendwright.primitives.core.floats;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.osgi.service.component.annotations.Component;
import st.sendwright.model.FloatObjects;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/**
 * The module {@code Float}. The four operations and the square root are correctly rounded; the other
 * functions are those of {@link Math}, within one unit in the last place, and may differ in it between
 * processors.
 */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-float")
public final class FloatPrimitives implements PrimitiveSet {

    /** Sent to Float itself, or to another class, with bits. */
    private static final Set<String> MAKERS = Set.of("fromBits64", "fromBits32");

    private static final List<Binding> BINDINGS = DeferredPrimitive.bindings(FloatPrimitives::checkedCode,
            "add 1", "subtract 1", "multiply 1", "divide 1", "less 1", "lessOrEqual 1", "greater 1",
            "greaterOrEqual 1", "equal 1", "notEqual 1", "hash 0", "truncated 0", "floor 0", "ceiling 0",
            "rounded 0", "integerPart 0", "fractionPart 0", "exponent 0", "timesTwoPower 1", "bits64 0",
            "fromBits64 1", "bits32 0", "fromBits32 1", "digits 0", "successor 0", "predecessor 0",
            "negated 0", "abs 0", "sqrt 0", "cubeRoot 0", "exp 0", "ln 0", "log10 0", "sin 0", "cos 0",
            "tan 0", "arcSin 0", "arcCos 0", "arcTan 0", "sinh 0", "cosh 0", "tanh 0", "arcTan2 1",
            "hypotenuse 1", "raisedTo 1");

    @Override
    public String module() {
        return "Float";
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
            case "add" -> FloatArithmetic::add;
            case "subtract" -> FloatArithmetic::subtract;
            case "multiply" -> FloatArithmetic::multiply;
            case "divide" -> FloatArithmetic::divide;
            case "less" -> FloatArithmetic::less;
            case "lessOrEqual" -> FloatArithmetic::lessOrEqual;
            case "greater" -> FloatArithmetic::greater;
            case "greaterOrEqual" -> FloatArithmetic::greaterOrEqual;
            case "equal" -> FloatArithmetic::equal;
            case "notEqual" -> FloatArithmetic::notEqual;
            case "hash" -> FloatConversion::hash;
            case "truncated" -> FloatConversion::truncated;
            case "floor" -> FloatConversion::floor;
            case "ceiling" -> FloatConversion::ceiling;
            case "rounded" -> FloatConversion::rounded;
            case "integerPart" -> FloatConversion::integerPart;
            case "fractionPart" -> FloatConversion::fractionPart;
            case "exponent" -> FloatConversion::exponent;
            case "timesTwoPower" -> FloatConversion::timesTwoPower;
            case "bits64" -> FloatConversion::bits64;
            case "fromBits64" -> FloatConversion::fromBits64;
            case "bits32" -> FloatConversion::bits32;
            case "fromBits32" -> FloatConversion::fromBits32;
            case "digits" -> FloatConversion::digits;
            case "successor" -> function(Math::nextUp);
            case "predecessor" -> function(Math::nextDown);
            case "negated" -> function(value -> -value);
            case "abs" -> function(Math::abs);
            case "sqrt" -> function(Math::sqrt);
            case "cubeRoot" -> function(StrictMath::cbrt);
            case "exp" -> function(StrictMath::exp);
            case "ln" -> function(StrictMath::log);
            case "log10" -> function(StrictMath::log10);
            case "sin" -> function(StrictMath::sin);
            case "cos" -> function(StrictMath::cos);
            case "tan" -> function(StrictMath::tan);
            case "arcSin" -> function(StrictMath::asin);
            case "arcCos" -> function(StrictMath::acos);
            case "arcTan" -> function(StrictMath::atan);
            case "sinh" -> function(StrictMath::sinh);
            case "cosh" -> function(StrictMath::cosh);
            case "tanh" -> function(StrictMath::tanh);
            case "arcTan2" -> frame -> FloatArithmetic.binary(frame, StrictMath::atan2);
            case "hypotenuse" -> frame -> FloatArithmetic.binary(frame, StrictMath::hypot);
            case "raisedTo" -> frame -> FloatArithmetic.binary(frame, StrictMath::pow);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Methods of any class may name these, and a receiver that is no Float has no bits to read. */
    private static Primitive checkedCode(String name) {
        Primitive code = code(name);
        return MAKERS.contains(name) ? code : frame -> FloatObjects.isFloat(frame.receiver())
                ? code.run(frame) : frame.fail(Failure.WRONG_RECEIVER);
    }

    private static Primitive function(DoubleUnaryOperator function) {
        return frame -> FloatArithmetic.unary(frame, function);
    }
}
