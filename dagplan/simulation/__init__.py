"""A year of a care unit, week by week, with the real planner inside: what a booking policy does to waiting times.

```
policies    the file of policies, and what it asks for; read in policies_file, judged in policy_checks
streams     named streams of random numbers: two policies meet the same patients and the same illnesses
sources     how often each kind is asked for; demand: who asks for what, and when
roster      who is at work, week after week: holidays, illness, what a policy changes from a date
behaviour   who cancels, asks for another time, or does not come
ledger      where each patient stands: waiting, booked, over; what is kept of those that are over
moments     a planning moment: the request of what is known, planned, checked, taken in
days        a day: illness, arrivals, offers at once, cancellations, visits
year        all days of a policy and a seed, a row of figures a week
running     every policy and seed, a week a task; folder keeps each week; tables and compared say what came of them
```

A day calls for a moment, the moment for the planner; figures are read from the ledger. Nothing of planning is done
otherwise than the product does it: ``plan``, ``Standing`` and replanning, each plan through the checker.
"""
