/** Reads GNU Smalltalk's bracket syntax. */
package st.sendwright.format.gnu;
