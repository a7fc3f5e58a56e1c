/** Links each send of machine code to the cache of all classes. */
package st.sendwright.sends.megamorphic;
