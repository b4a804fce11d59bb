"""The public site on a phone without scripts, and as axe-core finds it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AXE
from tests.browser.windows import Window
from tests.public.scene import Scene
from workshop import clock, create_app
from workshop.database import writing
from workshop.extensions import db
from workshop.people import services

PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def plan(server) -> Scene:
    """The whole plan of the tests' file, published on the served site."""
    app = create_app({"TESTING": True, "WTF_CSRF_ENABLED": False, **server.settings})
    with app.app_context(), writing():
        password = "quinua y maca 1986"
        admin = services.add_staff(
            "Gabriela León", "publica@example.org", password, is_admin=True, now=clock.now()
        )
        person_id = admin.get_id()
    sgp = app.test_client()
    with sgp.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person_id, True
    scene = Scene(app, sgp)
    scene.answer()
    scene.publish(1, 2, 3)
    scene.mend()
    scene.put_forward()
    with app.app_context():
        db.engine.dispose()
    return scene


@pytest.fixture
def open_page(browser, server):
    """Open an address of the public site on a phone."""

    def open_page(address: str, **options: object) -> Page:
        context = browser.new_context(base_url=server.url, viewport=PHONE, locale="es", **options)
        page = context.new_page()
        page.goto(address)
        return page

    return open_page


def test_from_the_first_page_to_where_a_commitment_comes_from(plan, open_page):
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("link", name="Leer los planes publicados").click()
    page.get_by_role("link", name=plan.document["process"]["name"]).click()
    expect(page.get_by_role("heading", name="Etapas")).to_be_visible()

    page.get_by_role("link", name="Ronda 2").click()
    problem = plan.document["rounds"][1]["workshops"][0]["problems"][0]
    expect(page.get_by_text(problem["text"])).to_be_visible()
    page.get_by_role("link", name="Leer el acta").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Acta")

    page.get_by_role("link", name=plan.document["process"]["name"]).click()
    [record] = plan.document["commitments"]
    page.get_by_role("link", name=record["title"]).click()
    expect(page.locator("svg.timeline")).to_be_visible()
    page.get_by_role("link", name="De dónde viene").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(record["title"])
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible()


def test_the_picture_and_the_tables_need_no_script(plan, open_page):
    page = open_page(f"/open/{plan.id}/lineage", java_script_enabled=False)
    page.locator("svg.flow a").first.click()
    expect(page.get_by_role("heading", name="Qué fue de ello")).to_be_visible()

    page.get_by_role("link", name="Datos abiertos").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").first.click()
    assert download.value.path().read_bytes().startswith(b"PK")


def test_every_page_is_for_everyone_and_fits_the_smallest_phone(plan, open_page, needs):
    needs(AXE, "the build installs axe-core")
    home = f"/open/{plan.id}"
    pages = (
        *("/open", home, f"{home}/rounds/R1-AGU", f"{home}/rounds/R2-AGU/minutes"),
        *(f"{home}/rounds/R3-AGU", f"{home}/commitments/{plan.record}", f"{home}/lineage"),
        *(f"{home}/lineage/idea/1", f"{home}/data", f"{home}/changes", f"{home}/nothing"),
    )
    window = Window(open_page("/open", bypass_csp=True))
    wrong = {}
    for path in pages:
        window.page.goto(path)
        if faults := window.faults(AXE.read_text("utf-8")):
            wrong[path] = faults
        if wider := window.overflow():
            wrong[f"{path}, width"] = [f"{wider} px wider than the phone"]

    assert wrong == {}
