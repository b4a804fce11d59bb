"""The long texts of a record: paragraphs and lists, written in a restricted Markdown.

A text is a list of blocks: {"p": paragraph} or {"ul": [item, …]}; an item is a text, or
{"text": …, "ul": [text, …]} with one level of its own beneath. Nothing else is marked up: an
asterisk or a bracket is just that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Block = dict[str, Any]
Item = str | dict[str, Any]

# What would begin a list where a paragraph is meant.
LIST_STARTS = re.compile(r"^([-+*]|\d+[.)])(?=\s|$)")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero").enable(["list", "escape"])


def to_markdown(blocks: Sequence[Block]) -> str:
    """Blocks as the text a person edits; `to_blocks` gives the same blocks back."""
    written, mark = [], "-"
    for before, block in pairwise([{}, *blocks]):
        if "p" in block:
            written.append(_paragraph(block["p"]))
        else:
            # A list after a list would run into it, were it not marked otherwise.
            mark = {"-": "*", "*": "-"}[mark] if "ul" in before else "-"
            written.append(_list(block["ul"], mark))
    return "\n\n".join(written)


def _paragraph(text: str) -> str:
    escaped = text.replace("\\", "\\\\")
    start = LIST_STARTS.match(escaped)
    if start is None:
        return escaped
    mark = start.end() - 1
    return f"{escaped[:mark]}\\{escaped[mark:]}"


def _list(items: Sequence[Item], mark: str) -> str:
    lines = []
    for item in items:
        text, beneath = (item, []) if isinstance(item, str) else (item["text"], item.get("ul", []))
        lines.append(f"{mark} {_paragraph(text)}")
        lines += [f"  - {_paragraph(inner)}" for inner in beneath]
    return "\n".join(lines)


def to_blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text; deeper levels come up to the second."""
    return list(_blocks(iter(_parser().parse(text))))


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    for token in tokens:
        if token.type == "inline":
            yield {"p": _words(token)}
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield {"ul": _items(tokens)}


def _items(tokens: Iterator[Token]) -> list[Item]:
    """The items up to the end of this list."""
    items: list[Item] = []
    depth = 1
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if depth == 0:
                break
        elif token.type == "inline" and (depth == 1 or not items):
            items.append(_words(token))
        elif token.type == "inline":
            _put_beneath(items, _words(token))
    return items


def _put_beneath(items: list[Item], text: str) -> None:
    last = items[-1]
    if isinstance(last, str):
        items[-1] = {"text": last, "ul": [text]}
    else:
        last["ul"].append(text)


def _words(token: Token) -> str:
    parts = token.children or []
    return " ".join("".join(part.content for part in parts).split("\n")).strip()
