package st.sendwright.bench.reference;

/** Trees of arrays of random widths that die at once. */
final class Storage implements Reference {

    private static final int DEPTH = 6;

    private Lehmer random;
    private int arrays;

    @Override
    public long run(int size) {
        random = new Lehmer(74_755);
        long slots = 0;
        for (int tree = 0; tree < size; tree++) {
            arrays = 0;
            slots += slotsOf(treeOfDepth(DEPTH)) + arrays;
        }
        return slots;
    }

    private Object[] treeOfDepth(int depth) {
        arrays++;
        if (depth == 1) {
            return new Object[random.below(10) + 1];
        }
        Object[] node = new Object[random.below(4) + 2];
        for (int i = 0; i < node.length; i++) {
            node[i] = treeOfDepth(depth - 1);
        }
        return node;
    }

    private static int slotsOf(Object[] node) {
        int slots = node.length;
        for (Object each : node) {
            if (each != null) {
                slots += slotsOf((Object[]) each);
            }
        }
        return slots;
    }
}
