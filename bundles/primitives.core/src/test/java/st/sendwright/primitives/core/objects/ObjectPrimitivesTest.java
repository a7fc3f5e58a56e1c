package st.sendwright.primitives.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.model.Oop.character;
import static st.sendwright.model.Oop.smallInteger;

import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import st.sendwright.model.Allocation;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.core.ObjectWorld;

@DisplayName("The primitives of module Objects")
class ObjectPrimitivesTest {

    private final ObjectWorld world = new ObjectWorld(new ObjectPrimitives());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void readAndWriteTheElementsOfAnArrayFromOneOn() {
        long array = world.array(3);

        assertThat(world.run("atPut", array, smallInteger(1), smallInteger(7))).isEqualTo(smallInteger(7));
        assertThat(world.run("atPut", array, smallInteger(3), smallInteger(9))).isEqualTo(smallInteger(9));

        assertThat(world.run("at", array, smallInteger(1))).isEqualTo(smallInteger(7));
        assertThat(world.run("at", array, smallInteger(2))).isEqualTo(world.nil());
        assertThat(world.run("at", array, smallInteger(3))).isEqualTo(smallInteger(9));
        assertThat(world.run("size", array)).isEqualTo(smallInteger(3));
    }

    @Test
    void refuseIndicesOutsideTheObject() {
        long array = world.array(2);

        assertThat(world.failureOf("at", array, smallInteger(0))).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(world.failureOf("at", array, smallInteger(3))).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(world.failureOf("atPut", array, smallInteger(-1), array))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(world.failureOf("at", array, character('a'))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("at", smallInteger(3), smallInteger(1))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.failureOf("size", smallInteger(3))).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void countElementsAfterTheNamedVariables() {
        long classOop = world.newClass(2, ObjectFormat.FIXED_AND_VARIABLE);
        long object = world.instance(classOop, 3);

        world.run("atPut", object, smallInteger(1), smallInteger(5));

        assertThat(world.run("size", object)).isEqualTo(smallInteger(3));
        assertThat(world.run("instVarAt", object, smallInteger(3))).isEqualTo(smallInteger(5));
        assertThat(world.run("instVarAt", object, smallInteger(1))).isEqualTo(world.nil());
    }

    @Test
    void giveCharactersForTextsAndNumbersWhenBasic() {
        long string = world.string("ab");
        long wide = world.string("a\u20AC");

        assertThat(world.run("at", string, smallInteger(2))).isEqualTo(character('b'));
        assertThat(world.run("basicAt", string, smallInteger(2))).isEqualTo(smallInteger('b'));
        assertThat(world.run("at", wide, smallInteger(2))).isEqualTo(character(0x20AC));
        assertThat(world.run("basicAt", wide, smallInteger(2))).isEqualTo(smallInteger(0x20AC));
        assertThat(world.run("atPut", string, smallInteger(1), character('z'))).isEqualTo(character('z'));
        assertThat(world.run("at", string, smallInteger(1))).isEqualTo(character('z'));
        assertThat(world.failureOf("atPut", string, smallInteger(1), character(0x20AC)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("atPut", string, smallInteger(1), smallInteger(65)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void keepWhatFitsIntoBitsAndNothingElse() {
        long bytes = world.bytes(0, 0);
        long words16 = world.instance(world.newClass(0, ObjectFormat.WORDS_16), 3);
        long words32 = world.instance(world.newClass(0, ObjectFormat.WORDS_32), 3);

        assertThat(world.run("atPut", bytes, smallInteger(2), smallInteger(255)))
                .isEqualTo(smallInteger(255));
        assertThat(world.run("at", bytes, smallInteger(2))).isEqualTo(smallInteger(255));
        assertThat(world.failureOf("atPut", bytes, smallInteger(2), smallInteger(256)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.run("atPut", words16, smallInteger(3), smallInteger(0xFFFF))).isNotZero();
        assertThat(world.run("at", words16, smallInteger(3))).isEqualTo(smallInteger(0xFFFF));
        assertThat(world.failureOf("atPut", words16, smallInteger(1), smallInteger(0x10000)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.run("atPut", words32, smallInteger(3), smallInteger(0xFFFF_FFFFL))).isNotZero();
        assertThat(world.run("at", words32, smallInteger(3))).isEqualTo(smallInteger(0xFFFF_FFFFL));
        assertThat(world.failureOf("atPut", words32, smallInteger(1), smallInteger(-1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void keepUnsignedWordsOf64Bits() {
        long words = world.instance(world.newClass(0, ObjectFormat.WORDS_64), 1);
        BigInteger largest = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        long value = IntegerObjects.newInteger(world.mutator(), largest);

        assertThat(world.run("atPut", words, smallInteger(1), value)).isEqualTo(value);

        assertThat(IntegerObjects.value(world.run("at", words, smallInteger(1)))).isEqualTo(largest);
        assertThat(world.failureOf("atPut", words, smallInteger(1), smallInteger(-1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        world.fill();
        assertThat(world.run("at", words, smallInteger(1))).isEqualTo(Primitive.NEEDS_ROOM);
    }

    @Test
    void changeNoConstants() {
        long symbol = SymbolTable.intern(world.mutator(), "abc");
        long array = world.array(1);
        world.run("setReadOnly", array, world.bool(true));

        assertThat(world.failureOf("atPut", symbol, smallInteger(1), character('z')))
                .isEqualTo(Failure.IMMUTABLE);
        assertThat(world.failureOf("atPut", array, smallInteger(1), array)).isEqualTo(Failure.IMMUTABLE);
        assertThat(world.failureOf("instVarAtPut", array, smallInteger(1), array))
                .isEqualTo(Failure.IMMUTABLE);
        assertThat(world.run("isReadOnly", array)).isEqualTo(world.bool(true));

        world.run("setReadOnly", array, world.bool(false));
        assertThat(world.run("atPut", array, smallInteger(1), array)).isEqualTo(array);
        assertThat(world.failureOf("setReadOnly", array, world.nil())).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.run("isReadOnly", smallInteger(3))).isEqualTo(world.bool(true));
    }

    @Test
    void storeNothingIntoWhatTheVmGoesBy() {
        long dictionary = MethodDictionaries.newDictionary(world.mutator(), 0);
        long itsClass = world.newClass(2, ObjectFormat.FIXED);

        assertThat(world.failureOf("instVarAtPut", dictionary, smallInteger(2), world.nil()))
                .isEqualTo(Failure.DENIED);
        assertThat(world.failureOf("instVarAtPut", itsClass, smallInteger(3), world.nil()))
                .isEqualTo(Failure.DENIED);
        assertThat(world.failureOf("changeClass", dictionary, world.newClass(3, ObjectFormat.FIXED)))
                .isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.failureOf("basicNew", MutatorBlock.classOf(world.mutator(), itsClass)))
                .isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.run("instVarAt", dictionary, smallInteger(1))).isEqualTo(smallInteger(0));
    }

    @Test
    void reachNamedVariablesByNumber() {
        long object = world.instance(world.newClass(2, ObjectFormat.FIXED), 0);

        assertThat(world.run("instVarAtPut", object, smallInteger(2), smallInteger(4)))
                .isEqualTo(smallInteger(4));

        assertThat(world.run("instVarAt", object, smallInteger(2))).isEqualTo(smallInteger(4));
        assertThat(world.failureOf("instVarAt", object, smallInteger(3)))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(world.failureOf("instVarAt", world.string("a"), smallInteger(1)))
                .isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.failureOf("size", object)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void makeInstances() {
        long fixed = world.newClass(2, ObjectFormat.FIXED);
        long object = world.run("basicNew", fixed);

        assertThat(ObjectHeader.slots(object)).isEqualTo(2);
        assertThat(world.run("class", object)).isEqualTo(fixed);
        assertThat(world.failureOf("basicNewSized", fixed, smallInteger(3)))
                .isEqualTo(Failure.WRONG_RECEIVER);
        long bytes = world.run("basicNewSized", world.known(KnownClass.BYTE_ARRAY), smallInteger(5));
        assertThat(world.run("basicSize", bytes)).isEqualTo(smallInteger(5));
        assertThat(world.failureOf("basicNewSized", world.known(KnownClass.ARRAY), smallInteger(-1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("basicNew", object)).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.run("basicNewSized", world.known(KnownClass.ARRAY), smallInteger(1L << 50)))
                .isEqualTo(Primitive.NEEDS_ROOM);
    }

    @ParameterizedTest
    @EnumSource(value = KnownClass.class, names = {"SMALL_INTEGER", "CHARACTER", "FLOAT", "SYMBOL", "TRUE",
        "UNDEFINED_OBJECT", "COMPILED_METHOD", "CONTEXT", "LARGE_POSITIVE_INTEGER", "BLOCK_CLOSURE"})
    void leaveInstancesThatTheVmReliesOnToTheVm(KnownClass known) {
        assertThat(world.failureOf("basicNew", world.known(known))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.run("basicNewSized", world.known(known), smallInteger(2)))
                .isEqualTo(Primitive.FAILED);
    }

    @Test
    void copyOneLevel() {
        long array = world.array(2);
        long element = world.string("x");
        world.run("atPut", array, smallInteger(1), element);

        long copy = world.run("shallowCopy", array);

        assertThat(copy).isNotEqualTo(array);
        assertThat(world.run("at", copy, smallInteger(1))).isEqualTo(element);
        assertThat(world.run("shallowCopy", smallInteger(3))).isEqualTo(smallInteger(3));
        long symbol = SymbolTable.intern(world.mutator(), "s");
        assertThat(world.run("shallowCopy", symbol)).isEqualTo(symbol);
        assertThat(world.failureOf("shallowCopy", world.known(KnownClass.ARRAY)))
                .isEqualTo(Failure.WRONG_RECEIVER);
        world.fill();
        assertThat(world.run("shallowCopy", array)).isEqualTo(Primitive.NEEDS_ROOM);
    }

    @Test
    void makeObjectsInstancesOfClassesOfTheirShapeOnly() {
        long first = world.newClass(1, ObjectFormat.FIXED);
        long second = world.newClass(1, ObjectFormat.FIXED);
        long larger = world.newClass(2, ObjectFormat.FIXED);
        long object = world.instance(first, 0);

        assertThat(world.run("changeClass", object, second)).isEqualTo(object);

        assertThat(world.run("class", object)).isEqualTo(second);
        assertThat(world.failureOf("changeClass", object, larger)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("changeClass", object, object)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("changeClass", smallInteger(1), first)).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.run("changeClass", world.bytes(1, 2), world.known(KnownClass.STRING))).isNotZero();
    }

    @Test
    void tellIdentity() {
        long one = world.array(0);
        long other = world.array(0);

        assertThat(world.run("identical", one, one)).isEqualTo(world.bool(true));
        assertThat(world.run("identical", one, other)).isEqualTo(world.bool(false));
        assertThat(world.run("identityHash", one)).isEqualTo(world.run("identityHash", one));
        assertThat(world.run("identityHash", one)).isNotEqualTo(world.run("identityHash", other));
    }

    @Test
    void showWhichSelectorsAreSentByBytecodesOfTheirOwn() {
        byte[] code = {0x60, 0, 0x7C, (byte) 0x80, 0x62, 0x63, 0x7E, 0x53, 0x5F, 0x61};
        long method = Allocation.allocateRaw(world.mutator(), KnownClass.COMPILED_METHOD.index(),
                ObjectFormat.METHOD + 6, 6);
        for (int slot = 1; slot < 4; slot++) {
            ObjectHeader.rawPutSlot(method, slot, smallInteger(0));
        }
        ObjectHeader.rawPutSlot(method, MethodLayout.HEADER, MethodLayout.header(0, 0, 2, 2, false, false));
        for (int i = 0; i < code.length; i++) {
            Memory.putByte(ObjectHeader.slotAddress(method, 4) + i, code[i]);
        }

        assertThat(world.run("methodSpecialSends", method)).as("+, ==, class; neither operands, nor what is behind"
                + " an opcode that is none").isEqualTo(smallInteger(1 | 1 << 28 | 1 << 30));
        assertThat(world.failureOf("methodSpecialSends", world.array(1))).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void showHeaderAndLiteralsOfCode() {
        long header = MethodLayout.header(1, 2, 3, 4, false, false);
        long method = Allocation.allocateRaw(world.mutator(), KnownClass.COMPILED_METHOD.index(),
                ObjectFormat.METHOD, 6);
        for (int slot = 1; slot < 5; slot++) {
            ObjectHeader.rawPutSlot(method, slot, smallInteger(slot * 10));
        }
        ObjectHeader.rawPutSlot(method, MethodLayout.HEADER, header);
        Memory.putLong(ObjectHeader.slotAddress(method, 5), 0x53);

        assertThat(world.run("methodHeader", method)).isEqualTo(header);
        assertThat(world.run("methodLiteralAt", method, smallInteger(1))).isEqualTo(smallInteger(20));
        assertThat(world.run("methodLiteralAt", method, smallInteger(3))).isEqualTo(smallInteger(40));
        assertThat(world.failureOf("methodLiteralAt", method, smallInteger(4)))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(world.failureOf("methodHeader", world.array(1))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(world.run("at", method, smallInteger(41))).isEqualTo(smallInteger(0x53));
        assertThat(world.failureOf("at", method, smallInteger(1))).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(world.failureOf("atPut", method, smallInteger(41), smallInteger(0)))
                .isEqualTo(Failure.IMMUTABLE);
    }
}
