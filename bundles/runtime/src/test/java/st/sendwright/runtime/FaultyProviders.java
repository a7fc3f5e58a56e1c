package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;
import st.sendwright.gc.Collector;
import st.sendwright.gc.generational.GenerationalCollector;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.interpreter.switching.SwitchingInterpreter;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;
import st.sendwright.model.Oop;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.runtime.FaultInjector.Place;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.sends.SendSiteView.Case;

/** A provider of each kind that works until a {@link FaultInjector} wants it otherwise. */
final class FaultyProviders {

    static final String NAME = "faulty";
    static final String MODULE = "Faults";

    private FaultyProviders() {
    }

    static SendPolicy sends(FaultInjector faults) {
        return new SendPolicy() {
            private int asked;

            @Override
            public String name() {
                return NAME;
            }

            @Override
            public Link link(SendSiteView site) {
                return faults.at(Place.LINK,
                        () -> asked++ % 2 == 0 ? new Link.Megamorphic() : new Link.Polymorphic(List.of(site.seen())),
                        () -> new Link.Polymorphic(List.of(new Case(4711, 0, 0))));
            }
        };
    }

    static CodeCache cache(FaultInjector faults) {
        return new CodeCache() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public Sweep sweep(CacheView view) {
                return faults.at(Place.SWEEP, () -> Sweep.ofFirst(view.blocks(), Long.MAX_VALUE, false),
                        () -> new Sweep(Set.of(4711), false));
            }
        };
    }

    /** @param countdown what it answers while nothing is wrong */
    static CompilePolicy compilePolicy(FaultInjector faults, int countdown) {
        return new CompilePolicy() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public int countdown(int bytecodes) {
                return faults.at(Place.COUNTDOWN, () -> countdown, () -> -7);
            }

            @Override
            public Where where() {
                return faults.at(Place.WHERE, () -> Where.SYNCHRONOUS, () -> null);
            }

            @Override
            public long lookEveryNanos() {
                return faults.at(Place.LOOK_EVERY, () -> LEAST_LOOK_NANOS, () -> 1L);
            }

            @Override
            public boolean compilesSeen(int bytecodes, int looks) {
                return faults.at(Place.COMPILES_SEEN, () -> true, () -> true);
            }
        };
    }

    /** The real one. */
    static final class FaultyBackEnd implements BackEnd {

        private final BackEnd real = new BaselineBackEnd();
        private final FaultInjector faults;

        FaultyBackEnd(FaultInjector faults) {
            this.faults = faults;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public BackEnd counting() {
            return faults.at(Place.COUNTING, () -> this, () -> null);
        }

        @Override
        public StubCode stubs() {
            return faults.at(Place.STUBS, real::stubs, () -> {
                StubCode code = real.stubs();
                Map<Stub, Integer> offsets = new EnumMap<>(code.offsets());
                offsets.remove(Stub.RETURN_AND_DISCARD);
                return new StubCode(code.bytes(), offsets);
            });
        }

        @Override
        public MachineCode compile(MethodView method) throws CodeRefusedException {
            MachineCode code = real.compile(method);
            return faults.at(Place.COMPILE, () -> code, () -> malformed(code));
        }

        @Override
        public int expectedClass(int classIndex) {
            int expected = real.expectedClass(classIndex);
            return faults.at(Place.EXPECTED_CLASS, () -> expected, () -> expected + 1);
        }

        @Override
        public MachineCode polymorphic(List<Case> cases) {
            return faults.at(Place.POLYMORPHIC, () -> real.polymorphic(cases), () -> malformed(real.polymorphic(cases)));
        }

        @Override
        public MachineCode megamorphic(int selectorNumber) {
            return faults.at(Place.MEGAMORPHIC, () -> real.megamorphic(selectorNumber),
                    () -> malformed(real.megamorphic(selectorNumber)));
        }

        @Override
        public List<Instruction> instructions(byte[] code) {
            return faults.at(Place.INSTRUCTIONS, () -> real.instructions(code), () -> {
                List<Instruction> nothing = new ArrayList<>();
                nothing.add(null);
                return nothing;
            });
        }

        /** Its relocations lie behind its end. */
        private static MachineCode malformed(MachineCode code) {
            return new MachineCode(code.bytes(), code.heapEntry(), code.immediateEntry(), code.uncheckedEntry(), code.sends(),
                    code.exits(), code.resumePoints(), code.relocations().stream().map(each -> new MachineCode.Relocation(
                            each.offset() + code.bytes().length, each.stub(), each.target())).toList());
        }
    }

    static Interpreter interpreter(FaultInjector faults) {
        Interpreter real = new SwitchingInterpreter();
        return new Interpreter() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public void prepare() {
                faults.at(Place.PREPARE);
                real.prepare();
            }

            @Override
            public int run(long mutator, SlowPaths slow) {
                return faults.at(Place.RUN, () -> real.run(mutator, slow), () -> 4711);
            }

            @Override
            public long executeOne(long mutator, SlowPaths slow) {
                return faults.at(Place.EXECUTE_ONE, () -> real.executeOne(mutator, slow), () -> 4711L);
            }
        };
    }

    static Collector plan(FaultInjector faults) {
        Collector real = new GenerationalCollector();
        return new Collector() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public void attach(long mutator, HeapSettings settings, FixedSpace fixed) {
                real.attach(mutator, settings, fixed);
                faults.at(Place.ATTACH);
            }

            @Override
            public long place(long bytes) {
                return real.place(bytes);
            }

            @Override
            public Report collect(Reason reason, long bytesNeeded, Roots roots) {
                return faults.at(Place.COLLECT, () -> real.collect(reason, bytesNeeded, roots), () -> null);
            }

            @Override
            public boolean makeRoom(long bytesNeeded) {
                return faults.at(Place.MAKE_ROOM, () -> real.makeRoom(bytesNeeded), () -> false);
            }

            @Override
            public void openReserve() {
                faults.at(Place.OPEN_RESERVE);
                real.openReserve();
            }

            @Override
            public void leaveFixedSpace() {
                faults.at(Place.LEAVE_FIXED_SPACE);
                real.leaveFixedSpace();
            }

            @Override
            public List<Region> regions() {
                return faults.at(Place.REGIONS, real::regions, () -> null);
            }

            @Override
            public Report adopt(List<Region> others, Roots roots) {
                return faults.at(Place.ADOPT, () -> real.adopt(others, roots), () -> null);
            }

            @Override
            public void referencesToYoung(Roots.StrongVisitor visitor) {
                real.referencesToYoung(visitor);
            }

            @Override
            public void detach() {
                faults.at(Place.DETACH);
                real.detach();
            }
        };
    }

    /** A set with one primitive, {@code seven}. */
    static PrimitiveSet primitives(FaultInjector faults) {
        return new PrimitiveSet() {
            @Override
            public String module() {
                return MODULE;
            }

            @Override
            public List<Binding> bindings() {
                return faults.at(Place.BINDINGS, () -> List.of(new Binding("seven", 0, frame ->
                        faults.at(Place.PRIMITIVE, () -> Oop.smallInteger(7), () -> null))),
                        () -> List.of(new Binding("seven", 0, null)));
            }

            @Override
            public boolean isCore() {
                return faults.at(Place.IS_CORE, () -> false, () -> false);
            }
        };
    }
}
