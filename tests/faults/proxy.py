"""A line that can be cut: a socket proxy between whoever asks and whoever answers."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Coroutine
from typing import Any


class Line:
    """A port of ours that leads to `port`, until it is hung up or falls silent."""

    def __init__(self, port: int) -> None:
        self.leads_to = port
        self.loop = asyncio.new_event_loop()
        self.flows = asyncio.Event()
        self.flows.set()
        self.is_up = True
        self.down_since = 0.0
        self.writers: set[asyncio.StreamWriter] = set()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        self.server = self._do(self._listen())
        self.port = self.server.sockets[0].getsockname()[1]

    def hang_up(self) -> None:
        """Break every connection and refuse new ones."""
        self.down_since = time.monotonic()
        self._do(self._hang_up())

    def fall_silent(self) -> None:
        """Nothing passes any more, and nobody is told: what a lost network looks like."""
        self.loop.call_soon_threadsafe(self.flows.clear)

    def restore(self) -> None:
        self.is_up = True
        self.loop.call_soon_threadsafe(self.flows.set)

    def close(self) -> None:
        self.hang_up()
        self._do(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def _run(self) -> None:
        """Carry until told to stop; what was cut last is let go before the loop ends."""
        self.loop.run_forever()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def _do(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(deed, self.loop).result(10)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=500)

    async def _hang_up(self) -> None:
        self.is_up = False
        for writer in list(self.writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_up:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.leads_to)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self.writers |= both
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        self.writers -= both

    async def _end(self) -> None:
        self.server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                await self.flows.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
