"""Everything that is said to people: a message is a code with typed values, made a sentence when it is shown.

```
messages/    codes with their English sentences, one enumeration a family
message      a message and its values: as JSON for the contract, as a sentence in any language
registry     all messages; what was said, from its JSON
formatting   dates, clock times, lists and numbers as a language writes them
catalogue    the sentences of other languages, from gettext catalogues
```

Whoever has something to say calls a member of an enumeration, ``Reasons.NO_ONE_HAS_COMPETENCE(request="r1", …)``, and
passes on what it gets. The contract's ``message`` is its English sentence, ``params`` its code and values.
"""

from __future__ import annotations

from .catalogue import Language, current_language, language_of_machine, set_language, use_language
from .message import C_, N_, P_, Message, Params, Said, SaidFields, Value

__all__ = [
    "C_",
    "N_",
    "P_",
    "Language",
    "Message",
    "Params",
    "Said",
    "SaidFields",
    "Value",
    "current_language",
    "language_of_machine",
    "set_language",
    "use_language",
]
