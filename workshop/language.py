"""Which language a person reads (chosen, the browser's, the setting), and which day it is there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from babel.core import get_global
from babel.dates import format_skeleton, get_timezone_name
from babel.support import Translations
from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Domain, force_locale, format_date, get_locale, to_user_timezone

from workshop.extensions import babel

P = ParamSpec("P")
R = TypeVar("R")

LANGUAGES = {"es": "Español", "en": "English"}
# Where a catalogue lacks a sentence it is read in this one; elsewhere in English, as in the code.
FALLBACKS = {"qu": "es"}
# Whose spelling is meant, where it is not that of the country in which a language is spoken most.
COUNTRIES = {"es": "PE"}
# What parts the values of a CSV for a spreadsheet that is set to the language; a comma elsewhere.
SEPARATORS = {"es": ";"}
# A day without its year, as CLDR names the forms.
WITHOUT_YEAR = "MMMMd"


def language_of_request() -> str:
    """The language of this request: `es` or `en`."""
    preset: str = current_app.config["LANGUAGE"]
    if not has_request_context():
        return preset
    kept: str = session.get("language", "")
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(LANGUAGES) or preset


def current() -> str:
    """The language in force here, inside a push as well as inside a request."""
    locale = get_locale()
    return locale.language if locale else str(current_app.config["LANGUAGE"])


def chosen() -> str:
    """The language that the address asks for (`?language=es`), else the one in force."""
    wanted: str = request.args.get("language", "")
    return wanted if wanted in LANGUAGES else current()


def in_chosen_language(view: Callable[P, R]) -> Callable[P, R]:
    """A view whose answer is in the language that its address asks for."""

    @wraps(view)
    def wrapper(*arguments: P.args, **named: P.kwargs) -> R:
        with force_locale(chosen()):
            return view(*arguments, **named)

    return wrapper


def nearest(language: str, kept: Collection[str]) -> str:
    """Which of the languages that a text is kept in to read, by a reader of `language`.

    What was kept before a language was added is read in the one that it falls back on.
    """
    preset: str = current_app.config["LANGUAGE"]
    wanted = (language, FALLBACKS.get(language, ""), preset, *kept)
    return next(code for code in wanted if code in kept)


def with_country(language: str) -> str:
    """The language as word processors name it: "es-PE"."""
    likely: str = get_global("likely_subtags").get(language, language)
    country = COUNTRIES.get(language) or likely.rpartition("_")[2]
    return language if country == language else f"{language}-{country}"


def day_of(instant: datetime) -> date:
    """The day of an instant where the workshops are held, which is not always the day in UTC."""
    return to_user_timezone(instant).date()


def day_name(day: date, *, is_year_known: bool = True) -> str:
    """A day in words; without its year where that was only inferred."""
    if is_year_known:
        return str(format_date(day, "long"))
    return str(format_skeleton(WITHOUT_YEAR, day, locale=current()))


def zone_name() -> str:
    """Whose time is told, in the language in force: "Peru Time". It stands beside hours that
    people elsewhere may read."""
    return str(get_timezone_name(current_app.config["TIMEZONE"], locale=current()))


def list_separator() -> str:
    """What parts the values of a CSV in the language in force, or the one it falls back on."""
    language = current()
    return SEPARATORS.get(language) or SEPARATORS.get(FALLBACKS.get(language, ""), ",")


def catalogues(directory: str) -> Domain:
    """Our sentences in every language, those of a catalogue with a fallback chained to it."""
    domain = Domain(directory)
    for language, wider in FALLBACKS.items():
        translations = Translations.load(directory, [language])
        translations.add_fallback(Translations.load(directory, [wider]))
        domain.cache[language, "messages"] = translations
    return domain


def bind(app: Flask) -> None:
    babel.init_app(
        app,
        locale_selector=language_of_request,
        timezone_selector=lambda: app.config["TIMEZONE"],
    )
    babel.domain_instance = catalogues(app.config["BABEL_TRANSLATION_DIRECTORIES"])
    app.jinja_env.globals.update(current_language=current, LANGUAGES=LANGUAGES)
