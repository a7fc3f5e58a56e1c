/** How a second terminal reaches a running VM: a socket that only its user can open. */
package st.sendwright.shell.attach;
