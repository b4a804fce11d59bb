"""Is the file as it was written? Canonical bytes, and sections that fit their seal."""

from __future__ import annotations

import json
from collections.abc import Iterator

from workshop.digests import canonical_json, sha256
from workshop.voting.rules.faults import Fault
from workshop.voting.verify.parts import KIND, SECTIONS, VERSION, Record, first_difference


def read_record(data: bytes) -> tuple[Record, list[Fault]]:
    """The record in these bytes, or where they are not canonical JSON."""
    try:
        text = data.decode()
        record = json.loads(text)
        again = f"{canonical_json(record)}\n".encode()
    except UnicodeDecodeError as error:
        return {}, [(f"byte {error.start}", "is not UTF-8 text")]
    except UnicodeEncodeError:
        return {}, [("$", "holds half of a character")]
    except json.JSONDecodeError as error:
        return {}, [(f"byte {len(text[: error.pos].encode())}", f"is not JSON: {error.msg}")]
    except (ValueError, RecursionError) as error:
        return {}, [("$", f"cannot be read: {error}")]
    if again != data:
        place = first_difference(again, data)
        return {}, [(f"byte {place}", "is not written the one canonical way")]
    if not isinstance(record, dict):
        return {}, [("$", "is not an object")]
    return record, []


def frame_faults(record: Record) -> Iterator[Fault]:
    """The kind of file, and no section missing or added."""
    if record.get("kind") != KIND:
        yield "kind", f"must be {KIND!r}"
    if record.get("version") != VERSION:
        yield "version", f"must be {VERSION}"
    known = {"kind", "version", "seal", *SECTIONS}
    for name in sorted(known ^ record.keys()):
        yield name, "is missing" if name in known else "does not belong here"


def seal_faults(record: Record) -> Iterator[Fault]:
    """The section whose content no longer fits its digest, or the digest that was changed."""
    sealed = record["seal"]["sections"]
    whole = {"kind": KIND, "version": VERSION, "sections": sealed}
    seal_holds = record["seal"]["all"] == sha256(whole)
    fits = {name: sealed.get(name) == sha256(record[name]) for name in SECTIONS}
    for name in SECTIONS:
        if not fits[name] and seal_holds:
            yield name, "is not what was sealed"
        elif not fits[name]:
            yield f"seal.sections.{name}", "does not fit the section"
    if not seal_holds and all(fits.values()):
        yield "seal.all", "does not fit the digests of the sections"
    for name in sorted({"sections", "all"} ^ record["seal"].keys()):
        yield f"seal.{name}", "does not belong here, or is missing"
    for name in sorted(sealed.keys() - set(SECTIONS)):
        yield f"seal.sections.{name}", "does not belong here"
