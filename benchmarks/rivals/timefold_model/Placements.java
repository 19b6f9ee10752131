package rival;

import java.util.Iterator;
import java.util.Random;

import ai.timefold.solver.core.api.domain.valuerange.CountableValueRange;

/**
 * Every placement of a request, drawn one at a time: for chains there are too many to list.
 *
 * <p>An index is a start of the first visit; what follows it is drawn at random each time it is asked for.
 */
public final class Placements implements CountableValueRange<Placement> {

    private static final int TRIES = 20;
    private final Problem problem;
    private final Need need;
    private final Placement first;
    private final Random own;
    private final long starts;

    /**
     * @param first what is given where no draw keeps the request's own rules
     */
    Placements(Problem problem, Need need, Placement first) {
        this.problem = problem;
        this.need = need;
        this.first = first;
        own = new Random(need.index);
        long count = 0;
        for (Need.Place place : need.places) {
            for (Need.Opening opening : place.openings()[0]) {
                count += starts(opening);
            }
        }
        starts = count;
    }

    private int starts(Need.Opening opening) {
        return (opening.last() - opening.first()) / problem.grid + 1;
    }

    @Override
    public long getSize() {
        return starts;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public boolean contains(Placement value) {
        return value == null || value.need() == need;
    }

    @Override
    public Placement get(long index) {
        return drawn(index, own);
    }

    @Override
    public Iterator<Placement> createOriginalIterator() {
        return new Iterator<>() {
            private long next = 0;

            @Override
            public boolean hasNext() {
                return next < starts;
            }

            @Override
            public Placement next() {
                return get(next++);
            }
        };
    }

    @Override
    public Iterator<Placement> createRandomIterator(Random random) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Placement next() {
                return drawn(random.nextLong(starts), random);
            }
        };
    }

    private Placement drawn(long index, Random random) {
        long left = index;
        for (Need.Place place : need.places) {
            for (Need.Opening opening : place.openings()[0]) {
                if (left < starts(opening)) {
                    return drawn(place, opening, opening.first() + problem.grid * (int) left, random);
                }
                left -= starts(opening);
            }
        }
        throw new IndexOutOfBoundsException(Long.toString(index));
    }

    private Placement drawn(Need.Place place, Need.Opening opening, int start, Random random) {
        for (int tries = 0; tries < TRIES; tries++) {
            Placement found = follow(place, opening, start, random);
            if (found != null) {
                return found;
            }
        }
        return first;
    }

    private Placement follow(Need.Place place, Need.Opening opening, int start, Random random) {
        int[] people = new int[need.visits()];
        int[] starts = new int[need.visits()];
        people[0] = opening.person();
        starts[0] = start;
        int cost = opening.cost();
        for (int visit = 1; visit < people.length; visit++) {
            Need.Opening[] openings = place.openings()[visit];
            Need.Opening next = openings[random.nextInt(openings.length)];
            int end = starts[visit - 1] + need.minutes[visit - 1];
            int soonest = (end + need.least[visit] + problem.grid - 1) / problem.grid * problem.grid;
            int low = Math.max(next.first(), soonest);
            int high = need.most[visit] < 0 ? next.last() : Math.min(next.last(), end + need.most[visit]);
            if (high < low) {
                return null;
            }
            people[visit] = next.person();
            starts[visit] = low + problem.grid * random.nextInt((high - low) / problem.grid + 1);
            cost += next.cost();
        }
        return Placement.of(problem, need, place, people, starts, cost);
    }
}
