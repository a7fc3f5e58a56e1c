package st.sendwright.bench.laboratory;

/**
 * Where figures were found.
 *
 * @param java name and version of the JVM
 * @param system operating system and architecture
 */
record Machine(String java, String system, int processors) {

    static Machine here() {
        return new Machine(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
