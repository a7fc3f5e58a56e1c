package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.vm.Vm.MethodUse;

/**
 * Records which methods run. It hears of a method when a send site is linked to it, when it is performed, and
 * when the VM sends its message: what was never looked up has not run. So that nothing is missed, all sites are
 * unlinked when recording begins, and the global lookup cache stays empty meanwhile: a polymorphic site then asks
 * the kernel each time.
 *
 * <p>What the interpreter does in place of a send ({@code ==}, arithmetic on SmallIntegers, {@code value} of a
 * block, inlined control structures) looks no method up and is not recorded. The same messages by
 * {@code perform:} are.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Coverage {

    private final long mutator;
    private final World world;
    /** Whether a method was sent by code of a test, by its name such as {@code Foo class>>bar}. */
    private final Map<String, Boolean> uses = new TreeMap<>();
    /** Addresses of methods that need no second look, until objects move. */
    private final Set<Long> known = new HashSet<>();
    private String testers = "";
    private boolean recording;

    Coverage(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /**
     * Begins anew.
     *
     * @param testClass name of the class below which all code is tests
     */
    void start(String testClass) {
        testers = testClass;
        uses.clear();
        known.clear();
        recording = true;
        world.lookup.stopRemembering();
        world.lookup.everythingChanged();
    }

    /** A method is about to run because the frame in work sends its selector. */
    void record(long method) {
        if (recording && !known.contains(method)) {
            boolean tested = isSentByTest();
            uses.merge(world.codeName(method), tested, Boolean::logicalOr);
            if (tested) {
                known.add(method);
            }
        }
    }

    private boolean isSentByTest() {
        if (!world.stacks.hasActivePage()) {
            return false;
        }
        long testClass = world.classes.named(testers);
        long sender = MethodLayout.lastLiteral(MethodLayout.homeMethod(FrameLayout.method(world.stacks.fp())));
        return testClass != 0 && sender != testClass && ClassObjects.isClass(mutator, sender)
                && ClassObjects.inheritsFrom(mutator, sender, testClass);
    }

    /** Objects have moved. */
    void forgetAddresses() {
        known.clear();
    }

    /** What has run so far, sorted by name. */
    List<MethodUse> uses() {
        List<MethodUse> all = new ArrayList<>();
        uses.forEach((name, tested) -> all.add(new MethodUse(name, tested)));
        return all;
    }
}
