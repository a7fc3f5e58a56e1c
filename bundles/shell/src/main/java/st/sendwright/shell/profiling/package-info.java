/** What a profile looks like for people and for programs that show profiles. */
package st.sendwright.shell.profiling;
