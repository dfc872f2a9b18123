"""However many findings a source gives, a rule walks through what the source holds a few times and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.catalogue import Layout, Row, Span, Table
from generator.rules import missing_row, shared_official_link
from generator.rules.rule import Context
from tests.rules.factory import catalogue, category, source

MANY = 300


class Watched(tuple[Table, ...]):
    """Tables that count how many of them were asked for."""

    __slots__ = ()
    asked = 0

    def __iter__(self) -> Iterator[Table]:
        for table in super().__iter__():
            type(self).asked += 1
            yield table


class Compared(str):
    """A name that counts how often it is compared with another one."""

    __slots__ = ()
    asked = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        type(self).asked += 1
        return str(self) == other


def test_missing_rows_do_not_walk_through_all_tables() -> None:
    spans = [Span(10 * number, 10 * number + 10) for number in range(MANY)]
    tables = [Table((Row((), span),), Layout.CARD, span) for span in spans]
    lacking = tuple(category((str(number),), span, meanings=("scenario",)) for number, span in enumerate(spans))
    judged = catalogue(replace(source("文" * 10 * MANY), tables=Watched(tables)), categories=lacking)
    findings = list(missing_row.RULE.check(Context(judged)))
    assert [finding.span for finding in findings[::2]] == [Span(span.end, span.end) for span in spans]
    assert Watched.asked <= 3 * MANY


def test_one_page_of_many_copies_of_a_category_is_not_compared_with_each() -> None:
    copies = tuple(
        category(("金融业", Compared("银行")), Span(number, number + 1), official=True) for number in range(MANY)
    )
    page = copies[0].links[0]
    copies = tuple(replace(copy, links=(replace(page, span=copy.span, href_span=copy.span),)) for copy in copies)
    assert list(shared_official_link.RULE.check(Context(catalogue(source("文" * MANY), categories=copies)))) == []
    assert Compared.asked <= 10 * MANY
    other = category(("金融业", "信托"), Span(MANY, MANY + 1))
    other = replace(other, links=(replace(page, span=other.span, href_span=other.span),))
    judged = catalogue(source("文" * (MANY + 1)), categories=(*copies, other))
    findings = list(shared_official_link.RULE.check(Context(judged)))
    assert len(findings) == MANY + 1
    assert Compared.asked <= 30 * MANY
