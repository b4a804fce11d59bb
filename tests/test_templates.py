"""The templates read like code: no line is too long, no file is named that is not there, and what
follows from a rule of the field is worked out in Python, not in a template."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

import workshop
from workshop.process.browser_files import STATIC

TEMPLATES = Path(workshop.__file__).parent / "templates"
WIDTH = 120
NAMED = re.compile(r"""["']((?:css|js|img|vendor)/[\w/.-]+\.[a-z0-9]+)["']""")
SHORT = re.compile(r"""\b(stylesheet|script)\(["']([\w/.-]+)["']\)""")
STANDS_FOR = {"stylesheet": "css/{}.css", "script": "js/{}.js"}

# What the rules of the field turn on. A context tells a template what follows from it.
TURNS_ON = frozenset(
    (
        "kind",
        "subject",
        "round",
        "role",
        "state",
        "stage",
        "rule",
        "policy",
        "tie_policy",
        "view",
        "relation",
        "status",
        "origin",
        "category",
        "outcome",
        "level",
        "feasibility",
        "budget",
    )
)
RECKONS = (nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Pow)
# Which one of a list of choices is the chosen one: nothing follows from it but that.
CHOSEN = ("selected", "checked")
# The decisions that stay in a template, each with its reason.
ALLOWED = {
    ("macros/differences.html", "kind"): "a piece of a text was added, taken out or neither",
}


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
        for name in browser_files(path.read_text("utf-8"))
    }
    assert len(named) > 60
    assert sorted(pair for pair in named if not (STATIC / pair[1]).is_file()) == []


def browser_files(text: str) -> Iterator[str]:
    """The styles, scripts and pictures that a template names."""
    yield from NAMED.findall(text)
    for kind, name in SHORT.findall(text):
        yield STANDS_FOR[kind].format(name)


def test_templates_decide_nothing_that_a_rule_of_the_field_decides():
    decided, met = [], set()
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        for line, what in decisions(path.read_text("utf-8")):
            met.add((name, what))
            if (name, what) not in ALLOWED:
                decided.append(f"{name}:{line}: {what}")
    assert decided == []
    assert set(ALLOWED) <= met, "no longer needed"


def test_a_decision_is_seen_however_it_is_written():
    for decision in (
        '{% if workshop.subject != "proposal" %}x{% endif %}',
        "{{ 1 if seat.role in voting_roles }}",
        "{% for p in phases if p.kind == kinds.VOTE %}{{ p }}{% endfor %}",
        '{{ seats | selectattr("state", "equalto", "admitted") | list }}',
        '{{ {"open": 1, "counted": 2}[contest.state] }}',
        "{{ places - contest.places_shown }}",
        "{% if seconds // 60 > 1 %}x{% endif %}",
    ):
        assert list(decisions(decision)), decision
    for plain in (
        "{{ state_names[workshop.state] }}",
        '<option {{ "selected" if role == seat.role }}>',
        '{{ "%d min" % minutes }}{{ loop.index + 1 }}',
    ):
        assert list(decisions(plain)) == [], plain


def decisions(text: str) -> Iterator[tuple[int, str]]:
    """Each place where a template compares what a rule turns on, or reckons: its line and what."""
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(text)
    chosen = {
        id(choice.test)
        for choice in tree.find_all(nodes.CondExpr)
        if isinstance(choice.expr1, nodes.Const) and choice.expr1.value in CHOSEN
    }
    for comparison in tree.find_all(nodes.Compare):
        sides = [comparison.expr, *(operand.expr for operand in comparison.ops)]
        if id(comparison) not in chosen:
            yield from (
                (comparison.lineno, s) for side in sides if (s := last_name(side)) in TURNS_ON
            )
    for picked in tree.find_all(nodes.Filter):
        words = [last_name(word) for word in picked.args[:1]]
        if picked.name in ("selectattr", "rejectattr") and words[0] in TURNS_ON:
            yield picked.lineno, words[0]
    for looked_up in tree.find_all(nodes.Getitem):
        if isinstance(looked_up.node, nodes.Dict):
            yield looked_up.lineno, last_name(looked_up.arg) or "a table"
    for sum_of in tree.find_all(RECKONS):
        yield sum_of.lineno, "reckons"


def last_name(node: nodes.Node) -> str:
    """How what an expression looks at is called: "state" for `workshop.state`."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Const):
        return str(node.value).rsplit(".", 1)[-1]
    return ""
