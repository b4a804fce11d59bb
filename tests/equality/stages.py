"""What runs inside a checkout: `stages.py STAGE FOLDER ...`, with the checkout as the path."""

from __future__ import annotations

import importlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from demo import SETTINGS, Demo
from papers import Papers
from play import Play
from record import Record
from still import Still
from visit import Visit
from walk import Walk

ADMIN = ("sgp@example.org", "quinua y maca 1986")


def command() -> Any:
    """The `workshop` command, wherever the checkout says it is."""
    scripts = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    module, _colon, name = scripts["workshop"].partition(":")
    return getattr(importlib.import_module(module), name)


def run(_folder: Path, commands: str) -> None:
    """Several commands one after the other, clock and chance held; what each said, as JSON."""
    still = Still()
    still.hold()
    said = []
    for arguments in json.loads(commands):
        still.begin(" ".join(arguments[:1]))
        done = CliRunner().invoke(command(), arguments)
        said.append((done.exit_code, done.output))
    print(json.dumps(said))


def demo(folder: Path) -> None:
    """The demonstration and what is played in it, seen at every turn and once all is over."""
    still = Still()
    still.hold()
    demo = Demo(still, folder, command())
    record = Record(folder)
    visit = Visit(demo.app, demo.database, still)
    walk = Walk(visit, record)
    record.keep("printed", demo.printed.encode(), type="text/plain")
    play = Play(demo, visit, walk.look)
    play.enter()
    play.round_1()
    play.all_rules()
    play.round_2()
    play.round_3()
    walk.everywhere("end")
    take_ballots(visit, folder)
    record.close("demo", **walk.facts())


def take_ballots(visit: Visit, folder: Path) -> None:
    """The files of every vote: what all may take, and what the two scrutineers take."""
    contests = "SELECT workshop_id, id, is_secret FROM contest WHERE state = 'revealed' ORDER BY id"
    for workshop, contest, is_secret in visit.rows(contests):
        page = f"/workshops/{workshop}/contests/{contest}"
        taken = {"record": visit.get("sgp", f"{page}/record.json")}
        if not is_secret:
            taken["count"] = visit.get("sgp", f"{page}/count.json")
        else:
            taken["scrutineers"] = visit.take("rosa", f"{page}/scrutineers-record")
            taken["count"] = visit.take("rosa", f"{page}/scrutineers-record", form="count")
        for name, answer in taken.items():
            if answer.status_code == 200:
                (folder / f"contest-{contest}-{name}.json").write_bytes(answer.data)


def sample(folder: Path, name: str) -> None:
    """A plan that came as a file: as it came, and with all published that can be."""
    still = Still()
    still.hold()
    from workshop import create_app

    database = folder / f"{name}.sqlite3"
    app = create_app({**SETTINGS, "DATABASE_URL": f"sqlite:///{database}"})
    visit = Visit(app, database, still)
    visit.sign_in("sgp", *ADMIN)
    visit.people.append("sgp")
    record = Record(folder)
    walk = Walk(visit, record)
    walk.everywhere("as-it-came")
    publish(visit)
    walk.everywhere("published")
    record.close(name, **walk.facts())


def publish(visit: Visit) -> None:
    """Answer for what ended, publish the rounds, and put the records forward."""
    for (plan,) in visit.rows("SELECT id FROM plan ORDER BY id"):
        papers = Papers(visit, plan)
        papers.answer_all(f"/plans/{plan}/responses")
        for (workshop,) in visit.rows("SELECT id FROM workshop ORDER BY round, id"):
            visit.press("sgp", f"/workshops/{workshop}/close/publish")
        records = "SELECT id FROM commitment WHERE state = 'draft' ORDER BY id"
        for (record,) in visit.rows(records):
            papers.mend(record)
            papers.put_forward(record)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
