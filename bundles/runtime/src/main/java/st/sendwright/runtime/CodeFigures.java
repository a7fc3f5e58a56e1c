package st.sendwright.runtime;

/** The figures of a VM's machine code, which outlive the back end that made it. <b>Thread</b>: the VM thread. */
record CodeFigures(CompilationFigures compilation, LinkFigures links, SweepFigures sweeps) {

    CodeFigures() {
        this(new CompilationFigures(), new LinkFigures(), new SweepFigures());
    }
}
