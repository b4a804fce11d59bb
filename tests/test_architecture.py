"""The order of the house: who may use whom, as `docs/architecture.md` lists it.

`pytest tests/test_architecture.py -s` prints the order and what was measured.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "workshop"
# They put the rooms together or run beside them, and are used by no room.
BESIDE = ("assembly", "cli", "demo", "serving", "build")
MOST_EXCEPTIONS = 5
MOST_INNER_IMPORTS = 20
MOST_FILES = 15
REASON = re.compile(r"#.*\binner import: \S+")

# Imports against the order, each with its reason.
EXCEPTIONS: dict[tuple[str, str], str] = {}


@dataclass(frozen=True)
class Import:
    """One import of a module of ours by another."""

    importer: str
    imported: str
    line: int
    is_inner: bool
    is_for_types: bool


def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name."""
    names = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


MODULES = modules()


def order() -> dict[str, int]:
    """The line of each package, as the architecture's page lists them."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"```order\n(.*?)```", page, re.DOTALL)
    assert block, "the page has no order"
    return {
        name: line for line, names in enumerate(block[1].splitlines()) for name in names.split()
    }


def inner_nodes(tree: ast.Module) -> set[ast.AST]:
    """Everything that stands inside a function."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, functions)
        for inner in ast.walk(node)
        if inner is not node
    }


def nodes_for_types(tree: ast.Module) -> set[ast.AST]:
    """Everything under `if TYPE_CHECKING:`, which is never carried out."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }


def imported_by(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules of ours that a statement imports."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        assert not node.level, "imports are written in full"
        full = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [name if name in MODULES else str(node.module) for name in full]
    return [name for name in names if name.split(".")[0] == "workshop"]


def imports() -> Iterator[Import]:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner, for_types = inner_nodes(tree), nodes_for_types(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for imported in imported_by(node):
                    yield Import(name, imported, node.lineno, node in inner, node in for_types)


IMPORTS = list(imports())


def room_of(module: str) -> str:
    """The package or module directly under `workshop` that holds a module; empty for the top."""
    return [*module.split("."), ""][1]


def test_every_room_stands_in_the_order_once():
    rooms = {room_of(name) for name in MODULES} - {"", *BESIDE}
    assert rooms == set(order())


def test_nobody_imports_against_the_order():
    places = order()
    against = {
        (each.importer, each.imported)
        for each in IMPORTS
        if room_of(each.importer) in places
        and (
            room_of(each.imported) in BESIDE
            or places.get(room_of(each.imported), 0) > places[room_of(each.importer)]
        )
    }
    assert against == set(EXCEPTIONS)
    assert len(EXCEPTIONS) <= MOST_EXCEPTIONS
    print(f"\n{len(IMPORTS)} imports between {len(MODULES)} modules, {len(against)} against:")
    for line in sorted(set(places.values())):
        print(" ", *(name for name in places if places[name] == line))


def test_no_module_leads_back_to_itself():
    leads_to: dict[str, set[str]] = {name: set() for name in MODULES}
    for each in IMPORTS:
        if not each.is_inner and not each.is_for_types:
            leads_to[each.importer].add(each.imported)
    finished: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way[way.index(name) :], name))
        if name not in finished:
            for onward in sorted(leads_to[name] - {name}):
                visit(onward, (*way, name))
            finished.add(name)

    for name in leads_to:
        visit(name, ())


def inner_statements() -> Iterator[tuple[str, str, bool]]:
    """Each import inside a function, of whatever module, and whether it says why."""
    for name, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        lines, inner = text.splitlines(), inner_nodes(ast.parse(text))
        for node in sorted(
            (node for node in inner if isinstance(node, ast.Import | ast.ImportFrom)),
            key=lambda node: node.lineno,
        ):
            above = lines[node.lineno - 2 : node.lineno - 1]
            yield name, ast.unparse(node), any(REASON.search(line) for line in above)


def test_an_import_inside_a_function_says_why():
    statements = list(inner_statements())
    silent = [
        f"{name}: {statement}" for name, statement, has_reason in statements if not has_reason
    ]
    assert silent == []
    assert len(statements) <= MOST_INNER_IMPORTS
    print(f"\n{len(statements)} imports inside functions")


def test_no_folder_holds_too_many_files():
    folders = {path.parent for path in MODULES.values()}
    sizes = {folder: len(list(folder.glob("*.py"))) for folder in folders}
    assert {str(folder): size for folder, size in sizes.items() if size > MOST_FILES} == {}


def mirrored() -> list[Path]:
    """The folders of tests that stand for a package."""
    named = {path.parent.relative_to(PACKAGE) for path in MODULES.values()}
    return sorted(
        folder.relative_to(ROOT / "tests")
        for folder in (ROOT / "tests").rglob("*")
        if folder.is_dir()
        and list(folder.glob("test_*.py"))
        and folder.relative_to(ROOT / "tests").parts[0]
        in {path.parts[0] for path in named if path.parts}
    )


@pytest.mark.parametrize("folder", mirrored(), ids=str)
def test_tests_mirror_the_folders(folder):
    assert (PACKAGE / folder).is_dir()
