"""What is kept: the job table, and whatever else must be there after a crash.

```
opening          a store by its path, or by the address of a database
boards           the table of boards: the truth about every board, and who has seen which version of it
board            what a board is
table            the job table: the truth about every job, fenced by attempt
attempts         its side for those who work on jobs
accepting        an order: the job that it is already, or a new one
deliveries       webhooks that wait to be sent, written with the end of their job
keys             who may ask, and for which tenant
signing_secrets  what webhooks are signed with
rows             rows of the job table
forgetting       rows that are deleted, and what hangs on them
ways             what is done otherwise in SQLite than in PostgreSQL
waking           those who wait for jobs
sweeping         what was deleted, out of the files
sqlite           the store in a file
postgres         the store in a database
versions         of the tables, and the steps from one to the next
repeating        calls, where a database was away for a moment
transactions     those that read, and those that write
schema           all tables in SQLAlchemy
jobs             what a job is
```

Each module uses only those below it.
"""
