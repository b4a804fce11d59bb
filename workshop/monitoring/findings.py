"""What the doctor says: one finding for each thing looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was found and, unless all is well, what to do.

    With a fault the site does not work as it should; a warning is for a person to weigh.
    """

    about: str
    what: str
    advice: str = ""
    is_fault: bool = False

    @property
    def mark(self) -> str:
        return "FAULT" if self.is_fault else "note" if self.advice else "ok"


def fine(about: str, what: str) -> Finding:
    return Finding(about, what)


def note(about: str, what: str, advice: str) -> Finding:
    return Finding(about, what, advice)


def fault(about: str, what: str, advice: str) -> Finding:
    return Finding(about, what, advice, is_fault=True)
