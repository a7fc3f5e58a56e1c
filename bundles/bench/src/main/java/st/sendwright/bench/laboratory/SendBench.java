package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import st.sendwright.bench.laboratory.Program.UnknownSizeException;
import st.sendwright.bench.reference.References;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.vm.JitReport.Sends;
import st.sendwright.vm.Vm;

/**
 * What served the sends of each program, by counting each send of machine code: in its first run, in which methods become
 * warm, and in one after some more. What machine code does in line is no send.
 */
final class SendBench {

    private static final String ROW = "%-15s %-6s %14s %9s %9s %9s %9s %9s %10s %10s%n";
    private static final int WARM_UP_RUNS = 3;

    private final Vm vm;
    private final Smalltalk smalltalk;
    private final String size;
    private final BenchOutput output;

    /** @param vm counts sends */
    SendBench(Vm vm, Smalltalk smalltalk, String size, BenchOutput output) {
        this.vm = vm;
        this.smalltalk = smalltalk;
        this.size = size;
        this.output = output;
    }

    List<Figure> run() throws BenchException, IOException {
        Set<String> sources = new LinkedHashSet<>();
        Programs.ALL.forEach(each -> sources.add(each.source()));
        for (String source : sources) {
            smalltalk.load(source);
        }
        output.print(String.format(ROW, "program", "run", "sends", "mono", "poly", "mega", "recorded", "missed", "cached",
                "looked up"));
        Sends begin = now();
        List<Figure> figures = new ArrayList<>();
        for (Program program : Programs.ALL) {
            output.progress(program.name());
            Sends first = run(program);
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                run(program);
            }
            Sends warm = run(program);
            print(program.name(), "first", first);
            print("", "warm", warm);
            figures.add(new Figure(program.name() + ", sends served by inline caches", "%", 100 * warm.served()));
            figures.add(new Figure(program.name() + ", sends looked up", "%", 100 * warm.lookedUp()));
        }
        Sends all = now().since(begin);
        print("all", "all", all);
        output.print("\nCached: recorded ones, whose sites knew the method but not its machine code, are among them. Sends of"
                + "\nthe interpreter count only where its caches did not serve them, so the shares are lower than the truth.\n");
        figures.add(new Figure("all runs, sends served by inline caches", "%", 100 * all.served()));
        figures.add(new Figure("all runs, sends looked up", "%", 100 * all.lookedUp()));
        return figures;
    }

    private Sends run(Program program) throws BenchException {
        int n;
        try {
            n = program.size(size);
        } catch (UnknownSizeException e) {
            throw new BenchException(e.getMessage());
        }
        Sends before = now();
        smalltalk.time(program.expression(n), Long.toString(References.named(program.name()).orElseThrow().run(n)));
        return now().since(before);
    }

    private Sends now() throws BenchException {
        return vm.jit(0).code().flatMap(code -> code.sends()).orElseThrow(() -> new BenchException(
                "nothing is compiled here: no back end is installed, or the system forbids executable memory."));
    }

    private void print(String program, String run, Sends sends) {
        output.print(String.format(Locale.ROOT, ROW, program, run, String.format(Locale.ROOT, "%,d", sends.all()),
                percent(sends.monomorphic(), sends), percent(sends.polymorphic(), sends),
                percent(sends.megamorphic(), sends), percent(sends.recorded(), sends), percent(sends.missed(), sends),
                String.format(Locale.ROOT, "%.3f %%", 100 * sends.served()),
                String.format(Locale.ROOT, "%.4f %%", 100 * sends.lookedUp())));
    }

    private static String percent(long part, Sends sends) {
        return String.format(Locale.ROOT, "%.2f %%", sends.all() == 0 ? 0 : 100.0 * part / sends.all());
    }
}
