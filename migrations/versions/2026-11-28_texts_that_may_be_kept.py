"""clean the texts that were stored before texts were cleaned on their way in

What hides, turns around or breaks what stands beside it goes; line breaks become one kind, Word's
own bullets •, letters and their accents one sign: as `workshop.text` cleans since then. Cleaning
cannot be undone. It stays undone where somebody holds a copy, so that the copies agree; what
is printed of it is cleaned on its way to the page or file. `STAYS` says what stays and why.

A name that would become another's stays too: which of the two is meant knows only the SGP. So does
a name without a letter: nobody but its bearer knows another.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# A single line, with a space for each break.
LINES = {
    "commitment": ["title", "monitoring_entity", "monitoring_unit", "approval_instrument"],
    "diagnosis": ["title", "url"],
    "official_comment": ["action", "unit"],
    "opinion": ["unit"],
    "organization": ["name", "acronym"],
    "person": ["name", "email"],
    "plan": ["name"],
    "proposal": ["title"],
    "theme": ["name", "subject"],
    "wording": ["title"],
    "workshop": ["place", "video_url"],
}
# Lines and paragraphs.
TEXTS = {
    "agreement_answer": ["reservation"],
    "commitment": [
        *("problem", "description", "contribution", "relevance", "so_far", "novelty"),
    ],
    "contest": ["reason"],
    "contribution": ["text", "reason"],
    "diagnosis": ["interests"],
    "idea": ["text", "reason"],
    "link": ["note"],
    "milestone": ["activity", "responsible_unit", "means_of_verification", "footnote"],
    "objection": ["text"],
    "official_comment": ["text"],
    "opinion": ["text"],
    "phase": ["reason"],
    "problem": ["text", "reason"],
    "proposal": ["scope", "left_out", "reason", "going_ahead"],
    "response": ["text"],
    "step": ["reason"],
    "suggestion": ["former", "text", "note", "reason"],
    "summary": ["text"],
    "theme": ["note"],
    "version": ["reason"],
    "wording": ["scope", "reason"],
    "workshop": ["cut_reason", "early_reason"],
}
# JSON, whose every text and key is cleaned.
VALUES = {
    "commitment": [
        *("stakeholders", "final_products", "outcome_indicators", "footnotes", "values"),
        *("supporters", "web_links", "indicator_levels", "accepted"),
    ],
    "identifier": ["details"],
    "link": ["details"],
    "plan": ["details"],
    "version": ["content"],
    "workshop": ["rule_settings"],
}
# What stays as it is, with the reason.
PUBLISHED, HASHED, OURS = "published", "hashed", "made by the application"
ANSWERED = "what a browser was answered; the next answer takes its place"
STAYS = {
    "response": {"scope_digest": OURS},
    "edition": {"note": PUBLISHED, "content": PUBLISHED, "digest": OURS},
    "log_entry": {"details": HASHED, "verb": OURS, "digest": OURS},
    "contest": {
        **dict.fromkeys(("question", "settings", "result", "carried", "lot_number"), HASHED),
        **dict.fromkeys(("shuffle_key", "opening_digest", "closing_digest", "salt"), OURS),
    },
    "option": {"text": HASHED, "detail": HASHED, "key": OURS},
    "ballot": {"id": OURS, "ranking": HASHED},
    "ballot_link": {"ballot_id": OURS, "request_id": OURS, "receipt": OURS},
    "receipt": {"code": OURS},
    "identifier": {"code": "an address for ever, of ASCII"},
    "theme": {"code": OURS},
    "commitment": {"period_start": OURS, "period_end": OURS},
    "milestone": {"start_half": OURS, "end_half": OURS},
    "phase": {"key": OURS},
    "workshop": {"code": OURS, "screen_key": OURS, "log_head": OURS},
    "personal_link": {"leads_to": OURS},
    "person": {"password_hash": OURS},
    "answered_order": {"key": OURS, "answer": ANSWERED},
    "last_press": {"said": OURS, "answer": ANSWERED},
}
# Records whose text is published, with their milestones, versions and steps.
RECORDS = {"commitment": "id"} | dict.fromkeys(("milestone", "version", "step"), "commitment_id")
# What no two may share, within what.
UNIQUE = {
    ("organization", "name"): None,
    ("person", "email"): None,
    ("plan", "name"): None,
    ("theme", "name"): "plan_id",
}
# Optional texts may be empty; these the database wants: of them stay the numbers of what they were.
NEVER_EMPTY = {
    *(("organization", "name"), ("person", "name"), ("plan", "name"), ("theme", "name")),
    *(("commitment", "title"), ("proposal", "title"), ("diagnosis", "title"), ("wording", "title")),
    *(("problem", "text"), ("idea", "text"), ("response", "text"), ("opinion", "text")),
    *(("agreement_answer", "reservation"), ("theme", "note"), ("workshop", "cut_reason")),
    *((table, "reason") for table, columns in TEXTS.items() if "reason" in columns),
}

BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
WORD_BULLETS = (
    "\uf02d\uf046\uf06c\uf06e\uf06f\uf070\uf071\uf073\uf075\uf076\uf077\uf09e\uf09f\uf0a0\uf0a1"
    "\uf0a7\uf0a8\uf0aa\uf0ae\uf0b7\uf0d8\uf0da\uf0de\uf0e0\uf0e8\uf0f0\uf0fc\uf0fe"
)
# Of the characters that only format (Cf), what hides, breaks or turns around what others wrote:
# soft hyphens, zero-width spaces, embeddings, overrides and isolates of direction, byte order
# marks, notes between lines, tags. Joiners and the marks of direction stay.
HIDING = frozenset(
    map(chr, (0xAD, 0x200B, *range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF))
) | frozenset(map(chr, (*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))))
# The flag of a part of a country (England): a black flag, tags, and the tag that ends them.
FLAG = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)")
# Ideographs that names are written with and that NFC would make another's: they stay as they are.
COMPOSED = re.compile("[^\uf900-\ufad9\U0002f800-\U0002fa1d]+")
# What editions of Unicode later than our oldest Python's (14.0) have assigned, up to 18.0.
LATER = """
558 58b-58c 5c8-5c9 88f 897 b53-b54 c5c cdc cf3 ece 1acf-1af0 1b4e-1b4f 1b7f 1c89-1c8a 208f
209d-209f 20c1-20c4 2427-2429 2b96 2e60-2e63 2ffc-2fff 31e4-31e5 31ef a7cb-a7cf a7d2 a7d4
a7da-a7dd a7e2 a7f1 ab6c-ab6d fbc3-fbd2 fd90-fd91 fdc8-fdce 105c0-105f3 107bb-107bf 10940-10959
10d40-10d65 10d69-10d85 10d8e-10d8f 10ec2-10ec7 10ec9-10eee 10ef0-10eff 1123f-11241 11380-11389
1138b 1138e 11390-113b5 113b7-113c0 113c2 113c5 113c7-113ca 113cc-113d5 113d7-113d8 113e1-113e2
116d0-116e3 11b00-11b0a 11b60-11b67 11bc0-11be1 11bf0-11bf9 11db0-11ddb 11de0-11de9 11df0-11df1
11f00-11f10 11f12-11f3a 11f3e-11f5a 1246f 12475-1247f 12550-12686 1342f 13439-13455 13460-143fa
16100-16139 16d40-16d79 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18cd6-18cda 18cff
18d09-18d20 18d80-18df2 18e00-19191 191a0-191d2 1b123-1b128 1b132 1b155 1b168 1cc00-1ccfc
1cd00-1ceb3 1ceba-1ced0 1ced2-1ced4 1cedd-1cefd 1d127-1d128 1d1eb-1d1ff 1d250-1d281 1d2c0-1d2d3
1d6a6 1db00-1db1c 1df1f-1df81 1df90-1df96 1dfcd-1dfff 1e030-1e06d 1e08f 1e4d0-1e4f9 1e5d0-1e5fa
1e5ff 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 1f1ae 1f6d8-1f6d9 1f6dc 1f774-1f77f 1f7d9-1f7db
1f7f1-1f7ff 1f8b2-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8 1fa54-1fa57 1fa75-1fa77 1fa87-1fa8f 1faad-1faaf
1fabb-1fabf 1fac6 1fac8 1facc-1facf 1fada-1fadd 1fadf 1fae8-1faeb 1faef 1faf7-1fafa 1fbcb-1fbef
1fbfa 2b739-2b73f 2b81e 2cea2-2cead 2ebf0-2ee5d 31350-33479 3d000-3fc3f
"""
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Mn", "Me", "Mc", "Cc", "Cf"})
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
EDGES = [
    edge
    for ends in LATER.split()
    for edge in (int(ends.split("-")[0], 16), int(ends.split("-")[-1], 16) + 1)
]


def upgrade() -> None:
    connection = op.get_bind()
    published = set(
        connection.execute(sa.text("SELECT id FROM commitment WHERE state = 'published'")).scalars()
    )
    for name in sorted({*LINES, *TEXTS, *VALUES}):
        clean_table(connection, name, published)


def downgrade() -> None:
    """Nothing: what was taken away is not known any more, and nobody misses it."""


def clean_table(connection: sa.Connection, name: str, published: set[int]) -> None:
    scopes = {column: scope for (table, column), scope in UNIQUE.items() if table == name}
    texts = [*LINES.get(name, ()), *TEXTS.get(name, ())]
    others = {"id", *filter(None, scopes.values()), *filter(None, [RECORDS.get(name)])}
    table = sa.table(
        name,
        *(sa.column(column) for column in sorted({*others, *texts})),
        *(sa.column(column, sa.JSON) for column in VALUES.get(name, ())),
    )
    rows = list(connection.execute(sa.select(table).order_by(table.c.id)).mappings())
    taken = {
        (column, scope and row[scope], row[column].casefold())
        for column, scope in scopes.items()
        for row in rows
        if row[column]
    }
    for row in rows:
        if name in RECORDS and row[RECORDS[name]] in published:
            continue
        changed = dict(cleaned_row(name, row))
        for column, scope in scopes.items():
            if column not in changed:
                continue
            key = (column, scope and row[scope], changed[column].casefold())
            if key in taken and changed[column].casefold() != row[column].casefold():
                del changed[column]
            taken.add(key)
        if changed:
            connection.execute(table.update().where(table.c.id == row["id"]).values(changed))


def cleaned_row(name: str, row: Any) -> Iterator[tuple[str, Any]]:
    """The columns of a row that are not clean, cleaned."""
    for column in (*LINES.get(name, ()), *TEXTS.get(name, ())):
        text = row[column] or ""
        clean = cleaned(text)
        if not text or (clean == text and any(map(is_visible, text))):
            continue
        clean = clean.strip() if any(map(is_visible, clean)) else ""
        if column in LINES.get(name, ()):
            clean = " ".join(clean.split())
        if not clean and (name, column) in NEVER_EMPTY:
            clean = " ".join(f"U+{ord(sign):04X}" for sign in text[:8])
        if clean != text:
            yield column, clean
    for column in VALUES.get(name, ()):
        if (values := cleaned_values(row[column])) != row[column]:
            yield column, values


def cleaned_values(value: Any) -> Any:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, list):
        return [cleaned_values(inner) for inner in value]
    if isinstance(value, dict):
        clean = {cleaned(key): cleaned_values(inner) for key, inner in value.items()}
        return clean if len(clean) == len(value) else value
    return value


def cleaned(text: str) -> str:
    pieces = FLAG.split(BREAKS.sub("\n", text))
    pieces[::2] = ("".join(map(cleaned_sign, piece)) for piece in pieces[::2])
    clean = "".join(pieces)
    composed = COMPOSED.sub(lambda run: unicodedata.normalize("NFC", run[0]), clean)
    # A few signs are longer composed, and columns have an end.
    return composed if len(composed) <= len(text) else clean


def cleaned_sign(sign: str) -> str:
    if sign in "\n\t":
        return " " if sign == "\t" else sign
    if sign in WORD_BULLETS:
        return "•"
    category = unicodedata.category(sign)
    if category == "Cn":
        return sign if bisect_right(EDGES, ord(sign)) % 2 else ""
    return "" if category in ("Cc", "Cs", "Co") or sign in HIDING else sign


def is_visible(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN and sign not in FILLERS
