package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.KernelLayout.Dictionary;
import st.sendwright.model.KernelLayout.MethodDictionary;

@DisplayName("The VM's dictionaries")
class DictionariesTest {

    private final TinyHeap heap = new TinyHeap();

    @AfterEach
    void release() {
        heap.close();
    }

    @Test
    void internEachTextOnce() {
        Map<String, Long> symbols = new HashMap<>();
        for (int index = 0; index < 5000; index++) {
            String text = "selector" + index + (index % 7 == 0 ? "→" : "");
            assertThat(SymbolTable.find(heap.mutator, text)).isZero();
            symbols.put(text, heap.symbol(text));
        }

        symbols.forEach((text, symbol) -> {
            assertThat(heap.symbol(text)).as(text).isEqualTo(symbol);
            assertThat(SymbolTable.find(heap.mutator, text)).as(text).isEqualTo(symbol);
            assertThat(StringObjects.text(symbol)).isEqualTo(text);
            assertThat(ObjectHeader.hash(symbol)).isEqualTo(SymbolTable.hash(text)).isPositive();
        });
        assertThat(Oop.integerValue(MutatorBlock.special(heap.mutator, SpecialObject.SYMBOL_TALLY)))
                .isEqualTo(5000);
    }

    @Test
    void internNothingWhenThereIsNoRoom() {
        heap.leave(64);
        long before = heap.pointer();

        assertThat(heap.symbol("foo")).as("the table itself does not fit").isEqualTo(Allocation.NO_ROOM);
        assertThat(heap.pointer()).isEqualTo(before);
        assertThat(SymbolTable.find(heap.mutator, "foo")).isZero();

        heap.leaveAll();
        assertThat(heap.symbol("foo")).isNotZero();
    }

    @Test
    void keepMethodsLikeAJavaMap() {
        long seed = 20_261;
        Random random = new Random(seed);
        long dictionary = MethodDictionaries.newDictionary(heap.mutator, 0);
        Map<Long, Long> expected = new HashMap<>();
        List<Long> selectors = new ArrayList<>();
        for (int index = 0; index < 300; index++) {
            selectors.add(heap.symbol("s" + index));
        }

        List<Long> methods = new ArrayList<>();
        for (int index = 0; index < 50; index++) {
            methods.add(heap.method());
        }

        for (int step = 0; step < 20_000; step++) {
            long selector = selectors.get(random.nextInt(selectors.size()));
            if (random.nextBoolean()) {
                long method = methods.get(random.nextInt(methods.size()));
                assertThat(MethodDictionaries.put(heap.mutator, dictionary, selector, method)).isTrue();
                expected.put(selector, method);
            } else {
                assertThat(MethodDictionaries.remove(heap.mutator, dictionary, selector))
                        .as("seed %d, step %d", seed, step).isEqualTo(expected.remove(selector) != null);
            }
            long probed = selectors.get(random.nextInt(selectors.size()));
            assertThat(MethodDictionaries.lookup(dictionary, probed)).as("seed %d, step %d", seed, step)
                    .isEqualTo(expected.getOrDefault(probed, 0L));
        }
        Map<Long, Long> contents = new HashMap<>();
        MethodDictionaries.forEach(dictionary, contents::put);
        assertThat(contents).isEqualTo(expected);
        assertThat(MethodDictionaries.tally(dictionary)).isEqualTo(expected.size());
    }

    @Test
    void findNoMethodsWhereAProgramHasOverwrittenTheirTable() {
        long dictionary = MethodDictionaries.newDictionary(heap.mutator, 0);
        long selector = heap.symbol("run");
        long method = heap.method();
        MethodDictionaries.put(heap.mutator, dictionary, selector, method);
        long keys = ObjectHeader.slot(dictionary, MethodDictionary.KEYS);
        long values = ObjectHeader.slot(dictionary, MethodDictionary.VALUES);
        long five = ArrayObjects.newArray(heap.mutator, 5);
        long full = ArrayObjects.newArray(heap.mutator, 8);
        for (int index = 0; index < 8; index++) {
            ObjectHeader.rawPutSlot(full, index, Oop.smallInteger(index));
        }

        for (long[] table : new long[][] {{five, values}, {five, five}, {keys, five}, {keys, full}, {full, values},
                {heap.nil, values}, {keys, Oop.smallInteger(3)}, {heap.symbol("keys"), heap.symbol("values")}}) {
            ObjectHeader.rawPutSlot(dictionary, MethodDictionary.KEYS, table[0]);
            ObjectHeader.rawPutSlot(dictionary, MethodDictionary.VALUES, table[1]);
            assertThat(MethodDictionaries.lookup(dictionary, selector)).isZero();
            MethodDictionaries.forEach(dictionary, (key, value) -> assertThat(value).isEqualTo(method));
        }
        ObjectHeader.rawPutSlot(dictionary, MethodDictionary.KEYS, full);
        ObjectHeader.rawPutSlot(dictionary, MethodDictionary.VALUES, values);
        assertThatThrownBy(() -> MethodDictionaries.put(heap.mutator, dictionary, selector, method))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("overwritten by a program");
        ObjectHeader.rawPutSlot(dictionary, MethodDictionary.KEYS, five);
        assertThatThrownBy(() -> MethodDictionaries.remove(heap.mutator, dictionary, selector))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("overwritten by a program");
    }

    @Test
    void findNoAssociationsWhereAProgramHasOverwrittenThem() {
        long dictionary = SymbolDictionaries.newDictionary(heap.mutator, KnownClass.DICTIONARY.index(), 4);
        long symbol = heap.symbol("Foo");
        SymbolDictionaries.put(heap.mutator, dictionary, symbol, heap.nil);
        long array = ObjectHeader.slot(dictionary, Dictionary.ARRAY);
        List<Long> found = new ArrayList<>();

        for (int index = 0; index < 4; index++) {
            ObjectHeader.rawPutSlot(array, index, index % 2 == 0 ? Oop.smallInteger(index) : symbol);
        }
        assertThat(SymbolDictionaries.valueAt(dictionary, symbol)).isZero();
        SymbolDictionaries.forEach(dictionary, found::add);
        assertThat(found).isEmpty();
        assertThat(SymbolDictionaries.remove(heap.mutator, dictionary, symbol)).isFalse();
        assertThatThrownBy(() -> SymbolDictionaries.put(heap.mutator, dictionary, symbol, heap.nil))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("overwritten by a program");
        for (long instead : new long[] {heap.nil, Oop.smallInteger(3), symbol}) {
            ObjectHeader.rawPutSlot(dictionary, Dictionary.ARRAY, instead);
            assertThat(SymbolDictionaries.valueAt(dictionary, symbol)).isZero();
            SymbolDictionaries.forEach(dictionary, found::add);
            assertThat(found).isEmpty();
            assertThatThrownBy(() -> SymbolDictionaries.put(heap.mutator, dictionary, symbol, heap.nil))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("overwritten by a program");
        }
    }

    @Test
    void keepAssociationsLikeAJavaMap() {
        long seed = 4711;
        Random random = new Random(seed);
        long dictionary = SymbolDictionaries.newDictionary(heap.mutator, KnownClass.DICTIONARY.index(), 5);
        Map<Long, Long> expected = new HashMap<>();
        List<Long> symbols = new ArrayList<>();
        for (int index = 0; index < 300; index++) {
            symbols.add(heap.symbol("s" + index));
        }

        for (int step = 0; step < 20_000; step++) {
            long symbol = symbols.get(random.nextInt(symbols.size()));
            if (random.nextBoolean()) {
                long association =
                        SymbolDictionaries.put(heap.mutator, dictionary, symbol, Oop.smallInteger(step));
                assertThat(SymbolDictionaries.associationAt(dictionary, symbol)).isEqualTo(association);
                expected.put(symbol, Oop.smallInteger(step));
            } else {
                assertThat(SymbolDictionaries.remove(heap.mutator, dictionary, symbol))
                        .as("seed %d, step %d", seed, step).isEqualTo(expected.remove(symbol) != null);
            }
            long probed = symbols.get(random.nextInt(symbols.size()));
            assertThat(SymbolDictionaries.valueAt(dictionary, probed)).as("seed %d, step %d", seed, step)
                    .isEqualTo(expected.getOrDefault(probed, 0L));
        }
        Map<Long, Long> contents = new HashMap<>();
        SymbolDictionaries.forEach(dictionary, association -> contents.put(ObjectHeader.slot(association, 0),
                ObjectHeader.slot(association, 1)));
        assertThat(contents).isEqualTo(expected);
        assertThat(SymbolDictionaries.tally(dictionary)).isEqualTo(expected.size());
    }

    @Test
    void areUnchangedWhenThereIsNoRoomToGrow() {
        long methods = MethodDictionaries.newDictionary(heap.mutator, 8);
        long globals = SymbolDictionaries.newDictionary(heap.mutator, KnownClass.DICTIONARY.index(), 8);
        for (int index = 0; index < 6; index++) {
            MethodDictionaries.put(heap.mutator, methods, heap.symbol("s" + index), heap.nil);
            SymbolDictionaries.put(heap.mutator, globals, heap.symbol("s" + index), heap.nil);
        }
        long seventh = heap.symbol("s6");
        heap.leave(100);

        assertThat(MethodDictionaries.put(heap.mutator, methods, seventh, heap.nil)).isFalse();
        assertThat(SymbolDictionaries.put(heap.mutator, globals, seventh, heap.nil))
                .isEqualTo(Allocation.NO_ROOM);
        assertThat(MethodDictionaries.tally(methods)).isEqualTo(6);
        assertThat(SymbolDictionaries.tally(globals)).isEqualTo(6);
        assertThat(MethodDictionaries.lookup(methods, seventh)).isZero();
        assertThat(SymbolDictionaries.associationAt(globals, seventh)).isZero();
    }

    @Test
    void knowNoKeysThatNeverGotAHash() {
        long methods = MethodDictionaries.newDictionary(heap.mutator, 8);
        long fresh = StringObjects.newString(heap.mutator, "fresh");

        assertThat(MethodDictionaries.lookup(methods, fresh)).isZero();
        assertThat(MethodDictionaries.lookup(methods, Oop.smallInteger(3))).isZero();
        assertThat(MethodDictionaries.remove(heap.mutator, methods, fresh)).isFalse();
    }
}
