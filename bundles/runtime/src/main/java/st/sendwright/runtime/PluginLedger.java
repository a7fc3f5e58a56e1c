package st.sendwright.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceCompiler;
import st.sendwright.language.SourceText;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.SymbolTable;

/**
 * What the sources of plugins have done to the classes of one VM, so that it can be taken back: a class of a plugin is
 * {@link RetiredClasses retired}, a method that was added to another class is removed, and one that was replaced is compiled again.
 *
 * <p>Methods are told by the file that they are from, and those that were replaced are kept as source, because a class may get
 * another shape meanwhile. <b>Thread</b>: the VM thread, at a driver exit.
 */
final class PluginLedger {

    private final World world;
    private final RetiredClasses retired;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** What one plugin has done. */
    static final class Entry {

        /** Of the sources that are in force; empty while they are loaded. */
        private String checksum = "";
        private final Set<String> classes = new LinkedHashSet<>();
        private final List<Change> changes = new ArrayList<>();
    }

    /**
     * A method that a plugin has given to a class that is not its own.
     *
     * @param className {@code Foo} or {@code Foo class}
     * @param before what was there
     */
    record Change(String className, String selector, Optional<Methods.Origin> before) {

        boolean isOf(Change other) {
            return className.equals(other.className) && selector.equals(other.selector);
        }
    }

    PluginLedger(World world) {
        this.world = world;
        this.retired = new RetiredClasses(world);
    }

    /** Whether sources with this checksum are in force. */
    boolean holds(String plugin, String checksum) {
        return entries.containsKey(plugin) && entries.get(plugin).checksum.equals(checksum);
    }

    /** The plugins whose sources are in force. */
    List<String> plugins() {
        return List.copyOf(entries.keySet());
    }

    /**
     * A plugin's sources are about to be loaded: its classes that were retired are there again, without its methods.
     *
     * @return the names of the classes that are its own
     */
    Set<String> begin(String plugin) {
        takeBack(plugin);
        Entry entry = new Entry();
        entry.classes.addAll(retired.bringBack(plugin));
        entries.put(plugin, entry);
        for (String name : entry.classes) {
            removeMethodsOf(plugin, world.classes.named(name));
            removeMethodsOf(plugin, world.classes.named(name + Classes.CLASS_SIDE));
        }
        return Set.copyOf(entry.classes);
    }

    private void removeMethodsOf(String plugin, long classOop) {
        List<Long> selectors = new ArrayList<>();
        MethodDictionaries.forEach(ClassObjects.methodDictionary(classOop), (selector, method) -> {
            if (isOf(plugin, method)) {
                selectors.add(selector);
            }
        });
        world.guard.journal().quietly(() -> selectors.forEach(selector -> world.guard.remove(classOop, selector)));
    }

    /** A method is about to be installed; notes what it takes the place of, if it is a plugin's. */
    void installing(long classOop, String className, String selector, SourceText source) {
        Entry entry = entries.get(pluginOf(source.file()));
        if (entry == null) {
            return;
        }
        long existing = methodAt(classOop, selector);
        Optional<Methods.Origin> before = existing == 0 ? Optional.empty() : world.methods.originOf(existing);
        Change change = new Change(className, selector, before);
        boolean isNoted = entry.changes.stream().anyMatch(change::isOf);
        if (!isNoted && before.filter(origin -> sameBundle(origin, source)).isEmpty()) {
            entry.changes.add(change);
        }
    }

    private static boolean sameBundle(Methods.Origin origin, SourceText source) {
        return pluginOf(origin.source().file()).equals(pluginOf(source.file()));
    }

    /** The plugin that a source file is of; empty for other files. */
    private static String pluginOf(String file) {
        int slash = file.indexOf('/');
        return file.startsWith(PluginBundle.SCHEME) && slash > 0 ? file.substring(PluginBundle.SCHEME.length(), slash) : "";
    }

    private boolean isOf(String plugin, long method) {
        return world.methods.originOf(method).filter(origin -> pluginOf(origin.source().file()).equals(plugin)).isPresent();
    }

    private long methodAt(long classOop, String selector) {
        long symbol = SymbolTable.find(world.mutator, selector);
        return symbol == 0 ? 0 : MethodDictionaries.lookup(ClassObjects.methodDictionary(classOop), symbol);
    }

    /**
     * A plugin's sources are loaded, as far as they could be.
     *
     * @param classes those that they define
     */
    void loaded(String plugin, String checksum, List<String> classes) {
        Entry entry = entries.get(plugin);
        entry.checksum = checksum;
        for (String name : List.copyOf(entry.classes)) {
            if (!classes.contains(name)) {
                retired.retire(plugin, name);
                entry.classes.remove(name);
            }
        }
        entry.classes.addAll(classes);
        entry.changes.removeIf(change -> entry.classes.contains(Classes.instanceSide(change.className)));
    }

    /** What a plugin's sources have done is undone; nothing happens when there is nothing. */
    void takeBack(String plugin) {
        Entry entry = entries.remove(plugin);
        if (entry == null) {
            return;
        }
        entry.changes.reversed().forEach(change -> undo(plugin, change));
        List.copyOf(entry.classes).reversed().forEach(name -> retired.retire(plugin, name));
    }

    private void undo(String plugin, Change change) {
        long classOop = classNamed(change.className);
        long current = classOop == 0 ? 0 : methodAt(classOop, change.selector);
        if (current == 0) {
            return;
        }
        if (!isOf(plugin, current)) {
            entries.values().forEach(other -> other.changes.replaceAll(later -> later.isOf(change)
                    && later.before.filter(origin -> pluginOf(origin.source().file()).equals(plugin)).isPresent()
                    ? change : later));
        } else if (change.before.isPresent()) {
            restore(change, change.before.get());
        } else {
            world.guard.journal().quietly(
                    () -> world.guard.remove(classOop, SymbolTable.find(world.mutator, change.selector)));
        }
    }

    private long classNamed(String className) {
        long found = world.classes.named(className);
        return found != 0 ? found : retired.named(className);
    }

    private void restore(Change change, Methods.Origin origin) {
        Optional<CodeDraft> code = world.methods.compile(origin.source(), SourceCompiler.Kind.METHOD,
                classNamed(change.className), origin.dialect()).code();
        if (code.isEmpty()) {
            // Its class has lost what it needs. What took its place may not stay either.
            world.guard.remove(classNamed(change.className), SymbolTable.find(world.mutator, change.selector));
            return;
        }
        world.ensureRoom(world.methods.bytesFor(code.get(), origin)
                + world.methods.installBytes(classNamed(change.className)));
        long classOop = classNamed(change.className);
        long method = world.methods.place(code.get(), origin, classOop);
        world.guard.journal().quietly(
                () -> world.methods.install(classOop, world.methods.symbol(change.selector), method));
    }

    // Images

    /** What the VM that goes on from an image has to know of it. */
    byte[] bytes() {
        List<LedgerBytes.Plugin> plugins = entries.entrySet().stream().map(each -> new LedgerBytes.Plugin(each.getKey(),
                each.getValue().checksum, List.copyOf(each.getValue().classes), each.getValue().changes)).toList();
        return LedgerBytes.write(new LedgerBytes.Contents(plugins, retired.all()));
    }

    /** The Associations of the classes that have gone, in the order in which {@link #bytes} names them. */
    List<Handles.Handle> retiredAssociations() {
        return retired.associations();
    }

    /**
     * Goes on with what an image has brought.
     *
     * @param associations the classes that have gone
     * @throws IOException when the bytes are not what {@link #bytes} answers
     */
    void goOnFrom(byte[] bytes, List<Handles.Handle> associations) throws IOException {
        LedgerBytes.Contents contents = LedgerBytes.read(bytes, name ->
                name.equals(Dialect.DEFAULT.name()) ? Dialect.DEFAULT : world.dialects.named(name));
        if (contents.gone().size() != associations.size()) {
            throw new IOException(associations.size() + " classes instead of " + contents.gone().size());
        }
        for (LedgerBytes.Plugin plugin : contents.plugins()) {
            Entry entry = new Entry();
            entry.checksum = plugin.checksum();
            entry.classes.addAll(plugin.classes());
            entry.changes.addAll(plugin.changes());
            entries.put(plugin.name(), entry);
        }
        for (int i = 0; i < associations.size(); i++) {
            retired.add(contents.gone().get(i), associations.get(i));
        }
    }
}
