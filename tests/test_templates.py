"""The templates read like code: no line is too long to be read beside another file."""

from pathlib import Path

import workshop

TEMPLATES = Path(workshop.__file__).parent / "templates"
WIDTH = 120


def test_no_line_is_longer_than_the_page_is_wide():
    assert [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > WIDTH
    ] == []
