package rival;

/** A planning value: a whole request placed so that its own rules hold, with its own cost. */
public record Placement(Need need, Need.Place place, int[] people, int[] starts, int cost) {

    static Placement of(Problem problem, Need need, Need.Place place, int[] people, int[] starts, int peopleCost) {
        int cost = place.cost() + peopleCost;
        for (int visit = 0; visit < starts.length; visit++) {
            if (visit > 0) {
                cost += problem.waitWeight * (starts[visit] - starts[visit - 1] - need.minutes[visit - 1]);
            }
            cost += movedCost(problem, need, place, visit, people[visit], starts[visit]);
        }
        return new Placement(need, place, people, starts, cost);
    }

    static int movedCost(Problem problem, Need need, Need.Place place, int visit, int person, int start) {
        Need.Booked was = need.booked[visit];
        boolean stays = was == null || was.person() == person && was.unit() == place.unit()
                && was.day() == place.day() && was.start() == start;
        return stays ? 0 : problem.movedWeight;
    }
}
