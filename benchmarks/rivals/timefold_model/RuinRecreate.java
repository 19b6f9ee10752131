package rival;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.move.AbstractMove;

/** A move: a few neighbouring cases of one date are taken out, and they and open ones put back where it is cheapest. */
final class RuinRecreate extends AbstractMove<Timetable> {

    private static final int MOST_OPEN = 12;
    private final long seed;
    private final Insertion insertion;
    private final int size;
    private Map<Case, Placement> outcome;

    RuinRecreate(long seed, Insertion insertion, int size) {
        this.seed = seed;
        this.insertion = insertion;
        this.size = size;
    }

    @Override
    public boolean isMoveDoable(ScoreDirector<Timetable> director) {
        return true;
    }

    @Override
    protected void doMoveOnGenuineVariables(ScoreDirector<Timetable> director) {
        if (outcome == null) {
            search(director);
            return;
        }
        // Done again as the step: first everything out, then in, so that nothing overlaps on the way.
        outcome.keySet().stream().filter(one -> one.getPlacement() != null)
                .forEach(one -> Change.place(director, one, null));
        outcome.forEach((one, placement) -> {
            if (placement != null) {
                Change.place(director, one, placement);
            }
        });
    }

    private void search(ScoreDirector<Timetable> director) {
        Timetable timetable = director.getWorkingSolution();
        Diary diary = timetable.diary;
        Random random = new Random(seed);
        outcome = new LinkedHashMap<>();
        Case wanted = !diary.open.isEmpty() && random.nextBoolean()
                ? diary.open.get(random.nextInt(diary.open.size())) : null;
        Case near = wanted != null ? wanted : anyPlaced(timetable, random);
        if (near == null) {
            return;
        }
        Set<Case> out = new LinkedHashSet<>();
        int day = ruin(diary, near, out, random);
        List<Case> back = new ArrayList<>(out);
        for (Case one : out) {
            Change.place(director, one, null);
        }
        addOpen(diary, day, out, back, random);
        order(back, wanted, random);
        for (Case one : back) {
            Placement placement = insertion.best(diary, one.need, random);
            if (placement != null && placement.cost() < one.need.unbooked) {
                Change.place(director, one, placement);
                outcome.put(one, placement);
            } else if (out.contains(one)) {
                outcome.put(one, null);
            }
        }
    }

    private static Case anyPlaced(Timetable timetable, Random random) {
        List<Case> all = timetable.getCases();
        if (timetable.diary.open.size() == all.size()) {
            return null;
        }
        Case one = all.get(random.nextInt(all.size()));
        while (one.getPlacement() == null) {
            one = all.get(random.nextInt(all.size()));
        }
        return one;
    }

    /** Choose what is taken out, around a visit of this case where it is or might be; its date is given back. */
    private int ruin(Diary diary, Case near, Set<Case> out, Random random) {
        int visit = random.nextInt(near.need.visits());
        Placement placement = near.getPlacement();
        int day;
        int minute;
        List<Integer> people = new ArrayList<>();
        if (placement != null) {
            out.add(near);
            day = placement.place().day();
            minute = placement.starts()[visit];
            for (int person : placement.people()) {
                people.add(person);
            }
        } else {
            int cheap = Math.min(random.nextInt(near.need.places.size()), random.nextInt(near.need.places.size()));
            Need.Place place = near.need.places.get(cheap);
            day = place.day();
            Need.Opening opening = any(place.openings()[visit], random);
            minute = opening.first() + random.nextInt(opening.last() - opening.first() + 1);
            people.add(opening.person());
            for (int other = 0; other < near.need.visits(); other++) {
                people.add(other == visit ? opening.person() : any(place.openings()[other], random).person());
            }
        }
        if (random.nextBoolean()) {
            people.add(random.nextInt(diary.problem.people));
        }
        int left = 1 + random.nextInt(size);
        for (int turn = 0; turn < people.size() && left > 0; turn++) {
            int share = turn + 1 == people.size() ? left : 1 + random.nextInt(left);
            left -= nearest(diary.at(people.get(turn), day), people.get(turn), minute, share, out);
        }
        return day;
    }

    private static Need.Opening any(Need.Opening[] openings, Random random) {
        return openings[random.nextInt(openings.length)];
    }

    private static int nearest(List<Case> there, int person, int minute, int count, Set<Case> out) {
        List<Case> sorted = new ArrayList<>(there);
        sorted.sort(Comparator.comparingInt(one -> distance(one, person, minute)));
        int taken = 0;
        for (Case one : sorted) {
            if (taken == count) {
                break;
            }
            taken += out.add(one) ? 1 : 0;
        }
        return taken;
    }

    private static int distance(Case one, int person, int minute) {
        int least = Integer.MAX_VALUE;
        Placement placement = one.getPlacement();
        for (int visit = 0; visit < placement.starts().length; visit++) {
            if (placement.people()[visit] == person) {
                int middle = placement.starts()[visit] + one.need.minutes[visit] / 2;
                least = Math.min(least, Math.abs(middle - minute));
            }
        }
        return least;
    }

    /** Some of the open cases that may be on this date come along. */
    private static void addOpen(Diary diary, int day, Set<Case> out, List<Case> back, Random random) {
        List<Case> open = diary.open;
        int most = Math.min(MOST_OPEN, open.size());
        int from = open.isEmpty() ? 0 : random.nextInt(open.size());
        for (int step = 0, added = 0; step < open.size() && added < most; step++) {
            Case one = open.get((from + step) % open.size());
            if (!out.contains(one) && one.need.places.stream().anyMatch(place -> place.day() == day)) {
                back.add(one);
                added++;
            }
        }
    }

    private static void order(List<Case> back, Case wanted, Random random) {
        Collections.shuffle(back, random);
        switch (random.nextInt(4)) {
            case 0 -> back.sort(Comparator.comparingDouble(one -> -value(one)));
            case 1 -> back.sort(Comparator.comparingInt(one -> -one.need.allMinutes()));
            case 2 -> back.sort(Comparator.comparingInt(one -> -one.need.visits()));
            default -> {
            }
        }
        if (wanted != null && random.nextBoolean() && back.remove(wanted)) {
            back.add(0, wanted);
        }
    }

    private static double value(Case one) {
        return (double) one.need.unbooked / one.need.allMinutes();
    }

    @Override
    public Collection<?> getPlanningEntities() {
        return outcome == null ? List.of() : outcome.keySet();
    }

    @Override
    public Collection<?> getPlanningValues() {
        return List.of();
    }
}
