package rival;

import java.util.List;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;

/** The planning solution: all requests that can be placed at all. */
@PlanningSolution
public class Timetable {

    Problem problem;
    /** What the working solution occupies; kept up to date by the score calculator, shared by clones. */
    Diary diary;
    private List<Case> cases;
    private HardSoftLongScore score;

    public Timetable() {
    }

    Timetable(Problem problem, List<Case> cases) {
        this.problem = problem;
        this.cases = cases;
    }

    @PlanningEntityCollectionProperty
    public List<Case> getCases() {
        return cases;
    }

    public void setCases(List<Case> cases) {
        this.cases = cases;
    }

    @PlanningScore
    public HardSoftLongScore getScore() {
        return score;
    }

    public void setScore(HardSoftLongScore score) {
        this.score = score;
    }
}
