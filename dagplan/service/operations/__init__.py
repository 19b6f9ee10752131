"""What is asked in passing, and answered at once: documents as they were sent in, an answer's bytes out.

```
judging      is it a request, does a plan of it conform, why is something not booked
offering     where a request could go, and the plan with an offer in it
comparing    what differs between two plans
writing      a plan in any form
replanning   the request of a plan with changes in it
studying     what a study is made of, and its results
marking      a workbook with what is wrong with it marked
boarding     a board laid out, kept from one question to the next
board_…      steps on it, what is asked of it, and the plan that it is
warming      all of it once, before anybody waits
answers      the form of each answer, and its bytes in a language
document     what was sent, read, with problems at JSON paths of the body
```

Each function is pure, but for those of a board that is laid out, and can be sent to a process: bytes and words in,
bytes out. What is wrong with what was sent is an ``InputError``. None of them knows of jobs or tenants: whose the
documents are is for the caller to see to.
"""
