package st.sendwright.bench.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A solver of constraints with strengths, after B. Freeman-Benson, J. Maloney and A. Borning, An Incremental
 * Constraint Solver, CACM 33(1), 1990. Strengths are numbers, 0 the strongest.
 */
final class Constraints implements Reference {

    private static final int WEAKEST = 6;
    private static final int EDITS = 10;

    private static final class Variable {
        private final List<Constraint> constraints = new ArrayList<>();
        private int value;
        private Constraint determinedBy;
        private int mark;
        private int strength = WEAKEST;
        private boolean isFixed = true;

        Variable(int value) {
            this.value = value;
        }
    }

    private abstract static class Constraint {
        final int strength;

        Constraint(int strength) {
            this.strength = strength;
        }

        abstract Variable output();

        abstract boolean isInput();

        abstract boolean isSatisfied();

        abstract void beUnsatisfied();

        abstract void connect();

        abstract void disconnect();

        abstract void choose(int mark);

        abstract void markInputs(int mark);

        abstract boolean areInputsKnown(int mark);

        abstract void recalculate();

        abstract void execute();

        final Constraint satisfy(int mark, Planner planner) {
            choose(mark);
            if (!isSatisfied()) {
                if (strength == 0) {
                    throw new IllegalStateException("a required constraint cannot be satisfied");
                }
                return null;
            }
            markInputs(mark);
            Variable out = output();
            Constraint overridden = out.determinedBy;
            if (overridden != null) {
                overridden.beUnsatisfied();
            }
            out.determinedBy = this;
            if (!planner.propagate(this, mark)) {
                throw new IllegalStateException("constraints form a circle");
            }
            out.mark = mark;
            return overridden;
        }
    }

    private abstract static class Unary extends Constraint {
        private final Variable output;
        private boolean isSatisfied;

        Unary(Variable output, int strength) {
            super(strength);
            this.output = output;
        }

        @Override
        Variable output() {
            return output;
        }

        @Override
        boolean isSatisfied() {
            return isSatisfied;
        }

        @Override
        void beUnsatisfied() {
            isSatisfied = false;
        }

        @Override
        void connect() {
            output.constraints.add(this);
        }

        @Override
        void disconnect() {
            output.constraints.remove(this);
        }

        @Override
        void choose(int mark) {
            isSatisfied = output.mark != mark && strength < output.strength;
        }

        @Override
        void markInputs(int mark) {
            // has none
        }

        @Override
        boolean areInputsKnown(int mark) {
            return true;
        }

        @Override
        void recalculate() {
            output.strength = strength;
            output.isFixed = !isInput();
            if (output.isFixed) {
                execute();
            }
        }

        @Override
        void execute() {
            // the value is as it is
        }
    }

    private static final class Stay extends Unary {

        Stay(Variable output, int strength) {
            super(output, strength);
        }

        @Override
        boolean isInput() {
            return false;
        }
    }

    private static final class Edit extends Unary {

        Edit(Variable output, int strength) {
            super(output, strength);
        }

        @Override
        boolean isInput() {
            return true;
        }
    }

    private enum Direction {
        NONE, FORWARD, BACKWARD
    }

    private static class Equal extends Constraint {
        final Variable left;
        final Variable right;
        Direction direction = Direction.NONE;

        Equal(Variable left, Variable right, int strength) {
            super(strength);
            this.left = left;
            this.right = right;
        }

        @Override
        final Variable output() {
            return direction == Direction.FORWARD ? right : left;
        }

        final Variable input() {
            return direction == Direction.FORWARD ? left : right;
        }

        @Override
        final boolean isInput() {
            return false;
        }

        @Override
        final boolean isSatisfied() {
            return direction != Direction.NONE;
        }

        @Override
        final void beUnsatisfied() {
            direction = Direction.NONE;
        }

        @Override
        void connect() {
            left.constraints.add(this);
            right.constraints.add(this);
        }

        @Override
        void disconnect() {
            left.constraints.remove(this);
            right.constraints.remove(this);
        }

        @Override
        final void choose(int mark) {
            if (left.mark == mark) {
                direction = right.mark != mark && strength < right.strength ? Direction.FORWARD : Direction.NONE;
            } else if (right.mark == mark) {
                direction = strength < left.strength ? Direction.BACKWARD : Direction.NONE;
            } else if (left.strength > right.strength) {
                direction = strength < left.strength ? Direction.BACKWARD : Direction.NONE;
            } else {
                direction = strength < right.strength ? Direction.FORWARD : Direction.NONE;
            }
        }

        @Override
        void markInputs(int mark) {
            input().mark = mark;
        }

        @Override
        final boolean areInputsKnown(int mark) {
            Variable in = input();
            return in.mark == mark || in.isFixed || in.determinedBy == null;
        }

        @Override
        void recalculate() {
            Variable in = input();
            Variable out = output();
            out.strength = Math.max(strength, in.strength);
            out.isFixed = in.isFixed;
            if (out.isFixed) {
                execute();
            }
        }

        @Override
        void execute() {
            output().value = input().value;
        }
    }

    private static final class Scale extends Equal {
        private final Variable factor;
        private final Variable offset;

        Scale(Variable left, Variable right, Variable factor, Variable offset) {
            super(left, right, 0);
            this.factor = factor;
            this.offset = offset;
        }

        @Override
        void connect() {
            super.connect();
            factor.constraints.add(this);
            offset.constraints.add(this);
        }

        @Override
        void disconnect() {
            super.disconnect();
            factor.constraints.remove(this);
            offset.constraints.remove(this);
        }

        @Override
        void markInputs(int mark) {
            super.markInputs(mark);
            factor.mark = mark;
            offset.mark = mark;
        }

        @Override
        void recalculate() {
            Variable in = input();
            Variable out = output();
            out.strength = Math.max(strength, in.strength);
            out.isFixed = in.isFixed && factor.isFixed && offset.isFixed;
            if (out.isFixed) {
                execute();
            }
        }

        @Override
        void execute() {
            if (direction == Direction.FORWARD) {
                right.value = left.value * factor.value + offset.value;
            } else {
                left.value = Math.floorDiv(right.value - offset.value, factor.value);
            }
        }
    }

    private static final class Planner {
        private int lastMark;

        void add(Constraint constraint) {
            constraint.connect();
            satisfy(constraint);
        }

        void remove(Constraint constraint) {
            if (!constraint.isSatisfied()) {
                constraint.disconnect();
                return;
            }
            Variable out = constraint.output();
            constraint.beUnsatisfied();
            constraint.disconnect();
            List<Constraint> unsatisfied = unsatisfiedAfterFreeing(out);
            for (int strength = 1; strength < WEAKEST; strength++) {
                for (Constraint each : unsatisfied) {
                    if (each.strength == strength) {
                        satisfy(each);
                    }
                }
            }
        }

        private void satisfy(Constraint constraint) {
            int mark = newMark();
            Constraint overridden = constraint.satisfy(mark, this);
            while (overridden != null) {
                overridden = overridden.satisfy(mark, this);
            }
        }

        boolean propagate(Constraint constraint, int mark) {
            Deque<Constraint> todo = new ArrayDeque<>();
            todo.add(constraint);
            while (!todo.isEmpty()) {
                Constraint each = todo.removeFirst();
                if (each.output().mark == mark) {
                    return false;
                }
                each.recalculate();
                addConsumers(each.output(), todo);
            }
            return true;
        }

        List<Constraint> planFor(Constraint constraint) {
            int mark = newMark();
            List<Constraint> plan = new ArrayList<>();
            Deque<Constraint> todo = new ArrayDeque<>();
            if (constraint.isInput() && constraint.isSatisfied()) {
                todo.add(constraint);
            }
            while (!todo.isEmpty()) {
                Constraint each = todo.removeFirst();
                if (each.output().mark != mark && each.areInputsKnown(mark)) {
                    plan.add(each);
                    each.output().mark = mark;
                    addConsumers(each.output(), todo);
                }
            }
            return plan;
        }

        private int newMark() {
            return ++lastMark;
        }

        private static void addConsumers(Variable variable, Deque<Constraint> target) {
            for (Constraint each : variable.constraints) {
                if (each != variable.determinedBy && each.isSatisfied()) {
                    target.add(each);
                }
            }
        }

        private static List<Constraint> unsatisfiedAfterFreeing(Variable variable) {
            variable.determinedBy = null;
            variable.strength = WEAKEST;
            variable.isFixed = true;
            List<Constraint> unsatisfied = new ArrayList<>();
            Deque<Variable> todo = new ArrayDeque<>();
            todo.add(variable);
            while (!todo.isEmpty()) {
                Variable each = todo.removeFirst();
                for (Constraint constraint : each.constraints) {
                    if (!constraint.isSatisfied()) {
                        unsatisfied.add(constraint);
                    }
                }
                Deque<Constraint> consumers = new ArrayDeque<>();
                addConsumers(each, consumers);
                for (Constraint constraint : consumers) {
                    constraint.recalculate();
                    todo.add(constraint.output());
                }
            }
            return unsatisfied;
        }
    }

    private Planner planner;

    @Override
    public long run(int size) {
        planner = new Planner();
        return chain(size) + projection(size);
    }

    private long chain(int count) {
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            variables.add(new Variable(0));
        }
        for (int i = 0; i < count - 1; i++) {
            planner.add(new Equal(variables.get(i), variables.get(i + 1), 0));
        }
        planner.add(new Stay(variables.getLast(), 3));
        Constraint edit = new Edit(variables.getFirst(), 2);
        planner.add(edit);
        List<Constraint> plan = planner.planFor(edit);
        long sum = 0;
        for (int i = 1; i <= EDITS; i++) {
            variables.getFirst().value = i;
            plan.forEach(Constraint::execute);
            sum += variables.getLast().value;
        }
        planner.remove(edit);
        return sum + plan.size();
    }

    private long projection(int count) {
        Variable factor = new Variable(10);
        Variable offset = new Variable(1_000);
        List<Variable> sources = new ArrayList<>();
        List<Variable> targets = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            sources.add(new Variable(i));
            targets.add(new Variable(i));
            planner.add(new Stay(sources.getLast(), 4));
            planner.add(new Scale(sources.getLast(), targets.getLast(), factor, offset));
        }
        Variable source = sources.get(count / 2);
        Variable target = targets.get(count / 2);
        long sum = 0;
        change(source, 17);
        sum += target.value;
        change(target, 1_050);
        sum += source.value;
        change(factor, 5);
        for (Variable each : targets) {
            sum += each.value;
        }
        change(offset, 2_000);
        for (Variable each : targets) {
            sum += each.value;
        }
        return sum;
    }

    private void change(Variable variable, int value) {
        Constraint edit = new Edit(variable, 2);
        planner.add(edit);
        List<Constraint> plan = planner.planFor(edit);
        for (int i = 0; i < EDITS; i++) {
            variable.value = value;
            plan.forEach(Constraint::execute);
        }
        planner.remove(edit);
    }
}
