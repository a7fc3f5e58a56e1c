package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.TreeMap;
import st.sendwright.jit.BackEnd.Instruction;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MachineCode.Relocation;
import st.sendwright.jit.MachineCode.ResumePoint;
import st.sendwright.jit.MachineCode.Send;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/**
 * Source, bytecodes and machine code of a method, for people. What the VM knows is copied on its thread; putting
 * instructions into words may take a program of the system and happens on the thread of who asks.
 */
final class MachineListing {

    private final World world;

    MachineListing(World world) {
        this.world = world;
    }

    /**
     * Text, and machine code that is yet to be put into words.
     *
     * @param text what comes before the machine code
     */
    record Section(String text, Optional<Code> code) {
    }

    /**
     * A copy of machine code.
     *
     * @param before by offset, lines that stand before the instruction there
     * @param behind by offset, what is said of the instruction in which it lies
     */
    record Code(byte[] bytes, Map<Integer, List<String>> before, Map<Integer, String> behind) {
    }

    /** On the VM thread: what there is to show of a method and its blocks; compiles them where the JIT is on. */
    List<Section> sections(long method) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(source(method), Optional.empty()));
        MethodListing bytecodes = new MethodListing(world);
        for (long code : MethodListing.withBlocks(method)) {
            String text = bytecodes.bytecodesOf(code);
            if (world.compiled().isEmpty()) {
                sections.add(new Section(text + "no machine code: the JIT is off; start with --jit\n", Optional.empty()));
                continue;
            }
            CompiledMethods compiled = world.compiled().get();
            CodeBlock block = compiled.compileNow(code);
            sections.add(block == null
                    ? new Section(text + "no machine code: it is refused, or there is no room (--log debug says why)\n",
                            Optional.empty())
                    : new Section(text + "machine code: %,d bytes at 0x%x%n".formatted(block.bytes(), block.start()),
                            Optional.of(copy(code, block, compiled.space()))));
        }
        return sections;
    }

    private String source(long method) {
        long source = ObjectHeader.slot(MethodLayout.info(method), MethodInfo.SOURCE);
        if (source == MutatorBlock.nil(world.mutator)) {
            return world.codeName(method) + " has no source\n";
        }
        String place = new MethodSource(world).position(method, 0);
        return world.codeName(method) + (place.isEmpty() ? "" : ", " + place) + "\n"
                + world.text(source).replace("\r\n", "\n").replace('\r', '\n').strip().indent(2);
    }

    private Code copy(long method, CodeBlock block, CodeSpace space) {
        MachineCode code = block.code();
        int first = MethodLayout.firstPc(MethodLayout.header(method));
        Map<Integer, List<String>> before = new TreeMap<>();
        label(before, code.heapEntry(), "heap entry:");
        label(before, code.immediateEntry(), "immediate entry:");
        label(before, code.uncheckedEntry(), "unchecked entry:");
        for (ResumePoint point : code.resumePoints()) {
            label(before, point.offset(), "goes on at pc " + (point.pc() - first)
                    + (point.wantsResult() ? " with the result:" : ":"));
        }
        Map<Integer, String> behind = new TreeMap<>();
        for (Relocation relocation : code.relocations()) {
            behind.put(relocation.offset(), space.targetName(block, relocation.offset()));
        }
        for (Send send : code.sends()) {
            int displacement = send.returnOffset() - Integer.BYTES;
            behind.put(displacement, "pc " + (send.pc() - first) + " send #"
                    + world.text(world.selectorAt(method, send.pc())) + (send.isSuper() ? " to super" : "") + ": "
                    + space.targetName(block, displacement));
        }
        return new Code(space.bytesOf(block), before, behind);
    }

    private static void label(Map<Integer, List<String>> labels, int offset, String text) {
        labels.computeIfAbsent(offset, any -> new ArrayList<>()).add(text);
    }

    /**
     * On any thread: all sections as text.
     *
     * @param words puts code into words
     */
    static String text(List<Section> sections, Function<byte[], List<Instruction>> words) {
        StringBuilder out = new StringBuilder();
        for (Section section : sections) {
            out.append(section.text());
            section.code().ifPresent(code -> append(out, code, words));
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Code code, Function<byte[], List<Instruction>> words) {
        List<Instruction> instructions;
        try {
            instructions = List.copyOf(words.apply(code.bytes()));
        } catch (Throwable fault) {
            out.append("  no words for it: its back end fails to find them: ").append(fault).append('\n');
            return;
        }
        if (instructions.stream().anyMatch(each -> each.text().isEmpty())) {
            out.append("  only bytes: no objdump on the PATH puts them into words; install binutils\n");
        }
        for (Instruction each : instructions) {
            for (int offset = each.offset(); offset < each.offset() + each.length(); offset++) {
                code.before().getOrDefault(offset, List.of()).forEach(
                        line -> out.append("        ").append(line).append('\n'));
            }
            StringBuilder line = new StringBuilder("  %4x  %-29s  %-40s".formatted(each.offset(), each.bytes(),
                    each.text()));
            for (int offset = each.offset(); offset < each.offset() + each.length(); offset++) {
                if (code.behind().containsKey(offset)) {
                    line.append(" ; ").append(code.behind().get(offset));
                }
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
