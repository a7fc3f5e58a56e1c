/** The benchmarks in plain Java: the same work with the same results, for comparison. It imports nothing else. */
package st.sendwright.bench.reference;
