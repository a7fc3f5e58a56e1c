package st.sendwright.bench.laboratory;

import java.util.function.Consumer;
import st.sendwright.laboratory.BenchOutput;

/** Shows what is going on some times a second: printing every iteration would disturb the iterations. */
final class Progress implements Consumer<String> {

    private static final long NANOS_BETWEEN = 200_000_000;

    private final String place;
    private final BenchOutput output;
    private long last = System.nanoTime() - NANOS_BETWEEN;

    /** @param place which program of how many */
    Progress(String place, BenchOutput output) {
        this.place = place;
        this.output = output;
    }

    @Override
    public void accept(String text) {
        long now = System.nanoTime();
        if (now - last >= NANOS_BETWEEN) {
            last = now;
            output.progress(place + text);
        }
    }
}
