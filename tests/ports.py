"""A port for a server that a test starts, and may start again where it was."""

from __future__ import annotations

import random
import socket

# Below those that the system gives to connections: one of them could hold the port of a server
# that is to start again.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port that nobody listens on, by chance: other runs look for one at the same moment."""
    for port in random.SystemRandom().sample(PORTS, 20):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("There is no free port.")
