"""The two ways of deployment, each a site whose servers are shared by the tests of a file."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tests.faults.page import Page
from tests.faults.proxy import Line
from tests.faults.site import Site

WORKERS = ("gunicorn", "-k", "workshop.serving.Worker", "-w", "2", "--no-control-socket")


# Two sites on one number of Redis would hear each other: workers of pytest-xdist have their own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def own_number(redis: str) -> str:
    """The address, with a number of Redis that no other of pytest-xdist's workers uses."""
    server, _slash, number = redis.rpartition("/")
    return f"{server}/{(int(number) + WORKER) % 16}"


def wanted(name: str) -> str:
    if value := os.environ.get(name):
        return value
    stop = pytest.fail if os.environ.get("WORKSHOP_TEST_ALL") == "1" else pytest.skip
    stop(f"{name} is missing: several workers need PostgreSQL and Redis")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory) -> Iterator[Site]:
    """SQLite and one process."""
    folder = tmp_path_factory.mktemp("embedded")
    site = Site(folder, f"sqlite:///{folder / 'workshop.sqlite3'}")
    site.start()
    yield site
    site.close()


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> Iterator[Site]:
    """PostgreSQL, Redis and two workers, with lines to both that can be cut."""
    url, redis = wanted("WORKSHOP_TEST_DATABASE_URL"), wanted("WORKSHOP_TEST_REDIS_URL")
    schema = f"faults_{secrets.token_hex(4)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        address = f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"
        to_data, to_redis = Line(engine.url.port or 5432), Line(6379)
        site = Site(
            tmp_path_factory.mktemp("several"),
            address,
            REDIS_URL=own_number(redis).replace(":6379", f":{to_redis.port}"),
        )
        site.settings["DATABASE_URL"] = address.replace(f":{engine.url.port}/", f":{to_data.port}/")
        site.to_data, site.to_redis = to_data, to_redis
        site.start(*WORKERS)
        yield site
        site.close()
        to_data.close()
        to_redis.close()
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["embedded", "several"])
def site(request) -> Site:
    """Each of the two in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def open_page() -> Iterator:
    """Open a live page; it is closed at the end of the test."""
    pages: list[Page] = []

    def open_page(person, port=None, view="room") -> Page:
        pages.append(Page(person, port or person.site.port, view).open())
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def line(site) -> Iterator[Line]:
    """A line to the site that can be cut."""
    line = Line(site.port)
    yield line
    line.close()
