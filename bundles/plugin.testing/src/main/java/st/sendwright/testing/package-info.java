/** Tests of plugins: a VM with the plugin, in the JVM of the test. docs/plugins.md. */
package st.sendwright.testing;
