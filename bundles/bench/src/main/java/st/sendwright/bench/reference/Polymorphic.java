package st.sendwright.bench.reference;

import java.util.List;
import java.util.function.IntFunction;

/** Calls whose receivers are of several classes, in an order that does not repeat soon. */
final class Polymorphic implements Reference {

    private static final int COUNT = 1_000;

    private static final List<IntFunction<Shape>> CLASSES = List.of(
            Shape1::new, Shape2::new, Shape3::new, Shape4::new, Shape5::new, Shape6::new, Shape7::new, Shape8::new,
            Shape9::new, Shape10::new, Shape11::new, Shape12::new, Shape13::new, Shape14::new, Shape15::new,
            Shape16::new);

    private final int classes;

    /** With so many classes, at most 16. */
    Polymorphic(int classes) {
        this.classes = classes;
    }

    @Override
    public long run(int size) {
        Lehmer random = new Lehmer(5);
        Shape[] shapes = new Shape[COUNT];
        for (int i = 0; i < COUNT; i++) {
            shapes[i] = CLASSES.get(random.below(classes)).apply(i + 1);
        }
        int sum = 0;
        for (int time = 0; time < size; time++) {
            for (int i = 0; i < COUNT; i++) {
                sum = shapes[i].weight(sum);
            }
        }
        return sum;
    }

    private abstract static class Shape {
        final int side;

        Shape(int side) {
            this.side = side;
        }

        abstract int weight(int number);
    }

    private static final class Shape1 extends Shape {

        Shape1(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 3 + number & 65_535;
        }
    }

    private static final class Shape2 extends Shape {

        Shape2(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 5 + number & 65_535;
        }
    }

    private static final class Shape3 extends Shape {

        Shape3(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 7 + number & 65_535;
        }
    }

    private static final class Shape4 extends Shape {

        Shape4(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 9 + number & 65_535;
        }
    }

    private static final class Shape5 extends Shape {

        Shape5(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 11 + number & 65_535;
        }
    }

    private static final class Shape6 extends Shape {

        Shape6(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 13 + number & 65_535;
        }
    }

    private static final class Shape7 extends Shape {

        Shape7(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 15 + number & 65_535;
        }
    }

    private static final class Shape8 extends Shape {

        Shape8(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 17 + number & 65_535;
        }
    }

    private static final class Shape9 extends Shape {

        Shape9(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 19 + number & 65_535;
        }
    }

    private static final class Shape10 extends Shape {

        Shape10(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 21 + number & 65_535;
        }
    }

    private static final class Shape11 extends Shape {

        Shape11(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 23 + number & 65_535;
        }
    }

    private static final class Shape12 extends Shape {

        Shape12(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 25 + number & 65_535;
        }
    }

    private static final class Shape13 extends Shape {

        Shape13(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 27 + number & 65_535;
        }
    }

    private static final class Shape14 extends Shape {

        Shape14(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 29 + number & 65_535;
        }
    }

    private static final class Shape15 extends Shape {

        Shape15(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 31 + number & 65_535;
        }
    }

    private static final class Shape16 extends Shape {

        Shape16(int side) {
            super(side);
        }

        @Override
        int weight(int number) {
            return side * 33 + number & 65_535;
        }
    }
}
