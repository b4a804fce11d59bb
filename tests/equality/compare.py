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
    entries = {}
    for path in sorted(folder.glob("*.json")):
        for name, entry in json.loads(path.read_text("utf-8")).get("entries", {}).items():
            entries[f"{path.stem}/{name}"] = entry
    return entries


def body(folder: Path, entry: dict[str, Any]) -> list[str]:
    path = folder / "bodies" / entry["normal"][:2] / entry["normal"]
    return path.read_bytes().decode("utf-8", "replace").splitlines()


def differs(former: dict[str, Any], later: dict[str, Any]) -> list[str]:
    """The facts in which two entries differ, "body" among them."""
    names = [name for name in FACTS if former.get(name) != later.get(name)]
    return [*names, *(["body"] if former["normal"] != later["normal"] else [])]


def shown(
    before: Path, after: Path, former: dict[str, Any], later: dict[str, Any], what: list[str]
) -> list[str]:
    lines = [
        f"  {name}: {former.get(name)!r} -> {later.get(name)!r}" for name in what if name != "body"
    ]
    if "body" in what:
        diff = difflib.unified_diff(body(before, former), body(after, later), "", "", "", n=0)
        changed = [line for line in diff if not line.startswith(("---", "+++"))]
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
    differences = {name: what for name in both if (what := differs(former[name], later[name]))}
    for name, where in alone[:DIFFERENCES_SHOWN]:
        print(f"{where}: {name}")
    printed: set[tuple[str, ...]] = set()
    for name, what in differences.items():
        lines = shown(before, after, former[name], later[name], what)
        if tuple(lines) in printed or len(printed) >= DIFFERENCES_SHOWN:
            continue  # the same difference on many pages is shown once
        printed.add(tuple(lines))
        print(f"differs: {name} ({', '.join(what)})", *lines, sep="\n")
    masked = [name for name in both if former[name]["raw"] != later[name]["raw"]]
    kinds = Counter(former[name].get("type", "") for name in masked if name not in differences)
    size = sum(entry["bytes"] for entry in former.values())
    print(
        f"{len(both)} compared ({size} bytes before), {len(differences)} differ,"
        f" {len(alone)} on one side only."
    )
    print(f"Equal but for what is masked: {dict(kinds) or 'none, all others byte for byte'}")
    return 1 if differences or alone or not both else 0
