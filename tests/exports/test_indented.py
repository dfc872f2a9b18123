"""Indented JSON is written as the standard library writes it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import LinkRole
from generator.exports.indented import dumps

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.sampled_from(LinkRole),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_every_value_is_written_as_the_standard_library_writes_it(value: object) -> None:
    assert dumps(value) == json.dumps(value, ensure_ascii=False, indent=2)
