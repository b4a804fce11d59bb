"""Two walks side by side: what is only in either, what differs, and how."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from pathlib import Path
from typing import Any

LINES_SHOWN = 24
LONGEST_LINE = 240
DIFFERENCES_SHOWN = 40
FACTS = ("status", "type", "disposition", "location")


def manifests(folder: Path) -> dict[str, dict[str, Any]]:
    """Every entry of the walk, by its stage and name."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        for name, entry in json.loads(path.read_text("utf-8")).get("entries", {}).items():
            found[f"{path.stem}/{name}"] = entry
    return found


def body(folder: Path, entry: dict[str, Any]) -> list[str]:
    path = folder / "bodies" / entry["normal"][:2] / entry["normal"]
    return path.read_bytes().decode("utf-8", "replace").splitlines()


def differs(former: dict[str, Any], later: dict[str, Any]) -> list[str]:
    """The facts in which two entries differ, "body" among them."""
    found = [name for name in FACTS if former.get(name) != later.get(name)]
    return [*found, *(["body"] if former["normal"] != later["normal"] else [])]


def shown(
    before: Path, after: Path, former: dict[str, Any], later: dict[str, Any], what: list[str]
) -> list[str]:
    lines = [
        f"  {name}: {former.get(name)!r} -> {later.get(name)!r}" for name in what if name != "body"
    ]
    if "body" in what:
        found = difflib.unified_diff(body(before, former), body(after, later), "", "", "", n=0)
        changed = [line for line in found if not line.startswith(("---", "+++"))]
        lines += [f"  {line.strip()[:LONGEST_LINE]}" for line in changed[:LINES_SHOWN]]
        if len(changed) > LINES_SHOWN:
            lines.append(f"  ... and {len(changed) - LINES_SHOWN} lines more")
    return lines


def compare(before: Path, after: Path) -> int:
    """Print what differs; 1 if anything does, or if there was nothing to compare."""
    former, later = manifests(before), manifests(after)
    alone = [(name, "only before") for name in sorted(former.keys() - later.keys())]
    alone += [(name, "only after") for name in sorted(later.keys() - former.keys())]
    both = sorted(former.keys() & later.keys())
    found = {name: what for name in both if (what := differs(former[name], later[name]))}
    for name, where in alone[:DIFFERENCES_SHOWN]:
        print(f"{where}: {name}")
    told: set[tuple[str, ...]] = set()
    for name, what in found.items():
        lines = shown(before, after, former[name], later[name], what)
        if tuple(lines) in told or len(told) >= DIFFERENCES_SHOWN:
            continue  # the same difference on many pages is shown once
        told.add(tuple(lines))
        print(f"differs: {name} ({', '.join(what)})", *lines, sep="\n")
    masked = [name for name in both if former[name]["raw"] != later[name]["raw"]]
    kinds = Counter(former[name].get("type", "") for name in masked if name not in found)
    size = sum(entry["bytes"] for entry in former.values())
    print(
        f"{len(both)} compared ({size} bytes before), {len(found)} differ,"
        f" {len(alone)} on one side only."
    )
    print(f"Equal but for what is masked: {dict(kinds) or 'none, all others byte for byte'}")
    return 1 if found or alone or not both else 0
