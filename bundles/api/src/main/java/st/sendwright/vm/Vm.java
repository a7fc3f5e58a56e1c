package st.sendwright.vm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import st.sendwright.gc.Collector;
import st.sendwright.heap.HeapInspector.ClassUse;
import st.sendwright.heap.HeapInspector.Ownership;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet.CallCount;

/**
 * A running Smalltalk. Two VMs in one JVM share nothing.
 *
 * <p><b>Called</b> F0. <b>Thread</b>: any but the VM's own; each call is carried out on the VM thread and the
 * caller waits, while other Smalltalk processes go on. <b>State</b>: the VM's.
 */
@ProviderType
public interface Vm extends AutoCloseable {

    /** How an evaluation ended. */
    sealed interface Evaluation {

        /** With a value; release the handle when done. */
        record Value(ObjectHandle handle, List<Diagnostic> warnings) implements Evaluation {
        }

        /** It was not compiled. */
        record NotCompiled(List<Diagnostic> diagnostics) implements Evaluation {
        }

        /**
         * An error that nobody handled.
         *
         * @param description such as {@code "ZeroDivide: 1/0"}
         * @param walkback description and frames, ready to print, lines end with LF
         */
        record Failed(String description, String walkback, List<Diagnostic> warnings) implements Evaluation {
        }

        /** The process was terminated, by itself or another, or interrupted by the user. */
        record Terminated(String reason) implements Evaluation {
        }

        /** The program ended the VM. */
        record Exited(int code) implements Evaluation {
        }
    }

    /**
     * What came of compiling a method.
     *
     * @param unboundPrimitive what the method's primitive pragma names when nothing here does that, such as
     *        {@code "117"}; the method is installed and runs its own code
     */
    record Installation(Optional<String> selector, List<Diagnostic> diagnostics,
            Optional<String> unboundPrimitive) {
        public Installation {
            diagnostics = List.copyOf(diagnostics);
        }

        /** One whose primitive, if it has any, is bound. */
        public Installation(Optional<String> selector, List<Diagnostic> diagnostics) {
            this(selector, diagnostics, Optional.empty());
        }
    }

    /**
     * Compiles and runs statements in a new Process and waits for its end. Names that are nowhere declared
     * become workspace variables.
     */
    Evaluation evaluate(SourceText source, Dialect dialect);

    /** The same in no dialect in particular. */
    default Evaluation evaluate(SourceText source) {
        return evaluate(source, Dialect.DEFAULT);
    }

    /**
     * The same in the scope of a class: {@code self} is the class, and its class variables have their names.
     *
     * @param className such as {@code "Foo"}; an unknown class is an error diagnostic
     */
    Evaluation evaluate(SourceText source, String className, Dialect dialect);

    /**
     * Compiles a method into a class. Its primitive is bound to what the dialect says; when the method is compiled
     * again, because its class has changed, in the same dialect.
     *
     * @param className such as {@code "Foo"} or {@code "Foo class"}; an unknown class is an error diagnostic
     * @param category protocol, or empty
     */
    Installation compileMethod(String className, Optional<String> category, Optional<String> stamp,
            SourceText source, Dialect dialect);

    /** The same in no dialect in particular. */
    default Installation compileMethod(String className, Optional<String> category, Optional<String> stamp,
            SourceText source) {
        return compileMethod(className, category, stamp, source, Dialect.DEFAULT);
    }

    /**
     * Begins to watch what a load does to classes that were there before. While it is open, class definitions,
     * {@link #compileMethod} and what programs compile go by its mode; the caller closes it.
     */
    LoadWatch watchLoad();

    /** Sets a class's comment; an unknown class is an error diagnostic. */
    List<Diagnostic> commentClass(String className, SourceText comment);

    /** Sends a message without arguments and answers its String result; an error in it is described instead. */
    String sendForString(ObjectHandle receiver, String selector);

    /** Names that start with {@code prefix} and could be meant: globals, workspace variables, selectors; sorted. */
    List<String> completions(String prefix);

    /** Asks the active Process to stop what it does: it gets a UserInterrupt. Returns at once; any thread. */
    void interrupt();

    /**
     * Asks the evaluation that a thread waits for to stop: its Process gets a UserInterrupt, or another that runs for it. Does nothing
     * when the thread waits for none, or has not come to that yet. Returns at once; any thread.
     */
    void interrupt(Thread waiting);

    /** The code a program ended the VM with; empty while it runs. */
    OptionalInt exitCode();

    /**
     * Writes the image to a file, whole or not at all. The kernel library is told before and afterwards, as it is
     * when a program has the image written.
     */
    void saveImage(Path file) throws IOException;

    /**
     * Waits until the Process has ended that had the image written which this VM was started from, and answers how it
     * ended. Empty when there is no such Process, as in the kernel's image and in those of {@link #saveImage}. As
     * long as nobody has called this, an error in that Process is printed, and its waiting for ever is no deadlock.
     */
    Optional<Evaluation> awaitResumed();

    /** Counters by name, in a fixed order. */
    List<Statistic> statistics();

    /** How much memory each space of the heap takes, used or not; empty where the system does not tell. Takes a millisecond. */
    List<Statistic> heapResidence();

    /**
     * What machine code there is, and what making it took.
     *
     * @param mostBlocks how many of the biggest pieces of code are listed
     */
    JitReport jit(int mostBlocks);

    /**
     * Compiles every method and block that there is and drops all machine code, so that how fast that is can be
     * measured. Empty when nothing is compiled, as in {@link JitReport#code}.
     */
    Optional<JitReport.Pass> compileAll();

    /** Least time between two looks of a profile. */
    long LEAST_INTERVAL_NANOS = 50_000;

    /**
     * Looks from now on every so often at what runs. Costs nothing while no profile is being made.
     *
     * @param intervalNanos at least {@value #LEAST_INTERVAL_NANOS}
     * @throws IllegalStateException when a profile is being made already
     */
    void startProfile(long intervalNanos);

    /**
     * Ends the profile.
     *
     * @throws IllegalStateException when none is being made
     */
    Profile stopProfile();

    /**
     * Begins to note, every so many bytes, which method allocates and what; in interpreters and in machine code alike, since
     * both ask for room when what they have is used up. What was noted before is forgotten.
     *
     * @param everyBytes at least 1024
     */
    void startSamplingAllocations(long everyBytes);

    /** Ends that; answers where allocations were seen, the most frequent first. */
    List<AllocationSite> stopSamplingAllocations();

    /**
     * A method that was seen to allocate.
     *
     * @param className class of the objects
     * @param method such as {@code "[] in Foo>>bar"}
     * @param samples how often it was seen
     * @param bytes how many bytes that stands for
     */
    record AllocationSite(String className, String method, long samples, long bytes) {
    }

    /** What the last collections did, oldest first, at most 10,000; those for exchanges are among them. */
    List<Collection> collections();

    /**
     * One collection.
     *
     * @param number from 1, in the order in which they were done
     * @param plan name of the memory plan that did it
     */
    record Collection(long number, String plan, Collector.Report report) {
    }

    /** One counter. */
    record Statistic(String name, long value, String unit) {
    }

    /**
     * The classes that have instances, those with the most bytes first. Collects before.
     *
     * @throws UnsupportedOperationException when no bundle that looks into heaps is installed, as the next three
     */
    List<ClassUse> heapClasses();

    /** Who keeps the instances of a class alive; empty when there is no such class. Collects before. */
    Optional<Ownership> heapOwners(String className, int mostOwners);

    /** A shortest path from a root to an object, handles left out; empty when only those keep it. Collects before. */
    Optional<List<String>> heapPath(ObjectHandle object);

    /** Writes all objects to a file that viewers of Java heaps read, whole or not at all. Collects before. */
    void exportHeap(Path file) throws IOException;

    /** The tiers that can be exchanged while programs run, sorted by kind. */
    List<Tier> tiers();

    /**
     * A tier that can be exchanged.
     *
     * @param kind such as {@code "memory-plan"}
     * @param provider the one in force, such as {@code "generational"}
     * @param installed names of all providers whose bundles are there, sorted
     */
    record Tier(String kind, String provider, List<String> installed) {
        public Tier {
            installed = List.copyOf(installed);
        }
    }

    /** The modules of primitives that are not the kernel's own, sorted by name. */
    List<PrimitiveModule> primitiveModules();

    /**
     * A module of primitives.
     *
     * @param name such as {@code "Files"}
     * @param provider the set in force, or {@code "none"}
     * @param bundle name and version of the bundle that the set is from; empty for none
     * @param permissions what the set does outside of the VM
     */
    record PrimitiveModule(String name, String provider, String bundle, Set<Permission> permissions) {
        public PrimitiveModule {
            permissions = Set.copyOf(permissions);
        }
    }

    /** What primitives have done, {@code Module.name} each, of those modules whose sets count that; the most time first. */
    List<CallCount> primitiveCalls();

    /** What programs of this VM may do outside of it. */
    Permissions permissions();

    /**
     * Puts another provider in force at the next driver exit; programs go on with it. Waits for that. An exchange
     * that cannot be had leaves everything as it is and says why in the record.
     *
     * @param reason who wants it, for people
     */
    TierExchange exchange(String kind, String provider, String reason);

    /**
     * Does all for an exchange that can be done while programs run, and exchanges nothing: a provider that was never in
     * force is tried in a VM of its own, one that can be is made ready.
     *
     * @return why {@link #exchange} would be refused, with an error code; empty when nothing speaks against it
     */
    Optional<String> dryRun(String kind, String provider);

    /** What is known of each provider that is installed or in force, sorted by kind and name. */
    List<ProviderState> providerStates();

    /**
     * Has exchanges done by a plan from now on, which time is counted from; the one before is followed no more. The thread
     * that calls and the programs go on. What cannot be exchanged is refused, with a record, and the plan goes on.
     */
    void follow(ExchangePlan plan);

    /** The records of the last exchanges, oldest first, at most 1,000. */
    List<TierExchange> exchanges();

    /**
     * From now on records which methods run; each call begins anew. Code that looks methods up anew each time is
     * slower meanwhile. What the interpreter does in place of a send is not recorded, {@code perform:} is.
     *
     * @param testClass code of the classes below this one is tests
     */
    void recordCoverage(String testClass);

    /** The methods that have run since {@link #recordCoverage}, sorted by name. */
    List<MethodUse> coverage();

    /**
     * A method that has run.
     *
     * @param method such as {@code "Foo class>>bar:"}
     * @param tested whether code of a test has sent it, rather than other code only
     */
    record MethodUse(String method, boolean tested) {
    }

    /** Runs a full collection and the heap verifier; the faults found, empty when all is well. */
    List<String> verifyHeap();

    /** The bytecodes of a method, for people; an error message when there is no such method. */
    String disassemble(String className, String selector);

    /** Each send site of a method, one line each: what the site has seen. */
    String sendSites(String className, String selector);

    /**
     * Each send site of a method and its blocks, for people: selector, source line, the classes that were seen and what
     * they lead to, misses; an error message when there is no such method.
     */
    String inlineCaches(String className, String selector);

    /**
     * Source, bytecodes and machine code of a method and its blocks, for people; an error message when there is no such
     * method. Compiles what has no code yet. The instructions are in words where the system has a program that reads
     * them.
     */
    String machineCode(String className, String selector);

    /** Stops all processes and gives all memory back. Idempotent. */
    @Override
    void close();
}
