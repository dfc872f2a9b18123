"""Values of every kind that YAML knows, where a file of settings or words expects another; written out by hand, since
PyYAML's own writer has no way to say half of them."""

from __future__ import annotations

import json

from hypothesis import strategies as st

RAW = (
    "~",
    ".nan",
    ".inf",
    "-.inf",
    "1e999",
    "-1",
    "0",
    "0.5",
    "1_000",
    "0o17",
    "0x" + "f" * 5_000,
    "9" * 4_000,
    "1:60:60",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2026-02-30",
    "!!binary aGk=",
    "!!binary =",
    "!!set {甲, 乙}",
    "!!omap [甲: 乙]",
    "!!int x",
    "!!float x",
    "!!timestamp x",
    "!!null x",
    "!!python/name:os.system",
    "!!python/object/apply:os.system [x]",
    "!ENV HOME",
    "!ENV [HOME, [甲]]",
    "!ENV [[甲], 乙]",
    "!ENV [1, 2]",
    "!ENV {甲: 乙}",
    "!ENV []",
    "!ENV [{}]",
    "!ENV [~, ~]",
    "!x y",
    "*a",
    "&a [*a]",
    "&b {? *b : *b}",
    "{<<: {甲: 乙}}",
    "{<<: [1]}",
    "{<<: {[]: 1}}",
    '"\\0"',
    '"a\\0b"',
    '"\\ud800"',
    '"\\udc00甲"',
    '""',
    '" "',
    '"\\n"',
    '"."',
    '".."',
    '"/"',
    '"~"',
    '"%s"',
    '"{}"',
    '"{0.__class__}"',
    '"\\u202e"',
    '"-"',
    '"--"',
    '"a: b"',
    '"' + "甲" * 5_000 + '"',
    '"' + "x" * 5_000 + '"',
    "[" * 60 + "]" * 60,
)
"""YAML as it is written."""


class Raw(str):
    """A value that is written as it stands."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Raw({str(self)!r})"


def written(value: object) -> str:
    """Return a value as YAML on one line."""
    match value:
        case Raw():
            return str(value)
        case dict():
            return "{" + ", ".join(f"? {written(key)} : {written(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(written, value)) + "]"
        case float():
            return written(Raw({"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}.get(repr(value), repr(value))))
        case _:
            return json.dumps(value, ensure_ascii=False)


texts = st.text(max_size=6) | st.sampled_from(
    ["甲", "en", "zh-Hant", "金融业", "jinrong/yinhang", "missing-row", "off", "1"]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | texts
    | st.sampled_from(RAW).map(Raw)
    | st.integers(min_value=10**20, max_value=10**30)
)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(scalars, inner, max_size=3)
        | st.dictionaries(st.tuples(scalars), inner, max_size=1)
    ),
    max_leaves=8,
)
"""Any value at all."""


def mapping(known: dict[str, st.SearchStrategy[object]], most: int = 4) -> st.SearchStrategy[object]:
    """Return a strategy for a mapping with some of the keys, each with what fits it or with junk, or for junk."""
    items = st.one_of(
        *(st.tuples(st.just(key), st.one_of(fitting, junk)) for key, fitting in known.items()),
        st.tuples(scalars, junk),
    )
    return st.lists(items, max_size=most).map(dict) | junk


def listed(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Return a strategy for a list of such values and of junk, for one of them, or for junk."""
    return st.lists(inner | junk, max_size=3) | inner | junk
