/** The dialect of Smalltalk-80 as the Blue Book has it. */
package st.sendwright.dialect.smalltalk80;
