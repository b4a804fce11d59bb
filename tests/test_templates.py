"""The templates read like code: no line is too long, and no file is named that is not there."""

import re
from pathlib import Path

import workshop
from workshop.process.browser_files import STATIC

TEMPLATES = Path(workshop.__file__).parent / "templates"
WIDTH = 120
NAMED = re.compile(r"""["']((?:css|js|img|vendor)/[\w/.-]+\.[a-z0-9]+)["']""")


def test_no_line_is_longer_than_the_page_is_wide():
    assert [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > WIDTH
    ] == []


def test_every_browser_file_that_a_template_names_is_there():
    named = {
        (str(path.relative_to(TEMPLATES)), name)
        for path in TEMPLATES.rglob("*.html")
        for name in NAMED.findall(path.read_text("utf-8"))
    }
    assert len(named) > 60
    assert sorted(pair for pair in named if not (STATIC / pair[1]).is_file()) == []
