package rival;

import java.util.ArrayList;
import java.util.List;

/** All that is given: numbers in a row, written by {@code timefold_model.py}. */
public final class Problem {

    final int grid;
    final int people;
    final int days;
    final int patients;
    final int waitWeight;
    final int apartWeight;
    final int movedWeight;
    final int cells;
    final List<Need> needs = new ArrayList<>();

    Problem(Numbers source) {
        grid = source.next();
        people = source.next();
        days = source.next();
        patients = source.next();
        waitWeight = source.next();
        apartWeight = source.next();
        movedWeight = source.next();
        cells = (1440 + grid - 1) / grid + 1;
        int count = source.next();
        for (int index = 0; index < count; index++) {
            needs.add(Need.read(index, source));
        }
    }

    /** The first cell after a visit: all visits start on the grid, so what is left of a cell is of no use. */
    int endCell(int start, int minutes) {
        return (start + minutes + grid - 1) / grid;
    }
}
