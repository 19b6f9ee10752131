package rival;

import java.util.Iterator;
import java.util.Random;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;

/** Endlessly many ruin-and-recreate moves. */
public final class RuinRecreateMoves implements MoveIteratorFactory<Timetable, RuinRecreate> {

    private static final double BLINK = 0.02;
    private int size;

    /** How many cases are taken out at most; called by the solver, from the configuration. */
    public void setSize(int size) {
        this.size = size;
    }

    @Override
    public long getSize(ScoreDirector<Timetable> director) {
        return director.getWorkingSolution().getCases().size();
    }

    @Override
    public Iterator<RuinRecreate> createOriginalMoveIterator(ScoreDirector<Timetable> director) {
        throw new UnsupportedOperationException("moves are drawn, not listed");
    }

    @Override
    public Iterator<RuinRecreate> createRandomMoveIterator(ScoreDirector<Timetable> director, Random random) {
        Insertion insertion = new Insertion(director.getWorkingSolution().problem, BLINK);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public RuinRecreate next() {
                return new RuinRecreate(random.nextLong(), insertion, size);
            }
        };
    }
}
