"""What CI installs is pinned, and pinned by name and version alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.front_door.pages import ROOT

LINE = re.compile(r"([A-Za-z0-9][\w.-]*)==([\w.+!]+)")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return (ROOT / ".ci/requirements.lock").read_text("utf-8").splitlines()


def test_no_line_has_an_address_or_an_option(lines):
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def asked_for(project: dict[str, Any], extra: str = "") -> Iterator[Requirement]:
    """What the project requires, with what the extra adds, and the extras that it names."""
    extras = project["optional-dependencies"]
    for line in extras[extra] if extra else project["dependencies"]:
        requirement = Requirement(line)
        if requirement.name == project["name"]:
            for inner in requirement.extras:
                yield from asked_for(project, inner)
        else:
            yield requirement


def test_everything_asked_for_is_pinned_to_a_version_that_will_do(lines):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {
        canonicalize_name(match[1]): match[2] for match in map(LINE.fullmatch, lines) if match
    }
    wanted = [*asked_for(project), *asked_for(project, "test")]
    assert [
        str(requirement)
        for requirement in wanted
        if pinned.get(canonicalize_name(requirement.name)) not in requirement.specifier
    ] == []


def test_ci_installs_by_it_and_reaches_nothing_beside_the_project():
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert re.search(r"pip install .*-e '\.\[test\]' -c \.ci/requirements\.lock", script)
    assert "../" not in script.replace('cd "$(dirname "$0")/.."', "")
    assert "export WORKSHOP_TEST_ALL=1" in script
