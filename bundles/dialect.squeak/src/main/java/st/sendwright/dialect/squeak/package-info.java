/** The dialect of Squeak, Pharo and Cuis. */
package st.sendwright.dialect.squeak;
