package st.sendwright.bench.reference;

import java.util.Arrays;

/** In how many ways queens can stand on a board without threatening each other. */
final class Queens implements Reference {

    private int size;
    private boolean[] columns;
    private boolean[] rising;
    private boolean[] falling;

    @Override
    public long run(int boardSize) {
        size = boardSize;
        columns = new boolean[size + 1];
        rising = new boolean[size + size + 1];
        falling = new boolean[size + size + 1];
        Arrays.fill(columns, true);
        Arrays.fill(rising, true);
        Arrays.fill(falling, true);
        return waysFrom(1);
    }

    private int waysFrom(int row) {
        if (row > size) {
            return 1;
        }
        int ways = 0;
        for (int column = 1; column <= size; column++) {
            if (isFree(row, column)) {
                set(row, column, false);
                ways += waysFrom(row + 1);
                set(row, column, true);
            }
        }
        return ways;
    }

    private boolean isFree(int row, int column) {
        return columns[column] && rising[row + column] && falling[row - column + size];
    }

    private void set(int row, int column, boolean free) {
        columns[column] = free;
        rising[row + column] = free;
        falling[row - column + size] = free;
    }
}
