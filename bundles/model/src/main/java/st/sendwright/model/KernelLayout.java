package st.sendwright.model;

/**
 * Slot numbers, from 0, of the kernel library's objects that the VM reads. They are the order of the instance
 * variables in the class definitions; a test compares the two.
 */
public final class KernelLayout {

    private KernelLayout() {
    }

    /** Behavior, ClassDescription, Class and Metaclass. The class index of a class is its identity hash. */
    public static final class Behavior {
        public static final int SUPERCLASS = 0;
        public static final int METHOD_DICTIONARY = 1;
        /**
         * SmallInteger: number of named instance variables, plus {@link ObjectFormat} shifted left by 16, plus
         * {@link #NO_INSTANCES} in traits.
         */
        public static final int FORMAT = 2;
        public static final int ORGANIZATION = 3;
        /** Array of classes, or nil. */
        public static final int SUBCLASSES = 4;
        /** Array of Strings: the variables this class adds, or nil. */
        public static final int INSTANCE_VARIABLES = 5;
        /** Symbol; in a Class only. */
        public static final int NAME = 6;
        /** Metaclass only: its one instance. */
        public static final int THIS_CLASS = 6;
        /** Dictionary of Associations, or nil. */
        public static final int CLASS_POOL = 7;
        /** Array of Dictionaries or classes, or nil. */
        public static final int SHARED_POOLS = 8;
        public static final int CATEGORY = 9;
        public static final int COMMENT = 10;
        public static final int ENVIRONMENT = 11;
        /** Dictionary of what dialects say of a class and nobody else needs, or nil. */
        public static final int PROPERTIES = 12;

        /** Bit of a format word: nothing makes instances of the class. */
        public static final long NO_INSTANCES = 1 << 21;

        public static final int CLASS_SLOTS = 13;
        public static final int METACLASS_SLOTS = 7;

        private Behavior() {
        }

        /** The format word for a class. */
        public static long format(int instanceVariables, int objectFormat) {
            return Oop.smallInteger(instanceVariables | (long) objectFormat << 16);
        }

        /** Number of named instance variables, inherited ones included, from a format word. */
        public static int instanceVariables(long formatOop) {
            return (int) Oop.integerValue(formatOop) & 0xFFFF;
        }

        /** {@link ObjectFormat} of the instances, from a format word. */
        public static int objectFormat(long formatOop) {
            return (int) (Oop.integerValue(formatOop) >> 16) & 31;
        }

        /** A format word that agrees with another about {@link #NO_INSTANCES}. */
        public static long formatLike(long formatOop, int instanceVariables, int objectFormat) {
            long noInstances = Oop.integerValue(formatOop) & NO_INSTANCES;
            return Oop.smallInteger(instanceVariables | (long) objectFormat << 16 | noInstances);
        }
    }

    /** MethodDictionary: open addressing, linear probing by the selector's identity hash. */
    public static final class MethodDictionary {
        public static final int TALLY = 0;
        /** Array of selectors, nil where free; its size is a power of two, at least 8. */
        public static final int KEYS = 1;
        /** Array of methods beside the selectors. */
        public static final int VALUES = 2;
        public static final int SLOTS = 3;

        private MethodDictionary() {
        }
    }

    /** Association. */
    public static final class Association {
        public static final int KEY = 0;
        public static final int VALUE = 1;
        public static final int SLOTS = 2;

        private Association() {
        }
    }

    /**
     * Dictionary and SystemDictionary: {@code array} holds Associations and nils, open addressing with linear
     * probing; the first place to look is {@code key hash \\ array size + 1}. The VM reads dictionaries whose
     * keys are Symbols only; their {@code hash} is the identity hash.
     */
    public static final class Dictionary {
        public static final int TALLY = 0;
        public static final int ARRAY = 1;
        public static final int SLOTS = 2;

        private Dictionary() {
        }
    }

    /** BlockClosure; the copied values follow the named slots. */
    public static final class Closure {
        /**
         * The Context that created the block when the block needs it (it holds {@code ^} or thisContext),
         * else nil.
         */
        public static final int OUTER_CONTEXT = 0;
        public static final int COMPILED_BLOCK = 1;
        public static final int NUM_ARGS = 2;
        public static final int RECEIVER = 3;
        public static final int FIRST_COPIED = 4;

        private Closure() {
        }
    }

    /**
     * Context. Three states: <em>married</em>, while a frame in the stack zone holds the truth and
     * {@link #SENDER} is that frame's address with the SmallInteger tag; <em>single</em>, when the object
     * holds all; <em>dead</em> (widowed), when the frame has returned and {@link #SENDER} and {@link #PC}
     * are nil.
     */
    public static final class Context {
        public static final int SENDER = 0;
        /** SmallInteger: bytecode pc in bytes from the start of the method object; nil when dead. */
        public static final int PC = 1;
        /** SmallInteger: how many of the indexable slots are in use (arguments, temporaries and operands). */
        public static final int STACKP = 2;
        public static final int METHOD = 3;
        /** The BlockClosure that runs, or nil in a method's activation. */
        public static final int CLOSURE = 4;
        public static final int RECEIVER = 5;
        /** First of the arguments, temporaries and operands, in this order. */
        public static final int FIRST_TEMPORARY = 6;

        private Context() {
        }
    }

    /** Message. */
    public static final class Message {
        public static final int SELECTOR = 0;
        public static final int ARGUMENTS = 1;
        public static final int LOOKUP_CLASS = 2;
        public static final int SLOTS = 3;

        private Message() {
        }
    }

    /** LinkedList and Semaphore. */
    public static final class LinkedList {
        public static final int FIRST_LINK = 0;
        public static final int LAST_LINK = 1;
        /** Semaphore only, SmallInteger. */
        public static final int EXCESS_SIGNALS = 2;

        private LinkedList() {
        }
    }

    /** Process. */
    public static final class Process {
        public static final int NEXT_LINK = 0;
        /** The top Context while the process does not run; nil when it has ended. */
        public static final int SUSPENDED_CONTEXT = 1;
        /** SmallInteger 1 to {@link Scheduler#PRIORITIES}. */
        public static final int PRIORITY = 2;
        /** The LinkedList it waits in, or nil. */
        public static final int MY_LIST = 3;
        public static final int NAME = 4;
        /** SmallInteger: number of the evaluation that the process serves, or nil. */
        public static final int EVALUATION = 5;
        /** Free for the kernel library: terminating flag, environment and so on. */
        public static final int ENVIRONMENT = 6;
        public static final int TERMINATING = 7;
        public static final int SLOTS = 8;

        private Process() {
        }
    }

    /** ProcessorScheduler. */
    public static final class Scheduler {
        /** Array of {@link #PRIORITIES} LinkedLists of Processes that are ready to run. */
        public static final int READY_LISTS = 0;
        public static final int ACTIVE_PROCESS = 1;
        public static final int SLOTS = 2;

        public static final int PRIORITIES = 100;
        /** Priority of what users type and load. */
        public static final int USER_PRIORITY = 50;

        private Scheduler() {
        }
    }

    /** MethodInfo: what a method knows about its source; last literal but one of each method and block. */
    public static final class MethodInfo {
        /** Symbol; in a CompiledBlock nil. */
        public static final int SELECTOR = 0;
        /** String, the method's source as it was written; in a CompiledBlock nil. */
        public static final int SOURCE = 1;
        /** String, the file it came from, or nil. */
        public static final int FILE = 2;
        /** SmallInteger, line of the source's first character in that file, from 1. */
        public static final int LINE = 3;
        /** Symbol, protocol; nil in a CompiledBlock. */
        public static final int CATEGORY = 4;
        /** Array of Messages, the pragmas without the primitive's, or nil. */
        public static final int PRAGMAS = 5;
        /** ByteArray, see {@code st.sendwright.language.SourceMap}. */
        public static final int SOURCE_MAP = 6;
        /** Array of Strings: names of arguments and temporaries in frame order. */
        public static final int TEMPORARY_NAMES = 7;
        /** Message whose selector names the primitive pragma and whose arguments are its, or nil. */
        public static final int PRIMITIVE = 8;
        /** String, author and time as the file had them, or nil. */
        public static final int STAMP = 9;
        /** Dictionary of what dialects say of the method, or nil. */
        public static final int PROPERTIES = 10;
        /** Symbol, name of the dialect that the source is in, or nil. */
        public static final int DIALECT = 11;
        public static final int SLOTS = 12;

        private MethodInfo() {
        }
    }
}
