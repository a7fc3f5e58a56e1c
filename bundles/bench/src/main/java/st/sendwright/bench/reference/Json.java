package st.sendwright.bench.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a JSON text and parses it. */
final class Json implements Reference {

    private static final class Parser {
        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        Object parse() {
            Object value = parseValue();
            skipBlanks();
            if (position < text.length()) {
                throw expected("the end");
            }
            return value;
        }

        private IllegalStateException expected(String what) {
            return new IllegalStateException(what + " expected at " + position);
        }

        private void skipBlanks() {
            while (position < text.length() && text.charAt(position) == ' ') {
                position++;
            }
        }

        private char peek() {
            skipBlanks();
            if (position >= text.length()) {
                throw expected("a value");
            }
            return text.charAt(position);
        }

        private boolean accept(char character) {
            if (peek() != character) {
                return false;
            }
            position++;
            return true;
        }

        private void expect(char character) {
            if (!accept(character)) {
                throw expected(String.valueOf(character));
            }
        }

        private Object parseValue() {
            return switch (peek()) {
                case '{' -> parseObject();
                case '[' -> parseArray();
                case '"' -> parseString();
                case 't' -> parseWord("true", true);
                case 'f' -> parseWord("false", false);
                case 'n' -> parseWord("null", null);
                default -> parseNumber();
            };
        }

        private Map<String, Object> parseObject() {
            Map<String, Object> object = new HashMap<>();
            expect('{');
            if (accept('}')) {
                return object;
            }
            do {
                peek();
                String key = parseString();
                expect(':');
                object.put(key, parseValue());
            } while (accept(','));
            expect('}');
            return object;
        }

        private List<Object> parseArray() {
            List<Object> array = new ArrayList<>();
            expect('[');
            if (accept(']')) {
                return array;
            }
            do {
                array.add(parseValue());
            } while (accept(','));
            expect(']');
            return array;
        }

        private String parseString() {
            expect('"');
            int start = position;
            char next = text.charAt(position);
            while (next != '"' && next != '\\') {
                next = text.charAt(++position);
            }
            if (next == '"') {
                return text.substring(start, position++);
            }
            StringBuilder string = new StringBuilder(text.substring(start, position));
            while (next != '"') {
                if (next == '\\') {
                    next = text.charAt(++position);
                }
                string.append(next);
                next = text.charAt(++position);
            }
            position++;
            return string.toString();
        }

        private Object parseWord(String word, Object value) {
            for (int i = 0; i < word.length(); i++) {
                if (text.charAt(position) != word.charAt(i)) {
                    throw expected(word);
                }
                position++;
            }
            return value;
        }

        private Integer parseNumber() {
            boolean isNegative = accept('-');
            int value = 0;
            int digit = digit();
            if (digit < 0) {
                throw expected("a value");
            }
            while (digit >= 0) {
                value = value * 10 + digit;
                position++;
                digit = digit();
            }
            return isNegative ? -value : value;
        }

        private int digit() {
            if (position >= text.length()) {
                return -1;
            }
            int code = text.charAt(position) - '0';
            return code >= 0 && code <= 9 ? code : -1;
        }
    }

    private Lehmer random;
    private StringBuilder target;

    @Override
    public long run(int size) {
        random = new Lehmer(4_711);
        target = new StringBuilder("{\"records\": [");
        for (int i = 1; i <= size; i++) {
            if (i > 1) {
                target.append(", ");
            }
            writeRecord(i);
        }
        target.append("]}");
        String text = target.toString();
        return sum(new Parser(text).parse()) + text.length();
    }

    private void writeRecord(int number) {
        target.append("{\"id\": ");
        writeNumber(number);
        target.append(", \"name\": \"");
        for (int i = random.below(12) + 4; i > 0; i--) {
            target.append("abcdefghijklmnopqrstuvwxyz".charAt(random.below(26)));
        }
        if (random.below(4) == 0) {
            target.append(" \\\"quoted\\\"");
        }
        target.append("\", \"active\": ");
        target.append(random.below(2) == 0 ? "true" : "false");
        target.append(", \"parent\": null, \"points\": [");
        int points = random.below(6);
        for (int i = 1; i <= points; i++) {
            if (i > 1) {
                target.append(',');
            }
            writeNumber(random.below(20_000) - 10_000);
        }
        target.append("]}");
    }

    private void writeNumber(int number) {
        if (number < 0) {
            target.append('-');
            writeNumber(-number);
            return;
        }
        if (number >= 10) {
            writeNumber(number / 10);
        }
        target.append("0123456789".charAt(number % 10));
    }

    private static long sum(Object root) {
        long sum = 0;
        for (Object each : (List<?>) ((Map<?, ?>) root).get("records")) {
            Map<?, ?> record = (Map<?, ?>) each;
            sum += (Integer) record.get("id") + ((String) record.get("name")).length();
            if ((Boolean) record.get("active")) {
                sum += 1;
            }
            if (record.get("parent") == null) {
                sum += 2;
            }
            for (Object point : (List<?>) record.get("points")) {
                sum += (Integer) point;
            }
        }
        return sum;
    }
}
