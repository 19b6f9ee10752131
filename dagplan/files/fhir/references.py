"""What a reference says: the text in ``Reference.reference``, taken apart as R4 writes it.

Sources: https://hl7.org/fhir/R4/references.html (literal references, the pattern of RESTful URLs),
https://hl7.org/fhir/R4/bundle.html#references (resolving in a Bundle), https://hl7.org/fhir/R4/http.html#root (when
two URLs are of one thing) and https://hl7.org/fhir/R4/search.html#token (identifiers in conditional references).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_FHIR_ID = r"[A-Za-z0-9\-.]{1,64}"
_RESTFUL = re.compile(
    rf"(?P<root>(?:.*/)?)(?P<kind>[A-Z][A-Za-z]+)/(?P<id>{_FHIR_ID})(?:/_history/(?P<version>.+))?/?"
)
_CONDITIONAL = re.compile(r"(?P<root>(?:.*/)?)(?P<kind>[A-Z][A-Za-z]+)\?(?P<query>.*)", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Target:
    """Where a literal reference leads.

    ``root`` is the server (``https://ehr.example/fhir``), empty in a relative reference; ``kind`` and ``id`` are
    empty where the text is no RESTful URL (``urn:uuid:…``); ``url`` is what a ``fullUrl`` is compared with.
    """

    url: str
    root: str = ""
    kind: str = ""
    id: str = ""
    version: str = ""

    @property
    def relative(self) -> bool:
        """Whether it means something only beside the server of the resource that holds it."""
        return bool(self.kind) and not self.root

    def at(self, root: str) -> Target:
        """The same type and id at a server."""
        return Target(f"{root}/{self.kind}/{self.id}", root, self.kind, self.id, self.version)


@dataclass(frozen=True)
class Search:
    """What a conditional reference looks for: a type, and each parameter with its value."""

    root: str
    kind: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def readable(self) -> bool:
        """Whether it can be looked up in a Bundle: by identifiers and logical ids only."""
        return bool(self.parameters) and all(name in ("identifier", "_id") for name, _value in self.parameters)


def one_form(url: str) -> str:
    """A URL as all that are of the same thing are written: no query, ``http`` as ``https``, the server in lower case.

    >>> one_form("http://EHR.example/fhir/Patient/P1?_format=json")
    'https://ehr.example/fhir/Patient/P1'
    """
    if not url.lower().startswith(("http://", "https://")):
        return url.lower() if url.lower().startswith("urn:uuid:") else url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"https://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def literal(text: str) -> Target | None:
    """A literal reference taken apart; None if it is none: neither a URL nor a type and an id.

    Examples
    --------
    >>> literal("Practitioner/n1/_history/2")
    Target(url='Practitioner/n1', root='', kind='Practitioner', id='n1', version='2')
    >>> literal("http://ehr.example/fhir/Patient/7").root
    'https://ehr.example/fhir'
    >>> literal("urn:uuid:0F2B7CD8-0000-4000-8000-00000000ABCD").url
    'urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd'
    >>> literal("the nurse") is None
    True
    """
    url = one_form(text.strip())
    found = _RESTFUL.fullmatch(url)
    absolute = _SCHEME.match(url) is not None
    if found is None or (found["root"] and not absolute):
        return Target(url) if absolute else None
    kind, name, version = found["kind"], found["id"], found["version"] or ""
    relative = Target(f"{kind}/{name}", "", kind, name, version)
    return relative.at(found["root"].rstrip("/")) if found["root"] else relative


def conditional(text: str) -> Search | None:
    """A conditional reference taken apart, or None.

    Examples
    --------
    >>> conditional("Practitioner?identifier=http://ids.example/staff|S77").parameters
    (('identifier', 'http://ids.example/staff|S77'),)
    """
    found = _CONDITIONAL.fullmatch(text.strip())
    if found is None:
        return None
    root = one_form(found["root"]).rstrip("/") if found["root"] else ""
    return Search(root, found["kind"], tuple(parse_qsl(found["query"], keep_blank_values=True)))


def tokens(value: str) -> list[tuple[str | None, str]]:
    r"""What a parameter ``identifier`` asks for: systems (None: any; empty: none at all) with values, any may match.

    Examples
    --------
    >>> tokens("http://ids.example/staff|S77"), tokens("|S77"), tokens("S77")
    ([('http://ids.example/staff', 'S77')], [('', 'S77')], [(None, 'S77')])
    >>> tokens(r"s|a\,b,s|c")
    [('s', 'a,b'), ('s', 'c')]
    """
    found: list[tuple[str | None, str]] = []
    for part in re.split(r"(?<!\\),", value):
        system, *rest = (_UNESCAPED.sub(r"\1", one) for one in re.split(r"(?<!\\)\|", part, maxsplit=1))
        found.append((system, rest[0]) if rest else (None, system))
    return found
