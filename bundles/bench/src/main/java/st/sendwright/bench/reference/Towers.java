package st.sendwright.bench.reference;

/** The towers of Hanoi with discs that are linked objects. */
final class Towers implements Reference {

    private static final class Disc {
        private final int size;
        private Disc below;

        Disc(int size) {
            this.size = size;
        }
    }

    private Disc[] piles;
    private int moves;

    @Override
    public long run(int size) {
        piles = new Disc[4];
        for (int each = size; each >= 1; each--) {
            push(new Disc(each), 1);
        }
        moves = 0;
        move(size, 1, 3);
        return moves;
    }

    private void move(int count, int source, int target) {
        if (count == 1) {
            moveTop(source, target);
            return;
        }
        int other = 6 - source - target;
        move(count - 1, source, other);
        moveTop(source, target);
        move(count - 1, other, target);
    }

    private void moveTop(int source, int target) {
        push(pop(source), target);
        moves++;
    }

    private void push(Disc disc, int pile) {
        Disc top = piles[pile];
        if (top != null && disc.size >= top.size) {
            throw new IllegalStateException("a larger disc on a smaller one");
        }
        disc.below = top;
        piles[pile] = disc;
    }

    private Disc pop(int pile) {
        Disc top = piles[pile];
        if (top == null) {
            throw new IllegalStateException("no disc is left");
        }
        piles[pile] = top.below;
        top.below = null;
        return top;
    }
}
