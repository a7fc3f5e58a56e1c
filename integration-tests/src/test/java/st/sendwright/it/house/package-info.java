/** Rules about the source tree and the bundles that a machine can check. */
package st.sendwright.it.house;
