"""Passwords of staff: hashed with argon2id, and checked in the same time for whoever is asked."""

from __future__ import annotations

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200

# OWASP's settings for argon2id in 19 MiB: some 20 ms, for one process also carries the live room.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits. Without a hash the answer is no, after the same work."""
    try:
        fits = _hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return fits and bool(password_hash)


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
