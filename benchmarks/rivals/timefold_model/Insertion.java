package rival;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The cheapest free placement of one request, exactly, by dynamic programming over its visits. */
final class Insertion {

    private static final int NONE = Integer.MAX_VALUE / 2;
    /** Costs are scaled so that what is left over beside a visit decides among equally dear places. */
    private static final int SCALE = 4;

    private final Problem problem;
    private int[][] cost = new int[0][];
    private int[][] person;
    private int[][] before;
    private final int[] reach;
    private final int[] reachedFrom;
    private final double blink;

    /**
     * @param blink share of the free starts that are overlooked, so that not every search ends in the same place
     */
    Insertion(Problem problem, double blink) {
        this.problem = problem;
        this.blink = blink;
        reach = new int[problem.cells];
        reachedFrom = new int[problem.cells];
    }

    /** The cheapest placement, or null where nothing is free. */
    Placement best(Diary diary, Need need, RandomGenerator random) {
        ensure(need.visits());
        Placement best = null;
        int least = NONE;
        for (Need.Place place : need.places) {
            if (SCALE * place.cost() >= least) {
                break;
            }
            int extra = SCALE * (place.cost() + (diary == null ? 0 : diary.apartCost(need, place.day())));
            int last = need.visits() - 1;
            for (int visit = 0; visit <= last; visit++) {
                fill(diary, need, place, visit, random);
            }
            int end = -1;
            for (int cell = 0; cell < problem.cells; cell++) {
                if (cost[last][cell] + extra < least) {
                    least = cost[last][cell] + extra;
                    end = cell;
                }
            }
            if (end >= 0) {
                best = trace(need, place, end);
            }
        }
        return best;
    }

    private void ensure(int visits) {
        if (cost.length < visits) {
            cost = new int[visits][problem.cells];
            person = new int[visits][problem.cells];
            before = new int[visits][problem.cells];
        }
    }

    private void fill(Diary diary, Need need, Need.Place place, int visit, RandomGenerator random) {
        int grid = problem.grid;
        int[] costs = cost[visit];
        Arrays.fill(costs, NONE);
        if (visit > 0) {
            extend(need, visit);
        }
        short[] ofPatient = diary == null ? null : diary.ofPatient(need.patient, place.day());
        int minutes = need.minutes[visit];
        Need.Opening[] openings = place.openings()[visit];
        for (int at = 0; at < openings.length; at++) {
            Need.Opening opening = openings[at];
            short[] taken = diary == null ? null : diary.ofPerson(opening.person(), place.day());
            for (int start = opening.first(); start <= opening.last(); start += grid) {
                int cell = start / grid;
                int blocked = lastTaken(taken, ofPatient, cell, problem.endCell(start, minutes));
                if (blocked >= 0) {
                    start = blocked * grid; // the loop goes on behind it
                    continue;
                }
                int until = visit == 0 ? 0 : reach[cell];
                if (until >= NONE || blink > 0 && random.nextDouble() < blink) {
                    continue;
                }
                int moved = Placement.movedCost(problem, need, place, visit, opening.person(), start);
                int total = until + SCALE * (opening.cost() + moved) + leftOver(opening, taken, start, minutes);
                if (total < costs[cell]) {
                    costs[cell] = total;
                    person[visit][cell] = at;
                    before[visit][cell] = visit == 0 ? -1 : reachedFrom[cell];
                }
            }
        }
    }

    /** What it costs to have come so far, for each start of the next visit. */
    private void extend(Need need, int visit) {
        int grid = problem.grid;
        Arrays.fill(reach, NONE);
        for (int cell = 0; cell < problem.cells; cell++) {
            int sofar = cost[visit - 1][cell];
            if (sofar >= NONE) {
                continue;
            }
            int end = cell * grid + need.minutes[visit - 1];
            int first = (end + need.least[visit] + grid - 1) / grid;
            int last = problem.cells - 1;
            if (need.most[visit] >= 0) {
                last = Math.min(last, (end + need.most[visit]) / grid);
            }
            for (int next = first; next <= last; next++) {
                int total = sofar + SCALE * problem.waitWeight * (next * grid - end);
                if (total < reach[next]) {
                    reach[next] = total;
                    reachedFrom[next] = cell;
                }
            }
        }
    }

    private static int lastTaken(short[] ofPerson, short[] ofPatient, int from, int to) {
        for (int cell = to - 1; cell >= from; cell--) {
            if (ofPerson != null && ofPerson[cell] > 0 || ofPatient != null && ofPatient[cell] > 0) {
                return cell;
            }
        }
        return -1;
    }

    /** 0 where the visit touches something on both sides, up to 2. */
    private int leftOver(Need.Opening opening, short[] taken, int start, int minutes) {
        int cell = start / problem.grid;
        int end = problem.endCell(start, minutes);
        boolean touchesBefore = start == opening.first() || taken != null && cell > 0 && taken[cell - 1] > 0;
        boolean touchesAfter = start == opening.last() || taken != null && end < problem.cells && taken[end] > 0;
        return (touchesBefore ? 0 : 1) + (touchesAfter ? 0 : 1);
    }

    private Placement trace(Need need, Need.Place place, int end) {
        int[] people = new int[need.visits()];
        int[] starts = new int[need.visits()];
        int ofPeople = 0;
        int cell = end;
        for (int visit = people.length - 1; visit >= 0; visit--) {
            Need.Opening opening = place.openings()[visit][person[visit][cell]];
            people[visit] = opening.person();
            starts[visit] = cell * problem.grid;
            ofPeople += opening.cost();
            cell = before[visit][cell];
        }
        return Placement.of(problem, need, place, people, starts, ofPeople);
    }
}
