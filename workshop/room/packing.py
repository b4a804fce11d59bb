"""Snapshots made small for bad lines: long ones go compressed, once for all who hear them.

The websocket's own compression would be done again for every client; this is done once for an
audience. A page whose browser cannot unpack asks for its parts by HTTP instead.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from functools import lru_cache
from typing import Any

# Below this many characters a snapshot fits into one or two packets of the network as it is.
SHORT = 1_500


def pack(parts: dict[str, str]) -> dict[str, Any]:
    """The parts as they go over a socket: `{"parts": {…}}`, or `{"packed": text}` when long.

    The text is JSON, compressed (zlib) and in base64.
    """
    if sum(map(len, parts.values())) < SHORT:
        return {"parts": parts}
    return {"packed": _compress(tuple(parts.items()))}


@lru_cache(maxsize=64)
def _compress(parts: tuple[tuple[str, str], ...]) -> str:
    text = json.dumps(dict(parts), ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode())).decode()


def unpack(message: dict[str, Any]) -> dict[str, Any]:
    """The message with its parts as they were, however they came."""
    if "packed" not in message:
        return message
    parts = json.loads(zlib.decompress(b64decode(message["packed"])))
    return {**{name: value for name, value in message.items() if name != "packed"}, "parts": parts}
