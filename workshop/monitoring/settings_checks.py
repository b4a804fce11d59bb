"""The doctor on settings: missing, misspelled, weak, or not going together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from workshop import config
from workshop.language import LANGUAGES
from workshop.monitoring.findings import Finding, fault, note

SHORTEST_SECRET = 32
# Those of an environment that are not for the application itself.
OTHER_VARIABLES = ("WORKSHOP_TEST_",)


def of_environment(environment: Mapping[str, str]) -> Iterator[Finding]:
    """What the application itself cannot see: a missing secret, a name it does not know."""
    secret = environment.get("WORKSHOP_SECRET_KEY", "")
    make_one = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
    if not secret:
        yield fault(
            "settings",
            "WORKSHOP_SECRET_KEY is not set, so the site does not start.",
            f"Make one, set it and keep it: {make_one}",
        )
    elif len(secret) < SHORTEST_SECRET:
        yield fault(
            "settings",
            f"WORKSHOP_SECRET_KEY has only {len(secret)} characters and could be guessed.",
            f"Make a longer one (all sessions and links end): {make_one}",
        )
    for name in sorted(environment):
        known = name.removeprefix("WORKSHOP_") in config.DEFAULTS
        if name.startswith("WORKSHOP_") and not known and not name.startswith(OTHER_VARIABLES):
            yield note(
                "settings",
                f"{name} is set, and there is no such setting.",
                "Compare its spelling with the table of settings in docs/deployment.md.",
            )


def of_settings(settings: Mapping[str, Any]) -> Iterator[Finding]:
    """Settings that are wrong in themselves, or do not go together."""
    if settings["LANGUAGE"] not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        yield fault(
            "settings",
            f"WORKSHOP_LANGUAGE is {settings['LANGUAGE']}, which is not translated.",
            f"Use one of: {known}.",
        )
    address = urlsplit(settings["BASE_URL"] or "")
    if settings["BASE_URL"] and not (address.scheme in ("http", "https") and address.netloc):
        yield fault(
            "settings",
            "WORKSHOP_BASE_URL is not an address, so links and QR codes lead nowhere.",
            "Write it as people type it, with https:// in front.",
        )
    if address.scheme == "https" and not settings["HTTPS"]:
        yield note(
            "settings",
            "WORKSHOP_BASE_URL begins with https:// but WORKSHOP_HTTPS is not on.",
            "Set WORKSHOP_HTTPS=yes, so that cookies never travel in the open.",
        )
    if settings["HTTPS"] and not settings["PROXIES"]:
        yield note(
            "settings",
            "WORKSHOP_HTTPS is on but no reverse proxy is believed.",
            "Set WORKSHOP_PROXIES=1 if one is in front: else all people share one address and "
            "one rate limit.",
        )
    if not settings["RATE_LIMITS"]:
        yield note(
            "settings",
            "Rate limits are off, so passwords and codes can be tried without end.",
            "Remove WORKSHOP_RATE_LIMITS; `no` is only for load tests.",
        )
    if settings["METRICS_TOKEN"] and len(settings["METRICS_TOKEN"]) < SHORTEST_SECRET:
        yield note(
            "settings",
            f"WORKSHOP_METRICS_TOKEN has fewer than {SHORTEST_SECRET} characters.",
            "Make a longer one, as for the secret key.",
        )
