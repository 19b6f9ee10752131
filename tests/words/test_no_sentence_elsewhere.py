"""No sentence for people stands in the solver: all of them are messages."""

from __future__ import annotations

import ast

from tests.places import ROOT

SOLVER = ROOT / "dagplan" / "solver"
WORDS = 3
"""A text of so many words is a sentence, or a piece of one."""


def sentences(tree):
    """Texts of several words that are neither docstrings, nor logged, nor what a defect of the program raises."""
    passed_over = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.Raise) or _is_logged(node):
            passed_over.update(id(one) for one in ast.walk(node) if isinstance(one, ast.Constant))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in passed_over else None
        if isinstance(text, str) and len(text.split()) >= WORDS and not text.startswith("import "):
            yield text


def _is_logged(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "_log"}
    )


def test_no_sentence_stands_in_the_solver():
    found = [
        f"{path.relative_to(SOLVER)}: {text}"
        for path in sorted(SOLVER.rglob("*.py"))
        for text in sentences(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


def test_a_sentence_is_seen():
    assert list(
        sentences(ast.parse('def f():\n    """A docstring of a function."""\n    return f"{1}: nobody has time"'))
    ) == [": nobody has time"]
