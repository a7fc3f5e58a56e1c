package st.sendwright.bench.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Strings that are written, split, compared, joined, turned round and searched. */
final class Strings implements Reference {

    @Override
    public long run(int size) {
        Lehmer random = new Lehmer(7);
        long sum = 0;
        for (int i = 0; i < size; i++) {
            String text = text(random);
            List<String> words = split(text);
            sum += words.size() + largest(words).length() + vowels(text);
            sum += join(words).length() + palindromes(words);
            sum += text.indexOf('z') + 1 + occurrences(text.toUpperCase(Locale.ROOT), 'E');
        }
        return sum;
    }

    private static String text(Lehmer random) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 40; word++) {
            for (int i = random.below(5) + 1; i > 0; i--) {
                text.append("abcdeabcdexyz".charAt(random.below(13)));
            }
            text.append(' ');
        }
        return text.toString();
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ' ') {
                words.add(text.substring(start, i));
                start = i + 1;
            }
        }
        return words;
    }

    private static String largest(List<String> words) {
        String largest = "";
        for (String each : words) {
            if (largest.compareTo(each) < 0) {
                largest = each;
            }
        }
        return largest;
    }

    private static int vowels(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == 'a' || each == 'e') {
                count++;
            }
        }
        return count;
    }

    private static String join(List<String> words) {
        String text = "";
        for (String each : words) {
            text = text.concat(each).concat("-");
        }
        return text;
    }

    private static int palindromes(List<String> words) {
        int count = 0;
        for (String each : words) {
            if (reverse(each).equals(each)) {
                count++;
            }
        }
        return count;
    }

    private static String reverse(String string) {
        char[] reverse = new char[string.length()];
        for (int i = 0; i < reverse.length; i++) {
            reverse[reverse.length - 1 - i] = string.charAt(i);
        }
        return new String(reverse);
    }

    private static int occurrences(String text, char character) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == character) {
                count++;
            }
        }
        return count;
    }
}
