package st.sendwright.language.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.vm.LoadMode;
import st.sendwright.vm.Vm;

/** Loads files in their order, each by the format that is surest of it. */
@Component(service = SourceLoader.class, property = "sendwright.name=ordered")
public final class OrderedSourceLoader implements SourceLoader {

    private final SourceCompiler compiler;
    private final List<SourceFormat> formats;
    private final DialectChoice dialects;

    /**
     * A new loader; a format that comes or goes makes another.
     *
     * @param compiler reads class definitions, to hold those whose superclass comes later
     * @param formats all there are
     * @param dialects all there are
     */
    @Activate
    public OrderedSourceLoader(@Reference SourceCompiler compiler,
            @Reference(cardinality = ReferenceCardinality.MULTIPLE,
                    policyOption = ReferencePolicyOption.GREEDY) List<SourceFormat> formats,
            @Reference(cardinality = ReferenceCardinality.MULTIPLE,
                    policyOption = ReferencePolicyOption.GREEDY) List<Dialect> dialects) {
        this.compiler = compiler;
        this.formats = List.copyOf(formats);
        this.dialects = new DialectChoice(dialects);
    }

    @Override
    public Report loadFile(Vm vm, Path file, Settings settings, Listener listener) {
        return loadFiles(vm, List.of(file), settings, listener);
    }

    @Override
    public Report loadFiles(Vm vm, List<Path> files, Settings settings, Listener listener) {
        LoadSession session = session(vm, settings, listener);
        session.loadFiles(files.stream().map(file -> new Entry(file, Map.of())).toList());
        return session.report();
    }

    @Override
    public Report loadOrder(Vm vm, Path orderFile, Settings settings, Listener listener) {
        LoadSession session = session(vm, settings, listener);
        Order order = readOrder(orderFile);
        for (Diagnostic diagnostic : order.diagnostics()) {
            session.tell(diagnostic);
        }
        dialects.check(order).forEach(session::tell);
        checkModes(order).forEach(session::tell);
        session.loadFiles(order.entries());
        return session.report();
    }

    @Override
    public Report loadText(Vm vm, SourceText text, Settings settings, Listener listener) {
        return loadTexts(vm, List.of(text), settings, listener);
    }

    @Override
    public Report loadTexts(Vm vm, List<SourceText> texts, Settings settings, Listener listener) {
        LoadSession session = session(vm, settings, listener);
        session.loadTexts(texts);
        return session.report();
    }

    @Override
    public List<Dialect> dialects() {
        return dialects.all();
    }

    @Override
    public Order readOrder(Path orderFile) {
        return LoadOrder.read(orderFile);
    }

    /** An error for each directive that names no mode. */
    private static List<Diagnostic> checkModes(Order order) {
        return order.entries().stream().map(entry -> entry.directives().get(LoadSession.MODE))
                .filter(directive -> directive != null && LoadMode.named(directive.value()).isEmpty())
                .distinct()
                .map(directive -> Diagnostic.at(Severity.ERROR, "SW-LOAD-067", "there is no load mode '"
                        + directive.value() + "'; expected replace, merge, skip or force. What it holds for is"
                        + " loaded as --load-mode says", directive.place(), 0))
                .toList();
    }

    private LoadSession session(Vm vm, Settings settings, Listener listener) {
        return new LoadSession(vm, compiler, formats, dialects, settings, listener);
    }
}
