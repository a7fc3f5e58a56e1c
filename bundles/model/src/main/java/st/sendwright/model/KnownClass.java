package st.sendwright.model;

/**
 * Classes whose class index the VM knows. Their shape is part of the image format: redefining it at run time
 * is refused.
 */
public enum KnownClass {
    SMALL_INTEGER((int) Oop.SMALL_INTEGER_TAG, "SmallInteger"),
    CHARACTER((int) Oop.CHARACTER_TAG, "Character"),
    ARRAY(32, "Array"),
    STRING(33, "String"),
    WIDE_STRING(34, "WideString"),
    SYMBOL(35, "Symbol"),
    WIDE_SYMBOL(36, "WideSymbol"),
    BYTE_ARRAY(37, "ByteArray"),
    /** Boxed and immediate floats are of this one class; the tag {@link Oop#FLOAT_TAG} leads to it too. */
    FLOAT(38, "Float"),
    LARGE_POSITIVE_INTEGER(39, "LargePositiveInteger"),
    LARGE_NEGATIVE_INTEGER(40, "LargeNegativeInteger"),
    UNDEFINED_OBJECT(41, "UndefinedObject"),
    TRUE(42, "True"),
    FALSE(43, "False"),
    ASSOCIATION(44, "Association"),
    DICTIONARY(45, "Dictionary"),
    SYSTEM_DICTIONARY(46, "SystemDictionary"),
    METHOD_DICTIONARY(47, "MethodDictionary"),
    COMPILED_METHOD(48, "CompiledMethod"),
    COMPILED_BLOCK(49, "CompiledBlock"),
    METHOD_INFO(50, "MethodInfo"),
    BLOCK_CLOSURE(51, "BlockClosure"),
    CONTEXT(52, "Context"),
    MESSAGE(53, "Message"),
    PROCESS(54, "Process"),
    SEMAPHORE(55, "Semaphore"),
    LINKED_LIST(56, "LinkedList"),
    PROCESSOR_SCHEDULER(57, "ProcessorScheduler"),
    OBJECT(58, "Object"),
    CLASS(59, "Class"),
    METACLASS(60, "Metaclass"),
    POINT(61, "Point"),
    SCALED_DECIMAL(62, "ScaledDecimal"),
    FRACTION(63, "Fraction"),
    /** An ephemeron that forgets key and value when its key dies, where others are mourned. */
    WEAK_KEY_ASSOCIATION(64, "WeakKeyAssociation");

    /** First class index that is free for other classes. */
    public static final int FIRST_FREE_INDEX = 96;

    private final int index;
    private final String className;

    KnownClass(int index, String className) {
        this.index = index;
        this.className = className;
    }

    /** The class index, as in headers and send sites. */
    public int index() {
        return index;
    }

    /** The name the class has in Smalltalk. */
    public String className() {
        return className;
    }
}
