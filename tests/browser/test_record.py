"""A commitment record from its first word to the public, past every error and every warning."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.roundtable import Roundtable
from tests.browser.windows import Doorman
from workshop import clock
from workshop.commitments.models import Commitment
from workshop.database import writing
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.plans.models import Theme

ROSA = "Rosa Mamani"
TITLE = "Publicar el registro nacional de permisos forestales."
SHORTER = "Publicar el registro de permisos forestales."


@pytest.fixture
def door(gather) -> Doorman:
    return gather(ROSA, round=3)


@pytest.fixture
def address(site: Flask, door: Doorman) -> str:
    """Where the draft of Rosa's ministry is written; no idea leads to it."""
    return draft(site, door.table)


def draft(site: Flask, table: Roundtable) -> str:
    with site.app_context(), writing():
        [theme] = db.session.scalars(db.select(Theme).filter_by(plan_id=table.plan_id))
        [ministry] = db.session.scalars(db.select(Organization).filter_by(acronym="MINAM"))
        record = Commitment(
            theme_id=theme.id, title=TITLE, organization_id=ministry.id, created_at=clock.now()
        )
        db.session.add(record)
        db.session.flush()
        return f"/plans/{table.plan_id}/commitments/{record.id}"


class Record:
    """The window of someone who fills in a record."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)

    def write(self, **fields: str) -> None:
        """Write into fields by their ids, as people do: type, go on; they save themselves."""
        for name, text in fields.items():
            self.page.locator(f"#{name.replace('_0', '-0')}").fill(text)
            self.page.keyboard.press("Tab")

    def tick(self, value: str) -> None:
        self.page.locator(f"#value-{value}").check()

    def has(self, *keys: str, is_error: bool = True) -> None:
        """These checks, and no others, are not met."""
        kind = "is-required" if is_error else "is-advised"
        for key, count in Counter(keys).items():
            items = self.page.locator(f'#checks li.{kind}[data-check^="{key}"]')
            expect(items).to_have_count(count)
        expect(self.page.locator(f"#checks li.{kind}")).to_have_count(len(keys))

    def warned_of(self, *keys: str) -> None:
        self.has(*keys, is_error=False)

    def milestone(self, number: int, **fields: str) -> None:
        card = self.page.locator(".record-milestone").nth(number - 1)
        for name, value in fields.items():
            field = card.locator(f'[name="{name}"]')
            if name in ("start", "end"):
                field.select_option(value)
            else:
                field.fill(value)
        self.page.keyboard.press("Tab")

    def step(self, name: str, *, confirming: bool = False, **fields: str) -> None:
        form = self.page.locator(f'form[action$="/{name}"]')
        for field, text in fields.items():
            form.locator(f'[name="{field}"]').fill(text)
        form.locator("button").click()
        if confirming:
            self.page.locator('dialog.confirm button[value="yes"]').click()

    def is_at(self, place: int) -> None:
        steps = self.page.locator(".record-steps li")
        expect(steps.nth(place)).to_have_attribute("aria-current", "step")


@pytest.mark.slow
def test_past_every_error_and_warning_to_the_public(door, address):
    rosa = Record(door.seat(ROSA).page, address)
    what_is_empty_is_an_error(rosa)
    what_contradicts_itself_is_an_error(rosa)
    what_may_stand_is_a_warning(rosa)

    gabriela = Record(door.signed_in(door.table.admin, address), address)
    two_write_the_same_text(rosa, gabriela)
    it_goes_back_and_comes_again(rosa, gabriela)
    it_is_approved_and_published(gabriela)
    everyone_reads_it(door, address)
    the_sgp_takes_it_away(gabriela, door)


def what_is_empty_is_an_error(rosa: Record) -> None:
    texts = ("problem", "description", "contribution", "relevance")
    lists = ("milestones", "final_products", "outcome_indicators")
    monitoring = ("monitoring_entity", "monitoring_unit")
    rosa.has(*(f"empty-{name}" for name in ("period", *texts, *lists, *monitoring)))
    expect(rosa.page.locator('form[action$="/complete"]')).to_have_count(0)

    rosa.write(title="")  # what cannot be empty at all is refused, and the words stay
    expect(rosa.page.locator("#form-heading .field-error")).to_be_visible()
    rosa.write(title=TITLE)
    rosa.write(
        problem="Nadie sabe qué bosques se talan con permiso.",
        description="Un registro público:\n\n- Diseñar el registro\n- Capacitar a las regiones",
        contribution="Cualquiera podrá verificar un permiso.",
        relevance="Hace transparente una decisión del Estado.",
        final_products="Registro en línea",
        monitoring_entity="Ministerio de Energía y Minas",
        monitoring_unit="Dirección de Bosques",
    )
    rosa.page.locator("#indicator-0").fill("Permisos publicados")
    rosa.page.keyboard.press("Tab")
    rosa.has("empty-period", "empty-milestones")
    # A list is a list and what looks like markup is only text.
    expect(rosa.page.locator("#form-description [data-saved]")).not_to_be_empty()


def what_contradicts_itself_is_an_error(rosa: Record) -> None:
    rosa.write(period_start="2024-12", period_end="2023-07")
    rosa.has("period", "empty-milestones")
    rosa.page.locator("#add-milestone button").click()
    rosa.has("period", "lacks")
    rosa.milestone(
        1,
        activity="Diseñar el registro público",
        unit="Dirección de Bosques",
        means="Diseño aprobado",
        start="2024-H2",
        end="2024-H1",
    )
    rosa.has("period", "order")
    rosa.milestone(1, start="2023-H1", end="2025-H1")
    rosa.write(period_start="2023-07", period_end="2025-03")
    rosa.has()
    expect(rosa.page.locator("#milestones .timeline-bar")).to_have_count(1)


def what_may_stand_is_a_warning(rosa: Record) -> None:
    """All there are, each mended or accepted with a note, until none is left."""
    always = ("levels-permisos publicados", "outsiders", "values", "novelty", "idea")
    action = "action-capaci-region"
    others = ("same-unit", "other-entity", action, *always)
    rosa.warned_of("before", "after", "beyond", "beyond", *others)
    rosa.milestone(1, footnote="*")
    rosa.page.locator("#mark-0").fill("*")
    rosa.page.locator("#text-0").fill("Depende de la ley que se debate.")
    rosa.page.keyboard.press("Tab")
    rosa.warned_of("before", "after", *others)

    rosa.milestone(1, start="2023-H2", end="2024-H2")
    rosa.write(monitoring_entity="Ministerio del Ambiente (MINAM)")
    rosa.warned_of("same-unit", action, *always)

    rosa.page.locator("#add-milestone button").click()
    rosa.milestone(
        2,
        activity="Capacitar a las regiones",
        unit="Oficina de Regiones",
        means="Actas",
        start="2024-H1",
        end="2024-H2",
    )
    rosa.warned_of(*always)
    rosa.page.locator('[id$="-up"] button').click()  # what was second is now first
    first = rosa.page.locator(".record-milestone").first
    expect(first.locator('[name="unit"]')).to_have_value("Oficina de Regiones")

    rosa.page.locator("#baseline-0").fill("0")
    rosa.page.locator("#target-0").fill("100 %")
    rosa.write(stakeholders="Gobiernos regionales\n- Loreto\nSociedad civil", novelty="No había.")
    rosa.tick("transparency")
    rosa.warned_of("idea")
    accept = rosa.page.locator("#accept-idea")
    accept.locator("summary").click()
    accept.locator("textarea").fill("Lo manda una ley.")
    accept.locator("button").click()
    rosa.warned_of()
    expect(rosa.page.locator("#checks li.is-met")).to_contain_text("Lo manda una ley.")


def two_write_the_same_text(rosa: Record, gabriela: Record) -> None:
    gabriela.write(problem="Nadie sabe qué se tala.")
    expect(gabriela.page.locator("#form-problem [data-saved]")).not_to_be_empty()
    rosa.write(problem="Nadie sabe qué se tala con permiso.")
    conflict = rosa.page.locator("#form-problem [data-conflict]")
    expect(conflict).to_contain_text("Nadie sabe qué se tala.")
    with rosa.page.expect_response(lambda answer: "/sections/problem" in answer.url):
        conflict.locator("button").first.click()  # keep mine
    expect(conflict).to_be_hidden()
    gabriela.page.reload()
    expect(gabriela.page.locator("#problem")).to_have_value("Nadie sabe qué se tala con permiso.")


def it_goes_back_and_comes_again(rosa: Record, gabriela: Record) -> None:
    rosa.step("complete")
    rosa.is_at(1)
    expect(rosa.page.locator("textarea#problem")).to_have_count(0)  # read, no longer written
    gabriela.page.reload()
    gabriela.page.locator("#send-back summary").click()
    gabriela.step("send-back", reason="El título puede ser más corto.")
    gabriela.is_at(0)

    rosa.page.reload()
    expect(rosa.page.locator(".record-history")).to_contain_text("El título puede ser más corto.")
    rosa.write(title=SHORTER)
    expect(rosa.page.locator("#scope-reason")).to_be_visible()  # a change of scope says why
    rosa.step("complete", reason="Lo pidió la SGP.")
    rosa.is_at(1)
    rosa.step("validate")
    rosa.is_at(2)
    rosa.page.locator('a[href$="/versions"]').click()
    expect(rosa.page.locator(".record-history")).to_contain_text("Lo pidió la SGP.")
    rosa.page.locator("#version-from").select_option("1")
    rosa.page.locator(".record-choose button").click()
    expect(rosa.page.locator(".record-line").first.locator("del")).to_contain_text("nacional")


def it_is_approved_and_published(gabriela: Record) -> None:
    gabriela.page.reload()
    gabriela.step("validate-sgp")
    gabriela.is_at(3)
    today, tomorrow = (f"{clock.now() + timedelta(days=n):%Y-%m-%d}" for n in (-1, 2))
    gabriela.step("approve", instrument="Decreto Supremo 1", approved_on=tomorrow)
    expect(gabriela.page.locator('form[action$="/approve"] [role="alert"]')).to_be_visible()
    gabriela.step("approve", instrument="Decreto Supremo 1", approved_on=today)
    gabriela.is_at(4)
    gabriela.step("publish", confirming=True)
    gabriela.is_at(5)
    expect(gabriela.page.locator("#send-back, .record-main form")).to_have_count(0)


def everyone_reads_it(door: Doorman, address: str) -> None:
    """Without an account and without a script."""
    plan_id, record_id = re.findall(r"\d+", address)
    page = door.open(f"/open/{plan_id}/commitments/{record_id}", java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text(SHORTER)
    expect(page.locator("svg.timeline")).to_be_visible()
    expected = ("Decreto Supremo 1", "Diseñar el registro", "Loreto", "Depende de la ley", "100 %")
    for words in expected:
        expect(page.locator("main")).to_contain_text(words)


def the_sgp_takes_it_away(gabriela: Record, door: Doorman) -> None:
    """Everything as a zip: it says how far it is, can be cancelled, and comes whole."""
    page = gabriela.page
    page.goto(f"/plans/{door.table.plan_id}/files")
    making, ask = page.locator("#making"), page.locator("a[data-making]")
    ask.click()
    expect(making.get_by_role("status")).to_contain_text("de 172")
    making.get_by_role("button").click()
    expect(making.get_by_role("progress")).to_be_hidden()
    expect(making.get_by_role("status")).to_contain_text("Cancelado")

    with page.expect_download() as download:
        ask.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        assert SHORTER in archive.read("es/commitments.csv").decode()
    expect(making.get_by_role("status")).to_contain_text("listos")
