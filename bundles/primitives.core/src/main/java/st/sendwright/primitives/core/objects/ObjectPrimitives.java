package st.sendwright.primitives.core.objects;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Objects}: what every object can be asked, whatever its class. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-objects")
public final class ObjectPrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = List.of(
            new Binding("at", 1, ElementAccess::at),
            new Binding("atPut", 2, ElementAccess::atPut),
            new Binding("size", 0, ElementAccess::size),
            new Binding("basicAt", 1, ElementAccess::basicAt),
            new Binding("basicAtPut", 2, ElementAccess::basicAtPut),
            new Binding("basicSize", 0, ElementAccess::size),
            new Binding("instVarAt", 1, VariableAccess::at),
            new Binding("instVarAtPut", 2, VariableAccess::atPut),
            new Binding("basicNew", 0, Instances::basicNew),
            new Binding("basicNewSized", 1, Instances::basicNewSized),
            new Binding("shallowCopy", 0, Instances::shallowCopy),
            new Binding("changeClass", 1, Instances::changeClass),
            new Binding("beWeak", 0, Instances::beWeak),
            new Binding("beEphemeron", 0, Instances::beEphemeron),
            new Binding("setMourning", 1, Instances::setMourning),
            new Binding("isMourning", 0, Instances::isMourning),
            new Binding("class", 0, Identity::classOf),
            new Binding("identical", 1, Identity::identical),
            new Binding("identityHash", 0, Identity::identityHash),
            new Binding("isReadOnly", 0, Identity::isReadOnly),
            new Binding("setReadOnly", 1, Identity::setReadOnly),
            new Binding("methodHeader", 0, CodeAccess::header),
            new Binding("methodLiteralAt", 1, CodeAccess::literalAt));

    @Override
    public String module() {
        return "Objects";
    }

    @Override
    public boolean isCore() {
        return true;
    }

    @Override
    public List<Binding> bindings() {
        return BINDINGS;
    }
}
