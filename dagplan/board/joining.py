"""Modules joined into one: asked for one by one, sixty of them took half of the time until a page was there.

The page's JavaScript is written as modules, and stays readable so. Those of a page are joined once by the service,
each as a function that gives what it exports, in the order in which a browser would run them. That is exact for the
forms that are used here: ``import { a, b as c } from "./x.js"``, ``import "./x.js"``, ``export { a } from "./x.js"``
and ``export`` before a function, class or const; no circles, no default, no ``let``. Anything else is an error,
and so is a name that nobody exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_FROM = r'"\./(?P<module>[\w.]+\.js)";[^\S\n]*\n?'
_IMPORT = re.compile(rf"^import\s+(?:\{{(?P<names>[^{{}}]*)\}}\s*from\s+)?{_FROM}", re.MULTILINE)
_PASSED_ON = re.compile(rf"^export\s+\{{(?P<names>[^{{}}]*)\}}\s*from\s+{_FROM}", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|class|const) (?P<name>[A-Za-z_$][\w$]*)\b)", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import|export)\b.*$|\bimport\s*\(.*$", re.MULTILINE)
_NAME = re.compile(r"(?P<name>[A-Za-z_$][\w$]*)(?:\s+as\s+(?P<own>[A-Za-z_$][\w$]*))?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class UnjoinableError(ValueError):
    """Modules are written in a form that is not joined."""


def joined(entry: str, sources: Mapping[str, str]) -> str:
    """A module with all that it imports, as one.

    Parameters
    ----------
    entry, sources
        Its name, and the text of every module there is by name.

    Raises
    ------
    UnjoinableError
        If they import one another in a circle, or something that is not there, or are written in another form.
    """
    exports: dict[str, list[str]] = {}
    parts = [_module(name, sources[name], exports) for name in _in_order(entry, sources)]
    return "".join(parts)


def imported(source: str) -> list[str]:
    r"""The modules that one imports or passes on, in the order in which it names them.

    >>> imported('import { a } from "./x.js";\nexport { b } from "./y.js";\n')
    ['x.js', 'y.js']
    """
    found = [*_IMPORT.finditer(source), *_PASSED_ON.finditer(source)]
    return list(dict.fromkeys(one["module"] for one in sorted(found, key=lambda one: one.start())))


def _in_order(entry: str, sources: Mapping[str, str]) -> list[str]:
    """As a browser runs them: what a module imports comes before it."""
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise UnjoinableError(f"in a circle: {' > '.join((*above, name))}")
        if name not in sources:
            raise UnjoinableError(f"{above[-1] if above else ''} imports {name}, which is not there")
        if name in done:
            return
        for one in imported(sources[name]):
            visit(one, (*above, name))
        done.append(name)

    visit(entry, ())
    return done


def _module(name: str, source: str, exports: dict[str, list[str]]) -> str:
    """A module as a function that gives what it exports; that is noted in ``exports``."""
    given: list[str] = []

    def taken(match: re.Match[str]) -> str:
        names = [(one, own) for one, own in _names(name, match["names"] or "")]
        _hold_exported(name, match["module"], [one for one, _ in names], exports)
        inner = ", ".join(one if one == own else f"{one}: {own}" for one, own in names)
        lines = match[0].count("\n")
        return (f"const {{ {inner} }} = {_variable(match['module'])};" if inner else "") + "\n" * lines

    def passed_on(match: re.Match[str]) -> str:
        names = list(_names(name, match["names"]))
        _hold_exported(name, match["module"], [one for one, _ in names], exports)
        given.extend(f"{own}: {_variable(match['module'])}.{one}" for one, own in names)
        return "\n" * match[0].count("\n")

    def exported(match: re.Match[str]) -> str:
        given.append(match["name"])
        return ""

    body = _EXPORT.sub(exported, _PASSED_ON.sub(passed_on, _IMPORT.sub(taken, source)))
    if left := _LEFT.search(_COMMENT.sub("", body)):
        raise UnjoinableError(f"{name}: {left[0].strip()}")
    exports[name] = [one.partition(":")[0] for one in given]
    if len(set(exports[name])) < len(given):
        raise UnjoinableError(f"{name} exports a name twice")
    gives = f"return {{ {', '.join(given)} }};\n" if given else ""
    return f"const {_variable(name)} = (() => {{\n{body}\n{gives}}})();\n"


def _names(module: str, listed: str) -> Iterator[tuple[str, str]]:
    """Each name of a list in braces, and what it is called here."""
    for one in filter(None, map(str.strip, _COMMENT.sub("", listed).split(","))):
        match = _NAME.fullmatch(one)
        if match is None:
            raise UnjoinableError(f"{module}: {one}")
        yield match["name"], match["own"] or match["name"]


def _hold_exported(name: str, module: str, names: list[str], exports: Mapping[str, list[str]]) -> None:
    missing = [one for one in names if one not in exports[module]]
    if missing:
        raise UnjoinableError(f"{name} imports {', '.join(missing)} from {module}, which exports no such thing")


def _variable(module: str) -> str:
    """What a module is called within the whole; no name that people write."""
    return f"$${module.removesuffix('.js')}"
