"""People at the front door: browsers, what they press, and the rows the database file holds."""

from __future__ import annotations

import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from still import Still
from werkzeug.test import TestResponse

JSON = {"Accept": "application/json"}


class Visit:
    """A site with its visitors. Columns are read as the file has them, past the application."""

    def __init__(self, app: Flask, database: Path, still: Still) -> None:
        self.app, self.database, self.still = app, database, still
        self.browsers: dict[str, FlaskClient] = {"stranger": app.test_client()}
        # Those who walk through all pages; the others only act.
        self.people = ["stranger"]
        self.acts = 0

    def rows(self, query: str, *values: Any) -> list[tuple]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(query, values).fetchall()

    def value(self, query: str, *values: Any) -> Any:
        [(value,)] = self.rows(query, *values)
        return value

    def enter(self, name: str, address: str) -> None:
        """Come in by a personal link."""
        self.browsers[name] = self.app.test_client()
        sent = self._send(name, address, {}, {})
        assert sent.status_code == 303, (address, sent.status_code, sent.text[:500])

    def sign_in(self, name: str, email: str, password: str) -> None:
        self.browsers[name] = self.app.test_client()
        sent = self._send(name, "/sign-in", {"email": email, "password": password}, {})
        assert sent.status_code in (302, 303), (name, sent.status_code)

    def press(self, name: str, address: str, /, **fields: Any) -> TestResponse:
        """Send an act as a page's script does; it must be carried out."""
        sent = self._send(name, address, fields, JSON)
        assert sent.status_code == 200, (name, address, fields, sent.status_code, sent.text[:1500])
        return sent

    def take(self, name: str, address: str, **fields: Any) -> TestResponse:
        """What a POST hands out as a file."""
        return self._send(name, address, fields, {})

    def _send(self, name: str, address: str, fields: dict, headers: dict) -> TestResponse:
        self.acts += 1
        self.still.advance(seconds=1)
        self.still.begin(f"act {self.acts}")
        return self.browsers[name].post(address, data=fields, headers=headers)

    def speak(self, name: str, language: str) -> None:
        self.still.begin(f"{name} {language}")
        self.browsers[name].post("/language", data={"language": language})

    def get(self, name: str, address: str, label: str = "", **options: Any) -> TestResponse:
        self.still.begin(f"{label} {name} {address}")
        return self.browsers[name].get(unescape(address), **options)
