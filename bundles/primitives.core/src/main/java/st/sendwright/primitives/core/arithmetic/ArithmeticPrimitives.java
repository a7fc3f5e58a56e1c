package st.sendwright.primitives.core.arithmetic;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import st.sendwright.model.IntegerObjects;
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

    private static final List<Binding> BINDINGS = Stream.of(
            new Binding("add", 1, IntegerArithmetic::add),
            new Binding("subtract", 1, IntegerArithmetic::subtract),
            new Binding("multiply", 1, IntegerArithmetic::multiply),
            new Binding("divide", 1, IntegerArithmetic::divide),
            new Binding("floorDivide", 1, IntegerArithmetic::floorDivide),
            new Binding("modulo", 1, IntegerArithmetic::modulo),
            new Binding("quotient", 1, IntegerArithmetic::quotient),
            new Binding("remainder", 1, IntegerArithmetic::remainder),
            new Binding("negated", 0, IntegerArithmetic::negated),
            new Binding("less", 1, IntegerComparison::less),
            new Binding("lessOrEqual", 1, IntegerComparison::lessOrEqual),
            new Binding("greater", 1, IntegerComparison::greater),
            new Binding("greaterOrEqual", 1, IntegerComparison::greaterOrEqual),
            new Binding("equal", 1, IntegerComparison::equal),
            new Binding("notEqual", 1, IntegerComparison::notEqual),
            new Binding("hash", 0, IntegerComparison::hash),
            new Binding("bitAnd", 1, IntegerBits::and),
            new Binding("bitOr", 1, IntegerBits::or),
            new Binding("bitXor", 1, IntegerBits::xor),
            new Binding("bitInvert", 0, IntegerBits::invert),
            new Binding("bitShift", 1, IntegerBits::shift),
            new Binding("bitAt", 1, IntegerBits::bitAt),
            new Binding("highBit", 0, IntegerBits::highBitOfMagnitude),
            new Binding("lowBit", 0, IntegerBits::lowBit),
            new Binding("bitCount", 0, IntegerBits::bitCount),
            new Binding("digitLength", 0, IntegerBits::digitLength),
            new Binding("digitAt", 1, IntegerBits::digitAt),
            new Binding("gcd", 1, IntegerTheory::gcd),
            new Binding("sqrtFloor", 0, IntegerTheory::sqrtFloor),
            new Binding("raisedToInteger", 1, IntegerTheory::raisedToInteger),
            new Binding("raisedToModulo", 2, IntegerTheory::raisedToModulo),
            new Binding("factorial", 0, IntegerTheory::factorial),
            new Binding("isPrime", 0, IntegerTheory::isPrime),
            new Binding("printString", 1, IntegerConversion::printString),
            new Binding("decimalString", 0, IntegerConversion::decimalString),
            new Binding("readDigits", 2, IntegerConversion::readDigits),
            new Binding("asFloat", 0, IntegerConversion::asFloat),
            new Binding("quotientAsFloat", 1, IntegerConversion::quotientAsFloat),
            new Binding("decimalAsFloat", 1, IntegerConversion::decimalAsFloat),
            new Binding("entropy", 0, IntegerConversion::entropy))
            .map(ArithmeticPrimitives::checked).toList();

    /** Methods of any class may name these, and a receiver that is no Integer has no digits to read. */
    private static Binding checked(Binding binding) {
        Primitive code = binding.code();
        return MAKERS.contains(binding.name()) ? binding
                : new Binding(binding.name(), binding.arguments(),
                        frame -> IntegerObjects.isInteger(frame.receiver())
                                ? code.run(frame) : frame.fail(Failure.WRONG_RECEIVER));
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
}
