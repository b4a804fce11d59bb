"""As a stranger: whatever is not marked public answers with the way to sign in."""

from __future__ import annotations

import pytest

PUBLIC = {
    "live.screen",
    "live.screen_parts",
    "people.enter",
    "people.enter_now",
    "people.find",
    "people.join",
    "people.join_qr",
    "people.knock",
    "people.prove",
    "people.sign_in",
    "plans.start",
    "public.changes",
    "public.commitment",
    "public.data",
    "public.elsewhere",
    "public.everything",
    "public.feed",
    "public.file",
    "public.index",
    "public.lineage",
    "public.plan",
    "public.round",
    "public.round_minutes",
    "public.round_minutes_file",
    "public.story",
    "set_language",
    "planfile.plan_schema",
    "voting.promise",
    "watch.healthz",
    "watch.metrics",  # asks for a token of its own
    "watch.readyz",
}


@pytest.fixture
def rules(app):
    """Every address of the site but the plain files: (endpoint, method, path with a 1 in it)."""
    adapter = app.url_map.bind("localhost")
    return [
        (rule.endpoint, method, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1)))
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if not rule.endpoint.endswith("static")
    ]


def test_what_is_public_is_known(app, rules):
    with app.app_context():
        endpoints = {endpoint for endpoint, _method, _path in rules}
        public = {
            endpoint
            for endpoint in endpoints
            if getattr(app.view_functions.get(endpoint), "is_public", False)
        }

    assert public == PUBLIC


def test_all_else_asks_a_stranger_to_sign_in(client, rules):
    closed = [rule for rule in rules if rule[0] not in PUBLIC]

    answers = {rule: client.open(rule[2], method=rule[1]) for rule in closed}

    assert closed
    for (_endpoint, method, path), answer in answers.items():
        if method == "GET":
            assert (answer.status_code, answer.location) == (302, f"/sign-in?next={path}"), path
        else:
            assert answer.status_code == 401, path


def test_a_script_is_told_in_its_own_words(client, rules):
    for endpoint, method, path in rules:
        if endpoint not in PUBLIC:
            answer = client.open(path, method=method, headers={"Accept": "application/json"})
            assert (answer.status_code, answer.json["url"]) == (401, "/sign-in"), path
