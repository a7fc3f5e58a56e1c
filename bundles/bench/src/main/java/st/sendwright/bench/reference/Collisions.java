package st.sendwright.bench.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Aircraft that fly straight on, turn round at borders, and come near each other. */
final class Collisions implements Reference {

    private static final int COUNT = 300;

    private static final class Aircraft {
        private double x;
        private double y;
        private double dx;
        private double dy;

        Aircraft(Lehmer random) {
            x = random.below(1_000) + 0.5;
            y = random.below(1_000) + 0.5;
            dx = (random.below(41) - 20) / 8.0;
            dy = (random.below(41) - 20) / 8.0;
        }

        void move() {
            x += dx;
            y += dy;
            if (x < 0.0 || x > 1_000.0) {
                dx = -dx;
            }
            if (y < 0.0 || y > 1_000.0) {
                dy = -dy;
            }
        }

        boolean isNear(Aircraft other) {
            double distanceX = other.x - x;
            double distanceY = other.y - y;
            double speedX = other.dx - dx;
            double speedY = other.dy - dy;
            double square = speedX * speedX + speedY * speedY;
            double time = 0.0;
            if (square > 0.0) {
                time = -(distanceX * speedX + distanceY * speedY) / square;
                if (time < 0.0) {
                    time = 0.0;
                }
                if (time > 1.0) {
                    time = 1.0;
                }
            }
            distanceX += speedX * time;
            distanceY += speedY * time;
            return Math.sqrt(distanceX * distanceX + distanceY * distanceY) < 4.0;
        }
    }

    private List<Aircraft> aircraft;
    private Map<Integer, List<Aircraft>> cells;

    @Override
    public long run(int size) {
        Lehmer random = new Lehmer(2_026);
        aircraft = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            aircraft.add(new Aircraft(random));
        }
        long near = 0;
        for (int tick = 0; tick < size; tick++) {
            sortIntoCells();
            near += countNear();
            aircraft.forEach(Aircraft::move);
        }
        return near;
    }

    private void sortIntoCells() {
        cells = new HashMap<>();
        for (Aircraft each : aircraft) {
            int key = ((int) Math.floor(each.x / 10.0) + 100) * 1_000 + (int) Math.floor(each.y / 10.0) + 100;
            cells.computeIfAbsent(key, absent -> new ArrayList<>()).add(each);
        }
    }

    private long countNear() {
        long near = 0;
        for (Map.Entry<Integer, List<Aircraft>> entry : cells.entrySet()) {
            List<Aircraft> cell = entry.getValue();
            for (int i = 0; i < cell.size(); i++) {
                for (int j = i + 1; j < cell.size(); j++) {
                    if (cell.get(i).isNear(cell.get(j))) {
                        near++;
                    }
                }
            }
            int key = entry.getKey();
            near += count(cell, key + 1) + count(cell, key + 999) + count(cell, key + 1_000)
                    + count(cell, key + 1_001);
        }
        return near;
    }

    private long count(List<Aircraft> cell, int key) {
        List<Aircraft> other = cells.get(key);
        if (other == null) {
            return 0;
        }
        long near = 0;
        for (Aircraft each : cell) {
            for (Aircraft another : other) {
                if (each.isNear(another)) {
                    near++;
                }
            }
        }
        return near;
    }
}
