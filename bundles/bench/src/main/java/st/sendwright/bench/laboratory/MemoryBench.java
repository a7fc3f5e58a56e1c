package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import st.sendwright.gc.Collector.Extent;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Collection;

/** What the collections of the generational plan cost, and changes of identities. Thread: any but the VM's. */
final class MemoryBench {

    static final String KIND = "memory-plan";
    private static final String GENERATIONAL = "generational";
    private static final int LIVING_MEGABYTES = 500;
    private static final int REPLACED_AT_ONCE = 20_000;
    /** So many scavenges take place before any counts: by then the JVM has compiled them. */
    private static final int WARM_UP_SCAVENGES = 150;
    private static final int FULL_COLLECTIONS = 10;
    private static final int WARM_UP_COLLECTIONS = 30;
    private static final int IDENTITY_CHANGES = 15;
    private static final int FEW_PROCESSES = 10_000;
    private static final int MANY_PROCESSES = 100_000;

    /** Runs an expression, checks its answer and answers nanoseconds. */
    interface Timer {
        long nanos(String expression, String expected) throws BenchException;
    }

    private final Vm vm;
    private final Timer timer;
    private final double seconds;
    private final Consumer<String> out;
    private final List<Figure> figures = new ArrayList<>();

    /** @param seconds how long the living heap is changed while its pauses are taken */
    MemoryBench(Vm vm, Timer timer, double seconds, Consumer<String> out) {
        this.vm = vm;
        this.timer = timer;
        this.seconds = seconds;
        this.out = out;
    }

    /** Runs all, prints a line for each figure as it is found, and answers them. */
    List<Figure> run() throws BenchException {
        livingHeap();
        waitingProcesses();
        return figures;
    }

    private void add(String name, String unit, double value) {
        figures.add(new Figure(name, unit, value));
        out.accept(String.format(Locale.ROOT, "%-70s %,12.2f %s%n", name, value, unit));
    }

    private void use(String plan) throws BenchException {
        TierExchange record = vm.exchange(KIND, plan, "a benchmark");
        if (!record.isDone()) {
            throw new BenchException(record.refusal().orElseThrow() + ".");
        }
    }

    private void waitingProcesses() throws BenchException {
        use(GENERATIONAL);
        for (int round = 0; round < WARM_UP_COLLECTIONS; round++) {
            timer.nanos("Smalltalk garbageCollect. 1", "1");
        }
        double none = fullCollection();
        double few = fullCollectionWith(FEW_PROCESSES) - none;
        double many = fullCollectionWith(MANY_PROCESSES) - none;
        timer.nanos("Smalltalk at: #BenchmarkProcesses put: nil. 1", "1");
        add("full collection, " + FEW_PROCESSES + " waiting Processes more", "ms", few);
        add("full collection, " + MANY_PROCESSES + " waiting Processes more", "ms", many);
        add("growth from " + FEW_PROCESSES + " to " + MANY_PROCESSES + " Processes", "times", many / few);
    }

    private double fullCollectionWith(int processes) throws BenchException {
        timer.nanos("(Smalltalk at: #BenchmarkProcesses put: BenchLivingHeap new) wait: " + processes,
                Integer.toString(processes));
        return fullCollection();
    }

    /** Milliseconds of the quickest of a few. */
    private double fullCollection() throws BenchException {
        long before = lastNumber();
        for (int round = 0; round < FULL_COLLECTIONS; round++) {
            timer.nanos("Smalltalk garbageCollect. 1", "1");
        }
        return since(before).filter(each -> each.report().reason() == Reason.REQUESTED)
                .mapToDouble(each -> each.report().nanos() / 1e6).min().orElseThrow();
    }

    private long lastNumber() {
        List<Collection> all = vm.collections();
        return all.isEmpty() ? 0 : all.getLast().number();
    }

    private Stream<Collection> since(long number) {
        return vm.collections().stream().filter(each -> each.number() > number);
    }

    private void livingHeap() throws BenchException {
        use(GENERATIONAL);
        timer.nanos("Smalltalk at: #BenchmarkHeap put: (BenchLivingHeap megabytes: " + LIVING_MEGABYTES + "). 1", "1");
        double full = fullCollection();
        long live = vm.collections().getLast().report().survivedBytes();
        add("living objects", "MB", live / 1e6);
        add("full collection", "ms", full);
        add("full collection, for each GB alive", "s", full / 1e3 / (live / 1e9));
        long before = lastNumber();
        while (since(before).count() < WARM_UP_SCAVENGES) {
            replace();
        }
        before = lastNumber();
        long start = System.nanoTime();
        long onProcessor = ProcessorTime.ofVm();
        do {
            replace();
        } while (System.nanoTime() - start < seconds * 1e9 || fullSince(before).findAny().isEmpty());
        double share = (ProcessorTime.ofVm() - onProcessor) / (double) (System.nanoTime() - start);
        add("the VM's thread was on a processor", "%", 100 * share);
        pauses(since(before).toList(), share);
        // Last: what the JVM learns of a search's loops slows the scavenges that come after.
        identities("become: of an old object and one of another size", "exchange: ");
        identities("elementsForwardIdentityTo: of 1000 old objects", "forward: ");
        timer.nanos("Smalltalk at: #BenchmarkHeap put: nil. 1", "1");
    }

    private void identities(String name, String message) throws BenchException {
        double[] times = new double[IDENTITY_CHANGES];
        for (int chunk = 1; chunk <= times.length; chunk++) {
            times[chunk - 1] = timer.nanos("(Smalltalk at: #BenchmarkHeap) " + message + chunk, "14") / 1e6;
        }
        add(name + ", the first", "ms", times[0]);
        Arrays.sort(times);
        add(name + ", median", "ms", times[times.length / 2]);
    }

    /** Full collections that took place because the heap had grown. */
    private Stream<Collection> fullSince(long number) {
        return since(number).filter(each -> each.report().extent() == Extent.FULL && each.report().reason() == Reason.ALLOCATION);
    }

    private void replace() throws BenchException {
        timer.nanos("(Smalltalk at: #BenchmarkHeap) replace: " + REPLACED_AT_ONCE,
                Integer.toString(LIVING_MEGABYTES * 1000 / 120));
    }

    private void pauses(List<Collection> collections, double shareOfProcessor) throws BenchException {
        List<Collection> scavenges = collections.stream()
                .filter(each -> each.report().extent() == Extent.SCAVENGE).toList();
        if (scavenges.isEmpty()) {
            throw new BenchException("nothing was scavenged; give more --seconds.");
        }
        double[] pauses = scavenges.stream().mapToDouble(each -> each.report().nanos() / 1e6).sorted().toArray();
        double copied = scavenges.stream().mapToLong(each -> each.report().copiedBytes()).sum() / 1e6;
        add("scavenges", "", pauses.length);
        add("full collections among them", "", collections.size() - pauses.length);
        double marking = scavenges.stream().mapToLong(each -> each.report().markingNanos()).sum() / 1e6;
        double rate = (Arrays.stream(pauses).sum() - marking) / copied;
        add("scavenge, for each MB that survived", "ms", rate);
        add("the same times the thread's share of a processor", "ms", rate * shareOfProcessor);
        add("pause of a scavenge, median", "ms", pauses[pauses.length / 2]);
        add("pause of a scavenge, 99 of 100 are shorter", "ms", pauses[(int) (pauses.length * 0.99)]);
        add("pause of a scavenge, longest", "ms", pauses[pauses.length - 1]);
        double longest = collections.stream().filter(each -> each.report().extent() == Extent.FULL)
                .mapToDouble(each -> each.report().nanos() / 1e6).max().orElseThrow();
        add("step of marking after a scavenge, longest", "ms",
                scavenges.stream().mapToLong(each -> each.report().markingNanos()).max().orElseThrow() / 1e6);
        add("pause of a full collection of the growing heap, longest", "ms", longest);
    }
}
