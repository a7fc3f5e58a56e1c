package st.sendwright.bench.reference;

import java.util.HashMap;
import java.util.Map;

/** Maps with strings and numbers as keys: counting words, looking up, removing. */
final class Dictionaries implements Reference {

    private static final String[] SYLLABLES =
        {"ka", "lo", "mi", "ne", "ru", "so", "ti", "va", "we", "xo", "yu", "za"};

    private Lehmer random;

    @Override
    public long run(int size) {
        random = new Lehmer(99);
        Map<String, Integer> words = new HashMap<>();
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < size; i++) {
            String word = nextWord();
            int count = words.getOrDefault(word, 0) + 1;
            words.put(word, count);
            numbers.put(random.below(1_000) * 7, count);
        }
        long sum = 0;
        for (int i = 1; i <= 7_000; i++) {
            if (numbers.containsKey(i)) {
                sum += numbers.get(i);
                if (i % 2 == 0) {
                    numbers.remove(i);
                }
            }
        }
        for (Map.Entry<String, Integer> each : words.entrySet()) {
            sum += (long) each.getKey().length() * each.getValue();
        }
        return sum + words.size() + numbers.size() * 3L;
    }

    private String nextWord() {
        String word = SYLLABLES[random.below(SYLLABLES.length)];
        for (int i = random.below(3); i > 0; i--) {
            word = word + SYLLABLES[random.below(SYLLABLES.length)];
        }
        return word;
    }
}
