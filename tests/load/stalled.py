"""One participant of a real workshop stops reading: does the server let go, and at what price?

python tests/load/stalled.py
"""

from __future__ import annotations

import asyncio
import socket
import sys
import tempfile
import time
from pathlib import Path

from crowd import Hearing, Moderator, Participant
from processes import Server, free_port, serving
from run import ROOT, prepare

# Enough to fill what the kernel keeps for one client several times over.
ACTS = 400
# Seconds; the server's own patience is twenty for a single frame.
WAIT = 90


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="workshop-load-") as folder:
        environment = {
            "WORKSHOP_SECRET_KEY": "of no worth",
            "WORKSHOP_DATABASE_URL": f"sqlite:///{Path(folder) / 'load.sqlite3'}",
            "PYTHONPATH": str(ROOT),
        }
        made = prepare(environment, "fill", "20")
        port = free_port()
        command = [sys.executable, "-m", "workshop.cli", "serve", "--port", str(port)]
        with serving(command, port, environment, Path(folder)) as server:
            asyncio.run(watch(server, made))


async def watch(server: Server, made: dict) -> None:
    moderator = Moderator(server.port, made)
    await moderator.enter()
    reader, stalled = (Participant(n, server.port, made["entrances"][n]) for n in (10, 11))
    hearing = Hearing()
    await reader.enter()
    await reader.listen(hearing, made["workshop"])
    await stalled.enter()
    await stalled.listen(Hearing(), made["workshop"])
    stalled.ear.transport.pause_reading()
    stalled.ear.transport.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024
    )
    before, held, begun = server.megabytes, open_files(server), time.monotonic()
    await moderator.press("start")
    for number in range(ACTS):
        await moderator.press(("pause", "resume")[number % 2])
        await asyncio.sleep(0.02)
    print(f"{ACTS + 1} acts in {time.monotonic() - begun:.0f} s; the reader heard", end=" ")
    print(f"{hearing.latest - 1}, the server grew by {server.megabytes - before:.1f} MB")
    while open_files(server) >= held and time.monotonic() < begun + WAIT:
        await asyncio.sleep(0.5)
    is_gone = open_files(server) < held
    print("the stalled client was", "let go" if is_gone else "kept", end=" ")
    print(f"after at most {time.monotonic() - begun:.0f} s")


def open_files(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


if __name__ == "__main__":
    main()
