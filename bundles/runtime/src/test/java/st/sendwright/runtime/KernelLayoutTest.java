package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("The kernel library's variables")
class KernelLayoutTest {

    private static Vm vm;

    @BeforeAll
    static void start() throws VmStartException {
        vm = TestVms.start(new ByteArrayOutputStream());
    }

    @AfterAll
    static void stop() {
        vm.close();
    }

    /** The numbers are those of {@code KernelLayout}; the VM reads the objects by them. */
    @ParameterizedTest(name = "{0} begins with {1}")
    @CsvSource({
            "Class, superclass methodDict format organization subclasses instanceVariables name classPool"
                    + " sharedPools category comment environment properties",
            "Metaclass, superclass methodDict format organization subclasses instanceVariables thisClass",
            "MethodDictionary, tally keys values",
            "Association, key value",
            "Dictionary, tally array",
            "SystemDictionary, tally array",
            "BlockClosure, outerContext compiledBlock numArgs receiver",
            "Context, sender pc stackp method closure receiver",
            "Message, selector arguments lookupClass",
            "LinkedList, firstLink lastLink",
            "Semaphore, firstLink lastLink excessSignals",
            "Process, nextLink suspendedContext priority myList name evaluation environment terminating",
            "ProcessorScheduler, readyLists activeProcess",
            "MethodInfo, selector source file line category pragmas sourceMap temporaryNames primitive stamp"
                    + " properties dialect",
            "Fraction, numerator denominator",
            "ScaledDecimal, numerator denominator scale"})
    void areInTheOrderThatTheVmReads(String className, String variables) {
        assertThat(TestVms.print(vm, "| all | all := " + className
                + " allInstVarNames. String streamContents: [:out | all do: [:each | out nextPutAll: each]"
                + " separatedBy: [out space]]")).isEqualTo("'" + variables + "'");
    }
}
