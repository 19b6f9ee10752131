package rival;

import java.io.IOException;
import java.io.Reader;
import java.io.StreamTokenizer;
import java.io.UncheckedIOException;

/** Whole numbers with blanks between them. */
final class Numbers {

    private final StreamTokenizer source;

    Numbers(Reader reader) {
        source = new StreamTokenizer(reader);
    }

    int next() {
        try {
            if (source.nextToken() != StreamTokenizer.TT_NUMBER) {
                throw new IllegalArgumentException("a number is wanted, not " + source);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return (int) source.nval;
    }
}
