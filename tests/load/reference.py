"""The same pushes from a server that does nothing else: what the stack itself can do."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from crowd import Hearing, side_by_side
from figures import Figures
from processes import Server
from wire import Browser, Ear


async def push(server: Server, name: str, clients: int, pushes: int, figures: Figures) -> None:
    """Connect as many clients, then POST pushes calmly and five times a second."""
    hearing, errors = Hearing(), Counter()
    ears = [Ear(server.port, "", hearing) for _client in range(clients)]

    async def join(ear: Ear) -> None:
        await ear.listen()
        await ear.join("{}")

    seconds = await side_by_side(((lambda ear=ear: join(ear)) for ear in ears), errors)
    figures.note(f"{name}_joins", clients / seconds)
    await asyncio.sleep(1)
    figures.note(f"{name}_memory", server.megabytes)
    browser = Browser(server.port)
    cpu = server.cpu
    for measure, pause in (("act", 0.4), ("rapid", 0.2)):
        for _push in range(pushes):
            begun = time.monotonic()
            version = hearing.latest + 1 if hearing.latest else None
            order = asyncio.ensure_future(browser.post("/push", {}))
            if version is None:  # the first tells where the server begins to count
                await order
                await asyncio.sleep(0.5)
                continue
            heard = await hearing.everyone(version, clients)
            await order
            figures.note_delays(f"{name}_{measure}", [at - begun for at in heard])
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - begun)))
    figures.note(f"{name}_message_cpu", (server.cpu - cpu) / (2 * pushes * clients) * 1e6)
    figures.errors.update(errors)
    browser.close()
    for ear in ears:
        ear.transport.close()
