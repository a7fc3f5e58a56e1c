package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectArrayInstance;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;
import org.netbeans.lib.profiler.heap.PrimitiveArrayInstance;
import st.sendwright.heap.HeapInspector.ClassUse;
import st.sendwright.heap.HeapInspector.Owner;
import st.sendwright.heap.HeapInspector.Ownership;
import st.sendwright.heap.tools.GraphInspector;
import st.sendwright.vm.Vm.Evaluation;

@DisplayName("Looking into the heap")
class HeapInspectionTest {

    @TempDir
    Path folder;

    private final TestWorld vm = new TestWorld();
    private final HeapInspection inspection = new HeapInspection(vm.world, Optional.of(new GraphInspector()));

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void countsTheLivingInstancesOfEachClass() {
        long before = use("Bag").map(ClassUse::instances).orElse(0L);
        vm.evaluate("Smalltalk at: #Kept put: ((1 to: 100) collect: [:i | Bag new]). 50 timesRepeat: [Bag new]");

        assertThat(use("Bag").orElseThrow().instances()).isEqualTo(before + 100);
        assertThat(inspection.histogram()).isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()));
        assertThat(inspection.histogram().stream().mapToLong(ClassUse::bytes).sum())
                .isEqualTo(vm.world.collector().regions().getFirst().usedBytes());
    }

    private Optional<ClassUse> use(String className) {
        return inspection.histogram().stream().filter(each -> each.className().equals(className)).findFirst();
    }

    @Test
    void saysWhoKeepsInstancesAlive() {
        vm.evaluate("Object subclass: #Held instanceVariableNames: 'load' classVariableNames: ''"
                + " package: 'Tests'. Object subclass: #Holder instanceVariableNames: 'mine'"
                + " classVariableNames: '' package: 'Tests'");
        vm.compile("Holder", "mine: x mine := x");
        vm.compile("Held", "load: x load := x");
        vm.evaluate("| shared | shared := Held new. Smalltalk at: #A put: (Holder new mine: (Array with: Held new"
                + " with: (Held new load: (ByteArray new: 1000)) with: shared)); at: #B put: (Holder new mine: shared)");

        Ownership found = inspection.owners("Held", 10).orElseThrow();

        assertThat(found.use()).isEqualTo(new ClassUse("Held", 3, 48));
        assertThat(found.retainedBytes()).isEqualTo(48 + 1008);
        assertThat(found.owners()).hasSize(2);
        Owner array = found.owners().getFirst();
        assertThat(array.owner()).isEqualTo("an Array");
        assertThat(array.instances()).isEqualTo(2);
        assertThat(array.retainedBytes()).isEqualTo(32 + 1008);
        assertThat(array.path()).containsSubsequence("the special objects", "an Association for #'A', value",
                "a Holder, mine", "an Array");
        assertThat(found.owners().getLast().instances()).isEqualTo(1);
        assertThat(inspection.owners("Nowhere", 10)).isEmpty();
    }

    @Test
    void findsAPathToAnObject() {
        vm.evaluate("Smalltalk at: #A put: (OrderedCollection with: 'the text')");
        Evaluation.Value value = (Evaluation.Value) vm.evaluate("(Smalltalk at: #A) first");
        Evaluation.Value unkept = (Evaluation.Value) vm.evaluate("Object new");

        assertThat(inspection.path(value.handle()).orElseThrow()).endsWith("an OrderedCollection, array",
                "an Array, [1]", "'the text'");
        assertThat(inspection.path(unkept.handle())).isEmpty();
    }

    @Test
    void answersProgramsToo() {
        assertThat(vm.print("(Smalltalk heapClasses detect: [:each | each first = 'String']) last > 1000"))
                .isEqualTo("true");
        assertThat(vm.print("Smalltalk at: #A put: (OrderedCollection with: Semaphore new)."
                + " (Smalltalk heapPathTo: (Smalltalk at: #A) first) last")).isEqualTo("'a Semaphore'");
        assertThat(vm.print("(Smalltalk heapOwnersOf: Semaphore) first > 0")).isEqualTo("true");
        assertThat(vm.evaluate("Smalltalk heapPathTo: 3")).isInstanceOf(Evaluation.Failed.class);
        assertThat(vm.evaluate("Smalltalk heapOwnersOf: 3")).isInstanceOf(Evaluation.Failed.class);
        assertThat(vm.evaluate("Smalltalk exportHeap: '/no/such/folder/x'"))
                .isInstanceOfSatisfying(Evaluation.Failed.class,
                        failed -> assertThat(failed.description()).contains("/no/such/folder"));
        assertThat(vm.collectAndVerify()).isEmpty();
    }

    @Test
    void saysWhenNoInspectorIsInstalled() {
        HeapInspection none = new HeapInspection(vm.world, Optional.empty());

        assertThatThrownBy(none::histogram).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("SW-HEAP-030");
    }

    @Test
    void writesWhatViewersOfJavaHeapsRead() throws Exception {
        vm.evaluate("Smalltalk at: #A put: (OrderedCollection with: 'a text' with: 42 with: 1.5 with: $x"
                + " with: (2 raisedTo: 100)); at: #Large put: (ByteArray new: 6000000 withAll: 7)");
        Path file = folder.resolve("heap.hprof");

        inspection.export(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        Heap heap = HeapFactory.createHeap(file.toFile());
        for (ClassUse each : inspection.histogram()) {
            if (!each.className().endsWith("class") && !List.of("SmallInteger", "Float").contains(each.className())) {
                assertThat(named(heap, each.className()).getInstancesCount()).as(each.className())
                        .isEqualTo(Math.toIntExact(each.instances()));
            }
        }
        Instance association = instances(heap, "Association").filter(each -> text(value(each, "key")).equals("A"))
                .findFirst().orElseThrow();
        Instance collection = value(association, "value");
        assertThat(collection.getJavaClass().getName()).isEqualTo("OrderedCollection");
        List<Instance> elements = elements(value(collection, "array"));
        assertThat(text(elements.get(0))).isEqualTo("a text");
        assertThat(elements.get(1).getValueOfField("value")).isEqualTo(42L);
        assertThat(elements.get(2).getValueOfField("value")).isEqualTo(1.5);
        assertThat(elements.get(3).getValueOfField("value")).isEqualTo((long) 'x');
        assertThat(elements.get(4).getJavaClass().getName()).isEqualTo("LargePositiveInteger");
        assertThat(named(heap, "OrderedCollection").getSuperClass().getName()).isEqualTo("SequenceableCollection");
        assertThat(named(heap, "OrderedCollection").getStaticFieldValues()).extracting(
                field -> ((FieldValue) field).getField().getName()).contains("superclass", "category", "comment");
        assertThat(Files.list(folder).map(Path::toFile).map(File::getName)).contains("heap.hprof")
                .noneMatch(name -> name.endsWith(".part"));
    }

    private static JavaClass named(Heap heap, String name) {
        JavaClass found = heap.getJavaClassByName(name);
        assertThat(found).as(name).isNotNull();
        return found;
    }

    @SuppressWarnings("unchecked") // the reader is older than generics
    private static Stream<Instance> instances(Heap heap, String className) {
        return ((List<Instance>) named(heap, className).getInstances()).stream();
    }

    private static Instance value(Instance object, String field) {
        for (Object each : object.getFieldValues()) {
            if (((FieldValue) each).getField().getName().equals(field)) {
                return ((ObjectFieldValue) each).getInstance();
            }
        }
        throw new AssertionError("no field " + field + " in an instance of " + object.getJavaClass().getName());
    }

    @SuppressWarnings("unchecked") // the reader is older than generics
    private static List<Instance> elements(Instance object) {
        return ((ObjectArrayInstance) value(object, "elements")).getValues();
    }

    private static String text(Instance object) {
        StringBuilder text = new StringBuilder();
        for (Object each : ((PrimitiveArrayInstance) value(object, "elements")).getValues()) {
            text.append((char) Integer.parseInt((String) each));
        }
        return text.toString();
    }
}
