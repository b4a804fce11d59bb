"""Whether people and files see the same before and after the code was moved.

    python tests/equality/run.py walk CHECKOUT FOLDER [FURTHER_PLAN.json ...]
    python tests/equality/run.py compare FOLDER_BEFORE FOLDER_AFTER

`walk` plays the demonstration (three rounds, every counting rule) and imports the tests' own plan
and any other, in CHECKOUT with its `.venv/bin/python`, then opens every address as everyone in both
languages and keeps what came back in FOLDER. It comes in by the front door alone (`create_app`, the
command, addresses, files; rows are read from the database file), so one copy of this script walks
checkouts of any inner order. Clock and chance are held (`still.py`); what cannot be is masked
(`normal.py`). It fails when an address is unknown to `walk.py`, was opened by nobody, or answered
with a fault. `compare` prints what differs and ends with 1 if anything does.

Run by name only: a walk takes minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from compare import compare
from record import Record

HERE = Path(__file__).parent
ADMIN = ["--name", "Gabriela", "--email", "sgp@example.org", "--password", "quinua y maca 1986"]
COMMANDS = ["backup", "create-admin", "db-upgrade", "demo", "doctor", "export-plan"]
COMMANDS += ["import", "recount", "restore", "serve", "verify"]


class Checkout:
    """A checkout of the project, and the folder in which its walk is kept."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root.resolve(), folder.resolve()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.commands = Record(self.folder)

    def stage(self, *arguments: str, database: str = "") -> subprocess.CompletedProcess[bytes]:
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment |= {"PYTHONHASHSEED": "0", "PYTHONPATH": str(self.root), "LANG": "C.UTF-8"}
        environment |= {"WORKSHOP_SECRET_KEY": "only for the walk", "PYTHONWARNINGS": "ignore"}
        environment["WORKSHOP_DATABASE_URL"] = f"sqlite:///{self.folder / (database or 'none')}"
        name, *others = arguments
        command = [str(self.root / ".venv/bin/python"), str(HERE / "stages.py"), name]
        command += [str(self.folder), *others]
        return subprocess.run(command, env=environment, cwd=self.root, capture_output=True)

    def walk(self, *arguments: str) -> None:
        done = self.stage(*arguments)
        if done.returncode:
            sys.exit(f"{arguments} failed:\n{done.stderr.decode()[-3000:]}")

    def run(self, *commands: list[str], database: str = "none") -> None:
        """`workshop` commands on a database; what each says is kept. They must succeed."""
        done = self.stage("run", json.dumps(commands), database=database)
        if done.returncode:
            sys.exit(f"{commands} failed:\n{done.stderr.decode()[-3000:]}")
        answers = json.loads(done.stdout.splitlines()[-1])
        for arguments, (status, said) in zip(commands, answers, strict=True):
            if status:
                sys.exit(f"workshop {arguments} ended with {status}:\n{said[-3000:]}")
            name = " ".join(Path(argument).name for argument in arguments)
            said = said.replace(str(self.folder), "FOLDER")
            self.commands.keep(f"{database}/{name}", said.encode(), status=status, type="command")

    def keep_file(self, name: str) -> None:
        path = self.folder / name
        self.commands.keep(f"file/{name}", path.read_bytes(), type=path.suffix)


def walk(root: Path, folder: Path, *plans: str) -> int:
    checkout = Checkout(root, folder)
    checkout.run(["--help"], *([name, "--help"] for name in COMMANDS))
    checkout.run(["db-upgrade"], database="demo.sqlite3")  # as a backup needs it
    checkout.walk("demo")
    check_files(checkout)
    keep_plan(checkout, "demo")
    for number, plan in enumerate([str(HERE.parent / "planfile" / "plan.json"), *plans]):
        name = f"sample-{number}"
        taken_in = ["import", str(Path(plan).resolve())]
        checkout.run(["db-upgrade"], ["create-admin", *ADMIN], taken_in, database=f"{name}.sqlite3")
        checkout.walk("sample", name)
        keep_plan(checkout, name)
    checkout.commands.close("commands")
    return report(checkout.folder)


def check_files(checkout: Checkout) -> None:
    """Verify every record and count every contest again, as anyone outside may."""
    paths = sorted(checkout.folder.glob("contest-*.json"))
    verbs = {path: "recount" if path.stem.endswith("count") else "verify" for path in paths}
    checkout.run(*([verb, str(path)] for path, verb in verbs.items()))
    for path in paths:
        checkout.keep_file(path.name)


def keep_plan(checkout: Checkout, name: str) -> None:
    """The plan as a file, the database as a backup, and both taken in again."""
    database, restored = f"{name}.sqlite3", f"{name}-restored.sqlite3"
    with sqlite3.connect(checkout.folder / database) as connection:
        [plan] = connection.execute("SELECT name FROM plan ORDER BY id LIMIT 1").fetchone()
    ends = ("plan.file", "backup.zip", "backup-again.zip")
    plan_file, backup, again = (str(checkout.folder / f"{name}-{end}") for end in ends)
    checkout.run(["export-plan", plan, plan_file], ["backup", backup], database=database)
    checkout.run(["restore", backup], ["backup", again], database=restored)
    checkout.run(["db-upgrade"], ["import", plan_file], database=f"{name}-again.sqlite3")
    for kept in (plan_file, backup, again):
        checkout.keep_file(Path(kept).name)


def report(folder: Path) -> int:
    """What was seen, and whether it is enough to be compared; 1 if it is not."""
    opened, faults, unknown, patterns = Counter(), [], set(), set()
    for path in sorted(folder.glob("*.json")):
        manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if "entries" not in manifest:
            continue
        facts, entries = manifest["facts"], manifest["entries"]
        size = sum(entry["bytes"] for entry in entries.values())
        print(f"{path.stem}: {len(entries)} pieces, {size} bytes, answers {facts.get('statuses')}")
        opened.update(facts.get("opened", {}))
        faults += facts.get("faults", [])
        unknown.update(facts.get("unknown", []))
        patterns.update(facts.get("patterns", []))
    closed = sorted(patterns - opened.keys())
    print(f"{len(patterns)} kinds of address, {len(patterns) - len(closed)} opened by somebody.")
    for title, lines in (("Unknown", sorted(unknown)), ("Opened by nobody", closed)):
        if lines:
            print(f"{title}: {', '.join(lines)}")
    print(*faults[:20], sep="\n")
    return 1 if faults or unknown or closed or not patterns else 0


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:] or ["help"]
    if verb == "walk" and len(arguments) >= 2:
        sys.exit(walk(Path(arguments[0]), Path(arguments[1]), *arguments[2:]))
    if verb == "compare" and len(arguments) == 2:
        sys.exit(compare(Path(arguments[0]), Path(arguments[1])))
    sys.exit(__doc__)
