/*
 * The data layout of the search kernel: what Python lays out (layout.py) and kernel.c reads.
 *
 * Time is counted in slots of `grid` minutes from the first minute at which anybody works; a set of a day's slots is a
 * few 64-bit words, as many as the day needs (WORDS), one bit a slot, lowest first. Bit s says something of the grid
 * minute at which slot s begins: since every visit that moves begins on the grid, one that takes 20 minutes of a
 * 15-minute grid holds two bits, and what is exact in minutes (the end of a window, a locked visit, a patient's own
 * appointment) is put in sets of starts that Python finds minute by minute. What has no bound in the contract has none
 * here: visits in a sequence, people, words.
 *
 * Rows of different length stand one after the other in one array; `x_first[i]` to `x_first[i + 1]` is row i. A table
 * of two dimensions stands row by row. Indices are 32 bits, costs 64. All arrays belong to the caller and are only read.
 */
#ifndef DAGPLAN_KERNEL_H
#define DAGPLAN_KERNEL_H

#include <stdint.h>

#define KERNEL_VERSION 1 /* of this layout; library.py asks for the same */

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* One visit of a request, locked ones too. */
struct visit {
    int32_t request;
    int32_t minutes;    /* its length, for waits */
    int32_t slots;      /* its length in slots, rounded up: what it takes of a person's time */
    int32_t kind;       /* who can take it and when: a row of candidates at each place; -1 for a locked one */
    int32_t fixed;      /* the minute at which it begins if it is locked, else -1 */
    int32_t linked;     /* whether it follows a visit that is not locked either, `soonest` to `latest` slots after it */
    int32_t soonest;    /* from the start of the one before to its own */
    int32_t latest;
    int32_t asked;      /* the least in minutes, not rounded: the length of the one before and the wait asked for */
    int32_t from;       /* what is locked just before and just after it leaves it these slots to start at */
    int32_t until;      /* the last of them */
    int32_t preference; /* what people and clock times cost it; -1 where all are the same */
    int32_t booked;     /* whether it is booked already and may move: then where */
    int32_t person;
    int32_t place;
    int32_t slot;
    int32_t group;      /* visits of one request in the same group are taken by the same person; -1 for none */
    int32_t length;     /* its length among the lengths of visits that need equipment; -1 */
};

struct layout {
    int32_t grid, first_slot, slots; /* slot 0 begins at minute first_slot * grid */
    int32_t requests, visits, needs, segments, places, kinds, days, units, people;
    int32_t patients;        /* with several requests */
    int32_t stocks, equipment, lengths;
    int32_t date_sets, unit_sets;
    int32_t most_visits;     /* of a request */
    int32_t most_candidates; /* of a visit at one place */
    int32_t most_clock;      /* sets of clock times of a preference */
    int32_t evenness;        /* whether it costs anything how evenly dates are filled */

    int64_t wait, moved, apart, uneven; /* the cost of a minute, a visit, a pair, a percentage point */

    /* Requests */
    const int32_t *visit_first;  /* [requests + 1] */
    const int64_t *unbooked;     /* cost when left out */
    const int32_t *minutes;      /* of the visits that are not locked */
    const int32_t *least_wait;   /* minutes that are asked for between its visits, all together */
    const int32_t *dates;        /* which set of dates */
    const int32_t *at_units;     /* which set of units */
    const int32_t *patient;      /* among those with several requests, or -1 */
    const int32_t *busy_first;   /* [requests + 1], rows of busy_day */
    const int32_t *partner_first;/* [requests + 1], rows of partner */
    const int32_t *partner;      /* requests it is wished on the same date with */
    const int32_t *stays;        /* the place where it is booked whole and by the rules, or -1 */
    const int32_t *clash_first;  /* [requests + 1], rows of clash */
    const int32_t *clash;        /* pairs of groups that different people take: two numbers each */
    const uint8_t *stands;       /* whether leaving it out counts as moving its visits */
    const uint8_t *simple;       /* one visit, booked nowhere, that costs the same at all starts */
    const uint8_t *asks;         /* whether who takes one visit depends on who takes another */

    /* Visits */
    const struct visit *visit;
    const int32_t *scarce;       /* [visits] of each request the visits, those that fewest can take first */
    const int32_t *need_first;   /* [visits + 1], rows of need */
    const int32_t *need;         /* kinds of equipment */
    const int32_t *held_first;   /* [visits + 1], rows of held */
    const int32_t *held;         /* stocks of the items that its booking has */

    /* Dates and units */
    const int32_t *date_first;   /* [date_sets + 1], rows of date_day and date_cost: the cheapest first */
    const int32_t *date_day;
    const int64_t *date_cost;
    const int64_t *cost_on;      /* [date_sets * days]: what a date costs, or -1 where it is not among them */
    const int32_t *unit_first;   /* [unit_sets + 1], rows of unit */
    const int32_t *unit;
    const uint8_t *has_unit;     /* [unit_sets * units] */

    /* Places: one unit on one date where anybody works */
    const int32_t *place_at;     /* [units * days], or -1 */
    const int32_t *place_unit;
    const int32_t *place_day;
    const int32_t *here_first;   /* [places + 1], rows of here */
    const int32_t *here;         /* segments */

    /* Segments: time of one person at one place */
    const int32_t *segment_person;
    const int32_t *segment_place;
    const uint64_t *segment_free;/* [segments * WORDS] */

    /* Candidates of a kind of visit at a place: who, and from which slots on an empty calendar */
    const int32_t *candidate_first; /* [kinds * places + 1] */
    const int32_t *candidate;
    const uint64_t *starts;      /* [candidates * WORDS] */

    /* Days on which a request's patient has something locked or of their own */
    const int32_t *busy_day;
    const int32_t *busy_starts;  /* where in patient_starts the sets of the request's visits begin */
    const uint64_t *patient_starts; /* the slots from which each visit is clear of it, [WORDS] each */

    /* Preferences */
    const int64_t *person_cost;  /* [preferences * people] */
    const int32_t *clock_first;  /* [preferences + 1], rows of clock_cost and clock_slots */
    const int64_t *clock_cost;
    const uint64_t *clock_slots; /* [WORDS] each */

    /* Stocks: items of equipment of one kind at one place that are to be had in the same minutes */
    const int32_t *stock_first;  /* [places * equipment + 1], rows of stock */
    const int32_t *stock;
    const int32_t *stock_count;  /* items */
    const int32_t *stock_from;   /* outside of the slots: when it comes free before them, for good or until midnight */
    const int32_t *stock_until;  /* and when it is taken after them */
    const uint64_t *stock_free;  /* [stocks * WORDS] */
    const uint64_t *stock_starts;/* [stocks * lengths * WORDS]: for each length of visit, from which slots */

    /* How evenly a unit's dates are filled */
    const int32_t *column;       /* [units * days]: the date among the unit's own, or -1 */
    const int32_t *open_first;   /* [units + 1], rows of open_minutes and locked_minutes */
    const int64_t *open_minutes; /* available on each date */
    const int64_t *locked_minutes; /* booked by what is locked */
};

/* What steers the search: the fields of SearchParams, as far as a step needs them. */
struct params {
    double hottest, coldest;
    double penalty_step, penalty_height, least_penalty, most_penalty, ramp;
    double waiting_first, centre_first, noise;
    int32_t tries, near_days, other_people, most_neighbours, most_waiting, most_combinations;
    int32_t waits, slacks;       /* how many of each */
    const int32_t *wait;         /* minutes */
    const int32_t *slack;
};

/* What is worked on. */
struct task {
    uint64_t seed;
    int32_t movable;             /* how many requests */
    int32_t most_moved;          /* visits that may leave their booking, or -1 */
    const int32_t *request;      /* those to work on */
    const uint8_t *day;          /* [days] whether to work on it */
    const int32_t *place;        /* [requests] where each is booked, or -1 */
    const int32_t *segment;      /* [visits] of each visit of a booked request, -1 for a locked one */
    const int32_t *slot;         /* [visits] */
    const int32_t *stock;        /* [needs] */
    const double *penalty;       /* [requests] */
    const int64_t *elsewhere;    /* [units * days] minutes that others have booked; NULL for none */
};

/* Where a search stands. */
struct standing {
    int64_t cost, best;
    int64_t steps, accepted, improved;
    int32_t waiting, moved;
};

#endif
