package rival;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the solver starts from: the most value a minute first, each at its cheapest free place. */
final class FirstPlan {

    private FirstPlan() {
    }

    static Timetable of(Problem problem) {
        Insertion insertion = new Insertion(problem, 0);
        List<Case> cases = new ArrayList<>();
        for (Need need : problem.needs) {
            Placement alone = insertion.best(null, need, null);
            if (alone != null) {
                cases.add(new Case(need, new Placements(problem, need, alone)));
            }
        }
        Diary diary = new Diary(problem, cases);
        List<Case> order = new ArrayList<>(cases);
        order.sort(Comparator.comparingDouble((Case one) -> -(double) one.need.unbooked / one.need.allMinutes()));
        for (Case one : order) {
            Placement placement = insertion.best(diary, one.need, null);
            if (placement != null && placement.cost() < one.need.unbooked) {
                one.setPlacement(placement);
                diary.add(one, placement);
            }
        }
        return new Timetable(problem, cases);
    }
}
