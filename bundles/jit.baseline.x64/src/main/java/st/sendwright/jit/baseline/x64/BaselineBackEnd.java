package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RDX;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Disassembler;
import st.sendwright.asm.x64.Label;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SendCache;

/**
 * T1: one pass over the bytecodes, with a compile-time operand stack.
 *
 * <p>Source: the stack-to-register-mapping back end of the Cog VM (E. Miranda), for the idea of the compile-time stack
 * and of sends in line with their checks in the callee.
 */
@Component(service = BackEnd.class, property = "sendwright.name=baseline")
public final class BaselineBackEnd implements BackEnd {

    private static final int CACHE_INDEX_SHIFT = 4;

    private final boolean countsSends;

    /** One whose code does not count. */
    public BaselineBackEnd() {
        this(false);
    }

    private BaselineBackEnd(boolean countsSends) {
        this.countsSends = countsSends;
    }

    @Override
    public String name() {
        return "baseline";
    }

    @Override
    public BackEnd counting() {
        return new BaselineBackEnd(true);
    }

    @Override
    public StubCode stubs() {
        return new Stubs().make();
    }

    @Override
    public MachineCode compile(MethodView method) throws CodeRefusedException {
        return new MethodCompiler(method, countsSends).compile();
    }

    @Override
    public int expectedClass(int classIndex) {
        return Machine.expectedClass(classIndex);
    }

    @Override
    public MachineCode polymorphic(List<Case> cases) {
        Assembler asm = begin();
        List<Relocation> relocations = new ArrayList<>();
        Label miss = new Label();
        count(asm, Counter.POLYMORPHIC_SENDS, 1);
        classIndex(asm);
        for (Case each : cases) {
            asm.cmp32(RAX, each.classIndex());
            if (each.counter() == 0) {
                relocations.add(new Relocation(asm.jExternal(Condition.EQUAL), null, each.entry()));
            } else {
                counted(asm, each, miss, relocations);
            }
        }
        asm.bind(miss);
        count(asm, Counter.POLYMORPHIC_SENDS, -1);
        relocations.add(new Relocation(asm.jmpExternal(), Stub.SEND_MISS, 0));
        return shared(asm, relocations);
    }

    private static void counted(Assembler asm, Case its, Label miss, List<Relocation> relocations) {
        Label next = new Label();
        asm.j(Condition.NOT_EQUAL, next);
        asm.mov(RDX, its.counter());
        asm.dec32(at(RDX, 0));
        asm.j(Condition.EQUAL, miss);
        relocations.add(new Relocation(asm.jmpExternal(), null, its.entry()));
        asm.bind(next);
    }

    @Override
    public MachineCode megamorphic(int selectorNumber) {
        Assembler asm = begin();
        Label miss = new Label();
        classIndex(asm);
        asm.mov(RDX, selectorNumber * SendCache.SELECTOR_FACTOR);
        asm.xor32(RDX, RAX);
        asm.and32(RDX, SendCache.ENTRIES - 1);
        asm.shl32(RDX, CACHE_INDEX_SHIFT);
        asm.add(RDX, Machine.mutator(MutatorBlock.SEND_CACHE));
        asm.cmp32(at(RDX, SendCache.SELECTOR), selectorNumber);
        asm.j(Condition.NOT_EQUAL, miss);
        asm.cmp32(at(RDX, SendCache.CLASS_INDEX), RAX);
        asm.j(Condition.NOT_EQUAL, miss);
        count(asm, Counter.MEGAMORPHIC_SENDS, 1);
        asm.jmp(at(RDX, SendCache.ENTRY));
        asm.bind(miss);
        return shared(asm, List.of(new Relocation(asm.jmpExternal(), Stub.SEND_MISS, 0)));
    }

    @Override
    public List<Instruction> instructions(byte[] code) {
        int header = MachineCode.HEADER_BYTES;
        return Disassembler.lines(Arrays.copyOfRange(code, header, code.length), header).stream()
                .map(line -> new Instruction(line.offset() + header, line.bytes(), line.isDump() ? "" : line.text()))
                .toList();
    }

    private void count(Assembler asm, Counter counter, int by) {
        if (countsSends) {
            asm.add(Machine.mutator(counter.offset()), by);
        }
    }

    private static Assembler begin() {
        Assembler asm = new Assembler();
        header(asm);
        return asm;
    }

    /** The room for the header that all code has. */
    static void header(Assembler asm) {
        for (int i = 0; i < MachineCode.HEADER_BYTES; i++) {
            asm.int3();
        }
    }

    /** The class index of the receiver in RAX. */
    private static void classIndex(Assembler asm) {
        Label known = new Label();
        asm.mov32(RAX, Machine.RECEIVER);
        asm.and32(RAX, 7);
        asm.j(Condition.NOT_EQUAL, known);
        asm.mov32(RAX, at(Machine.RECEIVER, 0));
        asm.and32(RAX, ObjectHeader.CLASS_INDEX_MASK);
        asm.bind(known);
    }

    private static MachineCode shared(Assembler asm, List<Relocation> relocations) {
        int entry = MachineCode.HEADER_BYTES;
        return new MachineCode(asm.code(), entry, entry, entry, List.of(), List.of(), List.of(),
                relocations);
    }
}
