package st.sendwright.bench.reference;

/** Balls that fly in a box and turn round at its walls. */
final class Bounce implements Reference {

    private static final int BALLS = 100;
    private static final int WALL = 1_000;

    private static final class Ball {
        private int x;
        private int y;
        private int dx;
        private int dy;

        Ball(Lehmer random) {
            x = random.below(WALL);
            y = random.below(WALL);
            dx = random.below(61) - 30;
            dy = random.below(61) - 30;
        }

        boolean move() {
            boolean met = false;
            x += dx;
            y += dy;
            if (x > WALL) {
                x = WALL;
                dx = -Math.abs(dx);
                met = true;
            }
            if (x < 0) {
                x = 0;
                dx = Math.abs(dx);
                met = true;
            }
            if (y > WALL) {
                y = WALL;
                dy = -Math.abs(dy);
                met = true;
            }
            if (y < 0) {
                y = 0;
                dy = Math.abs(dy);
                met = true;
            }
            return met;
        }
    }

    @Override
    public long run(int size) {
        Lehmer random = new Lehmer(1);
        Ball[] balls = new Ball[BALLS];
        for (int i = 0; i < BALLS; i++) {
            balls[i] = new Ball(random);
        }
        long bounces = 0;
        for (int step = 0; step < size; step++) {
            for (Ball each : balls) {
                if (each.move()) {
                    bounces++;
                }
            }
        }
        return bounces;
    }
}
