package st.sendwright.runtime;

import static st.sendwright.runtime.Piece.expression;
import static st.sendwright.runtime.Piece.fixed;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import st.sendwright.runtime.RandomValues.Want;

/**
 * Makes random programs that are valid and that end: loops count, methods call only methods before them or
 * count down,
 * and each call takes from a supply of fuel without which methods answer at once.
 */
final class RandomProgramGenerator {

    /** What can be named at a place. */
    private record Scope(List<Variable> variables, String className, int level, int nesting) {

        private Scope inner(List<Variable> more) {
            List<Variable> all = new ArrayList<>(variables);
            all.addAll(more);
            return new Scope(all, className, level, nesting + 1);
        }
    }

    private record Variable(String name, Want want, boolean isAssignable) {
    }

    private static final int FUEL = 400;
    /** What the methods of each level answer. */
    private static final List<Want> ANSWERS = List.of(Want.INTEGER, Want.BOOLEAN, Want.INTEGER, Want.ARRAY,
            Want.NUMBER,
            Want.OBJECT, Want.INTEGER, Want.INTEGER);
    private static final int LEVELS = ANSWERS.size();
    private static final int MOST_NESTING = 3;
    private static final int DEPTH = 4;
    /** Of this many expressions one is not what is wanted. */
    private static final int ODD = 150;

    private static final List<String> CLASSES = RandomProgramSupport.CLASSES;

    private final Random random;
    private final long seed;
    private int names;

    RandomProgramGenerator(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    RandomProgram program() {
        List<RandomProgram.Method> methods = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            for (String className : CLASSES) {
                if (className.equals("FuzzRoot") || random.nextInt(3) == 0) {
                    methods.add(method(className, level));
                }
            }
        }
        methods.add(main());
        return new RandomProgram(seed, methods);
    }

    // Methods

    private static int arguments(int level) {
        return level == LEVELS - 1 ? 1 : level % 4;
    }

    private static String selectorPart(int level, int index) {
        int arguments = arguments(level);
        return arguments == 0 ? "m" + level : index == 0 ? "m" + level + ":" : "with" + index + ":";
    }

    private RandomProgram.Method method(String className, int level) {
        List<Variable> variables = new ArrayList<>(List.of(new Variable("a", Want.INTEGER, true),
                new Variable("b", Want.OBJECT, true), new Variable("c", Want.ARRAY, true),
                new Variable("d", Want.FUNCTION, true), new Variable("Shared", Want.NUMBER, true)));
        if (className.equals("FuzzLeft") || className.equals("FuzzDeep")) {
            variables.add(new Variable("e", Want.STRING, true));
        }
        if (className.equals("FuzzDeep")) {
            variables.add(new Variable("f", Want.NUMBER, true));
            variables.add(new Variable("g", Want.BOOLEAN, true));
        }
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < Math.max(1, arguments(level)); i++) {
            pattern.append(selectorPart(level, i)).append(' ');
            if (arguments(level) > 0) {
                pattern.append("p").append(i).append(' ');
                variables.add(new Variable("p" + i, Want.INTEGER, false));
            }
        }
        Scope scope = new Scope(variables, className, level, 0);
        if (level < LEVELS - 1 && random.nextInt(8) == 0) {
            return new RandomProgram.Method(className, fixed(pattern + "\n\t", simpleBody(scope)));
        }
        List<Variable> temporaries = temporaries(random.nextInt(5));
        String declared = declarations(temporaries);
        Scope inside = new Scope(scope.inner(temporaries).variables, className, level, 0);
        String start = pattern + "\n\t" + declared + "(Fuel := Fuel - 1) < 0 ifTrue: [^nil].\n\t";
        if (level == LEVELS - 1) {
            return new RandomProgram.Method(className, fixed(start, "p0 < 1 ifTrue: [^",
                    value(Want.INTEGER, inside, 2), "].\n\t", statements(inside, temporaries, 1
                    + random.nextInt(3)), "\n\t^",
                    expression("(self ", selectorPart(level, 0), " p0 - 1)"), binary(), value(Want.INTEGER,
                    inside, 2)));
        }
        return new RandomProgram.Method(className, fixed(start, statements(inside, temporaries, 1
                + random.nextInt(5)), "\n\t^",
                tamed(value(ANSWERS.get(level), inside, DEPTH))));
    }

    /** What a compiler may make no frame for. */
    private Object simpleBody(Scope scope) {
        return switch (random.nextInt(6)) {
            case 0 -> "^" + variable(scope, ANSWERS.get(scope.level));
            case 1 -> "^" + RandomValues.literal(Want.INTEGER, random);
            case 2 -> "^self";
            case 3 -> "a := " + variable(scope, Want.INTEGER);
            case 4 -> "^" + variable(scope, Want.INTEGER) + binary() + variable(scope, Want.INTEGER);
            default -> "^b := " + variable(scope, Want.OBJECT);
        };
    }

    private RandomProgram.Method main() {
        List<Variable> objects = new ArrayList<>();
        StringBuilder start = new StringBuilder("main\n\t| ");
        for (int i = 0; i < CLASSES.size(); i++) {
            objects.add(new Variable("o" + i, Want.FUZZ, false));
            start.append("o").append(i).append(' ');
        }
        start.append("| self start: ").append(FUEL).append(".\n\t");
        for (int i = 0; i < CLASSES.size(); i++) {
            start.append("o%d := %s new start: %d; yourself.%n\t".formatted(i, CLASSES.get(i), FUEL));
        }
        List<Piece> statements = new ArrayList<>();
        Scope scope = new Scope(objects, "FuzzRoot", LEVELS, 0);
        for (int i = 0; i < 4 + random.nextInt(6); i++) {
            Piece work = random.nextInt(3) == 0 ? sequenceInBlock(scope)
                    : fixed("[", call(any(), scope, 2), "]");
            statements.add(fixed("self log: (self ", random.nextInt(12) == 0 ? "fork: " : "guard: ", work,
                    ")\n\t"));
        }
        for (Variable object : objects) {
            statements.add(fixed("self log: " + object.name));
        }
        return new RandomProgram.Method("FuzzRoot", fixed(start.toString(), Piece.sequence(statements)));
    }

    private Piece sequenceInBlock(Scope scope) {
        return fixed("[", statements(scope, 1 + random.nextInt(3)), value(any(), scope, DEPTH), "]");
    }

    private List<Variable> temporaries(int count) {
        List<Variable> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(new Variable("t" + names++, any(), true));
        }
        return made;
    }

    private static String declarations(List<Variable> temporaries) {
        StringBuilder text = new StringBuilder();
        if (!temporaries.isEmpty()) {
            text.append("| ");
            temporaries.forEach(each -> text.append(each.name).append(' '));
            text.append("| ");
        }
        return text.toString();
    }

    // Statements

    private Piece statements(Scope scope, int count) {
        return statements(scope, List.of(), count);
    }

    /** Statements, of which the first give most of the temporaries a value. */
    private Piece statements(Scope scope, List<Variable> temporaries, int count) {
        List<Piece> all = new ArrayList<>();
        for (Variable variable : temporaries) {
            if (random.nextInt(6) > 0) {
                String value = random.nextBoolean() ? RandomValues.literal(variable.want, random)
                        : variable(without(scope, temporaries), variable.want);
                all.add(fixed(variable.name, " := ", expression(value)));
            }
        }
        for (int i = 0; i < count; i++) {
            all.add(statement(scope));
        }
        return Piece.sequence(all);
    }

    private Piece statement(Scope scope) {
        boolean nests = scope.nesting < MOST_NESTING;
        return switch (random.nextInt(nests ? 22 : 8)) {
            case 0, 1, 2 -> assignment(scope);
            case 3 -> fixed("self log: ", value(any(), scope, DEPTH));
            case 4 -> fixed("self probe: " + (1 + random.nextInt(4)));
            case 5 -> fixed(value(Want.ARRAY, scope, 2), " at: ", index(scope), " put: ", value(Want.INTEGER,
                    scope, 3));
            case 6 -> fixed(call(any(), scope, 2));
            case 7 -> random.nextInt(12) == 0 ? signal(scope) : assignment(scope);
            case 8, 9 -> fixed(value(Want.BOOLEAN, scope, 3), pick(List.of(" ifTrue: [", " ifFalse: [")),
                    statements(inner(scope), 1 + random.nextInt(2)), random.nextInt(5) == 0
                            ? fixed("^", tamed(value(any(), scope, 3))) : "nil", "]");
            case 10 -> fixed(value(Want.BOOLEAN, scope, 3), " ifTrue: [", statements(inner(scope), 1),
                    "] ifFalse: [",
                    statements(inner(scope), 1), "]");
            case 11 -> counting("1 to: ", scope);
            case 12 -> counting("4 to: 1 by: -1 do:", scope);
            case 13 -> whileLoop(scope);
            case 14 -> fixed(1 + random.nextInt(12), " timesRepeat: [", statements(inner(scope), 1), "]");
            case 15 -> each(scope);
            case 16 -> fixed("[", block(any(), scope), "] ensure: [", statements(inner(scope), 1), "]");
            case 17 -> fixed("[", block(any(), scope), "] ifCurtailed: [", statements(inner(scope), 1), "]");
            case 18 -> fixed(handled(any(), scope));
            case 19 -> fixed(value(Want.OBJECT, scope, 2), random.nextBoolean() ? " ifNil: ["
                    : " ifNotNil: [:v" + names
                    + " | ", statements(inner(scope), 1), "]");
            case 20 -> fixed("self deep: " + pick(List.of("3", "40", "700")) + " do: [", block(any(), scope),
                    "]");
            default -> fixed("[:k :l | ", statements(inner(scope), 1), random.nextInt(4) == 0 ? "^k" : "k",
                    "] value: ",
                    value(any(), scope, 2), " value: ", value(any(), scope, 2));
        };
    }

    private static Scope without(Scope scope, List<Variable> some) {
        return new Scope(scope.variables.stream().filter(each -> !some.contains(each)).toList(),
                scope.className,
                scope.level, scope.nesting);
    }

    private static Scope inner(Scope scope) {
        return scope.inner(List.of());
    }

    /** Statements and a value; with temporaries of its own, sometimes. */
    private Piece block(Want want, Scope scope) {
        List<Variable> own = temporaries(random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
        Scope inside = scope.inner(own);
        return fixed(declarations(own), statements(inside, own, random.nextInt(3)), random.nextInt(15) == 0
                ? "^" : "",
                tamed(value(want, inside, 2)));
    }

    private Piece assignment(Scope scope) {
        List<Variable> targets = scope.variables.stream().filter(Variable::isAssignable).toList();
        if (targets.isEmpty()) {
            return fixed("self log: ", value(any(), scope, DEPTH));
        }
        Variable target = pick(targets);
        return fixed(target.name, " := ", tamed(value(target.want, scope, DEPTH)));
    }

    private Piece counting(String head, Scope scope) {
        String name = "i" + names++;
        Scope inside = scope.inner(List.of(new Variable(name, Want.INTEGER, false)));
        String range = head.endsWith("do:") ? head : head + pick(List.of("3", "6", "12", "30")) + " do:";
        return fixed(range + " [:" + name + " | ", statements(inside, 1 + random.nextInt(2)), "]");
    }

    private Piece whileLoop(Scope scope) {
        String name = "w" + names++;
        Scope inside = scope.inner(List.of(new Variable(name, Want.INTEGER, false)));
        return fixed("[| " + name + " | " + name + " := 0. [" + name + " < " + (2 + random.nextInt(12))
                + " and: [",
                value(Want.BOOLEAN, inside, 2), pick(List.of("]] whileTrue", "] ] whileTrue")) + ": [" + name
                + " := "
                        + name + " + 1. ", statements(inside, 1), "]. " + name + "] value");
    }

    private Piece each(Scope scope) {
        String name = "j" + names++;
        Scope inside = scope.inner(List.of(new Variable(name, Want.INTEGER, false)));
        String message = pick(List.of("do:", "collect:", "select:", "reject:", "detect:", "reverseDo:"));
        Object result = message.equals("do:") || message.equals("collect:") ? value(Want.INTEGER, inside, 2)
                : value(Want.BOOLEAN, inside, 2);
        return fixed("(", value(Want.ARRAY, scope, 2), ") " + message + " [:" + name + " | ",
                statements(inside, 1),
                result, "]", message.equals("detect:") ? " ifNone: [nil]" : "");
    }

    private Piece signal(Scope scope) {
        return fixed(pick(List.of("Error signal: 'fuzz'", "Error new signal", "Notification signal: 'note'",
                "Warning signal: 'warned'", "ZeroDivide new signal: 'none'", "self error: 'odd'",
                "nil fuzzed")));
    }

    // Expressions

    private Want any() {
        return pick(List.of(Want.values()));
    }

    private Piece value(Want wanted, Scope scope, int depth) {
        Want want = random.nextInt(ODD) == 0 ? any() : wanted;
        if (depth <= 0 || random.nextInt(5) == 0) {
            return expression(random.nextInt(3) == 0 ? RandomValues.literal(want, random) : variable(scope,
                    want));
        }
        return random.nextInt(4) == 0 ? common(want, scope, depth) : switch (want) {
            case INTEGER -> integer(scope, depth);
            case NUMBER -> number(scope, depth);
            case BOOLEAN -> bool(scope, depth);
            case ARRAY -> array(scope, depth);
            case STRING -> string(scope, depth);
            case BLOCK -> blockValue(any(), scope);
            case FUNCTION -> function(any(), scope);
            case FUZZ -> fuzz(scope, depth);
            case OBJECT -> object(scope, depth);
        };
    }

    /** What may answer anything. */
    private Piece common(Want want, Scope scope, int depth) {
        boolean nests = scope.nesting < MOST_NESTING;
        int next = depth - 1;
        return switch (random.nextInt(nests ? 14 : 6)) {
            case 0, 1 -> call(want, scope, next);
            case 2 -> expression("(", value(Want.BOOLEAN, scope, next), " ifTrue: [", value(want, scope,
                    next),
                    "] ifFalse: [", value(want, scope, next), "])");
            case 3 -> assignable(want, scope).isEmpty() ? call(want, scope, next) : expression("(",
                    assignable(want, scope) + " := ", tamed(value(want, scope, next)), ")");
            case 4 -> expression("(nil ifNil: [", value(want, scope, next), "])");
            case 5 -> expression("((", value(want, scope, next), ") yourself; yourself)");
            case 6, 7 -> handled(want, scope);
            case 8 -> expression("(", blockValue(want, scope), " value)");
            case 9 -> expression("(", function(want, scope), " value: ", value(Want.INTEGER, scope, next),
                    ")");
            case 10 -> expression("([", block(want, scope), "] ensure: [", statements(inner(scope), 1), "])");
            case 11 -> expression("([", block(want, scope), "] ifCurtailed: [", statements(inner(scope), 1),
                    "])");
            case 12 -> expression("([:k :l | ", value(want, scope, next), "] value: ", value(any(), scope,
                    next),
                    " value: 3)");
            default -> expression("(", value(want, scope, next), " perform: #yourself)");
        };
    }

    private Piece handled(Want want, Scope scope) {
        String name = "x" + names++;
        Scope inside = scope.inner(List.of(new Variable(name + " messageText", Want.STRING, false)));
        Piece answer = value(want, inside, 2);
        boolean resumes = random.nextInt(3) == 0;
        Piece handler = switch (random.nextInt(resumes ? 4 : 9)) {
            case 0, 1 -> fixed(name + (resumes ? " resume: " : " return: "), answer);
            case 2 -> fixed("(Fuel := Fuel - 40) > 0 ifTrue: [" + name + " retry]. ", answer);
            case 3 -> fixed("self log: " + name + " messageText. " + name + " outer. ", answer);
            case 4 -> fixed(name + " retryUsing: [", answer, "]");
            case 5 -> fixed(name + " pass");
            case 6 -> fixed("^", answer);
            default -> answer;
        };
        String kinds = resumes ? pick(List.of("Notification", "Warning", "Notification , Warning"))
                : pick(List.of("Error", "Error", "ZeroDivide", "MessageNotUnderstood", "Error , Notification",
                        "Exception"));
        return expression("([", block(want, scope), resumes && random.nextBoolean()
                ? " -> (Warning signal: 'warned')" : "", "] on: " + kinds + " do: [:" + name + " | ", handler,
                "])");
    }

    private Piece call(Want want, Scope scope, int depth) {
        if (want == Want.ARRAY && random.nextInt(3) == 0) {
            return kinds(scope, depth);
        }
        boolean isSuper = scope.level < LEVELS - 1 && !scope.className.equals("FuzzRoot")
                && random.nextInt(6) == 0;
        List<Integer> levels = IntStream.range(0, isSuper ? scope.level + 1 : scope.level).boxed()
                .filter(each -> want == Want.OBJECT || ANSWERS.get(each) == want).toList();
        if (levels.isEmpty()) {
            return expression("(", value(Want.FUZZ, scope, depth - 1), " ",
                    pick(List.of("a", "b", "c", "constant", "size", "isNil", "value", "class", "isSpent",
                    "hash")), ")");
        }
        int level = pick(levels);
        List<Object> parts = new ArrayList<>();
        parts.add("(");
        parts.add(isSuper ? "super" : random.nextInt(3) == 0 && scope.level < LEVELS ? "self"
                : value(Want.FUZZ, scope, 1));
        parts.add(" ");
        for (int i = 0; i < Math.max(1, arguments(level)); i++) {
            parts.add(selectorPart(level, i) + " ");
            if (level == LEVELS - 1) {
                parts.add(pick(List.of("0", "1", "3", "9", "30")));
            } else if (arguments(level) > 0) {
                parts.add(tamed(value(Want.INTEGER, scope, Math.min(2, depth))));
                parts.add(" ");
            }
        }
        parts.add(")");
        return expression(parts.toArray());
    }

    /** Sends to instances of many classes, one after the other. */
    private Piece kinds(Scope scope, int depth) {
        String message = pick(List.of("kind", "x", "x: ", "kind: ", "+ "));
        Object argument = message.endsWith(" ") ? value(Want.INTEGER, scope, Math.min(1, depth)) : "";
        List<String> classes = new ArrayList<>();
        int count = pick(List.of(1, 2, 3, 6, 9));
        for (int i = 0; i < count + 2; i++) {
            classes.add("FuzzKind" + (1 + random.nextInt(count)) + " new");
        }
        return expression("({" + String.join(". ", classes) + "} collect: [:kind | (kind " + message,
                argument, ") ",
                pick(List.of("class", "yourself", "== 3", "isNil")), "])");
    }

    private Piece integer(Scope scope, int depth) {
        int next = depth - 1;
        return switch (random.nextInt(18)) {
            case 0, 1, 2, 3, 4 -> expression("(", value(Want.INTEGER, scope, next), integral(),
                    value(Want.INTEGER, scope, next), ")");
            case 15 -> expression("(", value(Want.INTEGER, scope, next), integral(), RandomValues.edge(random), ")");
            case 16 -> expression("(", RandomValues.edge(random), integral(), value(Want.INTEGER, scope, next), ")");
            case 17 -> expression("((", RandomValues.edge(random), integral(), RandomValues.small(random), ")",
                    integral(), RandomValues.small(random), ")");
            case 5 -> expression("(", value(Want.INTEGER, scope, next), pick(List.of(" bitAnd: ", " bitOr: ",
                    " bitXor: ")), value(Want.INTEGER, scope, next), ")");
            case 6 -> expression("(", value(Want.INTEGER, scope, next), " bitShift: ",
                    pick(List.of("1", "-1", "3", "60", "-60", "61", "-64", "30",
                            "(#(1 -1 60 -60 61 -64 3 30) at: " + (1 + random.nextInt(8)) + ")")), ")");
            case 7 -> expression("(", value(Want.ARRAY, scope, next), " size)");
            case 8 -> expression("(", value(Want.INTEGER, scope, next), " " + pick(List.of("abs", "negated",
                    "hash",
                    "bitLength", "truncated", "squared", "sign")), ")");
            case 9 -> expression("(", value(Want.INTEGER, scope, next), pick(List.of(" max: ", " min: ",
                    " gcd: ")),
                    value(Want.INTEGER, scope, next), ")");
            case 10 -> expression("(", value(Want.INTEGER, scope, next), " perform: #",
                    pick(List.of("+", "-", "*", "max:", "bitAnd:")), " with: ", value(Want.INTEGER, scope,
                    next), ")");
            case 11 -> expression("(#[1 2 3 250] at: ", index(scope), ")");
            case 12 -> expression("(", value(Want.ARRAY, scope, next), " inject: 0 into: [:s :v | s + ",
                    value(Want.INTEGER, scope.inner(List.of(new Variable("s", Want.INTEGER, false))), next),
                    "])");
            case 13 -> expression("(thisContext " + pick(List.of("pc", "stackp", "size", "sender pc",
                    "home pc")) + ")");
            default -> expression("(", value(Want.INTEGER, scope, next), pick(List.of(" asFloat truncated",
                    " asFloat rounded", " \\\\ 1000", " // 3")), ")");
        };
    }

    private Piece number(Scope scope, int depth) {
        int next = depth - 1;
        return switch (random.nextInt(5)) {
            case 0, 1, 2 -> expression("(", value(Want.NUMBER, scope, next), binary(), value(Want.NUMBER,
                    scope, next),
                    ")");
            case 3 -> expression("(", value(Want.INTEGER, scope, next), " asFloat)");
            default -> expression("(", value(Want.NUMBER, scope, next), pick(List.of(" abs", " negated",
                    " asFloat",
                    " fractionPart", " abs sqrt", " squared")), ")");
        };
    }

    private Piece bool(Scope scope, int depth) {
        int next = depth - 1;
        Want operand = random.nextInt(4) == 0 ? Want.NUMBER : Want.INTEGER;
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> expression("(", value(operand, scope, next), pick(List.of(" < ", " > ", " <= ",
                    " >= ",
                    " = ", " ~= ")), value(operand, scope, next), ")");
            case 4 -> expression("(", value(any(), scope, next), pick(List.of(" == ", " ~~ ")),
                    pick(List.of("nil",
                    "true", "a", "self")).replace("a", "3"), ")");
            case 5 -> expression("(", value(Want.BOOLEAN, scope, next), pick(List.of(" and: [", " or: [")),
                    value(Want.BOOLEAN, scope, next), "])");
            case 6 -> expression("(", value(Want.BOOLEAN, scope, next), " not)");
            case 7 -> expression("(", value(any(), scope, next), pick(List.of(" isNil", " notNil",
                    " isString",
                    " isNil not", " notNil not")), ")");
            case 8 -> expression("(", value(Want.BOOLEAN, scope, next), pick(List.of(" & ", " | ", " xor: ",
                    " = ")),
                    value(Want.BOOLEAN, scope, next), ")");
            default -> expression("(", value(Want.INTEGER, scope, next), " between: 0 and: ",
                    value(Want.INTEGER, scope, next), ")");
        };
    }

    private Piece array(Scope scope, int depth) {
        int next = depth - 1;
        return switch (random.nextInt(9)) {
            case 0, 1 -> expression("{", value(Want.INTEGER, scope, next), ". ", value(Want.NUMBER, scope,
                    next), ". ",
                    value(Want.BOOLEAN, scope, next), "}");
            case 2 -> expression("(Array new: ", pick(List.of("1", "3", "5", "30")), ")");
            case 3 -> expression("(ByteArray new: 4 withAll: " + random.nextInt(256) + ")");
            case 4 -> expression("((OrderedCollection new) add: ", value(Want.INTEGER, scope, next),
                    "; add: ",
                    value(Want.NUMBER, scope, next), "; removeFirst; add: ", value(Want.STRING, scope, next),
                    "; yourself)");
            case 5 -> expression("(", value(Want.ARRAY, scope, next), " collect: [:q | ",
                    value(Want.INTEGER, scope, next), "])");
            case 6 -> expression("(", value(Want.ARRAY, scope, next), " , ", value(Want.ARRAY, scope, next),
                    ")");
            case 7 -> expression("(Array with: ", value(Want.INTEGER, scope, next), " with: ",
                    value(Want.OBJECT, scope, next), ")");
            default -> expression("(1 to: ", pick(List.of("3", "1", "7")), ")");
        };
    }

    private Piece string(Scope scope, int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> expression("(", value(Want.STRING, scope, depth - 1), " , ", value(Want.STRING, scope,
                    depth - 1),
                    ")");
            case 1 -> expression("(", value(Want.NUMBER, scope, depth - 1), " printString)");
            case 2 -> expression("(", value(Want.STRING, scope, depth - 1), " reversed)");
            case 3 -> expression("(String new: 3 withAll: $" + (char) ('a' + random.nextInt(26)) + ")");
            default -> expression("(", value(Want.STRING, scope, depth - 1), " copyWith: $z)");
        };
    }

    private Piece blockValue(Want want, Scope scope) {
        return scope.nesting >= MOST_NESTING ? expression("[", variable(scope, want), "]")
                : expression("[", block(want, scope), "]");
    }

    private Piece function(Want want, Scope scope) {
        String name = "z" + names++;
        return scope.nesting >= MOST_NESTING ? expression("[:" + name + " | ", variable(scope, want), "]")
                : expression("[:" + name + " | ",
                        block(want, scope.inner(List.of(new Variable(name, Want.INTEGER, false)))), "]");
    }

    private Piece fuzz(Scope scope, int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> expression("(" + pick(CLASSES) + " new start: Fuel; a: ", value(Want.INTEGER, scope,
                    depth - 1),
                    "; yourself)");
            case 1 -> expression("(" + pick(CLASSES) + " new start: Fuel; d: ", value(Want.FUNCTION, scope,
                    depth - 1),
                    "; yourself)");
            default -> expression(variable(scope, Want.FUZZ));
        };
    }

    private Piece object(Scope scope, int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> expression("(", value(Want.INTEGER, scope, depth - 1), " -> ", value(any(), scope,
                    depth - 1), ")");
            case 1 -> expression("(", value(Want.FUZZ, scope, depth - 1), " b: ", value(any(), scope,
                    depth - 1), ")");
            case 2 -> expression("(", value(any(), scope, depth - 1), " class)");
            case 3 -> expression("(", value(Want.ARRAY, scope, depth - 1), " at: ", index(scope), ")");
            case 4 -> expression("(", value(Want.FUNCTION, scope, depth - 1), " value: ",
                    value(Want.INTEGER, scope, depth - 1), ")");
            default -> value(any(), scope, depth - 1);
        };
    }

    private Piece index(Scope scope) {
        return random.nextInt(20) == 0 ? value(Want.INTEGER, scope, 1)
                : expression(RandomValues.index(random));
    }

    private String variable(Scope scope, Want want) {
        List<Variable> right = scope.variables.stream().filter(each -> each.want == want).toList();
        if (right.isEmpty()) {
            return want == Want.FUZZ && scope.level < LEVELS ? "self" : RandomValues.literal(want, random);
        }
        String name = pick(right).name;
        return name.contains(" ") ? "(" + name + ")" : name;
    }

    /** A variable for values of this kind; empty when there is none. */
    private String assignable(Want want, Scope scope) {
        List<Variable> all = scope.variables.stream()
                .filter(each -> each.want == want && each.isAssignable).toList();
        return all.isEmpty() ? "" : pick(all).name;
    }

    private String integral() {
        return pick(List.of(" + ", " - ", " * ", " // ", " \\\\ ", " + ", " - ", " + ", " - ", " * ", " / "));
    }

    private String binary() {
        return pick(List.of(" + ", " - ", " * ", " / ", " + ", " - "));
    }

    private static Object tamed(Piece value) {
        String text = value.text();
        boolean grows = text.contains(" * ") || text.contains(" , ") || text.contains("bitShift:")
                || text.contains("squared") || text.contains("raisedTo") || text.contains("copyWith");
        return grows ? expression("(self tame: ", value, ")") : value;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
