package st.sendwright.it.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which public methods of the kernel its tests send. Methods are private by their category: nobody outside of the
 * kernel has reason to send them, and their names may change.
 *
 * @param uses {@code tested}, {@code run} or {@code unused}, by method such as {@code Foo class>>bar:}
 */
record KernelCoverage(Map<String, String> uses) {

    private static final Set<String> PRIVATE = Set.of("private", "initializing", "initialization",
            "class initialization", "sent by the VM", "primitives");
    private static final int LINE_FIELDS = 4;
    /** Tests come from absolute paths, and what they compile while they run, or traits give them, from no file. */
    private static final Pattern KERNEL_SOURCE = Pattern.compile("\\w+/\\w+\\.st:\\d+");

    /** Reads what {@code test --coverage} wrote. */
    static KernelCoverage read(Path file) throws IOException {
        Map<String, String> uses = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            boolean isKernel = fields.length == LINE_FIELDS && KERNEL_SOURCE.matcher(fields[3]).matches();
            if (isKernel && PRIVATE.stream().noneMatch(name -> isCategory(fields[2], name))) {
                uses.put(fields[1], fields[0]);
            }
        }
        return new KernelCoverage(uses);
    }

    private static boolean isCategory(String category, String name) {
        return category.equals(name) || category.startsWith(name + " ") || category.startsWith(name + "-");
    }

    /** The methods that no test sends. */
    Set<String> untested() {
        return uses.entrySet().stream().filter(use -> !use.getValue().equals("tested")).map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Class by class, for people: how many methods are tested, and which are not. */
    String report() {
        Map<String, List<String>> classes = uses.keySet().stream().collect(Collectors.groupingBy(
                method -> method.substring(0, method.indexOf(">>")).replace(" class", ""), TreeMap::new,
                Collectors.toList()));
        StringBuilder text = new StringBuilder();
        text.append("Public methods of the kernel: ").append(uses.size()).append("; sent by a test: ")
                .append(count("tested")).append("; run by other code only: ").append(count("run"))
                .append("; not run: ").append(count("unused")).append('\n');
        classes.forEach((name, methods) -> {
            List<String> missing = methods.stream().filter(method -> !uses.get(method).equals("tested")).toList();
            text.append('\n').append(name).append(": ").append(methods.size() - missing.size()).append(" of ")
                    .append(methods.size()).append('\n');
            missing.forEach(method -> text.append("    ").append(String.format("%-8s", uses.get(method)))
                    .append(method).append('\n'));
        });
        return text.toString();
    }

    private long count(String use) {
        return uses.values().stream().filter(use::equals).count();
    }
}
