package st.sendwright.shell;

import java.util.Locale;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.JitReport.Block;
import st.sendwright.vm.JitReport.Cache;
import st.sendwright.vm.JitReport.Code;
import st.sendwright.vm.JitReport.Exits;
import st.sendwright.vm.JitReport.Links;
import st.sendwright.vm.JitReport.Sends;
import st.sendwright.vm.Vm;

/** What the prompt's command {@code :jit} does. Thread: the prompt's. */
final class JitCommand {

    private static final int FEW_BLOCKS = 5;
    private static final int MOST_BLOCKS = 20;
    private static final String USAGE = "write :jit or :jit blocks [N].";

    private final Vm vm;
    private final Console console;

    JitCommand(Vm vm, Console console) {
        this.vm = vm;
        this.console = console;
    }

    void run(String operand) {
        if (!operand.matches("|blocks( +[0-9]{1,6})?")) {
            console.error(USAGE);
            return;
        }
        boolean wantsBlocks = !operand.isEmpty();
        String number = operand.replaceAll("[^0-9]", "");
        int blocks = number.isEmpty() ? MOST_BLOCKS : Integer.parseInt(number);
        JitReport report = vm.jit(wantsBlocks ? blocks : FEW_BLOCKS);
        if (report.code().isEmpty()) {
            console.print(report.mode() == JitMode.OFF ? "the JIT is off; start with --jit, or turn it on with :exchange jit=baseline\n"
                    : "the JIT is not there: no back end is installed, it was turned off, or the system forbids"
                    + " executable memory; see :history and the messages at the start\n");
            return;
        }
        if (!wantsBlocks) {
            summary(report.mode(), report.code().get());
        }
        blocks(report.code().get());
    }

    private void summary(JitMode mode, Code code) {
        line("mode", mode.name().toLowerCase(Locale.ROOT) + ", back end " + code.backEnd() + ", policy "
                + code.policy() + (code.where() == Where.BACKGROUND ? ", in the background" : ""));
        line("compiled", "%,d methods and blocks; %,d refused".formatted(code.methods(), code.refused()));
        line("code", "%,d bytes for %,d of bytecode, %.1f times as much".formatted(code.bytes(), code.bytecodes(),
                code.ratio()));
        line("time", "%,.1f ms, %,.0f bytecodes a second".formatted(code.nanos() / 1e6, code.bytecodesPerSecond()));
        line("code space", "%,d of %,d bytes used by %,d pieces, flushed %,d times; memory: %s".formatted(
                code.space().usedBytes(), code.space().sizeInBytes(), code.space().blocks(), code.space().flushes(),
                code.space().memory()));
        Links links = code.links();
        line("links", "policy %s, asked %,d times: %,d to one class, %,d to several, %,d to all, %,d to none; %,d stubs".formatted(
                links.policy(), links.misses(), links.monomorphic(), links.polymorphic(),
                        links.megamorphic(), links.unlinked(), links.stubs()));
        cache(code.cache());
        code.sends().ifPresent(this::sends);
        console.print("%16s  %s%n".formatted("exits", "through"));
        for (Exits each : code.exits()) {
            console.print("%,16d  %s%n".formatted(each.count(), each.stub()));
        }
    }

    private void cache(Cache cache) {
        line("code cache", "policy %s, %,d sweeps of %.1f ms in all, %.2f ms the longest; %.0f %% of what is free in pieces"
                .formatted(cache.policy(), cache.sweeps(), cache.nanos() / 1e6, cache.longestNanos() / 1e6,
                        100 * cache.fragmentation()));
        line("", "%,d pieces of %,d bytes dropped, %,d bytes moved in %,d compactions; %,d compiled again, %,d bytes"
                .formatted(cache.evicted(), cache.evictedBytes(), cache.movedBytes(), cache.compactions(), cache.again(),
                        cache.againBytes()));
    }

    private void sends(Sends sends) {
        line("sends", "%,d; %s monomorphic, %s polymorphic, %s megamorphic, %s recorded, %s missed".formatted(sends.all(),
                percent(sends.monomorphic(), sends.all()), percent(sends.polymorphic(), sends.all()),
                percent(sends.megamorphic(), sends.all()), percent(sends.recorded(), sends.all()),
                percent(sends.missed(), sends.all())));
        line("", "%.3f %% served by inline caches, %.4f %% looked up; %,d interpreted ones missed".formatted(
                100 * sends.served(), 100 * sends.lookedUp(), sends.missedInterpreted()));
    }

    private static String percent(long part, long all) {
        return "%.2f %%".formatted(all == 0 ? 0 : 100.0 * part / all);
    }

    private void blocks(Code code) {
        console.print("%16s  %s%n".formatted("bytes", "the biggest pieces"));
        for (Block each : code.biggest()) {
            console.print("%,16d  %s%n".formatted(each.bytes(), each.name()));
        }
    }

    private void line(String name, String text) {
        console.print("%-11s %s%n".formatted(name, text));
    }
}
