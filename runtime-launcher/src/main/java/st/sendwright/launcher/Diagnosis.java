package st.sendwright.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out, after a start that came to nothing, which service is missing and whose bundle would have it. */
final class Diagnosis {

    private final RunPlan plan;
    private final FrameworkHost host;

    Diagnosis(RunPlan plan, FrameworkHost host) {
        this.plan = plan;
        this.host = host;
    }

    /** What to tell the user: the root of the trouble, not what follows from it. */
    HostException explain() {
        StringBuilder text = new StringBuilder("cannot start: ");
        List<String> reasons = new ArrayList<>();
        Set<String> services = missingServices();
        services.forEach(service -> reasons.add("no " + simpleName(service)));
        plan.missing().forEach((name, jar) -> reasons.add("the bundle " + name + tierOf(name)
                + " is missing: there is no file " + jar));
        if (plan.missing().isEmpty()) {
            services.forEach(service -> reasons.add("none of the bundles that were started provides "
                    + service));
            host.startFailures().forEach((name, why) -> reasons.add("the bundle " + name + " did not start: "
                    + why));
            reasons.addAll(failedActivations());
        }
        if (reasons.isEmpty()) {
            reasons.add("no bundle provides the command line");
        }
        text.append(String.join("; ", reasons)).append(". ").append(remedy());
        return new HostException(ExitCode.CANNOT_START, "SW-HOST-004", text.toString());
    }

    private String remedy() {
        if (plan.missing().keySet().stream().anyMatch(name -> name.endsWith(".jar"))) {
            return "Check the path given with --bundle.";
        }
        return "Build again (touch pom.xml and start ./sendwright), or choose other bundles with --tiers,"
                + " --profile or --bundle.";
    }

    private String tierOf(String bundleName) {
        return plan.tiers().entrySet().stream()
                .filter(entry -> bundleName.endsWith("." + entry.getValue()))
                .map(entry -> " (" + entry.getKey() + "=" + entry.getValue() + ")")
                .findFirst().orElse("");
    }

    /** Interfaces that a component needs and no component, satisfied or not, provides. */
    private Set<String> missingServices() {
        Set<String> missing = new TreeSet<>();
        Optional<ServiceComponentRuntime> runtime = runtime();
        if (runtime.isEmpty()) {
            return missing;
        }
        Set<String> provided = new TreeSet<>();
        for (ComponentDescriptionDTO component : runtime.get().getComponentDescriptionDTOs()) {
            provided.addAll(List.of(component.serviceInterfaces));
        }
        for (ComponentDescriptionDTO component : runtime.get().getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO state : runtime.get().getComponentConfigurationDTOs(component)) {
                for (UnsatisfiedReferenceDTO reference : state.unsatisfiedReferences) {
                    interfaceOf(component, reference.name).filter(type -> !provided.contains(type))
                            .ifPresent(missing::add);
                }
            }
        }
        return missing;
    }

    private List<String> failedActivations() {
        List<String> failures = new ArrayList<>();
        Optional<ServiceComponentRuntime> runtime = runtime();
        if (runtime.isEmpty()) {
            return failures;
        }
        for (ComponentDescriptionDTO component : runtime.get().getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO state : runtime.get().getComponentConfigurationDTOs(component)) {
                if (state.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    failures.add(component.name + " did not start: " + state.failure);
                }
            }
        }
        return failures;
    }

    private static Optional<String> interfaceOf(ComponentDescriptionDTO component, String referenceName) {
        for (ReferenceDTO reference : component.references) {
            if (reference.name.equals(referenceName)) {
                return Optional.of(reference.interfaceName);
            }
        }
        return Optional.empty();
    }

    private Optional<ServiceComponentRuntime> runtime() {
        BundleContext context = host.context();
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        return Optional.ofNullable(reference).map(context::getService);
    }

    private static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
