"""A second site, to which a plan is carried, and a walk over what the schema knows."""

import shutil

import pytest

from workshop.planfile.shape import schema


@pytest.fixture
def elsewhere(make_app, empty_database, tmp_path):
    """Another site with a database of its own."""
    path = tmp_path / "elsewhere.sqlite3"
    shutil.copyfile(empty_database, path)
    return make_app(DATABASE_URL=f"sqlite:///{path}")


@pytest.fixture
def unknown():
    """The places of a document at which a key stands that the schema does not name."""
    definitions = schema()["$defs"]

    def whole(shape):
        while "$ref" in shape:
            shape = {**definitions[shape["$ref"].rpartition("/")[2]], **shape}
            del shape["$ref"]
        inner = [whole(each) for name in ("anyOf", "oneOf") for each in shape.get(name, ())]
        return [shape, *(each for several in inner for each in several)]

    def walk(value, shape, place):
        shapes = whole(shape)
        if isinstance(value, list):
            items = next((each["items"] for each in shapes if "items" in each), {})
            for inner in value:
                yield from walk(inner, items, f"{place}[]")
        elif isinstance(value, dict):
            named = {name: s for each in shapes for name, s in each.get("properties", {}).items()}
            others = [s for each in shapes if (s := each.get("additionalProperties")) is not None]
            for name, inner in value.items():
                if name in named:
                    yield from walk(inner, named[name], f"{place}.{name}")
                elif not others:
                    yield f"{place}.{name}".removeprefix(".")

    return lambda document: set(walk(document, schema(), ""))
