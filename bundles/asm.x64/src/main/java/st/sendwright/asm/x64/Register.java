package st.sendwright.asm.x64;

/** A general-purpose register; {@link #ordinal} is the hardware's number, which is what is encoded. */
public enum Register {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15
}
