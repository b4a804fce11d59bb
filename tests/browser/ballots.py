"""Ballots from elsewhere: the pages' own forms, sent without a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping

import requests

from tests.browser.windows import Doorman

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OPTION = re.compile(r'data-option="(\w+)".*?data-text[^>]*>([^<]+)<', re.DOTALL)


def vote_by_post(door: Doorman, name: str, ranking: list[str]) -> None:
    """Somebody enters by personal link and casts an order, without a script or a socket."""
    mark_by_post(door, name, "rank", {text: place for place, text in enumerate(ranking, start=1)})


def mark_by_post(door: Doorman, name: str, kind: str, marks: Mapping[str, object]) -> None:
    """The same for every kind of ballot: "rank", "tick", "dots" or "mark".

    `marks` says what an option's field gets; in a grid, what each criterion's does.
    """
    with requests.Session() as session:

        def get(path: str) -> str:
            answer = session.get(door.server.url + path)
            answer.raise_for_status()
            return answer.text

        def send(path: str, page: str, **fields: str) -> str:
            fields["csrf_token"] = TOKEN.search(page)[1]  # type: ignore[index]
            answer = session.post(door.server.url + path, data=fields)
            answer.raise_for_status()
            return answer.text

        link = door.table.links[name]
        room = send(link, get(link))
        path = re.search(r'href="([^"]+/ballot)"', room)[1]  # type: ignore[index]
        ballot = get(path)
        keys = {text.strip(): key for key, text in OPTION.findall(ballot)}
        fields: dict[str, str] = {}
        for text, mark in marks.items():
            field = f"{kind}-{keys[text]}"
            if isinstance(mark, Mapping):
                fields |= {f"{field}-{criterion}": str(one) for criterion, one in mark.items()}
            else:
                fields[field] = str(mark)
        send(path, ballot, step="cast", revision="0", **fields)
