package st.sendwright.plugin;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import st.sendwright.model.Allocation;
import st.sendwright.primitives.Failure;
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

    private final String module;
    private final List<Binding> bindings = new ArrayList<>();

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

    /** A primitive that looks at its arguments alone, whoever the receiver is. */
    protected final <R> void primitive(String name, Kind<R> result, Code0<R> code) {
        bind(name, 0, false, result, operands -> code.run());
    }

    protected final <A, R> void primitive(String name, Kind<R> result, Kind<A> first, Code1<A, R> code) {
        bind(name, 1, false, result, operands -> code.run(operands.next(first)));
    }

    protected final <A, B, R> void primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second,
            Code2<A, B, R> code) {
        bind(name, 2, false, result, operands -> code.run(operands.next(first), operands.next(second)));
    }

    protected final <A, B, C, R> void primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second, Kind<C> third,
            Code3<A, B, C, R> code) {
        bind(name, 3, false, result,
                operands -> code.run(operands.next(first), operands.next(second), operands.next(third)));
    }

    protected final <A, B, C, D, R> void primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second, Kind<C> third,
            Kind<D> fourth, Code4<A, B, C, D, R> code) {
        bind(name, 4, false, result, operands -> code.run(operands.next(first), operands.next(second), operands.next(third),
                operands.next(fourth)));
    }

    protected final <A, B, C, D, E, R> void primitive(String name, Kind<R> result, Kind<A> first, Kind<B> second, Kind<C> third,
            Kind<D> fourth, Kind<E> fifth, Code5<A, B, C, D, E, R> code) {
        bind(name, 5, false, result, operands -> code.run(operands.next(first), operands.next(second), operands.next(third),
                operands.next(fourth), operands.next(fifth)));
    }

    /** A primitive for methods of the receiver, which is the first operand. */
    protected final <S, R> void method(String name, Kind<R> result, Kind<S> receiver, Code1<S, R> code) {
        bind(name, 0, true, result, operands -> code.run(operands.next(receiver)));
    }

    protected final <S, A, R> void method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first,
            Code2<S, A, R> code) {
        bind(name, 1, true, result, operands -> code.run(operands.next(receiver), operands.next(first)));
    }

    protected final <S, A, B, R> void method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first, Kind<B> second,
            Code3<S, A, B, R> code) {
        bind(name, 2, true, result,
                operands -> code.run(operands.next(receiver), operands.next(first), operands.next(second)));
    }

    protected final <S, A, B, C, R> void method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first, Kind<B> second,
            Kind<C> third, Code4<S, A, B, C, R> code) {
        bind(name, 3, true, result, operands -> code.run(operands.next(receiver), operands.next(first), operands.next(second),
                operands.next(third)));
    }

    protected final <S, A, B, C, D, R> void method(String name, Kind<R> result, Kind<S> receiver, Kind<A> first, Kind<B> second,
            Kind<C> third, Kind<D> fourth, Code5<S, A, B, C, D, R> code) {
        bind(name, 4, true, result, operands -> code.run(operands.next(receiver), operands.next(first), operands.next(second),
                operands.next(third), operands.next(fourth)));
    }

    private <R> void bind(String name, int arguments, boolean takesReceiver, Kind<R> result, Call<R> call) {
        bindings.add(new Binding(name, arguments, frame -> run(frame, takesReceiver, result, call)));
    }

    @SuppressWarnings("unchecked")
    private static <R> long run(PrimitiveFrame frame, boolean takesReceiver, Kind<R> kind, Call<R> call) {
        R result;
        if (frame.kept() instanceof Kept kept) {
            result = (R) kept.result;
        } else {
            try {
                result = call.run(new Operands(frame, takesReceiver));
            } catch (PrimitiveFailedException failed) {
                return frame.fail(failed.reason());
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
        long oop = kind.write(frame.mutator(), result);
        if (oop == Allocation.NO_ROOM) {
            frame.keep(new Kept(result));
            return Primitive.NEEDS_ROOM;
        }
        return oop;
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
