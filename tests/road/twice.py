"""A play in which every button is pressed twice, as a finger does, and what that changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.road.play import Play, said
from workshop.extensions import db

# A repeat is noted in these; nothing else may change.
NOTED = {"last_press", "answered_order"}


class Twice(Play):
    """Sends each order a second time. `wrong` says what was answered otherwise, or done again."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.pressed: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.kept = sorted(db.metadata.tables.keys() - NOTED)

    def contents(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"')))
                for name in self.kept
            }

    def send(self, browser: Any, address: str, /, **fields: Any) -> Any:
        answer = super().send(browser, address, **fields)
        before = self.contents()
        again = self.post(browser, address, fields)
        after = self.contents()
        act, _values = self.app.url_map.bind("localhost").match(address, "POST")
        self.pressed[act] += 1
        if again.status_code not in (200, 303) or said(again) != answer:
            self.wrong.append(f"{act} is answered {again.status_code}: {again.text[:200]}")
        if changed := [name for name in before if before[name] != after[name]]:
            self.wrong.append(f"{act} is done twice, in {', '.join(changed)}")
        return answer
