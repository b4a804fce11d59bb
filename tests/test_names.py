"""Names say what a thing is: none stands for whatever happens to be there.

Loops, parameters and variables are named after what they hold, in Python and in the templates.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[1]
NAMELESS = {"one", "found", "given", "told"}
FOLDERS = ("workshop", "tests", "migrations")
TEMPLATES = sorted((ROOT / "workshop").rglob("templates/**/*.html"))


def bound_in(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that a file binds to a value, with its line; imports are named elsewhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, node.lineno


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_name_in_python_says_what_it_is(folder):
    nameless = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name, line in bound_in(ast.parse(path.read_text(encoding="utf-8")))
        if name in NAMELESS
    ]
    assert nameless == []


def test_a_name_in_a_template_says_what_it_is():
    parser = Environment(extensions=["jinja2.ext.do"])
    nameless = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for path in TEMPLATES
        for node in parser.parse(path.read_text(encoding="utf-8")).find_all(nodes.Name)
        if node.name in NAMELESS and node.ctx in ("store", "param")
    ]
    assert TEMPLATES
    assert nameless == []
