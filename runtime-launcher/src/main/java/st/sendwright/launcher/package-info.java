/** Starts Felix with the bundles that a profile names and hands the command line to the shell. */
package st.sendwright.launcher;
