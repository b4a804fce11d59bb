"""How long all files of a plan take: `python tests/load/exports.py FILE [TIMES]`.

Imports the plan of FILE once as it is and once TIMES (10) over into a new database each, writes the
archive of all tables in all formats and both languages to disk as the site does, and prints seconds
and peak memory, each size in a process of its own; `slowest` is the longest that one file takes.
The processes in which typst draws, one at a time, are not in the memory.
"""

from __future__ import annotations

import copy
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flask_babel import force_locale

from workshop import clock, create_app
from workshop.exports.content import content as content_of
from workshop.exports.table_files import archive
from workshop.extensions import db
from workshop.planfile.reading import import_plan

LISTS = ("themes", "organizations", "diagnoses", "commitments", "lineage", "responses")


def main(path: str, times: int = 10) -> None:
    print("plan      import     content     archive   slowest     size    peak memory")
    for copies in (1, times):
        process = multiprocessing.Process(target=measure, args=(path, copies))
        process.start()
        process.join()


def measure(path: str, copies: int) -> None:
    document = several(json.loads(Path(path).read_text("utf-8")), copies)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"TESTING": True, "DATABASE_URL": f"sqlite:///{folder}/plan.sqlite3"})
        with app.test_request_context():
            db.create_all()
            start = time.perf_counter()
            plan, _is_new = import_plan(document, now=clock.now())
            db.session.commit()
            imported = time.perf_counter()
            content = content_of(plan, now=clock.now())
            read = time.perf_counter()
            size, slowest = write(content, Path(folder) / "plan.zip")
            written = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"x {copies:<4} {imported - start:8.2f} s {read - imported:9.2f} s {written - read:9.1f} s"
        f" {slowest * 1e3:6.0f} ms {size / 1e6:6.1f} MB {peak:8} MB"
    )


def write(content: dict[str, Any], path: Path) -> tuple[int, float]:
    """The size of the archive, and the longest time between two pieces of it."""
    slowest, before = 0.0, time.perf_counter()
    with path.open("wb") as file:
        for piece in archive(content, force_locale):
            now = time.perf_counter()
            slowest, before = max(slowest, now - before), now
            file.write(piece)
    return path.stat().st_size, slowest


def several(document: dict[str, Any], copies: int) -> dict[str, Any]:
    """The plan with each part `copies` times, every copy with codes and names of its own."""
    larger = copy.deepcopy(document)
    larger.pop("counts", None)
    for number in range(2, copies + 1):
        duplicate = renamed(document, codes(document), number)
        for name in LISTS:
            larger.setdefault(name, []).extend(duplicate.get(name, []))
        for round, more in zip(larger["rounds"], duplicate["rounds"], strict=True):
            round["workshops"] += more["workshops"]
    return larger


def codes(part: Any) -> set[str]:
    """Every id in it."""
    if isinstance(part, list):
        return set().union(*map(codes, part))
    if not isinstance(part, dict):
        return set()
    own = {part["id"]} if "id" in part else set()
    return own.union(*map(codes, part.values()))


def renamed(part: Any, known: set[str], number: int) -> Any:
    """The copy of this number: codes, names and the numbers of commitments are its own."""
    if isinstance(part, list):
        return [renamed(child, known, number) for child in part]
    if isinstance(part, str):
        return f"{part}-{number}" if part in known else part
    if not isinstance(part, dict):
        return part
    new_part = {name: renamed(value, known, number) for name, value in part.items()}
    if "sector" in part or "subject" in part:
        for name in {"name", "acronym"} & set(part):
            new_part[name] = f"{part[name]} {number}"
    if "milestones" in part and "number" in part:
        new_part["number"] = part["number"] + 100 * number
    return new_part


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
