"""The digests that make the record of a workshop checkable; anybody can redo them by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any


def canonical_json(obj: Any) -> str:
    """The one way to write a value: sorted keys, no spaces, letters as they are."""
    return json.dumps(obj, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(value: Any) -> str:
    """SHA-256 over a value as canonical JSON in UTF-8, in hexadecimal."""
    return sha256_of_text(canonical_json(value))


def sha256_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def chain_digest(previous: str, entry_digest: str) -> str:
    """The digest of a chain up to an entry: over the digest before it and the entry's own."""
    return sha256_of_text(previous + entry_digest)


def salted_digest(salt: str, answers: Iterable[Any]) -> str:
    """The digest of a set of ballots: over the salt and the sorted answers.

    Few ballots could be found by trying until the digest fits; whoever has no salt cannot try.
    """
    return salted_as_kept(salt, sorted(map(canonical_json, answers)))


def salted_as_kept(salt: str, written: Sequence[str]) -> str:
    """The same of answers that are canonical JSON already, and sorted."""
    return sha256_of_text(f"{salt}[{','.join(written)}]")
