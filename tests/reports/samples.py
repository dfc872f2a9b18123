"""Findings of every kind, for reports of every form."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from generator.catalogue import Catalogue, Source, Span
from generator.findings import Finding, Fix, Severity
from generator.source.lines import line_starts
from tests.rules.factory import at, catalogue, source

TEXT = """\
## 金融业
\t<tr><th>资质要求（3选1）</th>
  <td>1.《金融许可证》<br>2.《𠮷》</td></tr>
资质要求（3选1）
"""
FILE = "目录/100% of #1, v: 2.md"
"""A name that every format has to write in its own way."""

Rendered = Callable[[Catalogue, list[Finding]], str]


def read(text: str, file: str = "rules.md") -> Source:
    """Return a source whose lines end where the reader ends them."""
    plain = source(text, file)
    return Source(plain.file, plain.id, None, text, (), (), (), (), (), line_starts(text))


def sample() -> tuple[Catalogue, list[Finding]]:
    """Return four sources and findings on three of them: with and without a hint, a category, a fix, a text."""
    bank, end = ("金融业", "银行"), Span(len(TEXT), len(TEXT))
    declared, again = at(TEXT, "3选1"), at(TEXT, "3选1", 1)
    sources = [
        read(TEXT, FILE),
        read("", "empty.md"),
        read("a\r\nb\rc", "/srv/docs/cr lf.md"),
        read("# 酒", "clean.md"),
    ]
    mended = Fix("declare 2选1", ((declared, "2选1"), (again, "2选1")))
    says = "declares 3选1, but lists {2}: 100% \t“wrong” <b> & [so](1)"
    return catalogue(*sources), [
        Finding("count-mismatch", "R201", Severity.ERROR, says, "write 2选1", 0, declared, bank, mended),
        Finding("count-mismatch", "R201", Severity.ERROR, says, "write 2选1", 0, again, bank),
        Finding("missing-title", "R101", Severity.WARNING, "has no title", None, 0, Span(0, 0)),
        Finding("malformed-html", "R103", Severity.ERROR, "is cut off", "finish the tag", 0, end, ("金融业",)),
        Finding("mixed-punctuation", "R207", Severity.INFO, "mixes 𠮷 and\x1b[31m \x0b", None, 0, at(TEXT, "𠮷"), bank),
        Finding("missing-title", "R101", Severity.WARNING, "has no title", None, 1, Span(0, 0)),
        Finding("front-matter", "R107", Severity.ERROR, "two\r\nlines", "a: b, c::d%0A", 2, Span(1, 4)),
    ]


@st.composite
def reported(draw: st.DrawFn) -> tuple[Catalogue, list[Finding]]:
    """Return a catalogue of any text and any findings on it."""
    text = draw(st.text(st.sampled_from("ab酒𠮷\t\r\n\x00\x1b\u2028é{}[]()<&%")) | st.text())
    files = st.text(st.characters(codec="utf-8", exclude_characters="/\\\x00"), min_size=1)
    path = st.lists(st.text(), min_size=1, max_size=3).map(tuple)

    def finding() -> Finding:
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        place = Span(start, end)
        return Finding(
            draw(st.sampled_from(["count-mismatch", "some-rule"])), "R201", draw(st.sampled_from(Severity)),
            draw(st.text()), draw(st.none() | st.text()), draw(st.integers(0, 1)), place, draw(st.none() | path),
            draw(st.none() | st.text().map(lambda new: Fix(new, ((place, new),)))),
        )  # fmt: skip

    sources = (read(text, draw(files)), read(text, f"docs/{draw(files)}"))
    return catalogue(*sources), [finding() for _ in range(draw(st.integers(0, 4)))]
