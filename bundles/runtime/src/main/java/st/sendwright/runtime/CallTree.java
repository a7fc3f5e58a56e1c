package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Profile.Call;

/** Counts time along paths of calls, in bounded memory. Thread: one at a time. */
final class CallTree {

    private final Node root = new Node("(all)");
    private final int mostCalls;
    private int calls;
    private long crowdedNanos;

    /** One path: its last call. */
    static final class Node {
        private final String name;
        private final long[] selfNanos = new long[Activity.values().length];
        private final Map<String, Node> callees = new LinkedHashMap<>();

        private Node(String name) {
            this.name = name;
        }
    }

    /** @param mostCalls how many paths are told apart; what comes then counts for the paths that lead there */
    CallTree(int mostCalls) {
        this.mostCalls = mostCalls;
    }

    Node root() {
        return root;
    }

    /** The call of a name by another call; that call itself when there are too many already. */
    Node callee(Node caller, String name) {
        Node known = caller.callees.get(name);
        if (known != null) {
            return known;
        }
        if (calls == mostCalls) {
            return caller;
        }
        calls++;
        Node fresh = new Node(name);
        caller.callees.put(name, fresh);
        return fresh;
    }

    void add(Node call, Activity activity, long nanos) {
        call.selfNanos[activity.ordinal()] += nanos;
    }

    /** Time was added to a call that could not be the right one. */
    void crowded(long nanos) {
        crowdedNanos += nanos;
    }

    /** What was counted; callees with more time come first. */
    Profile profile(long intervalNanos, long samples) {
        return new Profile(intervalNanos, samples, crowdedNanos, call(root));
    }

    private static Call call(Node node) {
        List<Call> callees = new ArrayList<>();
        node.callees.values().forEach(each -> callees.add(call(each)));
        callees.sort(Comparator.comparingLong(Call::total).reversed());
        return new Call(node.name, Arrays.stream(node.selfNanos).boxed().toList(), callees);
    }
}
