/** The kernel library: its Smalltalk sources, and the image that the build makes from them. */
package st.sendwright.library;
