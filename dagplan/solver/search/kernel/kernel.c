/*
 * Ruin and recreate in C: the same search as the Python beside it (ruin_and_recreate.py and what it imports), draw by
 * draw and placement by placement, about a hundred times as fast. What the rules are and why a step is as it is stands
 * there; here stands how it is done with few words a day. docs/kernel.md has a picture.
 *
 * This file is compiled once for each width of a day in 64-bit words (WORDS); the widths stand side by side in one
 * library. A `search` owns all that changes, so searches in several threads share nothing but the layout, which is only
 * read. No allocation in a step but where whole choices of people are gone through, no clock, no global state.
 */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifndef WORDS
#define WORDS 2
#endif

#define JOIN2(a, b) a##_##b
#define JOIN(a, b) JOIN2(a, b)
#define NAME(x) JOIN(x, WORDS)

typedef uint64_t u64;
typedef int64_t i64;

/* ------------------------------------------------------------------------------------------------ sets of slots */

static inline int low_bit(u64 x) { return __builtin_ctzll(x); }
static inline int high_bit(u64 x) { return 63 - __builtin_clzll(x); }

#define WIDTH (64 * WORDS)

#if WORDS == 1 || WORDS == 2 /* one machine word, or the two that compilers shift as one */

#if WORDS == 1
typedef u64 bits;
static inline int first_of(bits x) { return low_bit(x); }
static inline int last_of(bits x) { return high_bit(x); }
static inline int count_of(bits x) { return __builtin_popcountll(x); }
static inline bits load(const u64 *p) { return p[0]; }
#else
typedef unsigned __int128 bits;
static inline int first_of(bits x) { return (u64)x ? low_bit((u64)x) : 64 + low_bit((u64)(x >> 64)); }
static inline int last_of(bits x) { return (u64)(x >> 64) ? 64 + high_bit((u64)(x >> 64)) : high_bit((u64)x); }
static inline int count_of(bits x) { return __builtin_popcountll((u64)x) + __builtin_popcountll((u64)(x >> 64)); }
static inline bits load(const u64 *p) { return (bits)p[0] | (bits)p[1] << 64; }
#endif
static inline bits none(void) { return 0; }
static inline int some(bits x) { return x != 0; }
static inline bits both(bits a, bits b) { return a & b; }
static inline bits either(bits a, bits b) { return a | b; }
static inline bits without(bits a, bits b) { return a & ~b; }
static inline bits up(bits x, int n) { return n < WIDTH ? x << n : 0; }
static inline bits down(bits x, int n) { return n < WIDTH ? x >> n : 0; }
static inline bits one(int n) { return (bits)1 << n; }
static inline bits below(int n) { return n < WIDTH ? ((bits)1 << n) - 1 : ~(bits)0; } /* the slots before n */
static inline int has(bits x, int n) { return (int)(x >> n) & 1; }
static inline bits without_first(bits x) { return x & (x - 1); }

#else /* an array of words */

typedef struct {
    u64 w[WORDS];
} bits;

static inline bits load(const u64 *p)
{
    bits x;
    memcpy(x.w, p, sizeof x.w);
    return x;
}
static inline bits none(void)
{
    bits x;
    memset(x.w, 0, sizeof x.w);
    return x;
}
static inline int some(bits x)
{
    u64 any = 0;
    for (int i = 0; i < WORDS; i++) any |= x.w[i];
    return any != 0;
}
static inline bits both(bits a, bits b)
{
    for (int i = 0; i < WORDS; i++) a.w[i] &= b.w[i];
    return a;
}
static inline bits either(bits a, bits b)
{
    for (int i = 0; i < WORDS; i++) a.w[i] |= b.w[i];
    return a;
}
static inline bits without(bits a, bits b)
{
    for (int i = 0; i < WORDS; i++) a.w[i] &= ~b.w[i];
    return a;
}
static inline bits up(bits x, int n)
{
    bits y = none();
    int q = n >> 6, s = n & 63;
    for (int i = q; i < WORDS; i++) {
        y.w[i] = x.w[i - q] << s;
        if (s && i > q) y.w[i] |= x.w[i - q - 1] >> (64 - s);
    }
    return y;
}
static inline bits down(bits x, int n)
{
    bits y = none();
    int q = n >> 6, s = n & 63;
    for (int i = 0; i + q < WORDS; i++) {
        y.w[i] = x.w[i + q] >> s;
        if (s && i + q + 1 < WORDS) y.w[i] |= x.w[i + q + 1] << (64 - s);
    }
    return y;
}
static inline bits one(int n)
{
    bits x = none();
    x.w[n >> 6] = (u64)1 << (n & 63);
    return x;
}
static inline bits below(int n)
{
    bits x;
    for (int i = 0; i < WORDS; i++) {
        int left = n - 64 * i;
        x.w[i] = left >= 64 ? ~(u64)0 : left > 0 ? ((u64)1 << left) - 1 : 0;
    }
    return x;
}
static inline int has(bits x, int n) { return (int)(x.w[n >> 6] >> (n & 63)) & 1; }
static inline int first_of(bits x)
{
    int i = 0;
    while (!x.w[i]) i++;
    return 64 * i + low_bit(x.w[i]);
}
static inline int last_of(bits x)
{
    int i = WORDS - 1;
    while (!x.w[i]) i--;
    return 64 * i + high_bit(x.w[i]);
}
static inline int count_of(bits x)
{
    int n = 0;
    for (int i = 0; i < WORDS; i++) n += __builtin_popcountll(x.w[i]);
    return n;
}
static inline bits without_first(bits x)
{
    int i = 0;
    while (!x.w[i]) i++;
    x.w[i] &= x.w[i] - 1;
    return x;
}
#endif

static inline int min_int(int a, int b) { return a < b ? a : b; }
static inline int max_int(int a, int b) { return a > b ? a : b; }

/* The slots from `from` to `until` (not included). */
static inline bits span(int from, int until) { return without(below(min_int(max_int(until, 0), WIDTH)), below(max_int(from, 0))); }

/* The slots from which n in a row are free: after each shift a bit says so of as many as were covered. */
static inline bits starts_of_free(bits free, int n)
{
    for (int covered = 1; covered < n;) {
        int step = min_int(covered, n - covered);
        free = both(free, down(free, step));
        covered += step;
    }
    return free;
}

/* The slots at least `soonest` and at most `latest` after one of x. */
static inline bits later(bits x, int soonest, int latest)
{
    if (soonest >= WIDTH || latest < soonest || !some(x)) return none();
    if (latest >= WIDTH) return without(below(WIDTH), below(min_int(first_of(x) + soonest, WIDTH)));
    x = up(x, soonest);
    for (int covered = 1, n = latest - soonest + 1; covered < n;) {
        int step = min_int(covered, n - covered);
        x = either(x, up(x, step));
        covered += step;
    }
    return x;
}

/* The slots at least `soonest` and at most `latest` before one of x. */
static inline bits earlier(bits x, int soonest, int latest)
{
    if (soonest >= WIDTH || latest < soonest || !some(x)) return none();
    if (latest >= WIDTH) return below(max_int(last_of(x) - soonest + 1, 0));
    x = down(x, soonest);
    for (int covered = 1, n = latest - soonest + 1; covered < n;) {
        int step = min_int(covered, n - covered);
        x = either(x, down(x, step));
        covered += step;
    }
    return x;
}

/* The slot of a set that has n others before it. */
static inline int nth_of(bits x, int n)
{
    while (n--) x = without_first(x);
    return first_of(x);
}

/* ---------------------------------------------------------------------------------------------------- the state */

/* Candidates of equal cost: the cost, and the slots at which one of them may start. */
struct level {
    i64 cost;
    bits starts;
};

/* A candidate with some of its starts, all of one cost. */
struct entry {
    i64 cost;
    int segment;
    bits starts;
};

/* Whole choices of one option from each of some lists, the cheapest first (best_first.py). */
struct chooser {
    int lists;
    int used, room;     /* choices ever made */
    int queued;         /* of these in the queue */
    i64 *cost;          /* [room] */
    int *last;          /* [room] the list in which a choice was last made dearer */
    int *pick;          /* [room * lists] */
    int *queue;         /* [room] a binary heap */
};

/* Where a request stands or could stand. */
struct spot {
    int place;
    i64 cost;     /* as a placement's: all but pairs apart and unevenness */
    int *segment; /* [most_visits] */
    int *slot;
    int *stock;   /* [most needs of a request] */
};

typedef struct search {
    const struct layout *l;
    struct params p;
    u64 draw;           /* state of the random numbers */
    int most_moved;
    /* the plan */
    bits *free;         /* [segments] */
    int32_t *owner;     /* [segments * slots] the visit that takes a slot */
    int32_t *place;     /* [requests], -1 when not booked */
    i64 *cost_of;       /* [requests] */
    int32_t *segment;   /* [visits] */
    int32_t *slot;      /* [visits] */
    int32_t *held;      /* [needs] stocks */
    uint32_t *turn;     /* [segments] how often its time has changed */
    uint32_t *place_turn; /* [places] the same of all its segments */
    bits *busy;         /* [patients * days] */
    int32_t *drawn;     /* [stocks * slots] visits that have an item */
    bits *left;         /* [stocks] slots in which an item is left, whatever else it is away for */
    i64 *booked;        /* per unit and own date: minutes */
    i64 *share;         /* whole percent of those available */
    i64 *total, *whole; /* [units] */
    i64 points;         /* above the mean, of all units */
    /* where visits of a kind still fit at a place, kept up to date (gaps.py) */
    bits *room;         /* [candidates] */
    uint32_t *room_turn;/* [candidates] */
    bits *row_union;    /* [kinds * places] */
    uint32_t *row_turn; /* [kinds * places] */
    /* the search */
    int32_t *part;      /* requests to work on */
    int parts;
    uint8_t *in_part;   /* [requests] */
    uint8_t *day;       /* [days] */
    int all_days;
    double *penalty;    /* [requests] */
    int32_t *waiting, *waits_at; /* the pool of requests that wait, and where each stands in it */
    int waiting_count;
    i64 cost, best;
    int moved;
    i64 steps, accepted, improved;
    double value, pace;
    double ratio;       /* of the last heat to the first */
    double root[16];    /* of the ratio of the heats: its 2nd, 4th, 8th, … */
    int32_t *best_place;
    i64 *best_cost;
    int32_t *best_segment, *best_slot, *best_held;
    int32_t *changed_list;
    int changed_count;
    uint8_t *is_changed;
    /* room to work in */
    bits *alive, *chosen;          /* [most_visits] */
    int *starts_at, *minute;       /* [most_visits] */
    struct level *levels;          /* [most_visits * most_levels] */
    int *level_count;              /* [most_visits] */
    struct level *own_levels;      /* the same for choices of people */
    int *own_count;
    struct entry *entries;         /* [most_visits * most_entries] */
    int *entry_count;              /* [most_visits]; -1 where the row itself is the list */
    int *own_person;               /* [most_visits], -1 for anybody */
    int most_levels, most_entries, most_needs;
    struct chooser sequences, people;
    i64 *list_costs, *group_costs; /* costs of the options of each list */
    int *group_length, *group_person;
    struct spot best_spot, scratch;
    uint32_t *stamp;               /* [requests] */
    uint32_t now;
    int32_t *in_way, *in_way_best, *near, *pool, *order, *put; /* [requests] */
    int *span_segment, *span_from, *span_until; /* [most_visits] of a site */
    int *site_segment, *site_from, *site_until;
    double *rank, *rank2;
    int32_t *old_place;            /* as long as the pool */
    i64 *old_cost;
    int32_t *old_segment, *old_slot, *old_held; /* [pool * most_visits], [pool * most_needs] */
    int old_room;
    int32_t *drawing;
    i64 *day_cost;                 /* dates of a request where evenness costs */
    double *day_filled;
    int *day_order;
    int *segments_near;
    void *memory[128];
    int memories;
    int failed;
} search;

/* Random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), as in draws.py. */
static inline u64 draw(search *s)
{
    u64 z = (s->draw += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}
static inline int draw_below(search *s, int n) { return (int)(((draw(s) >> 32) * (u64)n) >> 32); }
static inline double draw_unit(search *s) { return (double)(draw(s) >> 11) * (1.0 / 9007199254740992.0); }
static inline double draw_between(search *s, double a, double b) { return a + (b - a) * draw_unit(s); }

/* Exponential by comparisons alone (von Neumann, 1951), so that it is the same to the last bit everywhere. */
static double draw_exponential(search *s)
{
    for (double whole = 0;; whole += 1) {
        double first = draw_unit(s), last = first;
        int falling = 1;
        for (;;) {
            double next = draw_unit(s);
            if (next >= last) break;
            last = next;
            falling++;
        }
        if (falling & 1) return whole + first;
    }
}

/* By how much a plan may be worse about as often as not more; square roots and products are exact to the last bit. */
static double heat(const search *s, double progress)
{
    double fallen = 1;
    int fraction = progress < 0 ? 0 : progress > 1 ? 65536 : (int)(progress * 65536);
    if (fraction >= 65536) return s->value * s->p.hottest * s->ratio;
    for (int i = 0; i < 16; i++)
        if (fraction >> (15 - i) & 1) fallen *= s->root[i];
    return s->value * s->p.hottest * fallen;
}

/* ------------------------------------------------------------------------------- how evenly dates are filled */

/* The points above the mean of one unit (evenness.py). */
static i64 points_of(const search *s, int unit)
{
    int from = s->l->open_first[unit], until = s->l->open_first[unit + 1];
    if (from == until) return 0;
    i64 mean = 100 * s->total[unit] / s->whole[unit], points = 0;
    for (int i = from; i < until; i++)
        if (s->share[i] > mean) points += s->share[i] - mean;
    return points;
}

static void book_minutes(search *s, int unit, int day, i64 minutes)
{
    const struct layout *l = s->l;
    int at = l->column[unit * l->days + day];
    if (at < 0) return;
    at += l->open_first[unit];
    s->points -= points_of(s, unit);
    s->booked[at] += minutes;
    s->total[unit] += minutes;
    s->share[at] = 100 * s->booked[at] / l->open_minutes[at];
    s->points += points_of(s, unit);
}

/* The points that so many minutes more at one unit on one date add; may be below 0. */
static i64 points_more(const search *s, int unit, int day, i64 minutes)
{
    const struct layout *l = s->l;
    int at = l->column[unit * l->days + day], from = l->open_first[unit], until = l->open_first[unit + 1];
    if (at < 0) return 0;
    at += from;
    i64 mean = 100 * (s->total[unit] + minutes) / s->whole[unit], points = 0;
    for (int i = from; i < until; i++) {
        i64 share = i == at ? 100 * (s->booked[i] + minutes) / l->open_minutes[i] : s->share[i];
        if (share > mean) points += share - mean;
    }
    return points - points_of(s, unit);
}

static inline i64 uneven_cost(const search *s, int place, int minutes)
{
    const struct layout *l = s->l;
    return l->evenness ? l->uneven * points_more(s, l->place_unit[place], l->place_day[place], minutes) : 0;
}

/* ------------------------------------------------------------------------------------------- taking and giving back */

static inline int visits_of(const search *s, int r) { return s->l->visit_first[r + 1] - s->l->visit_first[r]; }

static void draw_item(search *s, int stock, int from, int slots, int change)
{
    int32_t *drawn = s->drawn + (size_t)stock * s->l->slots;
    int count = s->l->stock_count[stock], until = min_int(from + slots, s->l->slots);
    bits full = none();
    for (int i = from; i < until; i++) {
        drawn[i] += change;
        if (drawn[i] >= count) full = either(full, one(i));
    }
    s->left[stock] = either(without(s->left[stock], span(from, until)), without(span(from, until), full));
}

/* Take the time of a booked request, or give it back. */
static void turn(search *s, int r, int taking)
{
    const struct layout *l = s->l;
    int place = s->place[r];
    for (int v = l->visit_first[r]; v < l->visit_first[r + 1]; v++) {
        const struct visit *visit = l->visit + v;
        if (visit->fixed >= 0) continue;
        int segment = s->segment[v], from = s->slot[v];
        bits slots = span(from, from + visit->slots);
        s->free[segment] = taking ? without(s->free[segment], slots) : either(s->free[segment], slots);
        if (!taking) /* the end of a last slot that is only partly open was never free */
            s->free[segment] = both(s->free[segment], load(l->segment_free + (size_t)segment * WORDS));
        s->turn[segment]++;
        if (taking) {
            int32_t *owner = s->owner + (size_t)segment * l->slots;
            for (int i = from, until = min_int(from + visit->slots, l->slots); i < until; i++) owner[i] = v;
        }
        if (l->patient[r] >= 0) {
            bits *busy = s->busy + (size_t)l->patient[r] * l->days + l->place_day[place];
            *busy = taking ? either(*busy, slots) : without(*busy, slots);
        }
        for (int n = l->need_first[v]; n < l->need_first[v + 1]; n++)
            draw_item(s, s->held[n], from, visit->slots, taking ? 1 : -1);
    }
    s->place_turn[place]++;
    if (l->evenness) book_minutes(s, l->place_unit[place], l->place_day[place], taking ? l->minutes[r] : -(i64)l->minutes[r]);
}

static void take_out(search *s, int r)
{
    turn(s, r, 0);
    s->place[r] = -1;
}

static void put_in(search *s, int r, const struct spot *spot)
{
    int v0 = s->l->visit_first[r], n0 = s->l->need_first[v0], k = visits_of(s, r);
    s->place[r] = spot->place;
    s->cost_of[r] = spot->cost;
    for (int i = 0; i < k; i++) {
        s->segment[v0 + i] = spot->segment[i];
        s->slot[v0 + i] = spot->slot[i];
    }
    for (int n = n0; n < s->l->need_first[v0 + k]; n++) s->held[n] = spot->stock[n - n0];
    turn(s, r, 1);
}

/* ------------------------------------------------------------------------------------------------ finding room */

/* Starts of each visit that belong to some whole sequence; 0 if there is none (demand.py, keep_in_sequence). */
static int keep_in_sequence(const search *s, int r, bits *alive)
{
    const struct visit *visit = s->l->visit + s->l->visit_first[r];
    int k = visits_of(s, r);
    for (int i = 0; i < k; i++) {
        if (visit[i].fixed >= 0) continue;
        if (visit[i].from > 0 || visit[i].until < s->l->slots - 1)
            alive[i] = both(alive[i], span(visit[i].from, visit[i].until + 1));
        if (visit[i].linked) alive[i] = both(alive[i], later(alive[i - 1], visit[i].soonest, visit[i].latest));
        if (!some(alive[i])) return 0;
    }
    for (int i = k - 1; i > 0; i--)
        if (visit[i].linked)
            alive[i - 1] = both(alive[i - 1], earlier(alive[i], visit[i].soonest, visit[i].latest));
    return 1;
}

/* Bring a row of candidates up to date with the free time there; the slots at which any of them may start. */
static bits gaps(search *s, int row, int place, int slots)
{
    const struct layout *l = s->l;
    if (s->row_turn[row] == s->place_turn[place]) return s->row_union[row];
    bits all = none();
    for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1]; c++) {
        int segment = l->candidate[c];
        if (s->room_turn[c] != s->turn[segment]) {
            s->room_turn[c] = s->turn[segment];
            s->room[c] = both(load(l->starts + (size_t)c * WORDS), starts_of_free(s->free[segment], slots));
        }
        all = either(all, s->room[c]);
    }
    s->row_turn[row] = s->place_turn[place];
    return s->row_union[row] = all;
}

/* The slots from which a visit finds an item of each kind that it needs; beside what is booked, or beside nothing. */
static bits equipped_starts(const search *s, int v, int place, int empty)
{
    const struct layout *l = s->l;
    bits starts = below(WIDTH);
    for (int n = l->need_first[v]; n < l->need_first[v + 1]; n++) {
        bits any = none();
        int key = place * l->equipment + l->need[n];
        for (int i = l->stock_first[key]; i < l->stock_first[key + 1]; i++) {
            int stock = l->stock[i];
            bits from = load(l->stock_starts + ((size_t)stock * l->lengths + l->visit[v].length) * WORDS);
            if (!empty) from = both(from, starts_of_free(s->left[stock], l->visit[v].slots));
            any = either(any, from);
        }
        starts = both(starts, any);
    }
    return starts;
}

/* The row of a request's sets for a day on which its patient has something else, or -1. */
static int busy_row(const struct layout *l, int r, int day)
{
    for (int i = l->busy_first[r]; i < l->busy_first[r + 1]; i++)
        if (l->busy_day[i] == day) return l->busy_starts[i];
    return -1;
}

/* The slots from which each visit may start at a place, one at a time looked at; 0 if the sequence has no room. */
static int openings(search *s, int r, int place, bits *alive)
{
    const struct layout *l = s->l;
    int v0 = l->visit_first[r], k = visits_of(s, r), day = l->place_day[place];
    int locked = l->busy_first[r] < l->busy_first[r + 1] ? busy_row(l, r, day) : -1;
    for (int q = 0; q < k; q++) {
        int i = l->scarce[v0 + q];
        const struct visit *visit = l->visit + v0 + i;
        if (visit->fixed >= 0) {
            alive[i] = none();
            continue;
        }
        bits all = gaps(s, visit->kind * l->places + place, place, visit->slots);
        if (locked >= 0) all = both(all, load(l->patient_starts + (size_t)(locked + i) * WORDS));
        if (l->need_first[v0 + i] < l->need_first[v0 + i + 1]) all = both(all, equipped_starts(s, v0 + i, place, 0));
        if (!some(all)) return 0;
        alive[i] = all;
    }
    if (k > 1 && !keep_in_sequence(s, r, alive)) return 0;
    if (l->patient[r] >= 0) {
        bits busy = s->busy[(size_t)l->patient[r] * l->days + day];
        if (some(busy)) {
            bits open = without(below(WIDTH), busy);
            for (int i = 0; i < k; i++) {
                if (l->visit[v0 + i].fixed >= 0) continue;
                alive[i] = both(alive[i], starts_of_free(open, l->visit[v0 + i].slots));
                if (!some(alive[i])) return 0;
            }
        }
    }
    return 1;
}

/* How loosely a visit fits, and where: 0 between two others (or a window's ends), 1 beside one, 2 beside none. */
static int snug_start(bits free, bits starts, int slots, int *at)
{
    bits after = without(starts, up(free, 1)), before = without(starts, down(free, slots));
    bits between = both(after, before);
    if (some(between)) return *at = first_of(between), 0;
    if (some(after)) return *at = first_of(after), 1;
    if (some(before)) return *at = first_of(before), 1;
    return *at = first_of(starts), 2;
}

static i64 person_cost(const struct layout *l, int preference, int segment)
{
    return l->person_cost[(size_t)preference * l->people + l->segment_person[segment]];
}

/* What a visit costs with this person at this start: by preference, and of leaving its booking. */
static i64 soft_cost(const struct layout *l, const struct visit *visit, int segment, int slot)
{
    i64 cost = 0;
    if (visit->preference >= 0) {
        cost = person_cost(l, visit->preference, segment);
        for (int i = l->clock_first[visit->preference]; i < l->clock_first[visit->preference + 1]; i++)
            if (has(load(l->clock_slots + (size_t)i * WORDS), slot)) cost += l->clock_cost[i];
    }
    if (visit->booked && !(visit->person == l->segment_person[segment] && visit->place == l->segment_place[segment] &&
                           visit->slot == slot))
        cost += l->moved;
    return cost;
}

/* Minutes from the day's midnight at which a visit begins. */
static inline int minute_of(const struct layout *l, const struct visit *visit, int slot)
{
    return visit->fixed >= 0 ? visit->fixed : (l->first_slot + slot) * l->grid;
}

/* Minutes waited in all. */
static i64 spare(const struct layout *l, int r, const int *slot)
{
    i64 total = 0;
    int end = 0;
    for (int v = l->visit_first[r], i = 0; v < l->visit_first[r + 1]; v++, i++) {
        int start = minute_of(l, l->visit + v, slot[i]);
        if (i && start > end) total += start - end;
        end = start + l->visit[v].minutes;
    }
    return total;
}

/* A placement's cost: date, waits, people and clock times, moves. */
static i64 placement_cost(const search *s, int r, const struct spot *spot)
{
    const struct layout *l = s->l;
    int v0 = l->visit_first[r], k = visits_of(s, r);
    i64 cost = l->cost_on[(size_t)l->dates[r] * l->days + l->place_day[spot->place]];
    if (k > 1) cost += l->wait * spare(l, r, spot->slot);
    for (int i = 0; i < k; i++) {
        const struct visit *visit = l->visit + v0 + i;
        if (visit->fixed < 0 && (visit->preference >= 0 || visit->booked))
            cost += soft_cost(l, visit, spot->segment[i], spot->slot[i]);
    }
    return cost;
}

/* The cheapest slot of a request of one visit that costs the same at all of a person's starts: the tightest fit. */
static int cheapest_slot(search *s, int r, int place, bits allowed, i64 limit, i64 *cost, struct spot *found)
{
    const struct layout *l = s->l;
    const struct visit *visit = l->visit + l->visit_first[r];
    int row = visit->kind * l->places + place, any = 0, slack = 3;
    for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1]; c++) {
        bits room = both(s->room[c], allowed);
        if (!some(room)) continue;
        int segment = l->candidate[c], at;
        i64 price = visit->preference >= 0 ? person_cost(l, visit->preference, segment) : 0;
        if (price > limit || (price == limit && (!any || !slack))) continue;
        if (price < limit) slack = 3;
        int fit = snug_start(s->free[segment], room, visit->slots, &at);
        if (fit < slack) {
            any = 1;
            limit = price;
            slack = fit;
            found->segment[0] = segment;
            found->slot[0] = at;
        }
    }
    *cost = limit;
    return any;
}

/* ------------------------------------------------------------------------------------ whole choices, cheapest first */

static int earlier_choice(const struct chooser *c, int a, int b)
{
    if (c->cost[a] != c->cost[b]) return c->cost[a] < c->cost[b];
    const int *x = c->pick + (size_t)a * c->lists, *y = c->pick + (size_t)b * c->lists;
    for (int i = 0; i < c->lists; i++)
        if (x[i] != y[i]) return x[i] < y[i];
    return 0;
}

static int grow(struct chooser *c, int most_lists)
{
    int room = c->room ? 2 * c->room : 64;
    i64 *cost = realloc(c->cost, room * sizeof *cost);
    if (cost) c->cost = cost;
    int *last = realloc(c->last, room * sizeof *last);
    if (last) c->last = last;
    int *queue = realloc(c->queue, room * sizeof *queue);
    if (queue) c->queue = queue;
    int *pick = realloc(c->pick, (size_t)room * most_lists * sizeof *pick);
    if (pick) c->pick = pick;
    if (!cost || !last || !queue || !pick) return 0;
    c->room = room;
    return 1;
}

static void queue_up(struct chooser *c, int new)
{
    int at = c->queued++;
    while (at) {
        int above = (at - 1) / 2;
        if (!earlier_choice(c, new, c->queue[above])) break;
        c->queue[at] = c->queue[above];
        at = above;
    }
    c->queue[at] = new;
}

static int next_choice(struct chooser *c)
{
    int top = c->queue[0], last = c->queue[--c->queued], at = 0;
    for (;;) {
        int under = 2 * at + 1;
        if (under >= c->queued) break;
        if (under + 1 < c->queued && earlier_choice(c, c->queue[under + 1], c->queue[under])) under++;
        if (!earlier_choice(c, c->queue[under], last)) break;
        c->queue[at] = c->queue[under];
        at = under;
    }
    if (c->queued) c->queue[at] = last;
    return top;
}

/* Begin with the cheapest option of each list; `costs` has a row of `stride` for each. */
static int begin_choices(search *s, struct chooser *c, int lists, const i64 *costs, int stride)
{
    c->lists = lists;
    c->used = c->queued = 0;
    if (!c->room && !grow(c, s->l->most_visits)) return 0;
    c->cost[0] = 0;
    c->last[0] = 0;
    for (int i = 0; i < lists; i++) {
        c->cost[0] += costs[(size_t)i * stride];
        c->pick[i] = 0;
    }
    c->used = 1;
    queue_up(c, 0);
    return 1;
}

/* Queue what follows a choice. Each is reached over one other alone: by making its last list that is not at the
 * beginning one dearer; so none has to be looked up. */
static int follow(search *s, struct chooser *c, int choice, const i64 *costs, int stride, const int *length)
{
    for (int i = c->last[choice]; i < c->lists; i++) {
        int at = c->pick[(size_t)choice * c->lists + i];
        if (at + 1 >= length[i]) continue;
        if (c->used == c->room && !grow(c, s->l->most_visits)) return 0;
        int new = c->used++;
        memcpy(c->pick + (size_t)new * c->lists, c->pick + (size_t)choice * c->lists, c->lists * sizeof(int));
        c->pick[(size_t)new * c->lists + i]++;
        c->last[new] = i;
        c->cost[new] = c->cost[choice] + costs[(size_t)i * stride + at + 1] - costs[(size_t)i * stride + at];
        queue_up(c, new);
    }
    return 1;
}

/* --------------------------------------------------------------------------------------------- whole sequences */

static void add_level(struct level *levels, int *count, i64 cost, bits starts)
{
    for (int i = 0; i < *count; i++)
        if (levels[i].cost == cost) {
            levels[i].starts = either(levels[i].starts, starts);
            return;
        }
    int at = (*count)++;
    while (at && levels[at - 1].cost > cost) { /* kept in order of cost */
        levels[at] = levels[at - 1];
        at--;
    }
    levels[at].cost = cost;
    levels[at].starts = starts;
}

static void add_entry(search *s, int i, i64 cost, int segment, bits starts)
{
    struct entry *e = s->entries + (size_t)i * s->most_entries + s->entry_count[i]++;
    e->cost = cost;
    e->segment = segment;
    e->starts = starts;
    add_level(s->levels + (size_t)i * s->most_levels, s->level_count + i, cost, starts);
}

/* The candidates of each visit beside what is booked, by what they cost; `alive` has its slots. */
static void lay_levels(search *s, int r, int place, const bits *alive)
{
    const struct layout *l = s->l;
    int v0 = l->visit_first[r], k = visits_of(s, r);
    for (int i = 0; i < k; i++) {
        const struct visit *visit = l->visit + v0 + i;
        s->level_count[i] = s->entry_count[i] = 0;
        if (visit->fixed >= 0) {
            add_level(s->levels + (size_t)i * s->most_levels, s->level_count + i, 0, none());
            continue;
        }
        int row = visit->kind * l->places + place;
        if (visit->preference < 0 && !visit->booked && visit->group < 0) {
            /* Everybody costs the same: the row itself is the list. */
            s->entry_count[i] = -1;
            add_level(s->levels + (size_t)i * s->most_levels, s->level_count + i, 0, alive[i]);
            continue;
        }
        for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1]; c++) {
            bits room = both(s->room[c], alive[i]);
            if (!some(room)) continue;
            int segment = l->candidate[c];
            if (visit->booked && visit->place == place && visit->person == l->segment_person[segment] &&
                visit->slot >= 0 && has(room, visit->slot)) {
                add_entry(s, i, soft_cost(l, visit, segment, visit->slot), segment, one(visit->slot));
                room = without(room, one(visit->slot));
            }
            i64 cost = visit->booked ? l->moved : 0;
            if (visit->preference >= 0) {
                cost += person_cost(l, visit->preference, segment);
                for (int q = l->clock_first[visit->preference]; q < l->clock_first[visit->preference + 1]; q++) {
                    bits clocked = both(room, load(l->clock_slots + (size_t)q * WORDS));
                    if (!some(clocked)) continue;
                    add_entry(s, i, cost + l->clock_cost[q], segment, clocked);
                    room = without(room, clocked);
                }
            }
            if (some(room)) add_entry(s, i, cost, segment, room);
        }
    }
}

/* Keep a segment where a visit fits more snugly than in the best so far: with fewer of its sides free. */
static void take_if_snugger(const search *s, int segment, int slot, int slots, int *best, int *least)
{
    bits free = s->free[segment], start = one(slot);
    int loose = some(both(start, up(free, 1))) + some(both(start, down(free, slots)));
    if (loose < *least) {
        *best = segment;
        *least = loose;
    }
}

/* Of the candidates of a visit at one cost that may start at a slot the snuggest (snugness.py). */
static int segment_at(const search *s, int r, int place, int i, i64 cost, int slot)
{
    const struct layout *l = s->l;
    const struct visit *visit = l->visit + l->visit_first[r] + i;
    int best = -1, least = 3;
    if (visit->fixed >= 0) return -1;
    if (s->entry_count[i] < 0) {
        int row = visit->kind * l->places + place;
        for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1] && least; c++)
            if (has(s->room[c], slot)) take_if_snugger(s, l->candidate[c], slot, visit->slots, &best, &least);
        return best;
    }
    const struct entry *e = s->entries + (size_t)i * s->most_entries;
    for (int n = 0; n < s->entry_count[i] && least; n++)
        if (e[n].cost == cost && has(e[n].starts, slot) &&
            (s->own_person[i] < 0 || l->segment_person[e[n].segment] == s->own_person[i]))
            take_if_snugger(s, e[n].segment, slot, visit->slots, &best, &least);
    return best;
}

/* Of the starts of two visits so many slots apart the one at which both fit most snugly (snugness.py). */
static int first_of_pair(const search *s, const struct visit *visit, int place, bits firsts, int apart)
{
    const struct layout *l = s->l;
    bits between[2], beside[2], found;
    for (int i = 0; i < 2; i++) {
        int row = visit[i].kind * l->places + place;
        between[i] = beside[i] = none();
        for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1]; c++) {
            bits room = s->room[c], free = s->free[l->candidate[c]];
            if (!some(room)) continue;
            bits after = without(room, up(free, 1)), before = without(room, down(free, visit[i].slots));
            between[i] = either(between[i], both(after, before));
            beside[i] = either(beside[i], either(after, before));
        }
        between[i] = both(firsts, i ? down(between[i], apart) : between[i]);
        beside[i] = both(firsts, i ? down(beside[i], apart) : beside[i]);
    }
    if (some(found = both(between[0], between[1]))) return first_of(found);
    if (some(found = either(both(between[0], beside[1]), both(beside[0], between[1])))) return first_of(found);
    if (some(found = either(both(beside[0], beside[1]), either(between[0], between[1])))) return first_of(found);
    if (some(found = either(beside[0], beside[1]))) return first_of(found);
    return first_of(firsts);
}

/* Starts of a whole sequence with the least wait; of those the earliest, of two visits the snuggest. -1 if there is
 * none, else the wait.
 *
 * Every slot that is left belongs to a whole sequence, so the earliest next start never leads into a dead end, and a
 * later one can only end later. Of the first starts that lead to one end the last waits least. */
static i64 least_wait(search *s, int r, int place, bits *alive, int *slot)
{
    const struct layout *l = s->l;
    const struct visit *visit = l->visit + l->visit_first[r];
    int k = visits_of(s, r), plain = 1;
    if (!keep_in_sequence(s, r, alive)) return -1;
    for (int i = 1; i < k; i++) plain &= visit[i].linked;
    i64 best = -1;
    if (plain && k == 2) {
        for (int d = visit[1].soonest;; d++) {
            bits first = both(alive[0], down(alive[1], d));
            if (!some(first)) continue; /* some d up to `latest` fits, since what is left is in whole sequences */
            slot[0] = first_of_pair(s, visit, place, first, d);
            slot[1] = slot[0] + d;
            return (i64)d * l->grid - visit[0].minutes;
        }
    }
    int *at = s->minute;
    for (bits firsts = alive[0]; plain && some(firsts);) {
        at[0] = first_of(firsts);
        for (int i = 1; i < k; i++) at[i] = at[i - 1] + visit[i].soonest + first_of(down(alive[i], at[i - 1] + visit[i].soonest));
        for (int i = k - 1; i > 0; i--) /* back from that end, as late as can be */
            at[i - 1] = last_of(both(alive[i - 1], below(at[i] - visit[i].soonest + 1)));
        for (int i = 1; i < k; i++) at[i] = at[i - 1] + visit[i].soonest + first_of(down(alive[i], at[i - 1] + visit[i].soonest));
        i64 wait = (i64)(at[k - 1] - at[0]) * l->grid;
        for (int i = 0; i < k - 1; i++) wait -= visit[i].minutes;
        if (best < 0 || wait < best) {
            best = wait;
            memcpy(slot, at, k * sizeof *at);
            if (wait <= l->least_wait[r]) break;
        }
        firsts = without(firsts, below(at[0] + 1));
    }
    if (plain) return best;
    /* Between locked visits each stretch is by itself: minute by minute, since a locked one may be off the grid. */
    bits firsts = visit[0].fixed >= 0 ? one(0) : alive[0];
    for (; some(firsts); firsts = without_first(firsts)) {
        at[0] = first_of(firsts);
        for (int i = 1; i < k; i++) {
            if (visit[i].fixed >= 0) at[i] = 0;
            else if (visit[i].linked) at[i] = at[i - 1] + visit[i].soonest + first_of(down(alive[i], at[i - 1] + visit[i].soonest));
            else at[i] = first_of(alive[i]);
        }
        i64 wait = spare(l, r, at);
        if (best < 0 || wait < best) {
            best = wait;
            memcpy(slot, at, k * sizeof *at);
            if (wait <= l->least_wait[r]) break;
        }
    }
    return best;
}

/* Best first over combinations of candidates, each with its least wait; 0 if none costs less than `limit`. */
static int cheapest_sequence(search *s, int r, int place, const struct level *levels, const int *count, i64 limit,
                             i64 *cost, struct spot *found)
{
    const struct layout *l = s->l;
    int k = visits_of(s, r), any = 0, several = 0;
    i64 least = l->wait * l->least_wait[r], cheapest = 0;
    for (int i = 0; i < k; i++) {
        cheapest += levels[(size_t)i * s->most_levels].cost;
        several |= count[i] > 1;
    }
    if (cheapest + least >= limit) return 0;
    if (several) {
        for (int i = 0; i < k; i++)
            for (int n = 0; n < count[i]; n++)
                s->list_costs[(size_t)i * s->most_levels + n] = levels[(size_t)i * s->most_levels + n].cost;
        if (!begin_choices(s, &s->sequences, k, s->list_costs, s->most_levels)) return s->failed = 1, 0;
    }
    for (int tried = 0; tried < s->p.most_combinations; tried++) {
        int choice = 0;
        const int *pick = NULL;
        i64 price = cheapest;
        if (several) {
            if (!s->sequences.queued) break;
            choice = next_choice(&s->sequences);
            pick = s->sequences.pick + (size_t)choice * k;
            price = s->sequences.cost[choice];
        }
        if (price + least >= limit) break; /* all that come cost as much, before any wait */
        for (int i = 0; i < k; i++) s->chosen[i] = levels[(size_t)i * s->most_levels + (pick ? pick[i] : 0)].starts;
        i64 wait = least_wait(s, r, place, s->chosen, s->starts_at);
        if (wait >= 0 && price + l->wait * wait < limit) {
            limit = price + l->wait * wait;
            any = 1;
            for (int i = 0; i < k; i++) {
                i64 own = levels[(size_t)i * s->most_levels + (pick ? pick[i] : 0)].cost;
                found->slot[i] = s->starts_at[i];
                found->segment[i] = segment_at(s, r, place, i, own, s->starts_at[i]);
            }
        }
        if (!several) break;
        if (!follow(s, &s->sequences, choice, s->list_costs, s->most_levels, count)) return s->failed = 1, any;
    }
    *cost = limit;
    return any;
}

/* The same where who takes one visit depends on who takes another: whole choices of people (agreement.py). */
static int cheapest_agreeing(search *s, int r, int place, i64 limit, i64 *cost, struct spot *found)
{
    const struct layout *l = s->l;
    const struct visit *visit = l->visit + l->visit_first[r];
    int k = visits_of(s, r), groups = 0, any = 0, tried = 0, stride = s->most_entries + 1;
    i64 beside = 0;
    for (int i = 0; i < k; i++) {
        if (visit[i].group < 0) beside += s->levels[(size_t)i * s->most_levels].cost;
        groups = max_int(groups, visit[i].group + 1);
    }
    /* Of each group the people who can take all its visits, by what that costs at the least. */
    for (int g = 0; g < groups; g++) {
        int *person = s->group_person + (size_t)g * stride, length = 0, first = 0;
        i64 *price = s->group_costs + (size_t)g * stride;
        while (visit[first].group != g) first++;
        const struct entry *e = s->entries + (size_t)first * s->most_entries;
        for (int n = 0; n < s->entry_count[first]; n++) {
            int who = l->segment_person[e[n].segment], known = 0;
            for (int q = 0; q < length; q++) known |= person[q] == who;
            if (known) continue;
            i64 sum = 0;
            int able = 1;
            for (int i = 0; i < k && able; i++) {
                if (visit[i].group != g) continue;
                const struct entry *f = s->entries + (size_t)i * s->most_entries;
                able = 0;
                i64 least = 0;
                for (int q = 0; q < s->entry_count[i]; q++)
                    if (l->segment_person[f[q].segment] == who && (!able || f[q].cost < least)) {
                        least = f[q].cost;
                        able = 1;
                    }
                sum += least;
            }
            if (!able) continue;
            int at = length++;
            while (at && (price[at - 1] > sum || (price[at - 1] == sum && person[at - 1] > who))) {
                price[at] = price[at - 1];
                person[at] = person[at - 1];
                at--;
            }
            price[at] = sum;
            person[at] = who;
        }
        if (!length) return 0;
        s->group_length[g] = length;
    }
    if (!begin_choices(s, &s->people, groups, s->group_costs, stride)) return s->failed = 1, 0;
    while (s->people.queued && tried < s->p.most_combinations) {
        int choice = next_choice(&s->people);
        if (!follow(s, &s->people, choice, s->group_costs, stride, s->group_length)) return s->failed = 1, any;
        const int *pick = s->people.pick + (size_t)choice * groups;
        int agree = 1;
        for (int c = l->clash_first[r]; c < l->clash_first[r + 1] && agree; c++) {
            int a = l->clash[2 * c], b = l->clash[2 * c + 1];
            agree = s->group_person[(size_t)a * stride + pick[a]] != s->group_person[(size_t)b * stride + pick[b]];
        }
        if (!agree) continue;
        tried++;
        if (beside + s->people.cost[choice] >= limit) break;
        for (int i = 0; i < k; i++) {
            const struct level *all = s->levels + (size_t)i * s->most_levels;
            struct level *own = s->own_levels + (size_t)i * s->most_levels;
            s->own_count[i] = 0;
            s->own_person[i] = -1;
            if (visit[i].group < 0) {
                memcpy(own, all, s->level_count[i] * sizeof *own);
                s->own_count[i] = s->level_count[i];
                continue;
            }
            int who = s->own_person[i] = s->group_person[(size_t)visit[i].group * stride + pick[visit[i].group]];
            const struct entry *e = s->entries + (size_t)i * s->most_entries;
            for (int n = 0; n < s->entry_count[i]; n++)
                if (l->segment_person[e[n].segment] == who) add_level(own, s->own_count + i, e[n].cost, e[n].starts);
        }
        i64 price;
        if (cheapest_sequence(s, r, place, s->own_levels, s->own_count, limit, &price, found)) {
            limit = price;
            any = 1;
        }
    }
    for (int i = 0; i < k; i++) s->own_person[i] = -1;
    *cost = limit;
    return any;
}

/* The cheapest slots of a request at one place; 0 if none costs less than `limit`. */
static int cheapest_slots(search *s, int r, int place, const bits *alive, i64 limit, i64 *cost, struct spot *found)
{
    const struct layout *l = s->l;
    lay_levels(s, r, place, alive);
    if (visits_of(s, r) == 1) {
        if (s->levels[0].cost >= limit) return 0;
        *cost = s->levels[0].cost;
        const struct visit *visit = l->visit + l->visit_first[r];
        if (s->entry_count[0] < 0) {
            int row = visit->kind * l->places + place;
            for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1]; c++) {
                bits room = both(s->room[c], alive[0]);
                if (!some(room)) continue;
                found->segment[0] = l->candidate[c];
                snug_start(s->free[l->candidate[c]], room, visit->slots, found->slot);
                return 1;
            }
        }
        for (int n = 0; n < s->entry_count[0]; n++)
            if (s->entries[n].cost == *cost) {
                /* All its starts of that cost: they may stand in several entries. */
                bits room = none();
                for (int q = n; q < s->entry_count[0]; q++)
                    if (s->entries[q].cost == *cost && s->entries[q].segment == s->entries[n].segment)
                        room = either(room, s->entries[q].starts);
                found->segment[0] = s->entries[n].segment;
                snug_start(s->free[found->segment[0]], room, visit->slots, found->slot);
                return 1;
            }
        return 0;
    }
    if (l->asks[r]) return cheapest_agreeing(s, r, place, limit, cost, found);
    return cheapest_sequence(s, r, place, s->levels, s->level_count, limit, cost, found);
}

/* ---------------------------------------------------------------------------------------------- cheapest insertion */

/* Cost of being on this date while requests it is joined with are booked on others. */
static i64 apart_cost(const search *s, int r, int day)
{
    const struct layout *l = s->l;
    i64 cost = 0;
    for (int i = l->partner_first[r]; i < l->partner_first[r + 1]; i++) {
        int place = s->place[l->partner[i]];
        if (place >= 0 && l->place_day[place] != day) cost += l->apart;
    }
    return cost;
}

/* The stock of one kind for a visit: that of an item it has, or whose free time around it is the shortest. */
static int stock_for(const search *s, int v, int kind, int place, int slot)
{
    const struct layout *l = s->l;
    const struct visit *visit = l->visit + v;
    int key = place * l->equipment + kind, best = -1, shortest = 1 << 20;
    for (int i = l->stock_first[key]; i < l->stock_first[key + 1]; i++) {
        int stock = l->stock[i];
        bits from = both(load(l->stock_starts + ((size_t)stock * l->lengths + visit->length) * WORDS),
                         starts_of_free(s->left[stock], visit->slots));
        if (!has(from, slot)) continue;
        for (int h = l->held_first[v]; h < l->held_first[v + 1]; h++)
            if (l->held[h] == stock) return stock;
        /* A long visit later needs a long gap: so the longest ones are kept for it. */
        bits there = both(load(l->stock_free + (size_t)stock * WORDS), s->left[stock]);
        int end = slot + visit->slots;
        bits after = without(without(below(l->slots), there), below(min_int(end, WIDTH)));
        bits before = without(below(slot), there);
        int room = (some(after) ? first_of(after) : l->stock_until[stock]) - (some(before) ? last_of(before) + 1 : l->stock_from[stock]);
        if (room < shortest) {
            best = stock;
            shortest = room;
        }
    }
    return best;
}

static void equip(const search *s, int r, struct spot *spot)
{
    const struct layout *l = s->l;
    int v0 = l->visit_first[r], n0 = l->need_first[v0];
    for (int v = v0; v < l->visit_first[r + 1]; v++)
        for (int n = l->need_first[v]; n < l->need_first[v + 1]; n++)
            spot->stock[n - n0] = stock_for(s, v, l->need[n], spot->place, spot->slot[v - v0]);
}

static void copy_spot(const search *s, int r, struct spot *to, const struct spot *from)
{
    int k = visits_of(s, r);
    to->place = from->place;
    to->cost = from->cost;
    memcpy(to->segment, from->segment, k * sizeof(int));
    memcpy(to->slot, from->slot, k * sizeof(int));
}

/* Try one place; what is found costs less than `*limit`, which comes down to it. */
static int try_place(search *s, int r, int place, i64 beside, i64 *limit, struct spot *best)
{
    i64 cost;
    if (!openings(s, r, place, s->alive)) return 0;
    int found = s->l->simple[r] ? cheapest_slot(s, r, place, s->alive[0], *limit - beside, &cost, &s->scratch)
                                : cheapest_slots(s, r, place, s->alive, *limit - beside, &cost, &s->scratch);
    if (!found) return 0;
    s->scratch.place = place;
    *limit = beside + cost;
    copy_spot(s, r, best, &s->scratch);
    return 1;
}

/* The dates of a request where evenness costs: the cheapest first, and of those the emptiest (evenness.py). */
static int dates_by_load(search *s, int r, int only_day)
{
    const struct layout *l = s->l;
    int row = l->dates[r], n = 0;
    for (int q = l->date_first[row]; q < l->date_first[row + 1]; q++) {
        int day = l->date_day[q], any = 0;
        if (only_day >= 0 ? day != only_day : !s->day[day]) continue;
        i64 least = 0;
        double emptiest = 0;
        for (int u = l->unit_first[l->at_units[r]]; u < l->unit_first[l->at_units[r] + 1]; u++) {
            int unit = l->unit[u], at = l->column[unit * l->days + day];
            if (at < 0) continue;
            i64 points = points_more(s, unit, day, l->minutes[r]);
            at += l->open_first[unit];
            double filled = (double)s->booked[at] / (double)l->open_minutes[at];
            if (!any || points < least || (points == least && filled < emptiest)) {
                any = 1;
                least = points;
                emptiest = filled;
            }
        }
        if (!any) continue;
        i64 cost = l->date_cost[q] + l->uneven * least;
        int at = n++;
        while (at && (s->day_cost[at - 1] > cost || (s->day_cost[at - 1] == cost && s->day_filled[at - 1] > emptiest))) {
            s->day_cost[at] = s->day_cost[at - 1];
            s->day_filled[at] = s->day_filled[at - 1];
            s->day_order[at] = s->day_order[at - 1];
            at--;
        }
        s->day_cost[at] = cost;
        s->day_filled[at] = emptiest;
        s->day_order[at] = day;
    }
    return n;
}

/* The cheapest place for a request on one date or (-1) on all that are worked on; 0 if leaving it out costs no more. */
static int cheapest_insertion(search *s, int r, int only_day, struct spot *best)
{
    const struct layout *l = s->l;
    i64 limit = l->unbooked[r];
    int found = 0, partners = l->partner_first[r] < l->partner_first[r + 1];
    int u0 = l->unit_first[l->at_units[r]], u1 = l->unit_first[l->at_units[r] + 1];
    if (!l->evenness) {
        int row = l->dates[r];
        for (int q = l->date_first[row]; q < l->date_first[row + 1]; q++) {
            int day = l->date_day[q];
            if (l->date_cost[q] >= limit) break; /* dates come cheapest first */
            if (only_day >= 0 ? day != only_day : !s->day[day]) continue;
            i64 beside = l->date_cost[q] + (partners ? apart_cost(s, r, day) : 0);
            for (int u = u0; u < u1; u++) {
                int place = l->place_at[l->unit[u] * l->days + day];
                if (beside < limit && place >= 0) found |= try_place(s, r, place, beside, &limit, best);
            }
        }
    } else {
        int n = dates_by_load(s, r, only_day);
        for (int q = 0; q < n; q++) {
            int day = s->day_order[q];
            if (s->day_cost[q] >= limit) break;
            for (int u = u0; u < u1; u++) {
                int place = l->place_at[l->unit[u] * l->days + day];
                i64 beside = l->cost_on[(size_t)l->dates[r] * l->days + day] + apart_cost(s, r, day) +
                             l->uneven * points_more(s, l->unit[u], day, l->minutes[r]);
                if (beside < limit && place >= 0) found |= try_place(s, r, place, beside, &limit, best);
            }
        }
    }
    if (found) {
        best->cost = placement_cost(s, r, best);
        equip(s, r, best);
    }
    return found;
}

/* Visits of a request that leave their booking where it stands (or, NULL, when it is left out). */
static int disturbed(const search *s, int r, int place, const int *segment, const int *slot)
{
    const struct layout *l = s->l;
    int n = 0, v0 = l->visit_first[r];
    for (int v = v0; v < l->visit_first[r + 1]; v++) {
        const struct visit *visit = l->visit + v;
        if (!visit->booked) continue;
        if (place < 0) n += l->stands[r];
        else n += !(visit->person == l->segment_person[segment[v - v0]] && visit->place == place && visit->slot == slot[v - v0]);
    }
    return n;
}

/* Where a request is booked already, if that has room; the rest of the rules were looked at when it was laid out. */
static int existing_spot(search *s, int r, struct spot *spot)
{
    const struct layout *l = s->l;
    int place = l->stays[r], v0 = l->visit_first[r];
    if (place < 0 || !openings(s, r, place, s->alive)) return 0;
    for (int v = v0; v < l->visit_first[r + 1]; v++) {
        const struct visit *visit = l->visit + v;
        spot->segment[v - v0] = -1;
        spot->slot[v - v0] = 0;
        if (visit->fixed >= 0) continue;
        int row = visit->kind * l->places + place;
        if (!has(s->alive[v - v0], visit->slot)) return 0;
        for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1] && spot->segment[v - v0] < 0; c++)
            if (l->segment_person[l->candidate[c]] == visit->person && has(s->room[c], visit->slot))
                spot->segment[v - v0] = l->candidate[c];
        if (spot->segment[v - v0] < 0) return 0;
        spot->slot[v - v0] = visit->slot;
    }
    spot->place = place;
    spot->cost = placement_cost(s, r, spot);
    equip(s, r, spot);
    return 1;
}

static int is_booked_before(const search *s, int r)
{
    for (int v = s->l->visit_first[r]; v < s->l->visit_first[r + 1]; v++)
        if (s->l->visit[v].booked) return 1;
    return 0;
}

/* The cheapest place, or the existing one where the budget of moves (`left`, -1 for none) doesn't reach. */
static int insertion_within(search *s, int r, int only_day, int left, int limited, struct spot *best)
{
    const struct layout *l = s->l;
    int found = cheapest_insertion(s, r, only_day, best);
    if (!limited || !is_booked_before(s, r)) return found;
    if (found && disturbed(s, r, best->place, best->segment, best->slot) <= left) return 1;
    if (!existing_spot(s, r, best)) return 0;
    int day = l->place_day[best->place];
    if (only_day >= 0 ? day != only_day : !s->day[day]) return 0;
    i64 cost = best->cost + apart_cost(s, r, day) + uneven_cost(s, best->place, l->minutes[r]);
    return cost < l->unbooked[r] || disturbed(s, r, -1, NULL, NULL) > left;
}

/* ------------------------------------------------------------------------------------------ what some requests cost */

struct account {
    i64 cost;
    double guided;
    int moved;
};

static int moved_visits(const search *s, const int32_t *pool, int n)
{
    int moved = 0;
    if (s->most_moved < 0) return 0;
    for (int i = 0; i < n; i++) {
        int r = pool[i], v0 = s->l->visit_first[r];
        moved += disturbed(s, r, s->place[r], s->segment + v0, s->slot + v0);
    }
    return moved;
}

/* As they stand, with every wish for the same date that they are part of (state.py, account). */
static struct account account(search *s, const int32_t *pool, int n)
{
    const struct layout *l = s->l;
    struct account sum = {0, 0, 0};
    double beyond = 0;
    s->now++;
    for (int i = 0; i < n; i++) s->stamp[pool[i]] = s->now;
    for (int i = 0; i < n; i++) {
        int r = pool[i];
        if (s->place[r] < 0) {
            sum.cost += l->unbooked[r];
            beyond += s->penalty[r];
            continue;
        }
        sum.cost += s->cost_of[r];
        for (int q = l->partner_first[r]; q < l->partner_first[r + 1]; q++) {
            int other = l->partner[q], place = s->place[other];
            if (place >= 0 && l->place_day[place] != l->place_day[s->place[r]] && (r < other || s->stamp[other] != s->now))
                sum.cost += l->apart;
        }
    }
    sum.cost += l->uneven * s->points;
    sum.guided = (double)sum.cost + beyond;
    sum.moved = moved_visits(s, pool, n);
    return sum;
}

static void wait_for(search *s, int r)
{
    if (s->waits_at[r] >= 0) return;
    s->waits_at[r] = s->waiting_count;
    s->waiting[s->waiting_count++] = r;
}

static void wait_no_more(search *s, int r)
{
    int at = s->waits_at[r];
    if (at < 0) return;
    int last = s->waiting[--s->waiting_count];
    s->waiting[at] = last;
    s->waits_at[last] = at;
    s->waits_at[r] = -1;
}

static void note_best(search *s, int r)
{
    const struct layout *l = s->l;
    int v0 = l->visit_first[r], v1 = l->visit_first[r + 1], n0 = l->need_first[v0], n1 = l->need_first[v1];
    s->best_place[r] = s->place[r];
    s->best_cost[r] = s->cost_of[r];
    memcpy(s->best_segment + v0, s->segment + v0, (v1 - v0) * sizeof(int32_t));
    memcpy(s->best_slot + v0, s->slot + v0, (v1 - v0) * sizeof(int32_t));
    memcpy(s->best_held + n0, s->held + n0, (n1 - n0) * sizeof(int32_t));
}

/* Go on from how some requests stand now, and note it where it is the best so far. */
static void keep(search *s, const int32_t *pool, int n, struct account before, struct account after)
{
    s->accepted++;
    s->cost += after.cost - before.cost;
    s->moved += after.moved - before.moved;
    for (int i = 0; i < n; i++) {
        int r = pool[i];
        if (s->place[r] >= 0) wait_no_more(s, r);
        else wait_for(s, r);
        if (!s->is_changed[r]) {
            s->is_changed[r] = 1;
            s->changed_list[s->changed_count++] = r;
        }
    }
    if (s->cost < s->best) {
        s->improved++;
        s->best = s->cost;
        for (int i = 0; i < s->changed_count; i++) {
            note_best(s, s->changed_list[i]);
            s->is_changed[s->changed_list[i]] = 0;
        }
        s->changed_count = 0;
    }
}

/* ------------------------------------------------------------------------------------------------ where to make room */

/* Requests of the part with a visit in a segment between two minutes that are not stamped yet: stamped and listed. */
static int holding(search *s, int segment, int first, int end, int32_t *list, int n)
{
    const struct layout *l = s->l;
    const int32_t *owner = s->owner + (size_t)segment * l->slots;
    int shift = l->first_slot * l->grid;
    int from = first - shift < 0 ? 0 : (first - shift) / l->grid, until = end - shift <= 0 ? 0 : (end - shift + l->grid - 1) / l->grid;
    until = min_int(until, l->slots);
    if (from >= until) return n;
    /* A slot is taken where it was open and is no longer free. */
    bits taken = both(without(load(l->segment_free + (size_t)segment * WORDS), s->free[segment]), span(from, until));
    while (some(taken)) {
        int v = owner[first_of(taken)], r = l->visit[v].request;
        int start = minute_of(l, l->visit + v, s->slot[v]);
        taken = without(taken, below(min_int(s->slot[v] + l->visit[v].slots, WIDTH)));
        if (!s->in_part[r] || s->stamp[r] == s->now || start >= end || start + l->visit[v].minutes <= first) continue;
        s->stamp[r] = s->now;
        list[n++] = r;
    }
    return n;
}

/* A sequence on an empty calendar, rather with short waits than long (sites.py); 0 where it can't be kept. */
static int draw_sequence(search *s, int r, int place, int *segment, int *slot)
{
    const struct layout *l = s->l;
    const struct visit *visit = l->visit + l->visit_first[r];
    int v0 = l->visit_first[r], k = visits_of(s, r), day = l->place_day[place];
    int locked = l->busy_first[r] < l->busy_first[r + 1] ? busy_row(l, r, day) : -1;
    bits *alive = s->alive;
    for (int i = 0; i < k; i++) {
        alive[i] = none();
        if (visit[i].fixed >= 0) continue;
        bits allowed = below(WIDTH);
        if (locked >= 0) allowed = load(l->patient_starts + (size_t)(locked + i) * WORDS);
        if (l->need_first[v0 + i] < l->need_first[v0 + i + 1]) allowed = both(allowed, equipped_starts(s, v0 + i, place, 1));
        int row = visit[i].kind * l->places + place;
        for (int c = l->candidate_first[row]; c < l->candidate_first[row + 1]; c++)
            alive[i] = either(alive[i], both(allowed, load(l->starts + (size_t)c * WORDS)));
        if (!some(alive[i])) return 0;
    }
    if (k > 1 && !keep_in_sequence(s, r, alive)) return 0;
    for (int i = 0; i < k; i++) {
        if (visit[i].fixed >= 0) {
            segment[i] = -1;
            slot[i] = 0;
            continue;
        }
        bits allowed = alive[i];
        int row = visit[i].kind * l->places + place, from = l->candidate_first[row], until = l->candidate_first[row + 1];
        if (i) {
            /* Drawn evenly from all that are allowed, most waits would be long; long ones cost and rarely pay. */
            int wait = s->p.wait[draw_below(s, s->p.waits)];
            if (visit[i].linked) {
                int soon = min_int(visit[i].latest, (visit[i].asked + wait) / l->grid);
                bits near = none(), before = one(slot[i - 1]);
                if (soon >= visit[i].soonest) near = both(allowed, later(before, visit[i].soonest, soon));
                allowed = some(near) ? near : both(allowed, later(before, visit[i].soonest, visit[i].latest));
            } else {
                int last = (visit[i - 1].fixed + visit[i].asked + wait) / l->grid - l->first_slot;
                bits near = both(allowed, below(max_int(min_int(last + 1, WIDTH), 0)));
                if (some(near)) allowed = near;
            }
        }
        int n = 0, pick = 0;
        for (int pass = 0; pass < 2; pass++) {
            int seen = 0;
            for (int c = from; c < until; c++) {
                if (!some(both(allowed, load(l->starts + (size_t)c * WORDS)))) continue;
                if (visit[i].group >= 0) {
                    int who = l->segment_person[l->candidate[c]], agrees = 1;
                    for (int q = 0; q < i && agrees; q++) {
                        if (visit[q].group < 0) continue;
                        int other = l->segment_person[segment[q]];
                        if (visit[q].group == visit[i].group) agrees = other == who;
                        else
                            for (int x = l->clash_first[r]; x < l->clash_first[r + 1]; x++)
                                if ((l->clash[2 * x] == visit[i].group && l->clash[2 * x + 1] == visit[q].group) ||
                                    (l->clash[2 * x] == visit[q].group && l->clash[2 * x + 1] == visit[i].group))
                                    agrees &= other != who;
                    }
                    if (!agrees) continue;
                }
                if (pass && seen == pick) {
                    bits starts = both(allowed, load(l->starts + (size_t)c * WORDS));
                    segment[i] = l->candidate[c];
                    slot[i] = nth_of(starts, draw_below(s, count_of(starts)));
                }
                seen++;
            }
            if (!pass) {
                n = seen;
                if (!n) return 0;
                pick = draw_below(s, n);
            }
        }
    }
    return 1;
}

static void mix(search *s, int32_t *list, int n, int most)
{
    /* The first `most` of a list become a sample of it, in order of their drawing. */
    for (int i = 0; i < most; i++) {
        int j = i + draw_below(s, n - i), held = list[i];
        list[i] = list[j];
        list[j] = held;
    }
}

static void sort_numbers(int32_t *list, int n)
{
    for (int i = 1; i < n; i++) {
        int32_t x = list[i];
        int at = i;
        for (; at && list[at - 1] > x; at--) list[at] = list[at - 1];
        list[at] = x;
    }
}

/* Booked requests of which each has an item that a drawn sequence would need, added to those in the way: enough of
 * them (sites.py, _drawing). */
static int drawing(search *s, int r, int place, const int *slot, int32_t *list, int n)
{
    const struct layout *l = s->l;
    for (int v = l->visit_first[r]; v < l->visit_first[r + 1]; v++) {
        const struct visit *visit = l->visit + v;
        if (visit->fixed >= 0) continue;
        int from = slot[v - l->visit_first[r]];
        bits slots = span(from, from + visit->slots);
        for (int q = l->need_first[v]; q < l->need_first[v + 1]; q++) {
            int key = place * l->equipment + l->need[q], able = 0, free = 0;
            for (int pass = 0; pass < 2; pass++) {
                int seen = 0, pick = -1;
                if (pass && (free || !able)) break;
                if (pass) pick = draw_below(s, able); /* so that not always the same stock is emptied */
                for (int i = l->stock_first[key]; i < l->stock_first[key + 1]; i++) {
                    int stock = l->stock[i];
                    bits from_there = load(l->stock_starts + ((size_t)stock * l->lengths + visit->length) * WORDS);
                    if (!has(from_there, from)) continue;
                    if (!pass) {
                        able++;
                        free |= !some(without(slots, s->left[stock]));
                    } else if (seen++ == pick) {
                        bits lacking = without(slots, s->left[stock]);
                        int m = 0;
                        for (int x = 0; x < s->parts; x++) {
                            int other = s->part[x];
                            if (s->place[other] != place) continue;
                            for (int w = l->visit_first[other]; w < l->visit_first[other + 1]; w++)
                                for (int y = l->need_first[w]; y < l->need_first[w + 1]; y++)
                                    if (s->held[y] == stock && s->slot[w] < from + visit->slots &&
                                        s->slot[w] + l->visit[w].slots > from)
                                        s->drawing[m++] = w;
                        }
                        /* In order of request and time, then mixed. */
                        sort_numbers(s->drawing, m);
                        mix(s, s->drawing, m, m);
                        for (int x = 0; x < m; x++) {
                            int w = s->drawing[x], other = l->visit[w].request;
                            bits taken = span(s->slot[w], s->slot[w] + l->visit[w].slots);
                            if (!some(both(lacking, taken))) continue;
                            lacking = without(lacking, taken);
                            if (s->stamp[other] == s->now) continue;
                            s->stamp[other] = s->now;
                            list[n++] = other;
                        }
                    }
                }
            }
        }
    }
    return n;
}

struct site {
    int place, held; /* requests in the way, in s->in_way_best */
};

/* Of so many sequences drawn for a request, the one in whose way the least stands; place -1 if none has room. */
static struct site draw_site(search *s, int r, int tries)
{
    const struct layout *l = s->l;
    struct site best = {-1, 0};
    int row = l->dates[r], days = 0, u0 = l->unit_first[l->at_units[r]], units = l->unit_first[l->at_units[r] + 1] - u0;
    for (int q = l->date_first[row]; q < l->date_first[row + 1] && days < s->p.near_days; q++)
        if (s->day[l->date_day[q]]) s->day_order[days++] = l->date_day[q];
    if (!days || !units) return best;
    int k = visits_of(s, r), v0 = l->visit_first[r];
    double least = 0;
    for (int t = 0; t < tries; t++) {
        int day = s->day_order[draw_below(s, days)], unit = l->unit[u0 + draw_below(s, units)];
        int place = l->place_at[unit * l->days + day], n = 0;
        if (place < 0 || !draw_sequence(s, r, place, s->span_segment, s->starts_at)) continue;
        s->now++;
        for (int i = 0; i < k; i++) {
            s->span_from[i] = minute_of(l, l->visit + v0 + i, s->starts_at[i]);
            s->span_until[i] = s->span_from[i] + l->visit[v0 + i].minutes;
            if (s->span_segment[i] >= 0)
                n = holding(s, s->span_segment[i], s->span_from[i], s->span_until[i], s->in_way, n);
        }
        if (l->need_first[v0] < l->need_first[v0 + k]) n = drawing(s, r, place, s->starts_at, s->in_way, n);
        i64 worth = 0;
        for (int i = 0; i < n; i++) worth += l->unbooked[s->in_way[i]] - s->cost_of[s->in_way[i]];
        /* With noise, since the same few requests would stand in the way for good. */
        double loss = (double)worth * draw_between(s, 1 - s->p.noise, 1 + s->p.noise);
        if (best.place < 0 || loss < least) {
            least = loss;
            best.place = place;
            best.held = n;
            memcpy(s->in_way_best, s->in_way, n * sizeof *s->in_way);
            memcpy(s->site_segment, s->span_segment, k * sizeof(int));
            memcpy(s->site_from, s->span_from, k * sizeof(int));
            memcpy(s->site_until, s->span_until, k * sizeof(int));
        }
    }
    return best;
}

/* ------------------------------------------------------------------------------------------------------- one step */

/* The order in which requests are put back, with noise (recreate_orders.py). */
static void draw_order(search *s, const int32_t *pool, int n)
{
    const struct layout *l = s->l;
    for (int i = 0; i < n; i++) s->rank2[i] = draw_between(s, 1 - s->p.noise, 1 + s->p.noise);
    int order = draw_below(s, 5);
    for (int i = 0; i < n; i++) {
        int r = pool[i];
        double noise = s->rank2[i];
        s->rank[i] = 0;
        switch (order) {
        case 0:
        case 1: s->rank2[i] = -(double)l->unbooked[r] / (double)l->minutes[r] * noise; break;
        case 2: s->rank2[i] = -(double)l->minutes[r] * noise; break;
        case 3: s->rank2[i] = -(double)l->unbooked[r] * noise; break;
        default:
            s->rank[i] = -(double)visits_of(s, r);
            s->rank2[i] = -(double)l->minutes[r] * noise;
        }
    }
    for (int i = 0; i < n; i++) { /* what is equal stays in order */
        double a = s->rank[i], b = s->rank2[i];
        int at = i;
        for (; at && (s->rank[at - 1] > a || (s->rank[at - 1] == a && s->rank2[at - 1] > b)); at--) {
            s->rank[at] = s->rank[at - 1];
            s->rank2[at] = s->rank2[at - 1];
            s->order[at] = s->order[at - 1];
        }
        s->rank[at] = a;
        s->rank2[at] = b;
        s->order[at] = pool[i];
    }
}

/* Room to note where so many requests stood. */
static int room_for(search *s, int n)
{
    if (n <= s->old_room) return 1;
    int visits = s->l->most_visits, needs = s->most_needs;
    int32_t *segment = realloc(s->old_segment, (size_t)n * visits * sizeof *segment);
    if (segment) s->old_segment = segment;
    int32_t *slot = realloc(s->old_slot, (size_t)n * visits * sizeof *slot);
    if (slot) s->old_slot = slot;
    int32_t *held = realloc(s->old_held, ((size_t)n * needs + 1) * sizeof *held);
    if (held) s->old_held = held;
    if (!segment || !slot || !held) return 0;
    s->old_room = n;
    return 1;
}

/* One ruin and one recreation, kept or undone. */
static void step(search *s, double progress)
{
    const struct layout *l = s->l;
    s->steps++;
    /* Ruin: a request for which room is made, what stands in its way, some neighbours in time, some that wait. */
    int for_waiting = s->waiting_count && draw_unit(s) < s->p.waiting_first;
    if (!for_waiting && !s->parts) return;
    int centre = for_waiting ? s->waiting[draw_below(s, s->waiting_count)] : s->part[draw_below(s, s->parts)];
    struct site site = draw_site(s, centre, for_waiting ? s->p.tries : 1);
    if (site.place < 0) return;
    int k = visits_of(s, centre), taken = site.held, day = l->place_day[site.place], unit = l->place_unit[site.place];
    memcpy(s->pool, s->in_way_best, taken * sizeof *s->pool);
    s->now++;
    for (int i = 0; i < taken; i++) s->stamp[s->pool[i]] = s->now;
    if (s->place[centre] >= 0 && s->stamp[centre] != s->now) {
        s->stamp[centre] = s->now;
        s->pool[taken++] = centre;
    }
    int slack = s->p.slack[draw_below(s, s->p.slacks)], first = s->site_from[0], end = s->site_until[0], near = 0;
    for (int i = 1; i < k; i++) {
        first = min_int(first, s->site_from[i]);
        end = max_int(end, s->site_until[i]);
    }
    first -= slack;
    end += slack;
    int here = l->here_first[site.place + 1] - l->here_first[site.place], others = min_int(s->p.other_people, here);
    memcpy(s->segments_near, l->here + l->here_first[site.place], here * sizeof(int));
    mix(s, s->segments_near, here, others);
    for (int i = 0; i < k; i++)
        if (s->site_segment[i] >= 0) near = holding(s, s->site_segment[i], first, end, s->near, near);
    for (int i = 0; i < others; i++) near = holding(s, s->segments_near[i], first, end, s->near, near);
    sort_numbers(s->near, near);
    int neighbours = min_int(near, draw_below(s, s->p.most_neighbours + 1));
    mix(s, s->near, near, neighbours);
    memcpy(s->pool + taken, s->near, neighbours * sizeof *s->pool);
    taken += neighbours;
    sort_numbers(s->pool, taken);
    int n = taken, most = s->p.most_waiting, drawn = min_int(2 * most, s->waiting_count);
    for (int i = 0; i < drawn; i++) { /* twice as many are drawn, since not all may be here */
        int j = i + draw_below(s, s->waiting_count - i), r = s->waiting[j];
        s->waiting[j] = s->waiting[i];
        s->waits_at[s->waiting[j]] = j;
        s->waiting[i] = r;
        s->waits_at[r] = i;
        if (r != centre && n - taken < most && l->has_unit[(size_t)l->at_units[r] * l->units + unit] &&
            l->cost_on[(size_t)l->dates[r] * l->days + day] >= 0)
            s->pool[n++] = r;
    }
    int centre_waits = s->place[centre] < 0;
    if (centre_waits) s->pool[n++] = centre;
    if (!n) return;

    /* Note where they stand, and take them out. */
    if (!room_for(s, n)) {
        s->failed = 1;
        return;
    }
    struct account before = account(s, s->pool, n);
    int limited = s->most_moved >= 0, left = limited ? s->most_moved - s->moved + before.moved : 0, may = left;
    for (int i = 0; i < taken; i++) {
        int r = s->pool[i], v0 = l->visit_first[r], n0 = l->need_first[v0];
        s->old_place[i] = s->place[r];
        s->old_cost[i] = s->cost_of[r];
        memcpy(s->old_segment + (size_t)i * l->most_visits, s->segment + v0, visits_of(s, r) * sizeof(int32_t));
        memcpy(s->old_slot + (size_t)i * l->most_visits, s->slot + v0, visits_of(s, r) * sizeof(int32_t));
        memcpy(s->old_held + (size_t)i * s->most_needs, s->held + n0, (l->need_first[v0 + visits_of(s, r)] - n0) * sizeof(int32_t));
        take_out(s, r);
    }
    double limit = before.guided + heat(s, progress) * draw_exponential(s);

    /* Recreate: one after the other, each at its cheapest place. */
    draw_order(s, s->pool, n);
    if (centre_waits && draw_unit(s) < s->p.centre_first) {
        int at = 0;
        while (s->order[at] != centre) at++;
        for (; at; at--) s->order[at] = s->order[at - 1];
        s->order[0] = centre;
    }
    int put = 0, hopeless = 0;
    double so_far = 0;
    for (int i = 0; i < n && !hopeless; i++) {
        int r = s->order[i];
        /* What waited had no place on the other dates before, and these have not changed. */
        int found = insertion_within(s, r, s->waits_at[r] >= 0 ? day : -1, left, limited, &s->best_spot);
        if (limited) left -= disturbed(s, r, found ? s->best_spot.place : -1, s->best_spot.segment, s->best_spot.slot);
        if (found) {
            put_in(s, r, &s->best_spot);
            s->put[put++] = r;
        }
        so_far += found ? (double)s->best_spot.cost : (double)l->unbooked[r] + s->penalty[r];
        hopeless = so_far > limit + 1 && !l->evenness; /* what is not reckoned yet is nothing at the least */
    }
    struct account after = account(s, s->pool, n);
    if (!hopeless && after.guided < limit && (!limited || after.moved <= may)) {
        keep(s, s->pool, n, before, after);
        return;
    }
    /* All new places first: an old one may lie across two of them. */
    for (int i = 0; i < put; i++) take_out(s, s->put[i]);
    for (int i = 0; i < taken; i++) {
        struct spot was = {s->old_place[i], s->old_cost[i], s->old_segment + (size_t)i * l->most_visits,
                           s->old_slot + (size_t)i * l->most_visits, s->old_held + (size_t)i * s->most_needs};
        put_in(s, s->pool[i], &was);
    }
    if (s->place[centre] < 0) {
        /* The fewer wait, the more of the cost is in which of them do, and the dearer they may become; so much of the
         * search is to be left when they have. */
        double height = s->p.penalty_height * (double)s->parts / (double)(s->waiting_count ? s->waiting_count : 1);
        if (height < s->p.least_penalty) height = s->p.least_penalty;
        if (height > s->p.most_penalty) height = s->p.most_penalty;
        double ramp = s->p.waiting_first > 0 ? height * (double)s->waiting_count * s->pace / (s->p.waiting_first * s->p.ramp) : 0;
        double more = ramp > s->p.penalty_step ? ramp : s->p.penalty_step;
        double dearer = s->penalty[centre] + more * (double)l->unbooked[centre];
        double most_dear = height * (double)l->unbooked[centre];
        if (most_dear > s->penalty[centre]) s->penalty[centre] = dearer < most_dear ? dearer : most_dear;
    }
}

/* ------------------------------------------------------------------------------------------------ what Python calls */

#if WORDS == 1
EXPORT int32_t dagplan_kernel_version(void) { return KERNEL_VERSION; }

/* So that what Python lays out and what is read here can't differ unnoticed. */
EXPORT int32_t dagplan_kernel_size(int32_t which)
{
    static const int32_t sizes[] = {sizeof(struct visit), sizeof(struct layout), sizeof(struct params), sizeof(struct task),
                                    sizeof(struct standing)};
    return which < 5 ? sizes[which] : -1;
}
#endif

static void *room(search *s, size_t count, size_t size)
{
    void *new = calloc(count ? count : 1, size);
    if (!new) s->failed = 1;
    else s->memory[s->memories++] = new;
    return new;
}

EXPORT void NAME(kernel_free)(search *s)
{
    if (!s) return;
    for (int i = 0; i < s->memories; i++) free(s->memory[i]);
    struct chooser *both_of[] = {&s->sequences, &s->people};
    for (int i = 0; i < 2; i++) {
        free(both_of[i]->cost);
        free(both_of[i]->last);
        free(both_of[i]->pick);
        free(both_of[i]->queue);
    }
    free(s->old_segment);
    free(s->old_slot);
    free(s->old_held);
    free(s);
}

#define ROOM(field, count) s->field = room(s, (count), sizeof *s->field)

static void make_room(search *s)
{
    const struct layout *l = s->l;
    size_t requests = l->requests, visits = l->most_visits, candidates = l->candidate_first[l->kinds * l->places];
    size_t dates = l->open_first[l->units];
    s->most_levels = l->most_candidates * (l->most_clock + 2) + 1;
    s->most_entries = l->most_candidates * (l->most_clock + 2) + 1;
    for (int r = 0; r < l->requests; r++)
        s->most_needs = max_int(s->most_needs, l->need_first[l->visit_first[r + 1]] - l->need_first[l->visit_first[r]]);
    ROOM(free, l->segments);
    ROOM(owner, (size_t)l->segments * l->slots);
    ROOM(place, requests);
    ROOM(cost_of, requests);
    ROOM(segment, l->visits);
    ROOM(slot, l->visits);
    ROOM(held, l->needs);
    ROOM(turn, l->segments);
    ROOM(place_turn, l->places);
    ROOM(busy, (size_t)l->patients * l->days);
    ROOM(drawn, (size_t)l->stocks * l->slots);
    ROOM(left, l->stocks);
    ROOM(booked, dates);
    ROOM(share, dates);
    ROOM(total, l->units);
    ROOM(whole, l->units);
    ROOM(room, candidates);
    ROOM(room_turn, candidates);
    ROOM(row_union, (size_t)l->kinds * l->places);
    ROOM(row_turn, (size_t)l->kinds * l->places);
    ROOM(part, requests);
    ROOM(in_part, requests);
    ROOM(day, l->days);
    ROOM(penalty, requests);
    ROOM(waiting, requests);
    ROOM(waits_at, requests);
    ROOM(best_place, requests);
    ROOM(best_cost, requests);
    ROOM(best_segment, l->visits);
    ROOM(best_slot, l->visits);
    ROOM(best_held, l->needs);
    ROOM(changed_list, requests);
    ROOM(is_changed, requests);
    ROOM(alive, visits);
    ROOM(chosen, visits);
    ROOM(starts_at, visits);
    ROOM(minute, visits);
    ROOM(levels, visits * s->most_levels);
    ROOM(level_count, visits);
    ROOM(own_levels, visits * s->most_levels);
    ROOM(own_count, visits);
    ROOM(entries, visits * s->most_entries);
    ROOM(entry_count, visits);
    ROOM(own_person, visits);
    ROOM(list_costs, visits * s->most_levels);
    ROOM(group_costs, visits * (s->most_entries + 1));
    ROOM(group_length, visits);
    ROOM(group_person, visits * (s->most_entries + 1));
    ROOM(stamp, requests);
    ROOM(in_way, requests);
    ROOM(in_way_best, requests);
    ROOM(near, requests);
    ROOM(pool, requests + 1);
    ROOM(order, requests + 1);
    ROOM(put, requests + 1);
    ROOM(span_segment, visits);
    ROOM(span_from, visits);
    ROOM(span_until, visits);
    ROOM(site_segment, visits);
    ROOM(site_from, visits);
    ROOM(site_until, visits);
    ROOM(rank, requests + 1);
    ROOM(rank2, requests + 1);
    ROOM(old_place, requests + 1);
    ROOM(old_cost, requests + 1);
    ROOM(drawing, l->visits);
    ROOM(day_cost, l->days);
    ROOM(day_filled, l->days);
    ROOM(day_order, l->days);
    ROOM(segments_near, l->segments);
    struct spot *spots[] = {&s->best_spot, &s->scratch};
    for (int i = 0; i < 2; i++) {
        spots[i]->segment = room(s, visits, sizeof(int));
        spots[i]->slot = room(s, visits, sizeof(int));
        spots[i]->stock = room(s, s->most_needs, sizeof(int));
    }
}

/* A search of a task; NULL where there is no room for it. Layout and parameters must stay until it is freed. */
EXPORT search *NAME(kernel_new)(const struct layout *l, const struct task *task, const struct params *params)
{
    search *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->l = l;
    s->p = *params;
    s->draw = task->seed;
    s->most_moved = task->most_moved;
    make_room(s);
    if (s->failed) {
        NAME(kernel_free)(s);
        return NULL;
    }
    for (int i = 0; i < l->segments; i++) s->free[i] = load(l->segment_free + (size_t)i * WORDS);
    for (int i = 0; i < l->stocks; i++) s->left[i] = below(WIDTH);
    for (int i = 0; i < l->places; i++) s->place_turn[i] = 1; /* a row that was never looked at has turn 0 */
    for (int i = 0; i < l->segments; i++) s->turn[i] = 1;
    for (int i = 0; i < l->most_visits; i++) s->own_person[i] = -1;
    memcpy(s->day, task->day, l->days);
    for (int u = 0; u < l->units; u++)
        for (int i = l->open_first[u]; i < l->open_first[u + 1]; i++) {
            s->booked[i] = l->locked_minutes[i];
            s->total[u] += l->locked_minutes[i];
            s->whole[u] += l->open_minutes[i];
            s->share[i] = 100 * s->booked[i] / l->open_minutes[i];
        }
    if (l->evenness)
        for (int u = 0; u < l->units; u++) s->points += points_of(s, u);
    if (l->evenness && task->elsewhere)
        for (int u = 0; u < l->units; u++)
            for (int d = 0; d < l->days; d++)
                if (task->elsewhere[u * l->days + d]) book_minutes(s, u, d, task->elsewhere[u * l->days + d]);
    memcpy(s->segment, task->segment, l->visits * sizeof(int32_t));
    memcpy(s->slot, task->slot, l->visits * sizeof(int32_t));
    memcpy(s->held, task->stock, l->needs * sizeof(int32_t));
    memcpy(s->penalty, task->penalty, l->requests * sizeof(double));
    for (int r = 0; r < l->requests; r++) {
        s->place[r] = task->place[r];
        s->waits_at[r] = -1;
        s->best_place[r] = -1;
        if (s->place[r] < 0) continue;
        struct spot spot = {s->place[r], 0, s->segment + l->visit_first[r], s->slot + l->visit_first[r], NULL};
        s->cost_of[r] = placement_cost(s, r, &spot);
        turn(s, r, 1);
    }
    i64 worth = 0, visits = 0;
    for (int i = 0; i < task->movable; i++) {
        int r = s->part[s->parts++] = task->request[i];
        s->in_part[r] = 1;
        worth += l->unbooked[r];
        for (int v = l->visit_first[r]; v < l->visit_first[r + 1]; v++) visits += l->visit[v].fixed < 0;
        if (s->place[r] < 0) wait_for(s, r);
        else note_best(s, r);
    }
    s->value = (double)worth / (double)(visits ? visits : 1);
    double ratio = s->ratio = params->coldest / params->hottest;
    for (int i = 0; i < 16; i++) {
        s->root[i] = ratio = sqrt(ratio);
    }
    struct account all = account(s, s->part, s->parts);
    s->cost = s->best = all.cost;
    s->moved = all.moved;
    return s;
}

/* So many steps; progress goes from one value to the other. 0 where there was no room to go on. */
EXPORT int32_t NAME(kernel_run)(search *s, int64_t steps, double from, double until)
{
    double each = steps > 0 ? (until - from) / (double)steps : 0;
    s->pace = each;
    for (i64 i = 0; i < steps && !s->failed; i++) step(s, from + each * (double)i);
    return !s->failed;
}

EXPORT void NAME(kernel_standing)(const search *s, struct standing *to)
{
    to->cost = s->cost;
    to->best = s->best;
    to->steps = s->steps;
    to->accepted = s->accepted;
    to->improved = s->improved;
    to->waiting = s->waiting_count;
    to->moved = s->moved;
}

/* Where the requests stand, or (best) where those of the part stood at best; and how dear they have become. */
EXPORT void NAME(kernel_read)(const search *s, int32_t best, int32_t *place, int64_t *cost, int32_t *segment, int32_t *slot,
                              int32_t *stock, double *penalty)
{
    const struct layout *l = s->l;
    memcpy(place, best ? s->best_place : s->place, l->requests * sizeof *place);
    memcpy(cost, best ? s->best_cost : s->cost_of, l->requests * sizeof *cost);
    memcpy(segment, best ? s->best_segment : s->segment, l->visits * sizeof *segment);
    memcpy(slot, best ? s->best_slot : s->slot, l->visits * sizeof *slot);
    memcpy(stock, best ? s->best_held : s->held, l->needs * sizeof *stock);
    memcpy(penalty, s->penalty, l->requests * sizeof *penalty);
}

/* The cheapest place for a request that is not booked (insertion.py); 0 if leaving it out costs no more. */
EXPORT int32_t NAME(kernel_cheapest)(search *s, int32_t r, int32_t *place, int64_t *cost, int32_t *segment, int32_t *slot,
                                     int32_t *stock)
{
    int left = s->most_moved >= 0 ? s->most_moved - s->moved + disturbed(s, r, -1, NULL, NULL) : 0;
    if (!insertion_within(s, r, -1, left, s->most_moved >= 0, &s->best_spot)) return 0;
    int v0 = s->l->visit_first[r], k = visits_of(s, r);
    *place = s->best_spot.place;
    *cost = s->best_spot.cost;
    memcpy(segment, s->best_spot.segment, k * sizeof(int));
    memcpy(slot, s->best_spot.slot, k * sizeof(int));
    memcpy(stock, s->best_spot.stock, (s->l->need_first[v0 + k] - s->l->need_first[v0]) * sizeof(int));
    return 1;
}
