/** Smalltalk programs, run whole. */
package st.sendwright.it.language;
