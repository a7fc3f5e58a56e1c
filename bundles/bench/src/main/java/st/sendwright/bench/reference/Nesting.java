package st.sendwright.bench.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds the loops of a flow graph and how they nest, after P. Havlak, Nesting of Reducible and Irreducible Loops,
 * TOPLAS 19(4), 1997.
 */
final class Nesting implements Reference {

    private enum Kind {
        NONE, SELF, REDUCIBLE, IRREDUCIBLE
    }

    private static final class Block {
        private final List<Block> sources = new ArrayList<>();
        private final List<Block> targets = new ArrayList<>();
        private int number;
        private int last;
        private Block header;
        private Block parent = this;
        private Kind kind = Kind.NONE;
        private int depth;

        void to(Block target) {
            targets.add(target);
            target.sources.add(this);
        }

        boolean isAncestorOf(Block other) {
            return number <= other.number && other.number <= last;
        }

        Block representative() {
            Block root = this;
            while (root.parent != root) {
                root = root.parent;
            }
            Block each = this;
            while (each != root) {
                Block next = each.parent;
                each.parent = root;
                each = next;
            }
            return root;
        }

        int depth() {
            if (depth == 0) {
                depth = (header == null ? 0 : header.depth()) + 1;
            }
            return depth;
        }
    }

    private List<Block> blocks;
    private List<Block> order;

    @Override
    public long run(int size) {
        blocks = new ArrayList<>();
        Block entry = newBlock();
        Block at = entry;
        for (int i = 1; i <= size; i++) {
            at = nest(i % 4 + 1, at);
            if (i % 5 == 0) {
                at = twoEntries(at);
            }
        }
        at.to(newBlock());
        number(entry);
        for (int i = order.size() - 1; i >= 0; i--) {
            findLoop(order.get(i));
        }
        long loops = 0;
        long depths = 0;
        long irreducible = 0;
        for (Block each : order) {
            if (each.kind != Kind.NONE) {
                loops++;
                depths += each.depth();
                if (each.kind == Kind.IRREDUCIBLE) {
                    irreducible++;
                }
            }
        }
        return loops * 3 + depths + irreducible * 1_000 + blocks.size();
    }

    private Block newBlock() {
        Block block = new Block();
        blocks.add(block);
        return block;
    }

    private Block nest(int depth, Block from) {
        Block head = newBlock();
        from.to(head);
        Block tail = depth == 0 ? diamond(head) : nest(depth - 1, nest(depth - 1, head));
        tail.to(head);
        tail = newBlock();
        head.to(tail);
        return tail;
    }

    private Block diamond(Block from) {
        Block left = newBlock();
        Block right = newBlock();
        Block join = newBlock();
        from.to(left);
        from.to(right);
        left.to(join);
        right.to(join);
        return join;
    }

    private Block twoEntries(Block from) {
        Block left = newBlock();
        Block right = newBlock();
        Block join = newBlock();
        from.to(left);
        from.to(right);
        left.to(right);
        right.to(left);
        right.to(join);
        return join;
    }

    private void number(Block entry) {
        order = new ArrayList<>();
        List<Block> stack = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        visit(entry);
        stack.add(entry);
        positions.add(0);
        while (!stack.isEmpty()) {
            Block block = stack.getLast();
            int position = positions.removeLast();
            if (position == block.targets.size()) {
                block.last = order.size();
                stack.removeLast();
            } else {
                positions.add(position + 1);
                Block next = block.targets.get(position);
                if (next.number == 0) {
                    visit(next);
                    stack.add(next);
                    positions.add(0);
                }
            }
        }
    }

    private void visit(Block block) {
        order.add(block);
        block.number = order.size();
    }

    private static void findLoop(Block head) {
        List<Block> body = new ArrayList<>();
        for (Block each : head.sources) {
            if (head.isAncestorOf(each)) {
                if (each == head) {
                    head.kind = Kind.SELF;
                } else {
                    add(each.representative(), body);
                }
            }
        }
        if (body.isEmpty()) {
            return;
        }
        head.kind = Kind.REDUCIBLE;
        Deque<Block> todo = new ArrayDeque<>(body);
        while (!todo.isEmpty()) {
            Block block = todo.removeFirst();
            for (Block each : block.sources) {
                if (!block.isAncestorOf(each)) {
                    Block found = each.representative();
                    if (!head.isAncestorOf(found)) {
                        head.kind = Kind.IRREDUCIBLE;
                    } else if (found != head && add(found, body)) {
                        todo.add(found);
                    }
                }
            }
        }
        for (Block each : body) {
            each.header = head;
            each.parent = head;
        }
    }

    private static boolean add(Block block, List<Block> target) {
        return !target.contains(block) && target.add(block);
    }
}
