"""How long a count takes, from the ballots in the database to the result.

    python tests/load/count.py
    python tests/load/count.py --ballots 100000 --runs 5
    python tests/load/count.py --database postgresql+psycopg://user@127.0.0.1/postgres

Twelve options; every ballot ranks all of them. Once nearly all ballots differ, once they follow
fifty lists. The count is the application's own (`closing.count`), on a database made for it. Beside
it the public libraries that are installed (`pip install -e '.[oracles]'`) count the same ballots
already read and grouped, under the rule nearest to ours: they do not read a database, and none of
them gives the same result to the last tie. Each case runs in a process of its own, which also says
its greatest memory, reading the ballots included; one that takes too long is ended and shown as
such.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEYS = "ABCDEFGHIJKL"
CLUSTERS = 50
PATIENCE = 120
OURS = "workshop"
FILL = "fill"
LIBRARIES = ("pref_voting", "votelib", "pyrankvote")


def rankings(ballots: int, shape: str) -> list[list[str]]:
    """As many full lists: "different", drawn evenly, or "clustered", one of fifty each."""
    draw = random.Random(f"{ballots} {shape}")
    if shape == "different":
        return [draw.sample(KEYS, len(KEYS)) for _ballot in range(ballots)]
    lists = [draw.sample(KEYS, len(KEYS)) for _list in range(CLUSTERS)]
    return draw.choices(lists, k=ballots)


# Ours


def fill(url: str, ballots: int, shape: str) -> None:
    """A database with one closed contest and its ballots."""
    from workshop.extensions import db
    from workshop.voting.models import Ballot, Contest, Option, random_id
    from workshop.workshops.guides import PhaseKind

    app = application(url)
    with app.app_context():
        db.drop_all()
        db.create_all()
        workshop = new_workshop()
        phase = next(p for p in workshop.phases if p.kind is PhaseKind.VOTING)
        contest = Contest(
            workshop_id=workshop.id,
            phase=phase,
            rule=workshop.rule,
            places=5,
            vote_unit=workshop.vote_unit,
            opened_at=workshop.starts_at,
            options=[Option(key=key, position=n, text=key) for n, key in enumerate(KEYS)],
        )
        db.session.add(contest)
        db.session.flush()
        rows = (
            {
                "id": random_id(),
                "contest_id": contest.id,
                "ranking": json.dumps([[key] for key in ranking], separators=(",", ":")),
            }
            for ranking in rankings(ballots, shape)
        )
        while some := [row for _each, row in zip(range(20_000), rows, strict=False)]:
            db.session.execute(db.insert(Ballot), some)
        db.session.commit()


def new_workshop():
    from workshop import clock
    from workshop.extensions import db
    from workshop.plans.models import Plan, Theme
    from workshop.workshops.services import plan_workshop

    plan = Plan(name="A country votes", first_year=2027, last_year=2028)
    workshop = plan_workshop(Theme(plan=plan, name="Everything", position=1), 1, clock.now())
    db.session.flush()
    return workshop


def application(url: str):
    from workshop import create_app

    return create_app({"TESTING": True, "DATABASE_URL": url})


def count_ours(url: str) -> Callable[[], object]:
    from workshop.extensions import db
    from workshop.voting.contest import closing
    from workshop.voting.models import Contest

    app = application(url)

    def count() -> object:
        with app.app_context():
            return closing.count(db.session.scalars(db.select(Contest)).one())["order"]

    return count


# The others: each gets the ballots as it wants them before the clock starts


def count_pref_voting(ballots: int, shape: str) -> Callable[[], object]:
    from pref_voting.margin_based_methods import ranked_pairs
    from pref_voting.profiles import Profile

    groups = Counter(tuple(map(KEYS.index, ranking)) for ranking in rankings(ballots, shape))
    lists, times = list(groups), list(groups.values())
    return lambda: ranked_pairs(Profile(lists, times))


def count_votelib(ballots: int, shape: str) -> Callable[[], object]:
    from votelib.convert import RankedToCondorcetVotes
    from votelib.evaluate.condorcet import RankedPairs

    groups = Counter(map(tuple, rankings(ballots, shape)))
    return lambda: RankedPairs().evaluate(RankedToCondorcetVotes().convert(dict(groups)), 5)


def count_pyrankvote(ballots: int, shape: str) -> Callable[[], object]:
    from pyrankvote import Ballot, Candidate, instant_runoff_voting

    candidates = {key: Candidate(key) for key in KEYS}
    cast = [Ballot([candidates[key] for key in ranking]) for ranking in rankings(ballots, shape)]
    return lambda: instant_runoff_voting(list(candidates.values()), cast)


COUNTS = {
    "pref_voting": count_pref_voting,
    "votelib": count_votelib,
    "pyrankvote": count_pyrankvote,
}


# Measuring


def measure(case: str, url: str, ballots: int, shape: str, runs: int) -> None:
    """Run one case in this process and print its seconds and its greatest memory."""
    count = count_ours(url) if case == OURS else COUNTS[case](ballots, shape)
    seconds = []
    for _run in range(runs):
        began = time.perf_counter()
        count()
        seconds.append(time.perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": statistics.median(seconds), "memory": memory}))


def run(
    case: str, url: str, ballots: int, shape: str, runs: int, **how: Any
) -> subprocess.CompletedProcess[str]:
    """Do one case in a process of its own, the filling as well: a process starts out with the
    greatest memory of the one that made it.
    """
    command = [sys.executable, __file__, "--case", case, "--database", url]
    command += ["--ballots", str(ballots), "--shape", shape, "--runs", str(runs)]
    return subprocess.run(command, capture_output=True, text=True, **how)


def do(options: argparse.Namespace) -> None:
    """What one of those processes does."""
    if options.case == FILL:
        fill(options.database, options.ballots[0], options.shape)
    else:
        measure(options.case, options.database, options.ballots[0], options.shape, options.runs)


def measured(case: str, url: str, ballots: int, shape: str, runs: int) -> str:
    """A cell of the table: the case's median and memory, or why there is none."""
    try:
        done = run(case, url, ballots, shape, runs, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"more than {PATIENCE} s"
    if "No module named" in done.stderr:
        return "not installed"
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1]}"
    figures = json.loads(done.stdout.splitlines()[-1])
    return f"{figures['seconds']:.2f} s, {figures['memory']} MB"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    arguments.add_argument("--ballots", type=int, nargs="*", default=[100_000, 1_000_000])
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--database", default="")
    arguments.add_argument("--shape", choices=("different", "clustered"))
    arguments.add_argument("--case", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.case:
        do(options)
        return
    cases = (OURS, *LIBRARIES)
    print("| ballots | " + " | ".join(cases) + " |")
    print("|---|" + "--:|" * len(cases))
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'count.sqlite3'}"
        for ballots in options.ballots:
            for shape in [options.shape] if options.shape else ["different", "clustered"]:
                run(FILL, url, ballots, shape, options.runs, check=True)
                row = [measured(case, url, ballots, shape, options.runs) for case in cases]
                print(f"| {ballots:,} {shape} | " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
