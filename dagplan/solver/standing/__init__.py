"""What stands, kept while it changes: bookings, what they break and cost, where each visit could be instead.

A planner moves a visit, and everything is there at once. All is laid out once, from a request; a change then touches
the few requests, people, patients and items that it concerns (``register``), and of these alone the rules are held
and the cost is reckoned (``judgement``) and the free time marked (``times``). Nothing is said twice: changes take
effect, rules are judged and offers are found by the functions that do it for a whole request.
"""
