/** The dialect of Dolphin Smalltalk. */
package st.sendwright.dialect.dolphin;
