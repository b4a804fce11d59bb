"""The digests that make the record of a workshop checkable, and the short codes of them.

Anybody can redo them by hand. The codes are read aloud in a hall and written down.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

# No 0/O, 1/I/L.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
HALF = 5


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


def short_code(digest: str) -> str:
    """Ten letters that stand for a digest in hexadecimal: "7KQ2M-X94TD"; nothing for none.

    The digest read as a number, written with the letters as figures, of which the last ten count.
    """
    if not digest:
        return ""
    number = int(digest, 16)
    letters = ""
    for _position in range(2 * HALF):
        number, figure = divmod(number, len(CODE_LETTERS))
        letters = CODE_LETTERS[figure] + letters
    return f"{letters[:HALF]}-{letters[HALF:]}"
