package st.sendwright.runtime;

import java.util.function.LongUnaryOperator;
import st.sendwright.interpreter.SlowPaths;

/** The slow paths of a VM, but what base frames answer is changed. */
record ChangedReturns(SlowPaths real, LongUnaryOperator change) implements SlowPaths {

    @Override
    public long slowReturn(long value) {
        return real.slowReturn(real instanceof KernelPaths ? value : change.applyAsLong(value));
    }

    @Override
    public long sendMiss(long site, long selector, int arguments) {
        return real.sendMiss(site, selector, arguments);
    }

    @Override
    public long superSendMiss(long site, long selector, int arguments) {
        return real.superSendMiss(site, selector, arguments);
    }

    @Override
    public long primitive(int index, long method, int arguments) {
        return real.primitive(index, method, arguments);
    }

    @Override
    public long countedDown(long method) {
        return real.countedDown(method);
    }

    @Override
    public long makeSites(long method) {
        return real.makeSites(method);
    }

    @Override
    public long contextOf(long framePointer) {
        return real.contextOf(framePointer);
    }

    @Override
    public long invokeClosure(long closure) {
        return real.invokeClosure(closure);
    }

    @Override
    public long wrongArgumentCount(int arguments) {
        return real.wrongArgumentCount(arguments);
    }

    @Override
    public long nonLocalReturn() {
        return real.nonLocalReturn();
    }

    @Override
    public long mustBeBoolean() {
        return real.mustBeBoolean();
    }

    @Override
    public long attemptToAssign(long object, long slot, long value) {
        return real.attemptToAssign(object, slot, value);
    }

    @Override
    public long poll() {
        return real.poll();
    }
}
