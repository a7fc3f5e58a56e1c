package st.sendwright.heap.tools;

import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KernelLayout.MethodInfo;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;

/** How objects and their slots are called in reports, without running any Smalltalk. */
final class Descriptions {

    private static final int MOST_CHARACTERS = 40;

    private final long mutator;

    Descriptions(long mutator) {
        this.mutator = mutator;
    }

    /** Such as {@code an OrderedCollection}, {@code 'text'}, {@code the class Foo}, {@code Foo>>bar}. */
    String object(long oop) {
        if (ClassObjects.isClass(mutator, oop)) {
            return "the class " + ClassObjects.name(mutator, oop);
        }
        if (StringObjects.isText(mutator, oop)) {
            return (StringObjects.isSymbol(mutator, oop) ? "#" : "") + "'" + shortened(StringObjects.text(oop)) + "'";
        }
        if (ObjectFormat.isMethod(ObjectHeader.format(oop))) {
            return code(oop);
        }
        String name = className(oop);
        String article = "AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ";
        return article + name + key(oop);
    }

    /** What an Association stands for: what keeps most objects alive is a global or a class variable. */
    private String key(long oop) {
        boolean isAssociation = ObjectHeader.format(oop) == ObjectFormat.FIXED
                && ObjectHeader.slots(oop) >= KernelLayout.Association.SLOTS
                && isKeyed(MutatorBlock.classOf(mutator, oop));
        if (!isAssociation) {
            return "";
        }
        long key = ObjectHeader.slot(oop, KernelLayout.Association.KEY);
        return StringObjects.isText(mutator, key) ? " for " + object(key) : "";
    }

    private boolean isKeyed(long classOop) {
        return variableName(classOop, KernelLayout.Association.KEY).equals("key");
    }

    private String code(long oop) {
        long home = MethodLayout.homeMethod(oop);
        String block = home == oop ? "" : "a block in ";
        long info = MethodLayout.info(home);
        long selector = info == MutatorBlock.nil(mutator) ? info : ObjectHeader.slot(info, MethodInfo.SELECTOR);
        return block + ClassObjects.name(mutator, MethodLayout.lastLiteral(home)) + ">>"
                + (StringObjects.isText(mutator, selector) ? StringObjects.text(selector) : "?");
    }

    String className(long oop) {
        return ClassObjects.name(mutator, MutatorBlock.classOf(mutator, oop));
    }

    /** The name of the variable that a slot is, or its index among the elements, from 1. */
    String slot(long oop, int slot) {
        if (ObjectFormat.isMethod(ObjectHeader.format(oop))) {
            return "literal";
        }
        long classOop = MutatorBlock.classOf(mutator, oop);
        int named = ClassObjects.instanceSlots(classOop);
        return slot < named ? variableName(classOop, slot) : "[" + (slot - named + 1) + "]";
    }

    /** The name of an instance variable by its slot, those of superclasses first. */
    String variableName(long classOop, int slot) {
        long nil = MutatorBlock.nil(mutator);
        for (long each = classOop; each != nil; each = ClassObjects.superclass(each)) {
            long names = ObjectHeader.slot(each, Behavior.INSTANCE_VARIABLES);
            int own = isArray(names) ? (int) ObjectHeader.slots(names) : 0;
            int first = ClassObjects.instanceSlots(each) - own;
            if (slot >= first && slot - first < own) {
                long name = ObjectHeader.slot(names, slot - first);
                return StringObjects.isText(mutator, name) ? StringObjects.text(name) : "variable" + (slot + 1);
            }
        }
        return "variable" + (slot + 1);
    }

    private static boolean isArray(long oop) {
        return Oop.isPointer(oop) && ObjectHeader.classIndex(oop) == KnownClass.ARRAY.index();
    }

    private static String shortened(String text) {
        String line = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text;
        return line.replaceAll("\\p{Cntrl}", " ");
    }
}
