"""Ballots from elsewhere: the pages' own forms, sent without a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping

import requests

from tests.browser.windows import Doorman

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OPTION = re.compile(r'data-option="(\w+)".*?data-text[^>]*>([^<]+)<', re.DOTALL)


def vote_by_post(door: Doorman, name: str, ranking: list[str], ballot: int = 0) -> None:
    """Somebody enters by personal link and casts an order, without a script or a socket."""
    places = {text: place for place, text in enumerate(ranking, start=1)}
    mark_by_post(door, name, "rank", places, ballot)


def mark_by_post(
    door: Doorman, name: str, kind: str, marks: Mapping[str, object], ballot: int = 0
) -> None:
    """The same for every kind of ballot: "rank", "tick", "dots" or "mark".

    `marks` says what an option's field gets; in a grid, what each criterion's does. Of several
    ballots in the room, `ballot` says which.
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
        path = list(dict.fromkeys(re.findall(r'href="([^"]+/ballot)"', room)))[ballot]
        paper = get(path)
        keys = {text.strip(): key for key, text in OPTION.findall(paper)}
        fields: dict[str, str] = {}
        for text, mark in marks.items():
            field = f"{kind}-{keys[text]}"
            if isinstance(mark, Mapping):
                fields |= {f"{field}-{criterion}": str(score) for criterion, score in mark.items()}
            else:
                fields[field] = str(mark)
        send(path, paper, step="cast", revision="0", **fields)
