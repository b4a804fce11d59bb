"""The folder that a walk fills: every piece as a file, and a manifest of what each was."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from normal import normal, pieces, sha256

LONGEST_NAME = 150


class Record:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, dict[str, Any]] = {}
        self.seen: set[tuple[str, str]] = set()

    def keep(self, name: str, body: bytes, **facts: Any) -> None:
        """Keep an answer under its name; the parts of an archive beneath it."""
        for piece, content in pieces(name, body):
            assert piece not in self.entries, piece
            compared = normal(piece, content)
            raw, digest = sha256(content), sha256(compared)
            entry = {**facts, "bytes": len(content), "raw": raw, "normal": digest}
            self.entries[piece] = entry
            kept = self.folder / "bodies" / digest[:2] / digest
            if not kept.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(compared)

    def close(self, stage: str, **facts: Any) -> None:
        manifest = {"facts": facts, "entries": self.entries}
        text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
        (self.folder / f"{stage}.json").write_text(f"{text}\n", "utf-8")


def slug(address: str) -> str:
    """An address as a file name that says which it is."""
    return re.sub(r"[^\w.,=&?-]+", "_", address.strip("/"))[:LONGEST_NAME] or "start"
