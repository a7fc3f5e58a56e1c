/**
 * An assembler for x86-64 in 64-bit mode: typed operands, labels, relocations; and a disassembler for people.
 *
 * <p>Source of all encodings: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
 */
@Export
@Version("1.0.0")
package st.sendwright.asm.x64;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
