package st.sendwright.language.loader;

import st.sendwright.language.Dialect;

/**
 * How the items of one file are loaded; items that are held keep it.
 *
 * @param dialect what the file is written in
 */
record Treatment(Dialect dialect) {
}
