/** The dialect of GNU Smalltalk. */
package st.sendwright.dialect.gnu;
