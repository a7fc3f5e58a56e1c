package st.sendwright.language.loader;

import st.sendwright.language.Dialect;
import st.sendwright.vm.LoadMode;

/**
 * How the items of one file are loaded; items that are held keep it.
 *
 * @param dialect what the file is written in
 * @param mode what it may do to classes that were there before
 */
record Treatment(Dialect dialect, LoadMode mode) {
}
