package st.sendwright.asm.x64;

/** A floating-point register; {@link #ordinal} is the hardware's number, which is what is encoded. */
public enum FloatRegister {
    XMM0, XMM1, XMM2, XMM3, XMM4, XMM5, XMM6, XMM7, XMM8, XMM9, XMM10, XMM11, XMM12, XMM13, XMM14, XMM15
}
