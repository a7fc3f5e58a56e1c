package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.FloatRegister.XMM0;
import static st.sendwright.asm.x64.FloatRegister.XMM1;
import static st.sendwright.asm.x64.Register.R10;
import static st.sendwright.asm.x64.Register.R8;
import static st.sendwright.asm.x64.Register.R9;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDI;
import static st.sendwright.asm.x64.Register.RDX;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.machine.x64.Elements;
import st.sendwright.machine.x64.FloatArithmetic;
import st.sendwright.machine.x64.Machine;
import st.sendwright.machine.x64.Stores;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * The primitive of a method, before its body: in machine code where that is short and frequent, and in the kernel for
 * all that the code does not serve. The receiver is in RDI, the return IP on top of the stack, the last argument below.
 */
final class Intrinsics {

    private static final int RETURN_IP = 8;
    /** Where an immediate Float has its sign. */
    private static final int FLOAT_SIGN = 1 << Machine.TAG_BITS;
    /** Larger objects are left to the kernel. */
    private static final int MOST_SLOTS = 64;
    private static final int MOST_BYTES = MOST_SLOTS * 8;
    /** In a class's format word: the object format, above the number of variables. */
    private static final int FORMAT_SHIFT = 16;
    private static final int VARIABLES_MASK = 0xFFFF;

    private final Emission out;
    private final Assembler asm;
    private final MethodView method;
    private final int arguments;
    private final Label kernel = new Label();
    private final FloatArithmetic floats;

    Intrinsics(Emission out, MethodView method) {
        this.out = out;
        this.asm = out.asm;
        this.method = method;
        this.floats = new FloatArithmetic(out.asm, kernel);
        this.arguments = MethodLayout.arguments(method.header());
    }

    void emit() {
        if (MethodLayout.primitive(method.header()) <= MethodLayout.LAST_MARK) {
            return;
        }
        switch (method.primitive() + "/" + arguments) {
            case "Objects.basicNew/0" -> basicNew();
            case "Objects.basicNewSized/1" -> basicNewSized();
            case "Objects.at/1", "Strings.at/1" -> new Elements(asm, kernel).elementAt();
            case "Objects.atPut/2", "Strings.atPut/2" -> new Elements(asm, kernel).elementAtPut();
            case "Objects.size/0" -> new Elements(asm, kernel).size();
            case "Objects.identical/1" -> identical();
            case "Objects.shallowCopy/0" -> shallowCopy();
            case "Objects.identityHash/0" -> identityHash();
            case "Float.sqrt/0" -> squareRoot();
            case "Float.truncated/0" -> truncated(false);
            case "Float.floor/0" -> truncated(true);
            case "Arithmetic.asFloat/0" -> asFloat();
            case "Strings.hash/0" -> new Texts(asm, kernel).hash();
            case "Strings.equal/1" -> new Texts(asm, kernel).equal();
            case "Strings.compare/1" -> new Texts(asm, kernel).compare();
            case "Strings.concatenate/1" -> new Texts(asm, kernel).concatenate();
            case "Collections.replace/4" -> new Texts(asm, kernel).replace();
            case "Strings.characterValue/0" -> characterValue();
            case "Blocks.value/0", "Blocks.value/1", "Blocks.value/2", "Blocks.value/3", "Blocks.value/4" -> value();
            default -> {
            }
        }
        asm.bind(kernel);
        asm.mov(RAX, Address.of(out.methodCell));
        out.call(Stub.PRIMITIVE);
    }

    /** The argument so many places before the last. */
    private static Address argument(int before) {
        return at(Machine.STACK, RETURN_IP + before * 8);
    }

    private void answer() {
        asm.ret((arguments + 1) * 8);
    }

    /** The class in RDI: its class index in RAX, the format word's value in RCX. What the VM alone makes is refused. */
    private void classToMake(KnownClass... alsoAllowed) {
        Label allowed = new Label();
        asm.test32(RDI, 7);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov32(RAX, at(RDI, 4));
        asm.and32(RAX, ObjectHeader.HASH_MASK);
        asm.cmp(RAX, Machine.mutator(MutatorBlock.CLASS_TABLE_LIMIT));
        asm.j(Condition.ABOVE_OR_EQUAL, kernel);
        asm.mov(RDX, Machine.mutator(MutatorBlock.CLASS_TABLE));
        asm.cmp(at(RDX, RAX, 8, 0), RDI);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov32(RDX, at(RDI, 0));
        asm.and32(RDX, ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RDX, KnownClass.METACLASS.index());
        asm.j(Condition.EQUAL, kernel);
        asm.cmp32(RAX, KnownClass.FIRST_FREE_INDEX);
        asm.j(Condition.ABOVE_OR_EQUAL, allowed);
        for (KnownClass each : alsoAllowed) {
            asm.cmp32(RAX, each.index());
            asm.j(Condition.EQUAL, allowed);
        }
        asm.jmp(kernel);
        asm.bind(allowed);
        asm.mov(RCX, Machine.slot(RDI, Behavior.FORMAT));
        asm.shr(RCX, Machine.TAG_BITS);
        asm.mov(RDX, RCX);
        asm.shr(RDX, FORMAT_SHIFT);
    }

    private void identical() {
        asm.mov(RAX, Machine.FALSE);
        asm.cmp(RDI, argument(0));
        asm.cmov(Condition.EQUAL, RAX, Machine.TRUE);
        answer();
    }

    /** Of pointers that are neither weak nor an ephemeron's, or of bytes. What the VM makes and classes are refused. */
    private void shallowCopy() {
        Label pointers = new Label();
        Label noClass = new Label();
        Label allowed = new Label();
        Label next = new Label();
        asm.test8(RDI, Machine.TAGS);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov(RDX, at(RDI, 0));
        asm.mov32(RAX, RDX);
        asm.and32(RAX, ObjectHeader.CLASS_INDEX_MASK);
        asm.cmp32(RAX, KnownClass.FIRST_FREE_INDEX);
        asm.j(Condition.ABOVE_OR_EQUAL, allowed);
        asm.cmp32(RAX, KnownClass.ARRAY.index());
        asm.j(Condition.EQUAL, allowed);
        asm.cmp32(RAX, KnownClass.STRING.index());
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.bind(allowed);
        asm.mov(RCX, RDX);
        asm.shr(RCX, ObjectHeader.HASH_SHIFT);
        asm.and32(RCX, ObjectHeader.HASH_MASK);
        asm.cmp(RCX, Machine.mutator(MutatorBlock.CLASS_TABLE_LIMIT));
        asm.j(Condition.ABOVE_OR_EQUAL, noClass);
        asm.mov(R8, Machine.mutator(MutatorBlock.CLASS_TABLE));
        asm.cmp(at(R8, RCX, 8, 0), RDI);
        asm.j(Condition.EQUAL, kernel);
        asm.bind(noClass);
        asm.mov32(RCX, RDX);
        asm.shr32(RCX, ObjectHeader.FORMAT_SHIFT);
        asm.and32(RCX, ObjectHeader.FORMAT_MASK);
        asm.cmp32(RCX, ObjectFormat.FIXED_AND_VARIABLE);
        asm.j(Condition.BELOW_OR_EQUAL, pointers);
        asm.sub32(RCX, ObjectFormat.BYTES);
        asm.cmp32(RCX, 7);
        asm.j(Condition.ABOVE, kernel);
        asm.bind(pointers);
        asm.mov(RCX, RDX);
        asm.shr(RCX, ObjectHeader.SLOTS_SHIFT);
        asm.cmp(RCX, MOST_SLOTS);
        asm.j(Condition.ABOVE, kernel);
        asm.shr32(RDX, ObjectHeader.FORMAT_SHIFT);
        asm.and32(RDX, ObjectHeader.FORMAT_MASK);
        allocate();
        asm.bind(next);
        asm.mov(RDX, at(RDI, R9, 8, 0));
        asm.mov(at(RAX, R9, 8, 0), RDX);
        asm.dec(R9);
        asm.j(Condition.NOT_EQUAL, next);
        answer();
    }

    private void basicNew() {
        classToMake(KnownClass.ASSOCIATION, KnownClass.OBJECT, KnownClass.POINT, KnownClass.FRACTION);
        asm.cmp32(RDX, ObjectFormat.FIXED);
        asm.j(Condition.ABOVE, kernel);
        asm.and32(RCX, VARIABLES_MASK);
        asm.cmp32(RCX, MOST_SLOTS);
        asm.j(Condition.ABOVE, kernel);
        allocate();
        fill(Machine.NIL);
        answer();
    }

    /**
     * Takes room for an object of RCX slots, of the format in RDX and the class index in RAX: its address is in RAX then,
     * in R9 the number of words behind its header.
     */
    private void allocate() {
        asm.shl(RDX, ObjectHeader.FORMAT_SHIFT);
        asm.or(RDX, RAX);
        asm.mov(R8, RCX);
        asm.shl(R8, ObjectHeader.SLOTS_SHIFT);
        asm.or(RDX, R8);
        asm.mov(R9, 1);
        asm.cmp(RCX, R9);
        asm.cmov(Condition.ABOVE, R9, RCX);
        Stores.takeRoom(asm, R9, R10, kernel);
        asm.mov(at(RAX, 0), RDX);
    }

    private void fill(Register value) {
        Label next = new Label();
        asm.bind(next);
        asm.mov(at(RAX, R9, 8, 0), value);
        asm.dec(R9);
        asm.j(Condition.NOT_EQUAL, next);
    }

    private void basicNewSized() {
        Label bytes = new Label();
        classToMake(KnownClass.ARRAY, KnownClass.STRING, KnownClass.BYTE_ARRAY);
        asm.test32(RCX, VARIABLES_MASK);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov(RCX, argument(0));
        asm.test32(RCX, 1);
        asm.j(Condition.EQUAL, kernel);
        asm.sar(RCX, Machine.TAG_BITS);
        asm.cmp32(RDX, ObjectFormat.BYTES);
        asm.j(Condition.EQUAL, bytes);
        asm.cmp32(RDX, ObjectFormat.VARIABLE);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.cmp(RCX, MOST_SLOTS);
        asm.j(Condition.ABOVE, kernel);
        allocate();
        fill(Machine.NIL);
        answer();
        asm.bind(bytes);
        asm.cmp(RCX, MOST_BYTES);
        asm.j(Condition.ABOVE, kernel);
        // How many bytes of the last slot are unused is part of the format.
        asm.mov(R8, RCX);
        asm.neg(R8);
        asm.and32(R8, 7);
        asm.add(RDX, R8);
        asm.add(RCX, 7);
        asm.shr(RCX, 3);
        allocate();
        asm.mov(R8, 0);
        fill(R8);
        answer();
    }

    /** Of an object that has one already. */
    private void identityHash() {
        asm.test32(RDI, 7);
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.mov32(RAX, at(RDI, 4));
        asm.and32(RAX, ObjectHeader.HASH_MASK);
        asm.j(Condition.EQUAL, kernel);
        asm.shl(RAX, Machine.TAG_BITS);
        asm.inc(RAX);
        answer();
    }

    /** Of one that is not negative. */
    private void squareRoot() {
        asm.test32(RDI, FLOAT_SIGN);
        asm.j(Condition.NOT_EQUAL, kernel);
        floats.load(RDI);
        asm.sqrtsd(XMM0, XMM0);
        floats.encode();
        answer();
    }

    /** The conversion answers what overflows in the multiplication for all that no 64-bit integer is. */
    private void truncated(boolean floor) {
        floats.load(RDI);
        asm.cvttsd2si(RAX, XMM0);
        if (floor) {
            Label floored = new Label();
            asm.cvtsi2sd(XMM1, RAX);
            asm.ucomisd(XMM0, XMM1);
            asm.j(Condition.ABOVE_OR_EQUAL, floored);
            asm.dec(RAX);
            asm.bind(floored);
        }
        asm.imul(RAX, RAX, Machine.ONE);
        asm.j(Condition.OVERFLOW, kernel);
        asm.inc(RAX);
        answer();
    }

    private void asFloat() {
        asm.test32(RDI, 1);
        asm.j(Condition.EQUAL, kernel);
        asm.mov(RAX, RDI);
        asm.sar(RAX, Machine.TAG_BITS);
        asm.cvtsi2sd(XMM0, RAX);
        floats.encode();
        answer();
    }

    private void characterValue() {
        asm.mov(RAX, RDI);
        asm.and32(RAX, 7);
        asm.cmp32(RAX, KnownClass.CHARACTER.index());
        asm.j(Condition.NOT_EQUAL, kernel);
        asm.lea(RAX, at(RDI, -1));
        answer();
    }

    /** Goes on in the block's code, when the closure takes so many arguments and its code is compiled. */
    private void value() {
        ClosureCode.load(asm, arguments, kernel, kernel);
        asm.jmp(RAX);
    }
}
