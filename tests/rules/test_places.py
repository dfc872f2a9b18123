"""The index of places agrees with a walk through everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import Row, Span
from generator.rules.places import Places


@st.composite
def nested(draw: st.DrawFn, start: int = 0, end: int = 40) -> list[Span]:
    """Draw spans of which any two are apart or one within the other."""
    if end - start < 2 or draw(st.booleans()):
        return []
    cut = draw(st.integers(start + 1, end))
    inner = draw(st.booleans())
    spans = [Span(start, cut)] if inner else []
    return [*spans, *draw(nested(start, cut - inner)), *draw(nested(cut, end))]


@given(nested(), st.integers(0, 45))
def test_the_innermost_holder_is_found(spans: list[Span], offset: int) -> None:
    holders = [span for span in spans if span.start <= offset < span.end]
    found = Places(Row((), span) for span in spans).holding(offset)
    smallest = min(holders, key=lambda span: span.end - span.start, default=None)
    assert (found.span if found else None) == smallest
