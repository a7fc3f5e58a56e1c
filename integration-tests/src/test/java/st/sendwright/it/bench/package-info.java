/** The Java side of the benchmarks, measured by JMH. */
package st.sendwright.it.bench;
