"""The long texts of a record: paragraphs and lists, written in a restricted Markdown.

A text is a list of blocks: {"p": paragraph}, {"ul": [item, …]} or, of a list that counts,
{"ol": [item, …], "mark": "a."} with the mark of its first item: a number or a letter, a full stop
or a bracket. An item is a text, or {"text": …} with one level of its own beneath, again as "ul" or
as "ol" and "mark". Nothing else is marked up: an asterisk or a bracket is just that.
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

# What begins a list, or would where a paragraph is meant. A letter is a small one by itself.
LIST_STARTS = re.compile(r"^([-+*]|(?:\d{1,9}|[a-z])[.)])(?=\s|$)")
# A line that begins an item with a letter: the space before it, the letter, its stop.
LETTERED = re.compile(r"^(\s*)([a-z])([.)])(?=\s)")
LISTS = {"bullet_list_open": "ul", "ordered_list_open": "ol"}
CLOSES = ("bullet_list_close", "ordered_list_close")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero").enable(["list", "escape"])


def list_of(holder: Block) -> tuple[Sequence[Item], str]:
    """The items of a block that is a list, or beneath an item, and the mark of the first one.

    A list that does not count has no mark.
    """
    if "ol" in holder:
        return holder["ol"], holder.get("mark", "1.")
    return holder.get("ul", []), ""


def mark_at(first: str, place: int) -> str:
    """The mark of the item at a place, from 0 on, of a list that begins with `first`: "c)"."""
    if not first:
        return ""
    count, end = first[:-1], first[-1]
    if count.isdigit():
        return f"{int(count) + place}{end}"
    number = LETTERS.index(count) + place
    return f"{LETTERS[number] if number < len(LETTERS) else number + 1}{end}"


def marked_items(block: Block) -> Iterator[tuple[int, str, str]]:
    """Of each item of a list its depth, 0 or 1, its mark and its text; inner ones after their own.

    >>> list(marked_items({"ol": ["x", {"text": "y", "ul": ["z"]}], "mark": "a)"}))
    [(0, 'a)', 'x'), (0, 'b)', 'y'), (1, '', 'z')]
    """
    items, first = list_of(block)
    for place, item in enumerate(items):
        text, beneath = (item, {}) if isinstance(item, str) else (item["text"], item)
        yield 0, mark_at(first, place), text
        inner, first_inner = list_of(beneath)
        for number, line in enumerate(inner):
            yield 1, mark_at(first_inner, number), str(line)


def to_markdown(blocks: Sequence[Block]) -> str:
    """Blocks as the text a person edits; `to_blocks` gives the same blocks back."""
    written, mark = [], "-"
    for before, block in pairwise([{}, *blocks]):
        if "p" in block:
            written.append(_paragraph(block["p"]))
        else:
            # A list after a list would run into it, were it not marked otherwise.
            mark = {"-": "*", "*": "-"}[mark] if "ul" in before else "-"
            written.append(_list(block, mark))
    return "\n\n".join(written)


def _paragraph(text: str) -> str:
    escaped = text.replace("\\", "\\\\")
    start = LIST_STARTS.match(escaped)
    if start is None:
        return escaped
    mark = start.end() - 1
    return f"{escaped[:mark]}\\{escaped[mark:]}"


def _list(block: Block, bullet: str) -> str:
    lines, outer = [], bullet
    for depth, mark, text in marked_items(block):
        outer = outer if depth else mark or bullet
        # What is beneath an item stands where the words of the item begin.
        indent = " " * (len(outer) + 1) if depth else ""
        lines.append(f"{indent}{mark or (bullet if not depth else '-')} {_paragraph(text)}")
    return "\n".join(lines)


def to_blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text; deeper levels come up to the second."""
    lines = text.split("\n")
    return list(_blocks(iter(_parser().parse(_as_counted(lines))), lines))


def _as_counted(lines: Sequence[str]) -> str:
    """The text with numbers for the letters of lists, which the parser does not know.

    A letter goes on from the one before it, or is an a: "y. Así" alone begins no list.
    """
    counted, last = [], -1
    for line in lines:
        match = LETTERED.match(line)
        number = LETTERS.index(match[2]) if match else -1
        if match and number in (0, last + 1):
            last = number
            line = f"{match[1]}{number + 1}{match[3]}{line[match.end() :]}"
        counted.append(line)
    return "\n".join(counted)


def _blocks(tokens: Iterator[Token], lines: Sequence[str]) -> Iterator[Block]:
    for token in tokens:
        if token.type == "inline":
            yield {"p": _words(token)}
        elif token.type in LISTS:
            yield from _lists(_items(tokens, lines))


Marked = tuple[str, str, list[tuple[str, str]]]


def _items(tokens: Iterator[Token], lines: Sequence[str]) -> list[Marked]:
    """The items up to the end of this list: mark, words, and the marks and words beneath."""
    items: list[Marked] = []
    depth, mark = 1, ""
    for token in tokens:
        if token.type in LISTS:
            depth += 1
        elif token.type in CLOSES:
            depth -= 1
            if depth == 0:
                break
        elif token.type == "list_item_open":
            mark = _mark(token, lines)
        elif token.type == "inline" and (depth == 1 or not items):
            items.append((mark, _words(token), []))
        elif token.type == "inline":
            items[-1][2].append((mark, _words(token)))
    return items


def _mark(token: Token, lines: Sequence[str]) -> str:
    """The mark of an item as it was written; none for a bullet."""
    if not token.info:
        return ""
    letter = LETTERED.match(lines[token.map[0]] if token.map else "")
    return f"{letter[2] if letter else int(token.info)}{token.markup}"


def _lists(items: Sequence[Marked]) -> Iterator[Block]:
    """The items as one list, or as several where a mark does not follow the one before it.

    So each stands under the mark that it was given.
    """
    first, together = "", list[Item]()
    for mark, words, inner in items:
        if together and mark != mark_at(first, len(together)):
            yield _as_list(first, together)
            together = []
        first = first if together else mark
        together.append(_item(words, inner))
    if together:
        yield _as_list(first, together)


def _item(words: str, inner: Sequence[tuple[str, str]]) -> Item:
    """An item with what stands beneath it, which is one list, marked as its first line is."""
    return {"text": words, **_as_list(inner[0][0], [w for _m, w in inner])} if inner else words


def _as_list(mark: str, items: Sequence[Any]) -> Block:
    return {"ol": list(items), "mark": mark} if mark else {"ul": list(items)}


def _words(token: Token) -> str:
    parts = token.children or []
    return " ".join("".join(part.content for part in parts).split("\n")).strip()
