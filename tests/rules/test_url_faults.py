"""Addresses as the URL standard reads them, and what they are mended to."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.addresses import local, web
from generator.rules.url_faults import fault, mended

CASES: list[tuple[str, str | None, str | None]] = yaml.safe_load(
    Path(__file__).with_name("addresses.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("href", "wrong", "right"), CASES, ids=[repr(case[0]) for case in CASES])
def test_an_address(href: str, wrong: str | None, right: str | None) -> None:
    found = fault(href)
    assert (found and href[found.start : found.end]) == wrong
    assert mended(href) == right


@given(st.text(alphabet='htps:/：。.a1 \\%#?@"<[]（）银\u200b', max_size=24).map(lambda rest: f"https:{rest}"))
def test_what_is_mended_has_no_fault(href: str) -> None:
    right = mended(href)
    assert right is None or (fault(right) is None and mended(right) is None and right != href)


@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_be_read(href: str) -> None:
    found = fault(href)
    assert found is None or 0 <= found.start <= found.end <= len(href)
    assert not (web(href) and local(href))


@pytest.mark.parametrize(
    "href",
    [
        f"tel:{'0' * 300_000}x",
        f"{'a' * 300_000}/b/c d",
        f"https://a.cn/{'，字' * 100_000}",
        f"mailto:{'a.' * 150_000}@b",
    ],
    ids=["tel", "blank", "punctuation", "mailto"],
)
def test_a_long_address_costs_its_length(href: str) -> None:
    # Quadratic work would take many minutes here: the run would hang.
    assert fault(href)
