package st.sendwright.bench.laboratory;

/** Runs programs in this JVM's Sendwright. */
final class VmRunner implements Runner {

    private final String name;
    private final Smalltalk smalltalk;

    VmRunner(Smalltalk smalltalk) {
        this("sendwright", smalltalk);
    }

    /** @param name what this VM is called, where there are several */
    VmRunner(String name, Smalltalk smalltalk) {
        this.name = name;
        this.smalltalk = smalltalk;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean canRun(Program program) {
        return true;
    }

    @Override
    public Iteration run(Program program, int size, double limitSeconds) throws BenchException {
        return smalltalk.run(program.expression(size), limitSeconds);
    }

    @Override
    public void close() {
        // who started the VM ends it
    }
}
