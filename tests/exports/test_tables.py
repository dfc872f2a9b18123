"""The table of combinations, as CSV and as a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from generator.combinations import combinations_by_category
from generator.exports.csv import to_csv
from generator.exports.rows import COLUMNS, rows
from generator.exports.xlsx import to_xlsx
from generator.source import read_text

SEED = read_text((Path(__file__).parents[2] / "catalogue/sources/mini-program-live.md").read_text(encoding="utf-8"))
CARD = """\
## 金融业

### {name}

<table>
<tr><th>要求</th><th>说明</th></tr>
<tr><th>类目适用范围</th><td>{scope}</td></tr>
<tr><th>资质要求{choice}</th><td>{items}</td></tr>
</table>
"""


def card(name: str = "银行", scope: str = "适用", choice: str = "", items: str = "《金融许可证》") -> str:
    return CARD.format(name=name, scope=scope, choice=choice, items=items)


def parsed(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_there_is_a_row_for_every_combination_and_one_where_nothing_is_required() -> None:
    found = parsed(to_csv(SEED))
    ways = combinations_by_category(SEED)
    assert len(found) == sum(max(1, len(listed or ())) for listed in ways.values())
    banking = [row for row in found if row["id"] == "jinrong/yinhang"]
    assert [(row["option"], row["options"], row["papers"]) for row in banking] == [
        ("1", "2", "金融许可证"), ("2", "2", "金融机构许可证")
    ]  # fmt: skip
    (tools,) = (row for row in found if row["id"] == "gongju/shipinkefu")
    assert (tools["option"], tools["options"], tools["papers"]) == ("", "0", "")


def test_the_file_says_its_encoding_and_ends_lines_as_the_standard_does() -> None:
    text = to_csv(SEED)
    assert text.startswith("\ufeff" + ",".join(COLUMNS) + "\r\n")
    assert text.count("\ufeff") == 1


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@x"])
def test_no_cell_is_run_as_a_formula(sign: str) -> None:
    catalogue = read_text(card(scope=sign))
    assert parsed(to_csv(catalogue))[0]["scope"] == f"'{sign}"
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(catalogue))).active
    assert sheet is not None
    cell = sheet.cell(2, COLUMNS.index("scope") + 1)
    assert (cell.value, cell.data_type) == (sign, "s")


def test_too_many_combinations_are_one_row_with_the_words_of_the_source() -> None:
    items = "<br>".join(f"{number}. 《甲{number}》、《乙{number}》任选其一" for number in range(1, 12))
    many = read_text(card(items="需同时提供：<br>" + items))
    (row,) = rows(many)
    named = dict(zip(COLUMNS, row, strict=True))
    if combinations_by_category(many)["jinrongye/yinhang"] is None:
        assert (named["option"], named["options"], named["papers"]) == (None, None, None)
    assert "乙11" in str(named["requirement"])


def test_the_spreadsheet_opens_with_a_frozen_header_filters_and_the_same_rows() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(SEED))).active
    assert sheet is not None
    listed = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert listed[0] == list(COLUMNS)
    assert [tuple(row) for row in listed[1:]] == list(rows(SEED))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:M{len(listed)}"
    assert sheet.column_dimensions["D"].width > 30


def test_the_same_catalogue_makes_the_same_spreadsheet() -> None:
    assert to_xlsx(SEED) == to_xlsx(SEED)


def test_an_address_stays_words_and_a_long_text_is_cut_to_what_a_cell_holds() -> None:
    catalogue = read_text(card(scope="长" * 40_000))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(catalogue))).active
    assert sheet is not None
    assert len(str(sheet.cell(2, COLUMNS.index("scope") + 1).value)) == 32_767
