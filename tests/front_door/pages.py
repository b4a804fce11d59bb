"""The README and the pages of docs/: what they name, found by its form."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAMS = (
    "workshop",
    "make",
    "python",
    "python3",
    "pytest",
    "pybabel",
    "gunicorn",
    "pip",
    "export",
)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
BLOCK = re.compile(r"^ {4}(?=\S)(.+)$", re.MULTILINE)
# Samples of code, in a recipe; commands stand in blocks of their own.
SAMPLE = re.compile(r"^ *```(?!sh\b)\w+\n.*?^ *```$", re.MULTILINE | re.DOTALL)
# What whoever follows a recipe puts a name of their own for.
PLACEHOLDER = re.compile(r"\b[A-Z]{4,}(?:_[A-Z]+)*(?=[./])|_NAME\b")
SETTING = re.compile(r"\bWORKSHOP_[A-Z_]+[A-Z]\b")


def commands(page: Path) -> set[str]:
    """Each line of a block of code, and each command in a sentence."""
    text = SAMPLE.sub("", page.read_text("utf-8"))
    in_sentences = {code for code in CODE.findall(text) if is_command(code)}
    return set(BLOCK.findall(text)) | in_sentences


def is_command(code: str) -> bool:
    """Whether this begins with a program, and goes on: `workshop` alone is a name."""
    return code.split()[0] in PROGRAMS and " " in code


def links(page: Path) -> set[str]:
    return {link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link}


def paths(page: Path) -> set[str]:
    """What looks like a file or a folder of this repository: its words begin at the root."""
    top = {path.name for path in ROOT.iterdir()}
    codes = CODE.findall(page.read_text("utf-8"))
    named = {
        code for code in codes if code.split("/")[0] in top and re.fullmatch(r"[\w./-]+", code)
    }
    return {name for name in named if not PLACEHOLDER.search(name) or (ROOT / name).exists()}


def settings(page: Path) -> set[str]:
    return set(SETTING.findall(page.read_text("utf-8")))
