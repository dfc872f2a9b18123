"""What is quick does what the standard library does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.catalogue import Nothing, QualificationEntry, Span
from generator.quick import altered

ITEMS = [
    (Span(1, 2), {"end": 3}),
    (QualificationEntry("a", "甲", ("b",)), {"name": "乙", "original": "甲"}),
    (Nothing(Span(0, 1)), {"remark": "无"}),
    (Nothing(Span(0, 1)), {}),
]


@pytest.mark.parametrize(("item", "values"), ITEMS)
def test_an_altered_item_is_a_replaced_one(item: object, values: dict[str, object]) -> None:
    assert altered(item, **values) == replace(item, **values)  # type: ignore[type-var]  # each is a dataclass
    assert type(altered(item, **values)) is type(item)
