package st.sendwright.bench.reference;

/** How soon the points of a square leave Mandelbrot's set. */
final class Mandelbrot implements Reference {

    private static final int MOST_STEPS = 50;

    @Override
    public long run(int size) {
        long sum = 0;
        for (int row = 0; row < size; row++) {
            double ci = 2.0 * row / size - 1.0;
            for (int column = 0; column < size; column++) {
                sum += steps(3.0 * column / size - 2.0, ci);
            }
        }
        return sum;
    }

    private static int steps(double cr, double ci) {
        double zr = 0;
        double zi = 0;
        double zr2 = 0;
        double zi2 = 0;
        int steps = 0;
        while (steps < MOST_STEPS && zr2 + zi2 <= 4.0) {
            zi = 2.0 * zr * zi + ci;
            zr = zr2 - zi2 + cr;
            zr2 = zr * zr;
            zi2 = zi * zi;
            steps++;
        }
        return steps;
    }
}
