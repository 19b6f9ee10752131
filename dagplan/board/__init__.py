"""The planner's board: pages that are a client of the service's API, with everything they need beside them.

```
app          the service with the pages
pages        which page is where, and whom it is for
session      the cookie that stands for a key
answers      what browsers are told about a page: policy, caching, language and theme
words        what the pages say, as data
assets       static files, known by what is in them
templates/   the pages        static/   modules and styles, as they are written
```
"""
