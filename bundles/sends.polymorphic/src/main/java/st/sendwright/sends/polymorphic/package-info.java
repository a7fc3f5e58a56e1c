/** Links sends of machine code to up to so many classes, and then to a cache. */
package st.sendwright.sends.polymorphic;
