"""What is registered is registered in `assembly`, and nothing that waits to be is left out."""

from __future__ import annotations

import ast
from pathlib import Path
from types import FunctionType

import workshop
from workshop import assembly
from workshop.workshops import signals

CODE = Path(workshop.__file__).parent
# Beside the house: what they call `on_…` is of a server or a command, no listener.
NO_PACKAGE = ("demo", "serving", "build")


def functions() -> dict[str, ast.FunctionDef]:
    """The module-level functions of every feature, as "package.module.name"."""
    named = {}
    for path in CODE.rglob("*.py"):
        module = ".".join(path.relative_to(CODE.parent).with_suffix("").parts)
        if module.split(".")[1] in NO_PACKAGE:
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                named[f"{module}.{node.name}"] = node
    return named


def named(listed: tuple[FunctionType, ...]) -> list[str]:
    return [f"{function.__module__}.{function.__name__}" for function in listed]


def test_every_signal_has_its_listeners_in_the_one_table():
    every = {value for value in vars(signals).values() if isinstance(value, signals.Signal)}

    assert set(assembly.LISTENERS) == every
    assert all(assembly.LISTENERS.values())


def test_every_function_that_waits_for_a_signal_listens_to_one():
    listening = [name for several in assembly.LISTENERS.values() for name in named(several)]

    waiting = {name for name, function in functions().items() if function.name.startswith("on_")}
    assert waiting <= set(listening)


def test_every_feature_that_has_parts_is_registered_once():
    registered = named(assembly.REGISTRATIONS)

    # What they call to put a part in its place takes arguments; their own takes none.
    of_features = {
        name
        for name, function in functions().items()
        if function.name == "register" and not function.args.args
    }
    assert of_features == set(registered)
    assert len(set(registered)) == len(registered)


def test_every_blueprint_is_bound_once(app):
    assert len(set(assembly.BLUEPRINTS)) == len(assembly.BLUEPRINTS)
    assert set(app.blueprints.values()) >= set(assembly.BLUEPRINTS)
    made = [
        path
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Blueprint"
    ]
    assert len(made) == len(app.blueprints)  # one of them stands inside another
