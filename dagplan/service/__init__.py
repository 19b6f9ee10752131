"""Plans made for others: jobs that are kept on disk, worked on in processes of their own, and survive both.

```
table        the job table: the truth about every job, fenced by attempt
schema       its tables in SQLAlchemy, and the store they lie in
jobs         what a job is
```

Each module uses only those below it.
"""
