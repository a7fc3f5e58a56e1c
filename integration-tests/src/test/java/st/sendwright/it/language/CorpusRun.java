package st.sendwright.it.language;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import st.sendwright.heap.HeapStress;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceLoader;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmFactory;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * What came of a program in a VM of its own.
 *
 * @param output lines the program wrote
 * @param errors the code of each error diagnostic and the first line of each walkback
 * @param collections how often the heap was collected
 */
record CorpusRun(List<String> output, List<String> errors, int collections) {

    private static final int SECONDS = 60;
    private static final int SECONDS_UNDER_STRESS = 600;

    /**
     * Runs a program.
     *
     * @param stress under stress a program may take ten times as long
     * @param interpreter the name of the one that runs it
     */
    static CorpusRun of(Path program, VmFactory factory, SourceLoader loader, HeapStress stress,
            JitMode jit, String interpreter)
            throws VmStartException, InterruptedException, ExecutionException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoadErrors errors = new LoadErrors();
        int collections;
        int seconds = stress.collects() ? SECONDS_UNDER_STRESS : SECONDS;
        VmOptions options = VmOptions.defaults().withStress(stress).withJit(jit)
                .withStreams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream());
        try (ExecutorService loading = Executors.newSingleThreadExecutor(); Vm vm = factory.start(options)) {
            vm.exchange("interpreter", interpreter, "a test").refusal().ifPresent(errors::add);
            Future<SourceLoader.Report> report =
                    loading.submit(() -> loader.loadFile(vm, program, SourceLoader.Settings.DEFAULT, errors));
            try {
                report.get(seconds, TimeUnit.SECONDS);
            } catch (TimeoutException _) {
                errors.add("not finished after " + seconds + " seconds");
                vm.interrupt();
            }
            collections = vm.collections().size();
        }
        String text = out.toString(StandardCharsets.UTF_8);
        return new CorpusRun(text.isEmpty() ? List.of() : List.of(withoutLastLineEnd(text).split("\n", -1)),
                errors.lines(), collections);
    }

    private static String withoutLastLineEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
