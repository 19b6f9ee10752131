package rival;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.solver.SolverConfigOverride;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.heuristic.selector.move.MoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.CartesianProductMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.UnionMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.ChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;

/**
 * {@code Main PROBLEM RESULT UNTIL THREADS MOVES ACCEPTOR VALUE}: so many independent solvers, the best plan wins.
 *
 * <p>UNTIL is in milliseconds since 1970, so that the start of Java counts. MOVES is {@code built-in}, or {@code own}
 * and how many cases are taken out at most; ACCEPTOR is {@code annealing} with a starting temperature, or {@code late}
 * with a size. (Several threads within one solver are not in the free edition.)
 */
public final class Main {

    /** What writing the result takes, in milliseconds. */
    private static final long LEFT_FOR_WRITING = 60;

    private Main() {
    }

    public static void main(String[] arguments) throws Exception {
        Problem problem = read(Path.of(arguments[0]));
        if (FirstPlan.of(problem).getCases().isEmpty()) { // the solver refuses to begin
            Files.writeString(Path.of(arguments[1]), "0 " + new Diary(problem, List.of()).cost() + "\n");
            return;
        }
        long until = Long.parseLong(arguments[2]) - LEFT_FOR_WRITING;
        int threads = Integer.parseInt(arguments[3]);
        // Daemons: an error in one of them ends the process.
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        List<Future<Timetable>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int seed = thread;
            running.add(pool.submit(() -> {
                SolverConfig config = config(seed, arguments[4], arguments[5], arguments[6]);
                Timetable first = FirstPlan.of(problem);
                SolverFactory<Timetable> factory = SolverFactory.create(config);
                // Only now is it known what reading the configuration has left.
                TerminationConfig ending = new TerminationConfig()
                        .withMillisecondsSpentLimit(Math.max(1, until - System.currentTimeMillis()));
                return factory.buildSolver(new SolverConfigOverride<Timetable>().withTerminationConfig(ending))
                        .solve(first);
            }));
        }
        Timetable best = null;
        for (Future<Timetable> one : running) {
            Timetable found = one.get();
            if (best == null || found.getScore().compareTo(best.getScore()) > 0) {
                best = found;
            }
        }
        Files.writeString(Path.of(arguments[1]), written(problem, best));
    }

    private static Problem read(Path path) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            return new Problem(new Numbers(reader));
        }
    }

    private static SolverConfig config(int seed, String moves, String acceptor, String value) {
        LocalSearchAcceptorConfig accepting = new LocalSearchAcceptorConfig();
        LocalSearchForagerConfig foraging = new LocalSearchForagerConfig().withAcceptedCountLimit(1);
        if (acceptor.equals("late")) {
            accepting.withLateAcceptanceSize(Integer.parseInt(value));
        } else {
            accepting.withSimulatedAnnealingStartingTemperature(value);
        }
        return new SolverConfig()
                .withRandomSeed((long) seed)
                .withSolutionClass(Timetable.class)
                .withEntityClasses(Case.class)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(Score.class))
                .withPhases(new LocalSearchPhaseConfig()
                        .withMoveSelectorConfig(selector(moves))
                        .withAcceptorConfig(accepting)
                        .withForagerConfig(foraging));
    }

    private static MoveSelectorConfig<?> selector(String moves) {
        if (moves.startsWith("own")) {
            String size = moves.substring("own".length());
            return new MoveIteratorFactoryConfig()
                    .withMoveIteratorFactoryClass(RuinRecreateMoves.class)
                    .withMoveIteratorFactoryCustomProperties(Map.of("size", size));
        }
        return new UnionMoveSelectorConfig().withMoveSelectors(
                new ChangeMoveSelectorConfig(),
                new CartesianProductMoveSelectorConfig().withMoveSelectors(
                        new ChangeMoveSelectorConfig(), new ChangeMoveSelectorConfig()));
    }

    /** The cost, and a line a visit: need, visit, person, place's date and unit, start. Only what overlaps nothing. */
    private static String written(Problem problem, Timetable timetable) {
        StringBuilder text = new StringBuilder();
        HardSoftLongScore score = timetable.getScore();
        text.append(score.hardScore()).append(' ').append(-score.softScore()).append('\n');
        for (Case one : timetable.getCases()) {
            Placement placement = one.getPlacement();
            for (int visit = 0; placement != null && visit < one.need.visits(); visit++) {
                text.append(one.need.index).append(' ').append(visit).append(' ')
                        .append(placement.people()[visit]).append(' ').append(placement.place().day()).append(' ')
                        .append(placement.place().unit()).append(' ').append(placement.starts()[visit]).append('\n');
            }
        }
        return text.toString();
    }
}
