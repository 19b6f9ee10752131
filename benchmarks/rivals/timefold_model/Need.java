package rival;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A request as integers: minutes from midnight, people, dates, units and patients by number. Never changes. */
public final class Need {

    /** A window of one eligible person: first and last start, and what that person costs. */
    public record Opening(int person, int first, int last, int cost) {
    }

    /** A date and care unit at which the whole request may be, what that costs, and each visit's openings. */
    public record Place(int day, int unit, int cost, Opening[][] openings) {
    }

    /** Where a visit is booked already; leaving it costs. */
    public record Booked(int person, int unit, int day, int start) {
    }

    final int index;
    final int patient;
    final int unbooked;
    final int[] minutes;
    final int[] least;
    final int[] most;
    final Booked[] booked;
    final List<Place> places = new ArrayList<>();
    final int[] partners;

    private Need(int index, Numbers source, int apartPartners) {
        this.index = index;
        patient = source.next();
        unbooked = source.next();
        int visits = source.next();
        minutes = new int[visits];
        least = new int[visits];
        most = new int[visits];
        booked = new Booked[visits];
        for (int visit = 0; visit < visits; visit++) {
            minutes[visit] = source.next();
            least[visit] = source.next();
            most[visit] = source.next();
            if (source.next() == 1) {
                booked[visit] = new Booked(source.next(), source.next(), source.next(), source.next());
            }
        }
        for (int place = source.next(); place > 0; place--) {
            int day = source.next();
            int unit = source.next();
            int cost = source.next();
            Opening[][] openings = new Opening[visits][];
            for (int visit = 0; visit < visits; visit++) {
                openings[visit] = new Opening[source.next()];
                for (int at = 0; at < openings[visit].length; at++) {
                    openings[visit][at] = new Opening(
                            source.next(), source.next(), source.next(), source.next());
                }
            }
            places.add(new Place(day, unit, cost, openings));
        }
        places.sort(Comparator.comparingInt(Place::cost));
        partners = new int[apartPartners];
        for (int at = 0; at < apartPartners; at++) {
            partners[at] = source.next();
        }
    }

    static Need read(int index, Numbers source) {
        return new Need(index, source, source.next());
    }

    int visits() {
        return minutes.length;
    }

    int allMinutes() {
        int sum = 0;
        for (int one : minutes) {
            sum += one;
        }
        return sum;
    }
}
