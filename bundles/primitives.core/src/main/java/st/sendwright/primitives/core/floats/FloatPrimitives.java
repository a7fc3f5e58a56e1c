package st.sendwright.primitives.core.floats;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import st.sendwright.model.FloatObjects;
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

    private static final List<Binding> BINDINGS = Stream.of(
            new Binding("add", 1, FloatArithmetic::add),
            new Binding("subtract", 1, FloatArithmetic::subtract),
            new Binding("multiply", 1, FloatArithmetic::multiply),
            new Binding("divide", 1, FloatArithmetic::divide),
            new Binding("less", 1, FloatArithmetic::less),
            new Binding("lessOrEqual", 1, FloatArithmetic::lessOrEqual),
            new Binding("greater", 1, FloatArithmetic::greater),
            new Binding("greaterOrEqual", 1, FloatArithmetic::greaterOrEqual),
            new Binding("equal", 1, FloatArithmetic::equal),
            new Binding("notEqual", 1, FloatArithmetic::notEqual),
            new Binding("hash", 0, FloatConversion::hash),
            new Binding("truncated", 0, FloatConversion::truncated),
            new Binding("floor", 0, FloatConversion::floor),
            new Binding("ceiling", 0, FloatConversion::ceiling),
            new Binding("rounded", 0, FloatConversion::rounded),
            new Binding("integerPart", 0, FloatConversion::integerPart),
            new Binding("fractionPart", 0, FloatConversion::fractionPart),
            new Binding("exponent", 0, FloatConversion::exponent),
            new Binding("timesTwoPower", 1, FloatConversion::timesTwoPower),
            new Binding("bits64", 0, FloatConversion::bits64),
            new Binding("fromBits64", 1, FloatConversion::fromBits64),
            new Binding("bits32", 0, FloatConversion::bits32),
            new Binding("fromBits32", 1, FloatConversion::fromBits32),
            new Binding("digits", 0, FloatConversion::digits),
            function("successor", Math::nextUp),
            function("predecessor", Math::nextDown),
            function("negated", value -> -value),
            function("abs", Math::abs),
            function("sqrt", Math::sqrt),
            function("cubeRoot", StrictMath::cbrt),
            function("exp", StrictMath::exp),
            function("ln", StrictMath::log),
            function("log10", StrictMath::log10),
            function("sin", StrictMath::sin),
            function("cos", StrictMath::cos),
            function("tan", StrictMath::tan),
            function("arcSin", StrictMath::asin),
            function("arcCos", StrictMath::acos),
            function("arcTan", StrictMath::atan),
            function("sinh", StrictMath::sinh),
            function("cosh", StrictMath::cosh),
            function("tanh", StrictMath::tanh),
            new Binding("arcTan2", 1, frame -> FloatArithmetic.binary(frame, StrictMath::atan2)),
            new Binding("hypotenuse", 1, frame -> FloatArithmetic.binary(frame, StrictMath::hypot)),
            new Binding("raisedTo", 1, frame -> FloatArithmetic.binary(frame, StrictMath::pow)))
            .map(FloatPrimitives::checked).toList();

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

    /** Methods of any class may name these, and a receiver that is no Float has no bits to read. */
    private static Binding checked(Binding binding) {
        Primitive code = binding.code();
        return MAKERS.contains(binding.name()) ? binding
                : new Binding(binding.name(), binding.arguments(), frame -> FloatObjects.isFloat(frame.receiver())
                        ? code.run(frame) : frame.fail(Failure.WRONG_RECEIVER));
    }

    private static Binding function(String name, DoubleUnaryOperator function) {
        return new Binding(name, 0, frame -> FloatArithmetic.unary(frame, function));
    }
}
