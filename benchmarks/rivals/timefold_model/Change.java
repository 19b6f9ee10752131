package rival;

import ai.timefold.solver.core.api.score.director.ScoreDirector;

/** A case gets another placement, and the solver is told. */
final class Change {

    private static final String VARIABLE = "placement";

    private Change() {
    }

    static void place(ScoreDirector<Timetable> director, Case one, Placement placement) {
        director.beforeVariableChanged(one, VARIABLE);
        one.setPlacement(placement);
        director.afterVariableChanged(one, VARIABLE);
    }
}
