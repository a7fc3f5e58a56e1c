package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.StringObjects;

/** Methods for people: bytecodes and send sites, blocks included. */
final class MethodListing {

    private static final String[] KINDS = {"unlinked", "monomorphic", "polymorphic", "megamorphic"};

    private final World world;
    private final long mutator;

    MethodListing(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    /** The bytecodes of a method and of the blocks in it. */
    String bytecodes(long method) {
        StringBuilder out = new StringBuilder();
        withBlocks(method).forEach(code -> out.append(bytecodesOf(code)));
        return out.toString();
    }

    /** Those of a method or block alone. */
    String bytecodesOf(long code) {
        StringBuilder out = new StringBuilder();
        world.methods.bindIfNew(code);
        long header = MethodLayout.header(code);
        out.append(world.codeName(code)).append(": ").append(MethodLayout.arguments(header)).append(" arguments, ")
                .append(MethodLayout.temporaries(header)).append(" temporaries, ")
                .append(MethodLayout.operands(header)).append(" operands");
        if (MethodLayout.hasPrimitive(header)) {
            out.append(", primitive ").append(world.primitives.name(MethodLayout.primitive(header)));
        }
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < MethodLayout.literals(header) - 2; i++) {
            literals.add(print(MethodLayout.literal(code, i)));
        }
        byte[] bytes = Memory.bytesAt(code + MethodLayout.firstPc(header), MethodLayout.bytecodeCount(code));
        out.append('\n').append(world.compiler.disassemble(bytes, literals).stripTrailing()).append('\n');
        return out.toString();
    }

    /** What each send site of a method and of its blocks has seen. */
    String sendSites(long method) {
        StringBuilder out = new StringBuilder();
        for (long code : withBlocks(method)) {
            out.append(world.codeName(code)).append('\n');
            int count = SendSites.count(code);
            if (count == 0) {
                out.append("  has not run yet, or sends nothing\n");
            }
            long sites = Memory.longAt(ObjectHeader.slotAddress(code, MethodLayout.SITES)) & ~Oop.TAG_MASK;
            for (int i = 0; i < count; i++) {
                out.append("  ").append(site(code, sites + (long) i * SendSite.BYTES)).append('\n');
            }
        }
        return out.toString();
    }

    private String site(long code, long site) {
        int pc = Memory.intAt(site + SendSite.PC);
        int kind = Memory.intAt(site + SendSite.KIND);
        StringBuilder line = new StringBuilder();
        line.append("pc ").append(pc - MethodLayout.firstPc(MethodLayout.header(code)))
                .append(" #").append(selectorAt(code, pc)).append(' ').append(KINDS[kind]);
        if (kind != SendSite.UNLINKED) {
            line.append(" expects ").append(ClassObjects.name(mutator,
                    MutatorBlock.classAt(mutator, Memory.intAt(site + SendSite.CLASS_INDEX))))
                    .append(" method ").append(world.codeName(Memory.longAt(site + SendSite.METHOD)))
                    .append(" holder ").append(ClassObjects.name(mutator, Memory.longAt(site + SendSite.HOLDER)))
                    .append(" version ").append(Memory.intAt(site + SendSite.VERSION))
                    .append(" compiled ").append(Memory.longAt(site + SendSite.COMPILED_CODE) == 0 ? "no" : "yes");
        }
        return line.append(" misses ").append(Memory.longAt(site + SendSite.MISSES))
                .append(" owner ").append(world.codeName(Memory.longAt(site + SendSite.OWNER))).toString();
    }

    private String selectorAt(long code, int pc) {
        Bytecode bytecode = Bytecode.of(Memory.unsignedByteAt(code + pc));
        if (bytecode.specialSelector() != null) {
            return bytecode.specialSelector();
        }
        int literal = bytecode.operands().getFirst().bytes() == 1
                ? Memory.unsignedByteAt(code + pc + 1) : Memory.shortAt(code + pc + 1) & 0xFFFF;
        return world.text(MethodLayout.literal(code, literal));
    }

    /** A method and all blocks in it. */
    static List<Long> withBlocks(long method) {
        List<Long> all = new ArrayList<>(List.of(method));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(VariableUse.blocksIn(all.get(i)));
        }
        return all;
    }

    private String print(long oop) {
        if (Oop.isSmallInteger(oop)) {
            return Long.toString(Oop.integerValue(oop));
        }
        if (Oop.isCharacter(oop)) {
            return "$" + Character.toString(Oop.codePoint(oop));
        }
        if (Oop.isImmediateFloat(oop)) {
            return Double.toString(Oop.immediateFloatValue(oop));
        }
        if (StringObjects.isSymbol(mutator, oop)) {
            return "#" + world.text(oop);
        }
        if (StringObjects.isText(mutator, oop)) {
            return "'" + world.text(oop) + "'";
        }
        int index = ObjectHeader.classIndex(oop);
        if (index == KnownClass.ASSOCIATION.index()) {
            return print(ObjectHeader.slot(oop, 0)) + "->";
        }
        return ObjectFormat.isMethod(ObjectHeader.format(oop)) ? world.codeName(oop)
                : "a " + ClassObjects.name(mutator, MutatorBlock.classAt(mutator, index));
    }
}
