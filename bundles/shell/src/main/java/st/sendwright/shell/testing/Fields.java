package st.sendwright.shell.testing;

/** The fields of what Smalltalk's TestReporter answers: one a line, line ends in them behind a backslash. */
final class Fields {

    private Fields() {
    }

    /** The field as it was before it was written. */
    static String unescape(String field) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < field.length()) {
            char read = field.charAt(at++);
            if (read == '\\' && at < field.length()) {
                char escaped = field.charAt(at++);
                read = switch (escaped) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> escaped;
                };
            }
            text.append(read);
        }
        return text.toString();
    }
}
