/**
 * Pieces of x86-64 machine code that back ends and interpreters share: they agree on registers, frames and objects, so
 * that each can go on where another has stopped.
 */
@Export
@Version("1.0.0")
package st.sendwright.machine.x64;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
