package st.sendwright.bench.reference;

/** Takeuchi's function on the lengths of linked lists. */
final class Lists implements Reference {

    private record Link(Link rest) {

        static Link listOf(int count) {
            return count == 0 ? null : new Link(listOf(count - 1));
        }

        int length() {
            return rest == null ? 1 : 1 + rest.length();
        }
    }

    @Override
    public long run(int size) {
        return found(Link.listOf(size), Link.listOf(size * 2 / 3), Link.listOf(size / 3)).length();
    }

    private static Link found(Link x, Link y, Link z) {
        if (!isShorter(y, x)) {
            return z;
        }
        return found(found(x.rest, y, z), found(y.rest, z, x), found(z.rest, x, y));
    }

    private static boolean isShorter(Link x, Link y) {
        Link a = x;
        Link b = y;
        while (b != null) {
            if (a == null) {
                return true;
            }
            a = a.rest;
            b = b.rest;
        }
        return false;
    }
}
