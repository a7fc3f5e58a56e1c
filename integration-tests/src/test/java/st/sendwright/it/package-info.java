/** What the integration tests share: the framework in this JVM, and the command line as a process. */
package st.sendwright.it;
