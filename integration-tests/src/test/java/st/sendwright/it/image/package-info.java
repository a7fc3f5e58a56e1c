/** Programs that are saved as images and go on from them. */
package st.sendwright.it.image;
