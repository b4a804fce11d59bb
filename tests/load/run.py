"""Play a whole workshop against a real server, and print what it took beside the budgets.

    python tests/load/run.py --participants 1000 --window 10 --runs 3

The server has one core to itself, the crowd another. See README.md for what each figure is.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import reference
from crowd import Room
from figures import Figures, comparison, medians, table
from processes import (
    CORES,
    CROWD_CORE,
    allow_many_files,
    free_port,
    pin,
    say,
    serving,
    syncs_per_second,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

SOCKET_IO = "socket.io@4.8"


def main() -> None:
    wanted = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stops the servers as well
    allow_many_files()
    pin(CROWD_CORE)
    gc.disable()  # a pause of ours would look like one of the server's
    node_folder = install_node(wanted.node)
    runs = []
    for number in range(1, wanted.runs + 1):
        say(f"run {number} of {wanted.runs}")
        with tempfile.TemporaryDirectory(prefix="workshop-load-") as folder:
            runs.append(run(wanted, Path(folder), node_folder))
        gc.collect()
    report(wanted, runs)
    if node_folder and not wanted.node:
        shutil.rmtree(node_folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--participants", type=int, default=1000)
    parser.add_argument("--window", type=float, default=10, help="seconds in which all vote")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--acts", type=int, default=12, help="presses on the clock, twice over")
    parser.add_argument("--database", help="postgresql+psycopg://… where databases may be made")
    parser.add_argument(
        "--workers", type=int, default=0, help="of gunicorn; 0: the embedded server"
    )
    parser.add_argument("--redis", help="redis://…, which several workers need")
    parser.add_argument("--node", type=Path, help="folder where socket.io is installed already")
    parser.add_argument("--no-references", action="store_true")
    return parser.parse_args()


def run(wanted: argparse.Namespace, folder: Path, node_folder: Path | None) -> Figures:
    """The application first, then the references with the bytes it pushed."""
    figures = Figures()
    figures.note("syncs", syncs_per_second(folder))
    with database(wanted.database, folder) as address:
        environment = {
            "WORKSHOP_SECRET_KEY": "of no worth",
            "WORKSHOP_DATABASE_URL": address,
            "PYTHONPATH": str(ROOT),
        }
        made = prepare(environment, "fill", str(wanted.participants))
        port = free_port()
        environment |= {"WORKSHOP_REDIS_URL": wanted.redis} if wanted.redis else {}
        command = serve_command(wanted.workers, port)
        with serving(command, port, environment, folder, wanted.workers or 1) as server:
            say(f"server {server.process.pid} with {wanted.participants} participants")
            message = asyncio.run(workshop(server, made, wanted, figures))
        figures.note("sent", wanted.participants)
        for name, value in prepare(environment, "count").items():
            figures.note(name, value)
    if not wanted.no_references:
        file = folder / "message.json"
        file.write_text(json.dumps(message))
        bare(wanted, folder, figures, "bare", [sys.executable, str(HERE / "bare.py")], [str(file)])
        if node_folder:
            command = ["node", str(HERE / "bare.mjs")]
            bare(wanted, folder, figures, "node", command, [str(file), str(node_folder)])
    return figures


def serve_command(workers: int, port: int) -> list[str]:
    """The embedded server, or gunicorn with as many workers."""
    if not workers:
        return [sys.executable, "-m", "workshop.cli", "serve", "--port", str(port)]
    options = f"-k workshop.serving.Worker -w {workers} --worker-connections 4000"
    place = f"--no-control-socket --chdir {ROOT} -b 127.0.0.1:{port} wsgi:app"
    return [sys.executable, "-m", "gunicorn", *options.split(), *place.split()]


async def workshop(
    server: Any, made: dict[str, Any], wanted: argparse.Namespace, figures: Figures
) -> dict[str, Any]:
    """The workshop from the door to the counted vote; the data of a push to participants."""
    room = Room(server, made, figures)
    say("coming in")
    await room.come_in()
    say("moderating")
    await room.moderate(wanted.acts)
    pushed = json.loads(room.hearing.payload[2:])[1]
    say("discussing")
    await room.discuss()
    say("voting")
    await room.vote(wanted.window)
    await room.close()
    room.leave()
    return pushed


def bare(
    wanted: argparse.Namespace,
    folder: Path,
    figures: Figures,
    name: str,
    command: list[str],
    last: list[str],
) -> None:
    port = free_port()
    with serving([*command, str(port), *last], port, {}, folder) as server:
        say(f"reference: {name}")
        asyncio.run(reference.push(server, name, wanted.participants, wanted.acts, figures))


def prepare(environment: dict[str, str], *deed: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(HERE / "prepare.py"), *deed],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def database(server: str | None, folder: Path) -> Iterator[str]:
    """The address of a fresh database: a file, or one made on a PostgreSQL server and dropped."""
    if server is None:
        yield f"sqlite:///{folder / 'load.sqlite3'}"
        return
    from sqlalchemy import create_engine, make_url, text

    name = f"workshop_load_{os.getpid()}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def install_node(folder: Path | None) -> Path | None:
    """Where Node's socket.io is; installed into a temporary folder, None where that fails."""
    if folder or not shutil.which("node") or not shutil.which("npm"):
        return folder
    folder = Path(tempfile.mkdtemp(prefix="workshop-load-node-"))
    command = ["npm", "install", "--silent", "--prefix", str(folder), SOCKET_IO]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return folder if (folder / "node_modules" / "socket.io").exists() else None


def report(wanted: argparse.Namespace, runs: list[Figures]) -> None:
    figures = medians(runs)
    kind = "PostgreSQL" if wanted.database else "SQLite"
    workers = f"gunicorn × {wanted.workers}" if wanted.workers else "one process"
    print(
        f"\n{wanted.participants} participants, {workers}, {kind}, ballots within"
        f" {wanted.window:g} s, medians of {len(runs)} runs. {len(CORES)} cores ({processor()}),"
        f" Python {platform.python_version()}; the crowd on the last core, the server on the"
        f" {'others and it' if wanted.workers > 1 else 'first'}.\n"
    )
    print(table(figures, wanted.participants, kind))
    if "bare_act_last" in figures:
        print()
        print(comparison(figures))
        if "node_act_last" not in figures:
            print("\nNode or its socket.io is not here, so it was not measured.")
    errors = sum((run.errors for run in runs), Counter())
    print("\nErrors: " + ("; ".join(f"{n} × {text}" for text, n in errors.items()) or "none") + ".")


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    with suppress(ImportError):  # makes the crowd cheaper where it is installed
        import uvloop

        uvloop.install()
    main()
