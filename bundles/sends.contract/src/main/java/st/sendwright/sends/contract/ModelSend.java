package st.sendwright.sends.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.sends.SendSiteView.Case;
import st.sendwright.sends.SendSiteView.Shape;

/** A send without a VM: does what the kernel and machine code do with the answers of a policy, and checks each. */
public final class ModelSend {

    private final SendPolicy policy;
    private final Map<Integer, Long> counted = new HashMap<>();
    private final Map<Integer, Integer> counters = new HashMap<>();
    /** The classes for which the cache of all has an entry. */
    private final Set<Integer> cache = new HashSet<>();
    private List<Integer> classes = List.of();
    private Shape shape = Shape.UNLINKED;
    private long misses;
    private int stubs;

    public ModelSend(SendPolicy policy) {
        this.policy = policy;
    }

    public Shape shape() {
        return shape;
    }

    /** The classes that are compared, in this order. */
    public List<Integer> classes() {
        return classes;
    }

    public long misses() {
        return misses;
    }

    /** How many pieces of code were made for it. */
    public int stubs() {
        return stubs;
    }

    /** Whether sends are counted now. */
    public boolean isCounting() {
        return !counters.isEmpty();
    }

    /** Sends to each of some classes, so many times. */
    public void sendTo(int times, int... receivers) {
        for (int i = 0; i < times; i++) {
            for (int each : receivers) {
                send(each);
            }
        }
    }

    /** Sends to an object of a class. */
    public void send(int classIndex) {
        if (shape == Shape.MEGAMORPHIC ? !cache.contains(classIndex) : !hits(classIndex)) {
            miss(classIndex);
        }
    }

    private boolean hits(int classIndex) {
        if (!classes.contains(classIndex)) {
            return false;
        }
        if (counters.containsKey(classIndex)) {
            counted.merge(classIndex, 1L, Long::sum);
            return counters.merge(classIndex, -1, Integer::sum) != 0;
        }
        return true;
    }

    private void miss(int classIndex) {
        misses++;
        List<Case> cases = new ArrayList<>();
        classes.forEach(each -> cases.add(caseOf(each)));
        SendSiteView site = new SendSiteView(shape, cases, caseOf(classIndex), misses);
        Link link = policy.link(site);
        assertThat(link).as("what the policy answers to %s", site).isNotNull();
        assertThat(policy.link(site)).as("the answer to the same question again").isEqualTo(link);
        become(link, site);
    }

    private Case caseOf(int classIndex) {
        return new Case(classIndex, 1_000L + classIndex, counted.getOrDefault(classIndex, 0L));
    }

    private void become(Link link, SendSiteView site) {
        counters.clear();
        switch (link) {
            case Link.Monomorphic unused -> {
                shape = Shape.MONOMORPHIC;
                classes = List.of(site.seen().classIndex());
            }
            case Link.Polymorphic polymorphic -> {
                assertThat(polymorphic.cases()).as("cases for %s", site).contains(site.seen())
                        .isSubsetOf(site.all()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(Link.MOST_CASES);
                assertThat(polymorphic.sample()).isNotNegative();
                shape = Shape.POLYMORPHIC;
                classes = polymorphic.cases().stream().map(Case::classIndex).toList();
                if (polymorphic.sample() > 0) {
                    classes.forEach(each -> counters.put(each, polymorphic.sample()));
                }
                stubs++;
            }
            case Link.Megamorphic unused -> {
                shape = Shape.MEGAMORPHIC;
                classes = List.of();
                cache.add(site.seen().classIndex());
            }
            case Link.Unlinked unused -> unlink();
        }
    }

    /** The selector means something else now. */
    public void unlink() {
        shape = Shape.UNLINKED;
        classes = List.of();
        counters.clear();
        counted.clear();
        cache.clear();
    }

    /** The cache of all classes was emptied. */
    public void emptyCache() {
        cache.clear();
    }
}
