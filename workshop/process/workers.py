"""Several workers as one site: what one tells its rooms, all tell theirs, by way of Redis.

Redis carries news and who is present, nothing that must be kept. While it is away each worker goes
on alone: acts do not wait for it, and the heartbeat, which asks the database, finds what a page
has missed.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from socketio import RedisManager

# Seconds for which an answer is waited for, and for which Redis is left alone after it gave none.
PATIENCE = 1
REST = 1
# Seconds between two attempts to listen again.
RETRY = 0.25
# Asked whether the line is alive after this many silent seconds, given up after twice as many.
SILENCE = 3

log = logging.getLogger(__name__)

# What a worker can be told to do, by name; it runs in every worker, the teller's included.
ORDERS: dict[str, Callable[..., None]] = {}


class Workers(RedisManager):
    """Socket.IO's Redis queue that never keeps an act waiting, with orders and a common store.

    `has_returned` is set whenever this worker hears the others again after it could not.
    """

    def __init__(self, url: str) -> None:
        # inner import: whoever serves with one process need not have it
        from redis.backoff import NoBackoff

        # inner import: the same
        from redis.retry import Retry

        # Channels are common to all numbers of a Redis: two sites apart by number stay apart.
        number = url.partition("://")[2].partition("/")[2].partition("?")[0] or "0"
        super().__init__(url, channel=f"workshop/{number}")
        self.redis_options = {
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 1),  # a connection that had been closed meanwhile
        }
        self.name_here = secrets.token_hex(8)
        self.rests_until = 0.0
        self.has_returned = False

    @property
    def store(self) -> Any:
        """The Redis client, or None while it is left alone."""
        if time.monotonic() < self.rests_until:
            return None
        if self.redis is None:
            self._redis_connect()
        return self.redis

    def note_failure(self, error: Exception) -> None:
        """Redis gave no answer: leave it alone for a moment."""
        if time.monotonic() >= self.rests_until:
            log.warning("Redis does not answer: %s", error)
        self.rests_until = time.monotonic() + REST

    def order(self, name: str, **details: Any) -> None:
        """Have every worker carry out an order."""
        ORDERS[name](**details)
        self._publish({"order": name, "details": details, "host_id": self.host_id})

    def _publish(self, data: dict[str, Any]) -> None:
        if not (store := self.store):
            return
        try:
            store.publish(self.channel, self.json.dumps(data))
        except Exception as error:
            self.note_failure(error)

    def _listen(self) -> Iterator[dict[str, Any]]:
        """What the other workers say, for as long as the process lives."""
        while True:
            try:
                yield from self._hear()
            except Exception as error:
                self.note_failure(error)
                time.sleep(RETRY)

    def _hear(self) -> Iterator[dict[str, Any]]:
        """The same until the line breaks or falls silent."""
        if self.redis is None:
            self._redis_connect()
        with self.redis.pubsub() as line:
            line.subscribe(self.channel)
            heard_at, is_asked = time.monotonic(), False
            while True:
                message = line.get_message(timeout=PATIENCE)
                if message is None:
                    silent = time.monotonic() - heard_at
                    if silent > 2 * SILENCE:
                        raise TimeoutError("the line has fallen silent")
                    if silent > SILENCE and not is_asked:
                        line.ping()
                        is_asked = True
                    continue
                heard_at, is_asked = time.monotonic(), False
                if message["type"] == "subscribe":
                    self.has_returned = True
                elif message["type"] == "message":
                    data = json.loads(message["data"])
                    if "order" not in data:
                        yield data
                    elif data["host_id"] != self.host_id:
                        ORDERS[data["order"]](**data["details"])


def workers_of(socketio: Any) -> Workers | None:
    """The other workers' line, when there may be others."""
    manager = socketio.server.manager
    return manager if isinstance(manager, Workers) else None


def tell_all(socketio: Any, order: str, **details: Any) -> None:
    """Carry out an order here and at every other worker."""
    if workers := workers_of(socketio):
        workers.order(order, **details)
    else:
        ORDERS[order](**details)
