package rival;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;

/** The construction: the most value a minute first, each at its cheapest free place. */
public final class FirstPlan implements PhaseCommand<Timetable> {

    @Override
    public void changeWorkingSolution(ScoreDirector<Timetable> director, BooleanSupplier ended) {
        Timetable timetable = director.getWorkingSolution();
        Insertion insertion = new Insertion(timetable.problem, 0);
        List<Case> order = new ArrayList<>(timetable.getCases());
        order.sort(Comparator.comparingDouble((Case one) -> -(double) one.need.unbooked / one.need.allMinutes()));
        for (Case one : order) {
            Placement placement = insertion.best(timetable.diary, one.need, null);
            if (placement != null && placement.cost() < one.need.unbooked) {
                Change.place(director, one, placement);
            }
        }
    }
}
