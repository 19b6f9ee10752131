"""The contract over HTTP.

```
app          the application: what is open while it runs, and every route
routes/      one file a kind of thing
tenants      who asks
asking       what is answered in passing, in processes of its own
bodies       what was sent, within limits
heads        what is asked of without its body
events       how a job stands, as it changes
following    who waits for jobs to change, by one look for all
views        jobs as they are shown
languages    the language of an answer
problems     every refusal, in one shape (RFC 9457)
watching     who asked what, when, and how it went: log and metrics
```
"""
