"""Figures of several runs, their medians, and the table beside the budgets."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass


def percentile(values: list[float], percent: int) -> float:
    """The value below which `percent` of them lie; 0 of none."""
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


class Figures:
    """What one run measured, by name. Delays are kept whole; `medians` joins several runs."""

    def __init__(self) -> None:
        self.single: dict[str, float] = {}
        self.delays: dict[str, list[list[float]]] = {}
        self.errors: Counter[str] = Counter()

    def note(self, name: str, value: float) -> None:
        self.single[name] = value

    def note_delays(self, name: str, seconds: list[float]) -> None:
        """The delays of one event, one per client; several events of a name are joined."""
        self.delays.setdefault(name, []).append(seconds)

    def summary(self) -> dict[str, float]:
        """Every figure of this run: milliseconds for delays, with the median of the last ones."""
        figures = dict(self.single)
        for name, events in self.delays.items():
            together = [delay for event in events for delay in event]
            figures[f"{name}_p50"] = percentile(together, 50) * 1e3
            figures[f"{name}_p99"] = percentile(together, 99) * 1e3
            lasts = [max(event, default=0.0) for event in events]
            figures[f"{name}_last"] = statistics.median(lasts) * 1e3
            figures[f"{name}_worst"] = max(lasts) * 1e3
        return figures


def medians(runs: list[Figures]) -> dict[str, float]:
    """The median of each figure over the runs that have it."""
    values: dict[str, list[float]] = {}
    for run in runs:
        for name, value in run.summary().items():
            values.setdefault(name, []).append(value)
    return {name: statistics.median(several) for name, several in values.items()}


@dataclass(frozen=True)
class Row:
    """A line of the table: what it is, which figure, and the budget where there is one."""

    label: str
    figure: str
    unit: str = "ms"
    goal: str = ""
    limit: str = ""
    digits: int = 0


def rows(participants: int, database: str) -> list[Row]:
    is_large = participants > 1000
    push = ("≤ 110", "250") if is_large else ("≤ 60", "150")
    memory = ("≤ 300", "450") if is_large else ("≤ 220", "300")
    saturation = ("≥ 800", "400") if database == "SQLite" else ("≥ 600", "300")
    return [
        Row("moderator's POST to the last client", "act_last", "ms", *push),
        Row("the same, p50 of all receipts", "act_p50"),
        Row("the same, p99 of all receipts", "act_p99"),
        Row("the same, worst of the run", "act_worst"),
        Row("pushed to each (largest audience)", "size", "kB", digits=1),
        Row("5 acts per second, last client", "rapid_last"),
        Row("change of phase, every part, last client", "phase_last"),
        Row("someone asks for the floor, 2 per second, last client", "queue_last"),
        Row("someone contributes, 5 per second, last client", "contribution_last"),
        Row("pushed to each after 40 contributions", "contribution_size", "kB", digits=1),
        Row("server CPU per message delivered", "message_cpu", "µs", "≤ 32", "45"),
        Row("messages lost", "lost", "", "0", "0"),
        Row("messages repeated", "repeated", "", "0", "0"),
        Row("sockets gone at the end", "dropped", "", "0", "0"),
        Row("joins (socket, authorization, room, all parts)", "joins", "/s", "≥ 500", "250"),
        Row("arrivals over HTTP (link, form, room page)", "arrivals", "/s"),
        Row("CPU per arrival", "arrival_cpu", "ms", digits=1),
        Row("room page, server time p50", "page", "ms", "≤ 15", "40", 1),
        Row("room page, first view transferred", "transferred", "kB", "≤ 200", "300"),
        Row("ballot page, p50", "ballot_page_p50", digits=1),
        Row("ballot page, p99", "ballot_page_p99"),
        Row("ballot in the window, p50", "ballot_p50", digits=1),
        Row("ballot in the window, p99", "ballot_p99", "ms", "≤ 60", "250"),
        Row("CPU per ballot", "ballot_cpu", "ms", digits=1),
        Row("ballots failed", "ballot_errors", "", "0", "0"),
        Row("ballots sent / acknowledged / counted", "counts", ""),
        Row("ballots at saturation (changed, 50 at a time)", "saturation", "/s", *saturation),
        Row("pages the disk keeps for good (fsync)", "syncs", "/s"),
        Row("closing and counting, last client", "close_last"),
        Row("each place of the result shown, last client", "reveal_last"),
        Row("memory, all connected", "memory", "MB", *memory),
        Row("memory, at the end", "memory_end", "MB"),
    ]


def table(figures: dict[str, float], participants: int, database: str) -> str:
    """The measured figures beside their budgets, as Markdown."""
    lines = ["| measure | measured | goal | limit |", "|---|--:|--:|--:|"]
    for row in rows(participants, database):
        if row.figure == "counts":
            names = ("sent", "ballot_acknowledged", "ballots", "counted")
            value = " / ".join(f"{figures.get(name, 0):.0f}" for name in names if name != "ballots")
        elif row.figure in figures:
            value = f"{figures[row.figure]:,.{row.digits}f} {row.unit}"
        else:
            value = "–"
        lines.append(f"| {row.label} | {value.strip()} | {row.goal} | {row.limit} |")
    return "\n".join(lines)


def comparison(figures: dict[str, float]) -> str:
    """The pushes beside those of the bare servers, with how many times theirs ours are."""
    lines = [
        "| the same bytes to as many clients | ours | bare Flask-SocketIO | bare Node |",
        "|---|--:|--:|--:|",
    ]
    for label, figure in (
        ("POST to the last client, ms", "act_last"),
        ("5 per second, last client, ms", "rapid_last"),
        ("server CPU per message, µs", "message_cpu"),
        ("joins per second", "joins"),
        ("memory, MB", "memory"),
    ):
        ours = figures[figure]
        cells = [
            f"{theirs:.0f} (× {ours / theirs:.2f})" if theirs else "not measured"
            for theirs in (figures.get(f"bare_{figure}"), figures.get(f"node_{figure}"))
        ]
        lines.append(f"| {label} | {ours:.0f} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)
