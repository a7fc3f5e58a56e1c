package st.sendwright.language.compiler;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.model.Bytecode;

/**
 * Runs drafts with Java objects as values: just enough of a machine to test what compiled code means.
 *
 * <p>Integers are BigIntegers, nil is null, Arrays and vectors are Object[], an OrderedCollection is a List.
 */
final class TestMachine {

    /** Values of shared variables, by binding. */
    final Map<Object, Object> shared = new HashMap<>();
    /** Instance variables of self. */
    final Object[] instance = new Object[300];
    /** Super sends, as they happened. */
    final List<String> superSends = new ArrayList<>();

    private record Closure(CodeDraft code, Object[] copied, Activation home) {
    }

    private static final class Activation {
        private final Activation home;

        Activation(Activation home) {
            this.home = home == null ? this : home;
        }
    }

    private static final class NonLocalReturn extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Activation home;
        private final transient Object value;

        NonLocalReturn(Activation home, Object value) {
            super(null, null, false, false);
            this.home = home;
            this.value = value;
        }
    }

    /** A message nobody here understands. */
    static final class NotUnderstood extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotUnderstood(String message) {
            super(message);
        }
    }

    Object run(CodeDraft method, Object... arguments) {
        Activation activation = new Activation(null);
        try {
            return run(method, arguments, new Object[0], activation);
        } catch (NonLocalReturn answer) {
            if (answer.home != activation) {
                throw answer;
            }
            return answer.value;
        }
    }

    private Object run(CodeDraft code, Object[] arguments, Object[] copied, Activation activation) {
        Object[] temporaries = new Object[code.temporaries()];
        System.arraycopy(copied, 0, temporaries, 0, copied.length);
        Object[] stack = new Object[code.operands() + 1];
        byte[] bytes = code.bytecodes();
        int sp = 0;
        int pc = 0;
        while (true) {
            Bytecode bytecode = Bytecode.of(bytes[pc] & 0xFF);
            int n = (bytes[pc] & 0xFF) - bytecode.opcode();
            int a = operand(bytes, bytecode, pc, 0);
            int b = operand(bytes, bytecode, pc, 1);
            int c = operand(bytes, bytecode, pc, 2);
            pc += bytecode.length();
            switch (bytecode) {
                case PUSH_RECEIVER_VARIABLE -> stack[sp++] = instance[n];
                case PUSH_RECEIVER_VARIABLE_LONG -> stack[sp++] = instance[a];
                case PUSH_TEMPORARY -> stack[sp++] = temporaries[n];
                case PUSH_TEMPORARY_LONG -> stack[sp++] = temporaries[a];
                case PUSH_ARGUMENT -> stack[sp++] = arguments[arguments.length - 1 - n];
                case PUSH_ARGUMENT_LONG -> stack[sp++] = arguments[arguments.length - 1 - a];
                case PUSH_LITERAL -> stack[sp++] = object(code.literals().get(n));
                case PUSH_LITERAL_LONG -> stack[sp++] = object(code.literals().get(a));
                case PUSH_LITERAL_VARIABLE -> stack[sp++] = shared.get(binding(code, n));
                case PUSH_LITERAL_VARIABLE_LONG -> stack[sp++] = shared.get(binding(code, a));
                case POP_STORE_RECEIVER_VARIABLE -> instance[n] = stack[--sp];
                case POP_STORE_RECEIVER_VARIABLE_LONG -> instance[a] = stack[--sp];
                case STORE_RECEIVER_VARIABLE -> instance[a] = stack[sp - 1];
                case POP_STORE_TEMPORARY -> temporaries[n] = stack[--sp];
                case POP_STORE_TEMPORARY_LONG -> temporaries[a] = stack[--sp];
                case STORE_TEMPORARY -> temporaries[a] = stack[sp - 1];
                case POP_STORE_LITERAL_VARIABLE -> shared.put(binding(code, a), stack[--sp]);
                case STORE_LITERAL_VARIABLE -> shared.put(binding(code, a), stack[sp - 1]);
                case PUSH_RECEIVER -> stack[sp++] = this;
                case PUSH_TRUE -> stack[sp++] = true;
                case PUSH_FALSE -> stack[sp++] = false;
                case PUSH_NIL -> stack[sp++] = null;
                case PUSH_MINUS_ONE -> stack[sp++] = BigInteger.ONE.negate();
                case PUSH_ZERO -> stack[sp++] = BigInteger.ZERO;
                case PUSH_ONE -> stack[sp++] = BigInteger.ONE;
                case PUSH_TWO -> stack[sp++] = BigInteger.TWO;
                case PUSH_SMALL_INTEGER -> stack[sp++] = BigInteger.valueOf(a);
                case PUSH_THIS_CONTEXT -> stack[sp++] = activation;
                case DUPLICATE -> {
                    stack[sp] = stack[sp - 1];
                    sp++;
                }
                case POP -> sp--;
                case RETURN_RECEIVER -> {
                    return this;
                }
                case RETURN_TRUE -> {
                    return true;
                }
                case RETURN_FALSE -> {
                    return false;
                }
                case RETURN_NIL -> {
                    return null;
                }
                case RETURN_TOP -> {
                    return stack[sp - 1];
                }
                case NON_LOCAL_RETURN -> throw new NonLocalReturn(activation.home, stack[sp - 1]);
                case IDENTICAL, NOT_IDENTICAL -> {
                    sp--;
                    boolean same = Objects.equals(stack[sp], stack[sp - 1]);
                    stack[sp - 1] = same == (bytecode == Bytecode.IDENTICAL);
                }
                case CLASS -> stack[sp - 1] = stack[sp - 1] == null ? "UndefinedObject"
                        : stack[sp - 1].getClass().getSimpleName();
                case PUSH_NEW_VECTOR -> stack[sp++] = new Object[a];
                case PUSH_ARRAY -> {
                    sp -= a;
                    Object[] array = new Object[a];
                    System.arraycopy(stack, sp, array, 0, a);
                    stack[sp++] = array;
                }
                case PUSH_CLOSURE -> {
                    sp -= b;
                    Object[] values = new Object[b];
                    System.arraycopy(stack, sp, values, 0, b);
                    CodeDraft block = ((Literal.Block) code.literals().get(a)).code();
                    stack[sp++] = new Closure(block, values, c == 1 ? activation.home : null);
                }
                case PUSH_REMOTE -> stack[sp++] = ((Object[]) temporaries[b])[a];
                case STORE_REMOTE -> ((Object[]) temporaries[b])[a] = stack[sp - 1];
                case POP_STORE_REMOTE -> ((Object[]) temporaries[b])[a] = stack[--sp];
                case JUMP -> pc += a;
                case JUMP_TRUE -> pc += truth(stack[--sp]) ? a : 0;
                case JUMP_FALSE -> pc += truth(stack[--sp]) ? 0 : a;
                case JUMP_NIL -> pc += stack[--sp] == null ? a : 0;
                case JUMP_NOT_NIL -> pc += stack[--sp] != null ? a : 0;
                case SHORT_JUMP -> pc += n + 1;
                case SHORT_JUMP_FALSE -> pc += truth(stack[--sp]) ? 0 : n + 1;
                default -> {
                    String selector;
                    int count;
                    if (bytecode.specialSelector() != null) {
                        selector = bytecode.specialSelector();
                        count = bytecode.pops() - 1;
                    } else {
                        selector = ((Literal.Sym) code.literals().get(a)).value();
                        count = bytecode.operands().size() == 3 ? c : bytecode.opcode() - 0x80;
                    }
                    Object[] values = new Object[count];
                    sp -= count;
                    System.arraycopy(stack, sp, values, 0, count);
                    if (bytecode == Bytecode.SEND_SUPER) {
                        superSends.add(selector);
                        stack[sp - 1] = this;
                    } else {
                        stack[sp - 1] = send(stack[sp - 1], selector, values);
                    }
                }
            }
        }
    }

    private static int operand(byte[] bytes, Bytecode bytecode, int pc, int number) {
        return number < bytecode.operands().size() ? Verifier.operand(bytes, bytecode, pc, number) : 0;
    }

    private static Object binding(CodeDraft code, int literal) {
        return ((Literal.Binding) code.literals().get(literal)).binding();
    }

    private static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new NotUnderstood("mustBeBoolean: " + value);
    }

    private static Object object(Literal literal) {
        return switch (literal) {
            case Literal.Int number -> number.value();
            case Literal.Real number -> number.value();
            case Literal.Char character -> Character.toString(character.codePoint());
            case Literal.Str text -> text.value();
            case Literal.Sym symbol -> "#" + symbol.value();
            case Literal.Arr array -> array.elements().stream().map(TestMachine::object).toArray();
            case Literal.Constant constant -> switch (constant) {
                case NIL -> null;
                case TRUE -> true;
                case FALSE -> false;
            };
            default -> literal;
        };
    }

    private Object send(Object receiver, String selector, Object[] arguments) {
        if (receiver instanceof Closure closure && selector.startsWith("value")) {
            if (closure.code.arguments() != arguments.length) {
                throw new NotUnderstood("a block with " + closure.code.arguments() + " arguments got "
                        + arguments.length);
            }
            return run(closure.code, arguments, closure.copied, new Activation(closure.home));
        }
        if (receiver instanceof BigInteger left && arguments.length == 1
                && arguments[0] instanceof BigInteger right) {
            switch (selector) {
                case "+":
                    return left.add(right);
                case "-":
                    return left.subtract(right);
                case "*":
                    return left.multiply(right);
                case "<":
                    return left.compareTo(right) < 0;
                case ">":
                    return left.compareTo(right) > 0;
                case "<=":
                    return left.compareTo(right) <= 0;
                case ">=":
                    return left.compareTo(right) >= 0;
                case "=":
                    return left.equals(right);
                default:
                    break;
            }
        }
        return sendToObject(receiver, selector, arguments);
    }

    @SuppressWarnings("unchecked")
    private Object sendToObject(Object receiver, String selector, Object[] arguments) {
        switch (selector) {
            case "yourself":
                return receiver;
            case "isNil":
                return receiver == null;
            case "negated":
                return ((BigInteger) receiver).negate();
            case "new":
                return new ArrayList<Object>();
            case "add:":
                ((List<Object>) receiver).add(arguments[0]);
                return arguments[0];
            case "asArray":
                return ((List<Object>) receiver).toArray();
            case "at:":
                return ((Object[]) receiver)[((BigInteger) arguments[0]).intValue() - 1];
            case ",":
                return String.valueOf(receiver) + arguments[0];
            case "not":
                return !(Boolean) receiver;
            case "ifTrue:":
                return (Boolean) receiver ? send(arguments[0], "value", new Object[0]) : null;
            case "whileTrue:":
                while (truth(send(receiver, "value", new Object[0]))) {
                    send(arguments[0], "value", new Object[0]);
                }
                return null;
            case "timesRepeat:":
                for (int i = ((BigInteger) receiver).intValue(); i > 0; i--) {
                    send(arguments[0], "value", new Object[0]);
                }
                return receiver;
            case "to:do:":
                int limit = ((BigInteger) arguments[0]).intValue();
                for (int i = ((BigInteger) receiver).intValue(); i <= limit; i++) {
                    send(arguments[1], "value:", new Object[] {BigInteger.valueOf(i)});
                }
                return receiver;
            case "do:":
                for (Object each : (Object[]) receiver) {
                    send(arguments[0], "value:", new Object[] {each});
                }
                return receiver;
            default:
                throw new NotUnderstood(receiver + " " + selector);
        }
    }
}
