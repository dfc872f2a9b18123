"""Indented JSON is written as the standard library writes it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue import LinkRole
from generator.exports.indented import dumps
from tests.profiles import examples

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.sampled_from(LinkRole),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.slow
@settings(max_examples=examples(50, deep=1_000))
@given(VALUES)
def test_every_value_is_written_as_the_standard_library_writes_it(value: object) -> None:
    assert dumps(value) == json.dumps(value, ensure_ascii=False, indent=2)
