"""The least cost of any plan, every combination of placements searched: a part of ``tests.oracle``.

Depth first, cut only by the sum of each remaining request's cheapest placement. How unevenly the dates are filled is
no sum over requests: where it has a weight, every way to spread the requests over units and dates is gone through,
and within each of them this term is one number.
"""

from __future__ import annotations

from itertools import count, product


class TooManyWaysError(Exception):
    """More ways than are gone through: nothing is known."""


class Search:
    """All plans of an oracle's request that cost less than ``best``, till there is none."""

    def __init__(self, oracle, must, below, most_steps):
        self.oracle, self.best, self.best_visits = oracle, below, []
        self.steps, self.most_steps = count(), most_steps
        self.most_moved = float("inf") if oracle.most_moved is None else oracle.most_moved
        self.facts, self.standing = oracle.facts(), oracle.standing()
        self.menus = [(request, self.menu(request, must)) for request in oracle.asked["requests"]]
        self.menus.sort(key=lambda one: one[0]["id"] != must)

    def menu(self, request, must):
        """Every way to deal with a request, cheapest first: (cost, date, visits that are not locked, moved)."""
        oracle, standing = self.oracle, self.standing
        left_out = (oracle.unbooked_cost(request), None, [], oracle.counted(request, None, standing))
        locked = all(visit["id"] in oracle.locked for visit in request["visits"])
        menu = [] if locked or request["id"] == must else [left_out]
        for booked in oracle.placements(request):
            new = [one for one in booked if one[0] not in oracle.locked]
            if oracle.fits(new, request["patient"], self.facts):
                moved = oracle.counted(request, booked, standing)
                menu.append((oracle.booked_cost(request, booked), booked[0][3].date(), new, moved))
        return sorted(menu, key=lambda item: item[0])

    def run(self):
        if not all(menu for _, menu in self.menus):
            return
        if not self.oracle.weights["uneven"]:
            self.within([menu for _, menu in self.menus], 0)
            return
        ways = []
        for menus in product(*(by_place(menu) for _, menu in self.menus)):
            entries = [one for one, _ in self.facts] + [one for menu in menus for one in menu[0][2]]
            term = self.oracle.weights["uneven"] * self.oracle.load.uneven(entries)
            ways.append((term + sum(menu[0][0] for menu in menus), len(ways), term, menus))
        for least, _, term, menus in sorted(ways):
            if least < self.best:
                self.within(menus, term)

    def within(self, menus, base):
        """Search these menus; ``base`` is the cost of what is the same in all that they offer together."""
        oracle = self.oracle
        rest = [0] * (len(menus) + 1)
        for i in range(len(menus) - 1, -1, -1):
            rest[i] = rest[i + 1] + menus[i][0][0]

        def search(i, cost, taken, dates, left):
            if cost + rest[i] >= self.best:
                return
            if i == len(menus):
                self.best, self.best_visits = cost, [one for one, _ in self.facts + taken]
                return
            request = self.menus[i][0]
            for own, day, new, moved in menus[i]:
                if next(self.steps) >= self.most_steps:
                    raise TooManyWaysError
                if cost + own + rest[i + 1] >= self.best:
                    break
                if moved > left or not oracle.fits(new, request["patient"], taken):
                    continue
                extra = 0
                if day is not None:
                    for pair in oracle.pairs:
                        if request["id"] in pair:
                            (other,) = pair - {request["id"]}
                            extra += oracle.weights["apart"] * (other in dates and dates[other] != day)
                after = dates if day is None else {**dates, request["id"]: day}
                so_far = taken + [(one, request["patient"]) for one in new]
                search(i + 1, cost + own + extra, so_far, after, left - moved)

        search(0, base, [], {}, self.most_moved)


def by_place(menu):
    """A menu in parts, by where the visits lie: within one, the dates are equally full."""
    parts = {}
    for item in menu:
        parts.setdefault(frozenset((one[2], one[3].date()) for one in item[2]), []).append(item)
    return list(parts.values())
