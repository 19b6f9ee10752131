"""Telling others that a job is over: signed, again and again until it is heard, and only where that is allowed.

```
deliverer    takes what waits, sends it, and says when to try again
sending      one POST within a time, to an address that was judged
targets      what an address may say, and where it leads
signing      headers by the Standard Webhooks specification
reach        which IP addresses are whose
```

Each module uses only those below it.
"""
