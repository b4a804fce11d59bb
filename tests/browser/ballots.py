"""Ballots from elsewhere: the pages' own forms, sent without a browser."""

from __future__ import annotations

import re

import requests

from tests.browser.windows import Doorman

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OPTION = re.compile(r'id="option-(\w+)">([^<]+)<')


def vote_by_post(door: Doorman, name: str, ranking: list[str]) -> None:
    """Somebody enters by personal link and votes, without a script or a socket."""
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
        places = {f"rank-{keys[text]}": str(n) for n, text in enumerate(ranking, start=1)}
        send(path, ballot, step="cast", revision="0", **places)
