package st.sendwright.heap;

/** An image cannot be read; the message says why and what to do. */
public class ImageFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    public ImageFormatException(String message) {
        super(message);
    }
}
