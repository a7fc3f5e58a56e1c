/** The kernel library's own tests, which are written in Smalltalk, and which methods have none. */
package st.sendwright.it.kernel;
