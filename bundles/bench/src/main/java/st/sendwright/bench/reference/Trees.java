package st.sendwright.bench.reference;

/** Full binary trees: many that die soon beside one that lives. */
final class Trees implements Reference {

    private record Tree(Tree left, Tree right) {

        static Tree ofDepth(int depth) {
            return depth == 0 ? new Tree(null, null) : new Tree(ofDepth(depth - 1), ofDepth(depth - 1));
        }

        int count() {
            return left == null ? 1 : 1 + left.count() + right.count();
        }
    }

    @Override
    public long run(int size) {
        Tree living = Tree.ofDepth(size);
        long nodes = 0;
        for (int each = 4; each <= size; each += 2) {
            for (int i = 1 << size - each + 4; i > 0; i--) {
                nodes += Tree.ofDepth(each).count();
            }
        }
        return nodes + living.count();
    }
}
