package st.sendwright.plugin;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import st.sendwright.model.Allocation;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Outcome;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

/**
 * A module of primitives in plain Java. A plugin extends it, says in its constructor what its primitives take and answer, and is
 * a component of the service {@link PrimitiveSet}:
 *
 * <pre>{@code
 * @Component(service = PrimitiveSet.class, property = "sendwright.name=digest")
 * public final class Digests extends PluginSet {
 *     public Digests() {
 *         super("Digest");
 *         primitive("sha256", Kind.BYTES, Kind.BYTES, data -> MessageDigest.getInstance("SHA-256").digest(data));
 *     }
 * }
 * }</pre>
 *
 * <p>An argument of another kind makes the primitive fail as a wrong argument before any code of the plugin runs; a file that is
 * not there, or denied, as the {@link Failure} that says so; {@link PrimitiveFailedException} as it says. Any other exception is
 * the plugin's fault: the primitive fails, the log has the trace, and after three in a row the set is barred.
 *
 * <p><b>Thread</b>: constructed on any, primitives are called on the VM thread, which stands still meanwhile; one set serves
 * all VMs, each on its own thread.
 */
public abstract class PluginSet implements PrimitiveSet {

    /** A primitive without arguments. */
    @FunctionalInterface
    public interface Code0<R> {
        R run() throws Exception;
    }

    /** A primitive with one argument, or with none and the receiver. */
    @FunctionalInterface
    public interface Code1<A, R> {
        R run(A first) throws Exception;
    }

    /** A primitive with two arguments, or with one and the receiver. */
    @FunctionalInterface
    public interface Code2<A, B, R> {
        R run(A first, B second) throws Exception;
    }

    /** A primitive with three arguments, or with two and the receiver. */
    @FunctionalInterface
    public interface Code3<A, B, C, R> {
        R run(A first, B second, C third) throws Exception;
    }

    /** A primitive with four arguments, or with three and the receiver. */
    @FunctionalInterface
    public interface Code4<A, B, C, D, R> {
        R run(A first, B second, C third, D fourth) throws Exception;
    }

    /** A primitive with five arguments, or with four and the receiver. */
    @FunctionalInterface
    public interface Code5<A, B, C, D, E, R> {
        R run(A first, B second, C third, D fourth, E fifth) throws Exception;
    }

    /** Takes the operands and runs. */
    @FunctionalInterface
    private interface Call<R> {
        R run(Operands operands) throws Exception;
    }

    /** A result for which there was no room: it is not computed twice. */
    private record Kept(Object result) {
    }

    private static final ScopedValue<Boolean> WAITS = ScopedValue.newInstance();

    private final String module;
    private final List<Binding> bindings = new ArrayList<>();
    private final List<Declaration<?>> declarations = new ArrayList<>();

    /** @param module what {@code <primitive: 'name' module: 'module'>} calls it */
    protected PluginSet(String module) {
        this.module = module;
    }

    @Override
    public final String module() {
        return module;
    }

    @Override
    public final List<Binding> bindings() {
        return List.copyOf(bindings);
    }

    /** What its primitives need. */
    @Override
    public final Set<Permission> permissions() {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        declarations.forEach(each -> all.addAll(each.needs));
        return all;
    }

    /** Whether the code of a primitive runs on a thread of its own, and may take long. */
    public static boolean isWaiting() {
        return WAITS.isBound();
    }

    /** The kind of Java objects of a class that Smalltalk holds by numbers, as this plugin's. */
    protected final <T> Resource<T> resource(Class<T> type) {
        return new Resource<>(this, type);
    }

    /** A primitive that looks at its arguments alone, whoever the receiver is. */
    protected final <R> Declared primitive(String name, Kind<R> result, Code0<R> code) {
        return bind(name, false, result, List.of(), operands -> code.run());
    }

    protected final <A, R> Declared primitive(String name, Kind<R> result, Kind<A> first, Code1<A, R> code) {
        return bind(name, false, result, List.of(first), operands -> code.run(operands.next(first)));
    }

    protected final <A, B, R> Declared primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second,
            Code2<A, B, R> code) {
        return bind(name, false, result, List.of(first, second),
                operands -> code.run(operands.next(first), operands.next(second)));
    }

    protected final <A, B, C, R> Declared primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second, Kind<C> third,
            Code3<A, B, C, R> code) {
        return bind(name, false, result, List.of(first, second, third),
                operands -> code.run(operands.next(first), operands.next(second), operands.next(third)));
    }

    protected final <A, B, C, D, R> Declared primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second, Kind<C> third,
            Kind<D> fourth, Code4<A, B, C, D, R> code) {
        return bind(name, false, result, List.of(first, second, third, fourth),
                operands -> code.run(operands.next(first), operands.next(second), operands.next(third),
                        operands.next(fourth)));
    }

    protected final <A, B, C, D, E, R> Declared primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second, Kind<C> third,
            Kind<D> fourth, Kind<E> fifth, Code5<A, B, C, D, E, R> code) {
        return bind(name, false, result, List.of(first, second, third, fourth, fifth),
                operands -> code.run(operands.next(first), operands.next(second), operands.next(third),
                        operands.next(fourth), operands.next(fifth)));
    }

    /** A primitive for methods of the receiver, which is the first operand. */
    protected final <S, R> Declared method(String name, Kind<R> result, Kind<S> receiver, Code1<S, R> code) {
        return bind(name, true, result, List.of(receiver), operands -> code.run(operands.next(receiver)));
    }

    protected final <S, A, R> Declared method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first,
            Code2<S, A, R> code) {
        return bind(name, true, result, List.of(receiver, first),
                operands -> code.run(operands.next(receiver), operands.next(first)));
    }

    protected final <S, A, B, R> Declared method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first, Kind<B> second,
            Code3<S, A, B, R> code) {
        return bind(name, true, result, List.of(receiver, first, second),
                operands -> code.run(operands.next(receiver), operands.next(first), operands.next(second)));
    }

    protected final <S, A, B, C, R> Declared method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first, Kind<B> second,
            Kind<C> third, Code4<S, A, B, C, R> code) {
        return bind(name, true, result, List.of(receiver, first, second, third),
                operands -> code.run(operands.next(receiver), operands.next(first), operands.next(second),
                        operands.next(third)));
    }

    protected final <S, A, B, C, D, R> Declared method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first, Kind<B> second,
            Kind<C> third, Kind<D> fourth, Code5<S, A, B, C, D, R> code) {
        return bind(name, true, result, List.of(receiver, first, second, third, fourth),
                operands -> code.run(operands.next(receiver), operands.next(first), operands.next(second),
                        operands.next(third), operands.next(fourth)));
    }

    private <R> Declared bind(String name, boolean takesReceiver, Kind<R> result, List<Kind<?>> operands, Call<R> call) {
        Declaration<R> declaration = new Declaration<>(takesReceiver, result, operands, call);
        declarations.add(declaration);
        bindings.add(new Binding(name, operands.size() - (takesReceiver ? 1 : 0), declaration::run));
        return new Declared(declaration);
    }

    /** Says more of a primitive. */
    protected static final class Declared {

        private final Declaration<?> declaration;

        private Declared(Declaration<?> declaration) {
            this.declaration = declaration;
        }

        /**
         * The primitive may take long, as it waits for something: its code runs on a virtual thread, and of the VM only the Process
         * that has called waits for it. The thread is interrupted when the Process ends, or leaves the call by an exception, and when
         * the plugin goes; an {@link InterruptedException} is a failure as {@link Failure#INTERRUPTED}. Several such calls run at
         * once.
         */
        public Declared waits() {
            declaration.manner = Manner.WAITS;
            return this;
        }

        /**
         * The same for a primitive that is mostly done at once, in less time than it takes to have a Process wait (about as long as it
         * takes to digest 20,000 bytes). Its code is run on the VM thread first. When it finds there that it will take long it throws
         * {@link TakesLongException}, having changed nothing, and is run again with the same operands, as one that waits:
         * {@link #isWaiting} tells which.
         */
        public Declared waitsWhenLong() {
            declaration.manner = Manner.WAITS_WHEN_LONG;
            return this;
        }

        /** The primitive reaches out of the VM. Where the user has forbidden that, it fails as {@link Failure#DENIED}. */
        public Declared needs(Permission permission) {
            declaration.needs.add(permission);
            return this;
        }
    }

    /** Which thread a primitive's code runs on. */
    private enum Manner {
        AT_ONCE, WAITS, WAITS_WHEN_LONG
    }

    /** How a primitive is called. */
    private static final class Declaration<R> {

        private final boolean takesReceiver;
        private final Kind<R> kind;
        private final List<Kind<?>> operands;
        private final Call<R> call;
        private final Set<Permission> needs = EnumSet.noneOf(Permission.class);
        private final boolean takesFiles;
        private Manner manner = Manner.AT_ONCE;

        Declaration(boolean takesReceiver, Kind<R> kind, List<Kind<?>> operands, Call<R> call) {
            this.takesReceiver = takesReceiver;
            this.kind = kind;
            this.operands = operands;
            this.call = call;
            operands.forEach(each -> each.needs().ifPresent(needs::add));
            this.takesFiles = needs.contains(Permission.FILES);
        }

        @SuppressWarnings("unchecked")
        long run(PrimitiveFrame frame) {
            if (!needs.isEmpty() && !needs.stream().allMatch(frame.services()::permits)) {
                return frame.fail(Failure.DENIED);
            }
            R result;
            if (frame.kept() instanceof Kept kept) {
                result = (R) kept.result;
            } else {
                Outcome outcome = manner == Manner.AT_ONCE ? null : frame.awaited();
                try {
                    if (outcome != null) {
                        result = (R) value(outcome);
                    } else if (manner == Manner.AT_ONCE) {
                        result = call.run(new Operands(frame, takesReceiver));
                    } else {
                        Object[] taken = new Operands(frame, takesReceiver).taken(operands);
                        if (takesFiles && frame.services().confinesFiles()) {
                            // While others ran, a folder that was checked could become a link that leads elsewhere.
                            result = callWaiting(taken);
                        } else if (manner == Manner.WAITS) {
                            return await(frame, taken);
                        } else {
                            try {
                                result = call.run(Operands.of(taken));
                            } catch (TakesLongException _) {
                                return await(frame, taken);
                            }
                        }
                    }
                } catch (PrimitiveFailedException failed) {
                    return frame.fail(failed.reason());
                } catch (InterruptedException | ClosedByInterruptException interrupted) {
                    return frame.fail(Failure.INTERRUPTED);
                } catch (IOException failed) {
                    return frame.fail(reason(failed));
                } catch (UnsupportedOperationException failed) {
                    return frame.fail(Failure.UNSUPPORTED);
                } catch (RuntimeException fault) {
                    throw fault;
                } catch (Exception fault) {
                    throw new IllegalStateException(fault);
                }
            }
            long oop = kind.write(frame, result);
            if (oop == Allocation.NO_ROOM) {
                frame.keep(new Kept(result));
                return Primitive.NEEDS_ROOM;
            }
            return oop;
        }

        private long await(PrimitiveFrame frame, Object[] taken) {
            return frame.await(() -> callWaiting(taken));
        }

        private R callWaiting(Object[] taken) throws Exception {
            return ScopedValue.where(WAITS, true).call(() -> call.run(Operands.of(taken)));
        }

        private static Object value(Outcome outcome) throws Exception {
            switch (outcome.fault()) {
                case null -> {
                    return outcome.value();
                }
                case Exception failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IllegalStateException(outcome.fault());
            }
        }
    }

    private static Failure reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> Failure.NOT_FOUND;
            case AccessDeniedException _ -> Failure.DENIED;
            case FileAlreadyExistsException _ -> Failure.ALREADY_EXISTS;
            default -> Failure.IO_ERROR;
        };
    }
}
