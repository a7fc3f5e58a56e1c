package st.sendwright.runtime;

import java.util.List;
import java.util.stream.IntStream;
import st.sendwright.jit.BackEnd.Case;
import st.sendwright.model.Bytecode;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;
import st.sendwright.sends.SendSiteView.Shape;

/**
 * What the sends of a method have seen, for people: in machine code where it has some, else in the interpreter.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class InlineCacheListing {

    private static final String[] KINDS = {"unlinked", "monomorphic", "polymorphic", "megamorphic"};

    private final World world;
    private final StringBuilder out = new StringBuilder();

    InlineCacheListing(World world) {
        this.world = world;
    }

    /** Each send site of a method and of its blocks. */
    String of(long method) {
        for (long code : MethodListing.withBlocks(method)) {
            CodeBlock block = world.compiled().map(compiled -> compiled.of(code)).orElse(null);
            out.append(world.codeName(code)).append(block == null ? ", interpreted"
                    : ", machine code of %,d bytes".formatted(block.bytes())).append('\n');
            int count = SendSites.count(code);
            if (count == 0) {
                out.append("  has not run yet, or sends nothing\n");
            }
            for (int i = 0; i < count; i++) {
                site(code, i, block);
            }
        }
        return out.toString();
    }

    private void site(long code, int index, CodeBlock block) {
        long site = SiteTable.of(code) + SiteTable.BYTES + (long) index * SendSite.BYTES;
        int pc = Memory.intAt(site + SendSite.PC);
        int length = Bytecode.of(Memory.unsignedByteAt(code + pc)).length();
        int line = new MethodSource(world).line(code, pc + length);
        long selector = world.selectorAt(code, pc);
        List<SendState> states = block == null ? List.of() : states(block, index);
        out.append("  pc %d%s #%s %s, %,d misses".formatted(pc - MethodLayout.firstPc(MethodLayout.header(code)),
                line == 0 ? "" : " line " + line, world.text(selector), kind(site, states),
                Memory.longAt(site + SendSite.MISSES)));
        if (!states.isEmpty()) {
            out.append(", %,d in machine code".formatted(states.stream().mapToLong(SendState::misses).sum()));
        }
        out.append('\n');
        if (states.stream().allMatch(each -> each.cases().isEmpty())) {
            recordedCase(site);
            return;
        }
        for (SendState state : states) {
            for (Case each : state.cases()) {
                long seen = MutatorBlock.classAt(world.mutator, each.classIndex());
                target(seen, ClassObjects.lookupMethod(world.mutator, seen, selector), state.sends(each.classIndex()));
            }
        }
    }

    private static List<SendState> states(CodeBlock block, int site) {
        return IntStream.range(0, block.code().sends().size()).filter(i -> block.send(i).site() == site)
                .mapToObj(block::state).toList();
    }

    /** Machine code knows several classes, an interpreter only the last. */
    private static String kind(long site, List<SendState> states) {
        if (states.stream().anyMatch(each -> each.shape() == Shape.MEGAMORPHIC)) {
            return KINDS[SendSite.MEGAMORPHIC];
        }
        int cases = states.stream().mapToInt(each -> each.cases().size()).sum();
        return cases > 1 ? "polymorphic with " + cases + " classes"
                : cases == 1 ? KINDS[SendSite.MONOMORPHIC] : KINDS[Memory.intAt(site + SendSite.KIND)];
    }

    private void recordedCase(long site) {
        int classIndex = Memory.intAt(site + SendSite.CLASS_INDEX);
        long method = Memory.longAt(site + SendSite.METHOD);
        if (classIndex != SendSite.NO_CLASS && method != 0) {
            target(MutatorBlock.classAt(world.mutator, classIndex), method, 0);
        } else if (method != 0) {
            out.append("      ").append(world.codeName(method)).append('\n');
        }
    }

    private void target(long seen, long method, long sends) {
        out.append("      ").append(ClassObjects.name(world.mutator, seen)).append(" -> ")
                .append(method == 0 ? "doesNotUnderstand:" : world.codeName(method))
                .append(hasCode(method) ? " (machine code)" : "")
                .append(sends == 0 ? "" : ", %,d sends counted".formatted(sends)).append('\n');
    }

    private boolean hasCode(long method) {
        return method != 0 && world.compiled().map(compiled -> compiled.of(method)).isPresent();
    }
}
