/** That the launcher starts what it shall, and says what is missing when it cannot. */
package st.sendwright.it.hosting;
