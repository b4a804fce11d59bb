"""A play in which every button is pressed twice, as a finger does, and what that changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.road.play import Play, said
from workshop.extensions import db

# A repeat is noted in these; nothing else may change.
NOTED = {"last_press", "answered_order"}


class Twice(Play):
    """Sends each order a second time, and a third after others have acted on the workshop.

    `wrong` says which were answered otherwise, and which were done again.
    """

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.pressed: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.kept = sorted(db.metadata.tables.keys() - NOTED)

    def contents(self) -> dict[str, list[Any]]:
        """Every row of every table, save how often the rooms were told something."""
        with self.app.app_context(), db.engine.connect() as connection:
            rows = {
                name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings().all()
                for name in self.kept
            }
        workshops = [{**row, "version": 0} for row in rows["workshop"]]
        return {name: sorted(map(repr, rows[name])) for name in rows} | {"workshop": workshops}

    def send(self, browser: Any, address: str, /, **fields: Any) -> Any:
        answer = super().send(browser, address, **fields)
        act, _values = self.app.url_map.bind("localhost").match(address, "POST")
        self.pressed[act] += 1
        before = self.contents()
        again = self.post(browser, address, fields)
        if again.status_code not in (200, 303) or said(again) != answer:
            self.wrong.append(f"{act} is answered {again.status_code}: {again.text[:200]}")
        self.note_done_again(act, before)
        self.let_others_act()
        later = self.post(browser, address, fields)
        if later.status_code not in (200, 303):
            self.wrong.append(f"{act} is answered {later.status_code}: {later.text[:200]}")
        self.note_done_again(f"{act}, when others act,", before)
        return answer

    def note_done_again(self, act: str, before: dict[str, list[Any]]) -> None:
        after = self.contents()
        if changed := [name for name in before if before[name] != after[name]]:
            self.wrong.append(f"{act} is done twice, in {', '.join(changed)}")

    def let_others_act(self) -> None:
        """Somebody acts on each workshop, in a way that is no affair of the button pressed."""
        with self.app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE workshop SET version = version + 1")
