/** The kernel: driver loop, stacks, lookup, Processes, classes; the owner of all memory. Exports nothing. */
package st.sendwright.runtime;
