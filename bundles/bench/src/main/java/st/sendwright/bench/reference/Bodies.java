package st.sendwright.bench.reference;

/** Five bodies that attract each other, moved in small steps. */
final class Bodies implements Reference {

    private static final double STEP = 0.01;

    private static final class Body {
        private final double mass;
        private double x;
        private double y;
        private double z;
        private double dx;
        private double dy;
        private double dz;

        Body(double x, double y, double z, double dx, double dy, double dz, double mass) {
            this.x = x;
            this.y = y;
            this.z = z;
            this.dx = dx;
            this.dy = dy;
            this.dz = dz;
            this.mass = mass;
        }

        void pull(Body other) {
            double distanceX = x - other.x;
            double distanceY = y - other.y;
            double distanceZ = z - other.z;
            double square = distanceX * distanceX + distanceY * distanceY + distanceZ * distanceZ;
            double magnitude = STEP / (square * Math.sqrt(square));
            other.hasten(distanceX * mass * magnitude, distanceY * mass * magnitude,
                    distanceZ * mass * magnitude);
            magnitude = -magnitude;
            hasten(distanceX * other.mass * magnitude, distanceY * other.mass * magnitude,
                    distanceZ * other.mass * magnitude);
        }

        void hasten(double ax, double ay, double az) {
            dx += ax;
            dy += ay;
            dz += az;
        }

        void move() {
            x += STEP * dx;
            y += STEP * dy;
            z += STEP * dz;
        }

        double motion() {
            return 0.5 * mass * (dx * dx + dy * dy + dz * dz);
        }

        double attractionTo(Body other) {
            double distanceX = x - other.x;
            double distanceY = y - other.y;
            double distanceZ = z - other.z;
            return mass * other.mass
                    / Math.sqrt(distanceX * distanceX + distanceY * distanceY + distanceZ * distanceZ);
        }
    }

    private Body[] bodies;

    @Override
    public long run(int size) {
        bodies = new Body[] {
                new Body(0, 0, 0, 0, 0, 0, 40),
                new Body(4, 1, 0.25, 0.5, 3, 0.125, 0.04),
                new Body(-8, 2, 0.5, -0.25, -2, 0.0625, 0.02),
                new Body(2, -15, -0.125, 1.5, 0.25, 0.03125, 0.002),
                new Body(25, 10, -1, -0.5, 1, 0.25, 0.003)};
        for (int step = 0; step < size; step++) {
            step();
        }
        return (long) (energy() * 1e9);
    }

    private void step() {
        for (int i = 0; i < bodies.length; i++) {
            for (int j = i + 1; j < bodies.length; j++) {
                bodies[i].pull(bodies[j]);
            }
        }
        for (Body each : bodies) {
            each.move();
        }
    }

    private double energy() {
        double energy = 0;
        for (int i = 0; i < bodies.length; i++) {
            energy += bodies[i].motion();
            for (int j = i + 1; j < bodies.length; j++) {
                energy -= bodies[i].attractionTo(bodies[j]);
            }
        }
        return energy;
    }
}
