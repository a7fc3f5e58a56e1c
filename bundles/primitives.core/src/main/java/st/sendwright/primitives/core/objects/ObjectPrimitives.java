package st.sendwright.primitives.core.objects;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Objects}: what every object can be asked, whatever its class. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=core-objects")
public final class ObjectPrimitives implements PrimitiveSet {

    private static final List<Binding> BINDINGS = DeferredPrimitive.bindings(ObjectPrimitives::code,
            "at 1", "atPut 2", "size 0", "basicAt 1", "basicAtPut 2", "basicSize 0", "instVarAt 1",
            "instVarAtPut 2", "basicNew 0", "basicNewSized 1", "shallowCopy 0", "changeClass 1", "beWeak 0",
            "beEphemeron 0", "setMourning 1", "isMourning 0", "class 0", "identical 1", "identityHash 0",
            "isReadOnly 0", "setReadOnly 1", "methodHeader 0", "methodLiteralAt 1",
            "methodSpecialSends 0");

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

    private static Primitive code(String name) {
        return switch (name) {
            case "at" -> ElementAccess::at;
            case "atPut" -> ElementAccess::atPut;
            case "size" -> ElementAccess::size;
            case "basicAt" -> ElementAccess::basicAt;
            case "basicAtPut" -> ElementAccess::basicAtPut;
            case "basicSize" -> ElementAccess::size;
            case "instVarAt" -> VariableAccess::at;
            case "instVarAtPut" -> VariableAccess::atPut;
            case "basicNew" -> Instances::basicNew;
            case "basicNewSized" -> Instances::basicNewSized;
            case "shallowCopy" -> Instances::shallowCopy;
            case "changeClass" -> Instances::changeClass;
            case "beWeak" -> Instances::beWeak;
            case "beEphemeron" -> Instances::beEphemeron;
            case "setMourning" -> Instances::setMourning;
            case "isMourning" -> Instances::isMourning;
            case "class" -> Identity::classOf;
            case "identical" -> Identity::identical;
            case "identityHash" -> Identity::identityHash;
            case "isReadOnly" -> Identity::isReadOnly;
            case "setReadOnly" -> Identity::setReadOnly;
            case "methodHeader" -> CodeAccess::header;
            case "methodLiteralAt" -> CodeAccess::literalAt;
            case "methodSpecialSends" -> CodeAccess::specialSends;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
