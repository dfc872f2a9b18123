"""What `--fix` removes of a doubled row: all of it, and only where nothing is lost."""

from __future__ import annotations

import pytest

from generator.findings import Finding
from generator.rules import judge
from generator.rules.fixing import apply_fixes
from generator.source import read_text

OFF = dict.fromkeys(("missing-title", "missing-official-link"))
SCOPE = "  <tr>\n    <th>类目适用范围</th>\n    <td>银行服务</td>\n  </tr>\n"
CARD = f"""\
## 金融业

### 银行

<table>
  <tr><th>要求</th><th>说明</th></tr>
  <tr><th>小程序直播场景</th><td>银行直播</td></tr>
{SCOPE}  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
"""
PIPES = "| 要求 | 说明 |\n| --- | --- |\n| 小程序直播场景 | 甲 |\n| 类目适用范围 | 乙 |\n| 资质要求 | - |\n"


def findings(text: str) -> tuple[Finding, ...]:
    return judge(read_text(text.encode(), "rules.md"), OFF)


def fixed(text: str) -> str:
    return str(apply_fixes(text, findings(text)).text)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("row", [SCOPE, SCOPE.replace("    ", "\t"), f"\n{SCOPE}"])
def test_an_equal_row_is_removed_whole(row: str, line_end: str) -> None:
    text = CARD.replace(SCOPE, SCOPE + row).replace("\n", line_end)
    assert [finding.rule for finding in findings(text)] == ["duplicate-row"]
    assert fixed(text) == CARD.replace("\n", line_end)


def test_a_row_of_a_pipe_table_is_removed_with_its_line() -> None:
    start = "## 金融业\n\n### 银行\n\n"
    text = start + PIPES.replace("| 类目适用范围 | 乙 |\n", "| 类目适用范围 | 乙 |\n" * 2)
    assert fixed(text) == start + PIPES


@pytest.mark.parametrize(
    "second",
    [
        SCOPE.replace("银行服务", "其他服务"),
        SCOPE.replace("银行服务", '<a href="a.html">银行服务</a>'),
        SCOPE.replace("  </tr>\n", ""),
    ],
    ids=["other words", "a link", "never closed"],
)
def test_a_row_that_may_differ_is_left(second: str) -> None:
    text = CARD.replace(SCOPE, SCOPE + second)
    told = [finding for finding in findings(text) if finding.rule == "duplicate-row"]
    assert [finding.fix for finding in told] == [None]


def test_a_row_under_a_cell_that_reaches_down_is_left() -> None:
    wide = CARD.replace("<td>银行直播</td>", '<td>银行直播</td><td rowspan="4">见备注</td>')
    wide = wide.replace("<th>说明</th>", "<th>说明</th><th>备注</th>").replace(SCOPE, SCOPE * 2)
    assert [finding.fix for finding in findings(wide) if finding.rule == "duplicate-row"] == [None]
