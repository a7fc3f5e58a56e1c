/** What measures: programs with a harness of their own, memory, collections, and starts of VMs. */
package st.sendwright.bench.laboratory;
