"""Plans made for others: jobs that are kept on disk, worked on in processes of their own, and survive both.

```
logs         what is told of them, and never of what was sent
settings     where it listens, what it keeps, every limit
store/       what is kept: the job table and what stands beside it
figures      how a plan stands, in a few numbers
work/        one attempt at a job, in a process of its own; and who sees to it
webhooks/    telling others that a job is over
http/        the contract over HTTP
serving      the service as a whole
```

Each uses only those above it.
"""
