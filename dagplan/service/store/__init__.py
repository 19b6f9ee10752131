"""What is kept: the job table, and whatever else must be there after a crash.

```
table        the job table: the truth about every job, fenced by attempt
schema       its tables in SQLAlchemy, and the store they lie in
jobs         what a job is
```

Each module uses only those below it.
"""
