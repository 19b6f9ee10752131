"""Whether people can take the visits of a request as these ask of one another, and in sequence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .pairs import Pairs, choices, few_of_each


def starts_by_choice(pairs: Pairs, by_person: Mapping[int, Mapping[str, int]]) -> Iterator[dict[int, int]]:
    """The starts of the visits in pairs, for each choice of people that are as asked.

    Of people who are free at the same times for all of these visits no more are looked at than there are visits.

    Parameters
    ----------
    by_person
        When each person may take each visit, by position.
    """
    at = pairs.positions
    known = dict.fromkeys(person for position in at for person in by_person[position])
    looks = {person: tuple(by_person[position].get(person) for position in at) for person in known}
    few = few_of_each(at, looks)
    costs = {position: {person: 0.0 for person in few if person in by_person[position]} for position in at}
    seen = set()
    for _, people in choices(pairs, costs):
        starts = {position: by_person[position][person] for position, person in people.items()}
        if (key := tuple(starts.values())) not in seen:
            seen.add(key)
            yield starts
