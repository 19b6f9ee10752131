"""Why a request is unbooked, what would let it in, and where time is short.

```
plan + request ── Table: the plan's bookings in calendars
   ├─ reasons        arithmetic (``reasons``, ``clash``), else what it would displace and at what price (``price``)
   ├─ least_change   one shortest path a request, unit and date finds the placement that asks the least of waits,
   │                 clock times, dates, units, people and hours (``change_costs``) ─ changes ─ verify
   ├─ one_move       one named booking moved ─ changes ─ verify
   └─ hours          what an hour more of whom would bring
```
"""
