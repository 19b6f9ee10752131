"""What is kept: the job table, and whatever else must be there after a crash.

```
table            the job table: the truth about every job, fenced by attempt
deliveries       webhooks that wait to be sent, written with the end of their job
keys             who may ask, and for which tenant
signing_secrets  what webhooks are signed with
transactions     those that read, and those that write
schema           all tables in SQLAlchemy, and the store they lie in
jobs             what a job is
```

Each module uses only those below it.
"""
