"""Data further on in its source: the same but for its places, whenever it is copied."""

from __future__ import annotations

import copy
import pickle
from dataclasses import asdict, fields, replace

import pytest

from generator.catalogue import Catalogue, Category, LinkRole, Repair, RepairKind, Span, Table
from generator.moving import home_of, late, moved
from generator.source import read_text

TEXT = """\
## 金融业

### 银行

具备【金融-银行】类目，可使用 [标准直播](https://x.example/) 进行接入。

>! 须有许可。

<table>
<tr><th>要求</th><th>说明</th></tr>
<tr><th>小程序直播场景</th><td>理财讲座</td></tr>
<tr><th>资质要求（2选1）</th><td><a href="https://r.example/a.html">
1. 《甲证》（适用于银行）<br>2. 《乙证》、《丙证》</a></td></tr>
</table>
"""


@pytest.fixture
def catalogue() -> Catalogue:
    return read_text(TEXT)


@pytest.fixture
def further() -> Catalogue:
    return read_text("一二\n\n" + TEXT)


def test_moved_data_is_what_is_read_further_on(catalogue: Catalogue, further: Catalogue) -> None:
    assert moved(catalogue.categories, 4) == further.categories
    assert moved(catalogue.sources[0].tables, 4) == further.sources[0].tables
    assert moved(catalogue.categories[0], 0) == catalogue.categories[0]
    assert {link.role for link in further.categories[0].links} == {LinkRole.OFFICIAL, LinkRole.REFERENCE}


def test_places_that_are_left_out_stay_so() -> None:
    repair = Repair(RepairKind.CROSSED, "td", Span(1, 2), Span(0, 1), "th")
    assert moved(repair, 3) == replace(repair, span=Span(4, 5), opened=Span(3, 4))
    assert moved(replace(repair, opened=None), 3).opened is None
    assert moved((), 3) == ()


def test_what_is_copied_late_cannot_be_told_apart(catalogue: Catalogue, further: Catalogue) -> None:
    home, due = catalogue.categories[0], further.categories[0]
    for same in (
        lambda made: made,
        copy.copy,
        copy.deepcopy,
        lambda made: pickle.loads(pickle.dumps(made)),
        lambda made: replace(made, scenario=due.scenario),
    ):
        assert same(late(home, 4)) == due
    assert hash(late(home, 4)) == hash(due)
    assert repr(late(home, 4)) == repr(due)
    assert asdict(late(home, 4)) == asdict(due)
    assert type(late(home, 4)) is Category
    assert {field.name for field in fields(Category)}.isdisjoint({"_late"})


def test_a_copied_part_is_made_once(catalogue: Catalogue) -> None:
    made = late(catalogue.categories[0], 4)
    assert made.requirement is made.requirement is not None


def test_some_parts_may_be_other_ones(catalogue: Catalogue) -> None:
    table = catalogue.sources[0].tables[0]
    assert late(table, 4, headings=("甲",)) == replace(moved(table, 4), headings=("甲",))


def test_it_is_known_what_was_copied(catalogue: Catalogue) -> None:
    home = catalogue.categories[0]
    assert home_of(late(home, 4)) == (home, 4)
    assert home_of(late(home, 4))[0] is home
    assert home_of(home) == (home, 0)
    assert home_of("甲") == ("甲", 0)


def test_what_there_is_not_is_no_part(catalogue: Catalogue) -> None:
    table = catalogue.sources[0].tables[0]
    for each in (table, late(table, 4)):
        assert isinstance(each, Table)
        with pytest.raises(AttributeError, match="'Table' object has no attribute 'colour'"):
            each.colour  # type: ignore[attr-defined]  # noqa: B018 - asking is the test
