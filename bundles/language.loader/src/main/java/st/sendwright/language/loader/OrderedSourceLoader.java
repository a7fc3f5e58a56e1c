package st.sendwright.language.loader;

import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceFormat;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;

/** Loads files in their order, each by the format that is surest of it. */
@Component(service = SourceLoader.class, property = "sendwright.name=ordered")
public final class OrderedSourceLoader implements SourceLoader {

    private final SourceCompiler compiler;
    private final List<SourceFormat> formats;

    /**
     * A new loader; a format that comes or goes makes another.
     *
     * @param compiler reads class definitions, to hold those whose superclass comes later
     * @param formats all there are
     */
    @Activate
    public OrderedSourceLoader(@Reference SourceCompiler compiler,
            @Reference(cardinality = ReferenceCardinality.MULTIPLE,
                    policyOption = ReferencePolicyOption.GREEDY) List<SourceFormat> formats) {
        this.compiler = compiler;
        this.formats = List.copyOf(formats);
    }

    @Override
    public Report loadFile(Vm vm, Path file, OnError onError, Listener listener) {
        LoadSession session = session(vm, onError, listener);
        session.loadFiles(List.of(file));
        return session.report();
    }

    @Override
    public Report loadOrder(Vm vm, Path orderFile, OnError onError, Listener listener) {
        LoadSession session = session(vm, onError, listener);
        Order order = readOrder(orderFile);
        for (Diagnostic diagnostic : order.diagnostics()) {
            session.tell(diagnostic);
        }
        session.loadFiles(order.files());
        return session.report();
    }

    @Override
    public Report loadText(Vm vm, SourceText text, OnError onError, Listener listener) {
        LoadSession session = session(vm, onError, listener);
        session.loadText(text);
        return session.report();
    }

    @Override
    public Order readOrder(Path orderFile) {
        return LoadOrder.read(orderFile);
    }

    private LoadSession session(Vm vm, OnError onError, Listener listener) {
        return new LoadSession(vm, compiler, formats, onError, listener);
    }
}
