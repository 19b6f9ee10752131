package rival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who is taken when, what overlaps, and what it all costs: kept up to date placement by placement. */
public final class Diary {

    final Problem problem;
    /** The case of each need; null for one that can't be placed at all. */
    final Case[] cases;
    final List<Case> open = new ArrayList<>();
    private final int[] positionInOpen;
    private final int[] dayOf;
    private final short[][] people;
    private final short[][] patients;
    private final List<List<Case>> at;
    private long overlap;
    private long cost;

    Diary(Problem problem, List<Case> all) {
        this.problem = problem;
        cases = new Case[problem.needs.size()];
        positionInOpen = new int[cases.length];
        dayOf = new int[cases.length];
        Arrays.fill(dayOf, -1);
        people = new short[problem.people * problem.days][];
        patients = new short[problem.patients * problem.days][];
        at = new ArrayList<>();
        for (int where = 0; where < people.length; where++) {
            at.add(new ArrayList<>());
        }
        for (Need need : problem.needs) {
            cost += need.unbooked;
        }
        for (Case one : all) {
            cases[one.need.index] = one;
            positionInOpen[one.need.index] = open.size();
            open.add(one);
        }
        for (Case one : all) {
            if (one.getPlacement() != null) {
                add(one, one.getPlacement());
            }
        }
    }

    long overlap() {
        return overlap;
    }

    long cost() {
        return cost;
    }

    /** Cells taken of a person on a date, or null for none. */
    short[] ofPerson(int person, int day) {
        return people[person * problem.days + day];
    }

    /** Cells taken of a patient on a date, or null for none. */
    short[] ofPatient(int patient, int day) {
        return patients[patient * problem.days + day];
    }

    /** The cases that a person has on a date. */
    List<Case> at(int person, int day) {
        return at.get(person * problem.days + day);
    }

    int apartCost(Need need, int day) {
        int apart = 0;
        for (int partner : need.partners) {
            apart += dayOf[partner] >= 0 && dayOf[partner] != day ? problem.apartWeight : 0;
        }
        return apart;
    }

    void add(Case one, Placement placement) {
        Need need = one.need;
        int day = placement.place().day();
        for (int visit = 0; visit < need.visits(); visit++) {
            take(people, placement.people()[visit] * problem.days + day, placement, visit, 1);
            take(patients, need.patient * problem.days + day, placement, visit, 1);
            at(placement.people()[visit], day).add(one);
        }
        cost += placement.cost() - need.unbooked + apartCost(need, day);
        dayOf[need.index] = day;
        Case last = open.remove(open.size() - 1);
        if (last != one) {
            open.set(positionInOpen[need.index], last);
            positionInOpen[last.need.index] = positionInOpen[need.index];
        }
    }

    void remove(Case one, Placement placement) {
        Need need = one.need;
        int day = placement.place().day();
        for (int visit = 0; visit < need.visits(); visit++) {
            take(people, placement.people()[visit] * problem.days + day, placement, visit, -1);
            take(patients, need.patient * problem.days + day, placement, visit, -1);
            at(placement.people()[visit], day).remove(one);
        }
        dayOf[need.index] = -1;
        cost -= placement.cost() - need.unbooked + apartCost(need, day);
        positionInOpen[need.index] = open.size();
        open.add(one);
    }

    private void take(short[][] taken, int where, Placement placement, int visit, int change) {
        if (taken[where] == null) {
            taken[where] = new short[problem.cells];
        }
        short[] cells = taken[where];
        int start = placement.starts()[visit];
        int end = problem.endCell(start, placement.need().minutes[visit]);
        for (int cell = start / problem.grid; cell < end; cell++) {
            if (change > 0) {
                overlap += cells[cell] > 0 ? 1 : 0;
            } else {
                overlap -= cells[cell] > 1 ? 1 : 0;
            }
            cells[cell] += (short) change;
        }
    }
}
