/** Links sends of machine code to the classes that it has counted, the frequent ones first. */
package st.sendwright.sends.adaptive;
