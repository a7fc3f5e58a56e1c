package st.sendwright.heap;

import java.util.List;

/**
 * What an image's header says.
 *
 * @param formatVersion of the file
 * @param layoutHash of the layout that its objects have
 * @param fileBytes size of the file
 * @param segments what the file is made of, in order
 */
public record ImageSummary(int formatVersion, long layoutHash, long fileBytes, List<Segment> segments) {

    public ImageSummary {
        segments = List.copyOf(segments);
    }

    /**
     * A part of the file with a checksum of its own.
     *
     * @param name such as {@code "objects"}
     * @param offset where in the file it begins
     * @param bytes its size, without what fills it up to the next one
     * @param checksum CRC32C over all of it
     */
    public record Segment(String name, long offset, long bytes, long checksum) {
    }
}
