package rival;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;

/** Hard: cells in which a person or a patient has two visits. Soft: the cost of the contract. */
public final class Score implements IncrementalScoreCalculator<Timetable, HardSoftLongScore> {

    private Diary diary;

    @Override
    public void resetWorkingSolution(Timetable timetable) {
        diary = new Diary(timetable.problem, timetable.getCases());
        timetable.diary = diary;
    }

    @Override
    public void beforeVariableChanged(Object entity, String variable) {
        Case one = (Case) entity;
        if (one.getPlacement() != null) {
            diary.remove(one, one.getPlacement());
        }
    }

    @Override
    public void afterVariableChanged(Object entity, String variable) {
        Case one = (Case) entity;
        if (one.getPlacement() != null) {
            diary.add(one, one.getPlacement());
        }
    }

    @Override
    public HardSoftLongScore calculateScore() {
        return HardSoftLongScore.of(-diary.overlap(), -diary.cost());
    }

    @Override
    public void beforeEntityAdded(Object entity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void afterEntityAdded(Object entity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void beforeEntityRemoved(Object entity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void afterEntityRemoved(Object entity) {
        throw new UnsupportedOperationException();
    }
}
