package st.sendwright.asm.x64;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every method of the assembler that emits an instruction, called with operands of all kinds, beside what
 * binutils is to make the same of. Methods are found by reflection, so that a new one cannot be forgotten.
 */
final class EncodingCorpus {

    /** Methods that emit no instruction of their own; {@link AssemblerTest} is about them. */
    private static final Set<String> NO_INSTRUCTION = Set.of(
            "position", "code", "shortened", "relocations", "bind", "align", "nop", "data8", "data32", "data64", "constant",
            "emitConstants");

    private static final int MOST_CASES = 320;

    /** One instruction: how it is written for binutils, and what our assembler made of it. */
    record Case(String text, byte[] code) {

        String hexadecimal() {
            StringBuilder digits = new StringBuilder();
            for (byte one : code) {
                digits.append("%02X".formatted(one));
            }
            return digits.toString();
        }
    }

    /** One method of the assembler. */
    record Form(String signature, List<Case> cases) {
    }

    private final Random random;

    private EncodingCorpus(long seed) {
        this.random = new Random(seed);
    }

    static List<Form> forms(long seed) {
        EncodingCorpus corpus = new EncodingCorpus(seed);
        return instructions().map(corpus::form).toList();
    }

    private static Stream<Method> instructions() {
        return Arrays.stream(Assembler.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .filter(method -> !NO_INSTRUCTION.contains(method.getName()))
                .sorted(Comparator.comparing(EncodingCorpus::signature));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private Form form(Method method) {
        List<Case> cases = operandLists(method).stream().map(operands -> one(method, operands)).toList();
        return new Form(signature(method), cases);
    }

    private Case one(Method method, List<Object> values) {
        Assembler asm = new Assembler();
        Label label = new Label();
        List<Object> operands = values.stream().map(value -> withLabel(value, label)).toList();
        boolean ahead = random.nextBoolean();
        boolean isShort = method.getName().endsWith("Short");
        int between = random.nextInt(isShort ? 120 : 300);
        if (!ahead) {
            asm.bind(label);
            asm.nop(between);
        }
        int start = asm.position();
        invoke(method, asm, operands);
        int end = asm.position();
        if (ahead) {
            asm.nop(between);
            asm.bind(label);
        }
        byte[] code = Arrays.copyOfRange(asm.code(), start, end);
        IntelText text = new IntelText(method, operands, ahead ? between : -between - code.length, code.length);
        return new Case(text.toString(), code);
    }

    /** A label belongs to one assembler, so each case has its own. */
    private static Object withLabel(Object operand, Label label) {
        return switch (operand) {
            case Label ignored -> label;
            case Address address when address.label() != null -> Address.of(label);
            default -> operand;
        };
    }

    private static void invoke(Method method, Assembler asm, List<Object> operands) {
        try {
            method.invoke(asm, operands.toArray());
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new AssertionError(signature(method) + " of " + operands, failure);
        }
    }

    /** All combinations where they are few, else as many as show each value with many others. */
    private List<List<Object>> operandLists(Method method) {
        List<List<Object>> values = Arrays.stream(method.getParameterTypes())
                .map(type -> valuesOf(method, type)).toList();
        long combinations = values.stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
        if (combinations <= MOST_CASES) {
            List<List<Object>> all = List.of(List.of());
            for (List<Object> next : values) {
                all = all.stream().flatMap(begun -> next.stream().map(value -> {
                    List<Object> longer = new ArrayList<>(begun);
                    longer.add(value);
                    return longer;
                })).map(List::copyOf).toList();
            }
            return all;
        }
        List<List<Object>> columns = values.stream().map(this::shuffledUpToMost).toList();
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < MOST_CASES; row++) {
            int index = row;
            rows.add(columns.stream().map(column -> column.get(index)).toList());
        }
        return rows;
    }

    private List<Object> shuffledUpToMost(List<Object> values) {
        List<Object> column = new ArrayList<>();
        while (column.size() < MOST_CASES) {
            List<Object> again = new ArrayList<>(values);
            Collections.shuffle(again, random);
            column.addAll(again);
        }
        return column;
    }

    private List<Object> valuesOf(Method method, Class<?> type) {
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        } else if (type == Address.class) {
            return addresses();
        } else if (type == Label.class) {
            return Stream.generate(Label::new).limit(100).collect(Collectors.toList());
        } else if (type == long.class) {
            return longs();
        } else {
            return integers(method);
        }
    }

    /** Every base, every pair of base and index, displacements at the borders of their sizes. */
    private List<Object> addresses() {
        List<Object> all = new ArrayList<>();
        for (Register base : Register.values()) {
            for (int displacement : new int[] {0, 1, -1, 127, 128, -128, -129, random.nextInt()}) {
                all.add(Address.at(base, displacement));
            }
            Register index = Register.values()[random.nextInt(16)];
            for (int displacement : new int[] {0, random.nextInt(256) - 128, random.nextInt()}) {
                all.add(Address.at(base, index == Register.RSP ? Register.R12 : index, scale(), displacement));
            }
        }
        for (Register index : Register.values()) {
            if (index != Register.RSP) {
                for (int displacement : new int[] {0, random.nextInt(256) - 128, random.nextInt()}) {
                    all.add(Address.at(Register.values()[random.nextInt(16)], index, scale(), displacement));
                }
            }
        }
        for (int count = 0; count < 12; count++) {
            all.add(Address.of(new Label()));
            all.add(Address.absolute(random.nextInt()));
        }
        return all;
    }

    private int scale() {
        return 1 << random.nextInt(4);
    }

    private List<Object> longs() {
        List<Object> all = new ArrayList<>(List.of(0L, 1L, -1L, 127L, 128L, -128L, -129L, Long.MAX_VALUE,
                Long.MIN_VALUE));
        for (int bit : new int[] {7, 8, 31, 32, 33, 47, 62}) {
            all.addAll(List.of((1L << bit) - 1, 1L << bit, -(1L << bit), -(1L << bit) - 1));
        }
        for (int count = 0; count < 20; count++) {
            all.add(random.nextLong() >> random.nextInt(64));
        }
        return all;
    }

    private List<Object> integers(Method method) {
        String name = method.getName();
        if (name.matches("(shl|sar|shr|rol|ror)(32)?")) {
            return range(0, name.endsWith("32") ? 31 : 63);
        } else if (name.equals("roundsd")) {
            return range(0, 15);
        } else if (name.endsWith("8")) {
            return range(-128, 255);
        } else if (name.equals("ret")) {
            return List.of(0, 1, 8, 255, 256, 0x7FFF, 0x8000, 0xFFFF);
        } else if (name.endsWith("External")) {
            return List.of(7);
        }
        List<Object> all = new ArrayList<>(List.of(0, 1, -1, 127, 128, -128, -129, 255, 256, 0x7FFF, 0x8000,
                Integer.MAX_VALUE, Integer.MIN_VALUE));
        for (int count = 0; count < 20; count++) {
            all.add(random.nextInt() >> random.nextInt(32));
        }
        return all;
    }

    private static List<Object> range(int from, int to) {
        List<Object> all = new ArrayList<>();
        for (int value = from; value <= to; value++) {
            all.add(value);
        }
        return all;
    }
}
