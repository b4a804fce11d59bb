"""A vote that was held, for its record; and a copy of the checkout as a clone of it would be."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.front_door.pages import ROOT
from tests.voting.conftest import hold, record_of, voters

__all__ = ["hold", "record_of", "voters"]


@pytest.fixture(scope="package")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a fresh clone holds once everything here is committed: no build, no .venv."""
    place = tmp_path_factory.mktemp("clone") / "workshop"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    subprocess.run(["git", "init", "--quiet", str(place)], check=True)
    return place
