"""What ``leimu check --fix`` writes into requirements: the one right answer, once."""

from __future__ import annotations

import pytest

from generator.catalogue import Catalogue
from generator.findings import Finding
from generator.rules import judge
from generator.rules.fixing import apply_fixes
from generator.source import read_text

DOCUMENT = """## 农业

### 蜂业

<table>
  <tr><th>小程序直播场景</th><td>养蜂直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于养蜂</td></tr>
  <tr><th>资质{label}</th><td><a href="https://a.example.cn/x">{cell}</a></td></tr>
</table>
"""
QUIET = dict.fromkeys(("missing-title",))


def judged(text: str) -> tuple[Catalogue, tuple[Finding, ...]]:
    catalogue = read_text(text.encode(), "a.md")
    return catalogue, judge(catalogue, QUIET)


A, B, C = "《养蜂许可证》", "《蜂场登记证》", "《蜂业备案证明》"


@pytest.mark.parametrize(
    ("label", "cell", "right_label", "right_cell"),
    [
        ("要求（3选1）", f"1.{A}<br>2.{B}", "要求（2选1）", f"1.{A}<br>2.{B}"),
        ("要求（三选一）", f"1.{A}<br>2.{B}", "要求（二选一）", f"1.{A}<br>2.{B}"),
        ("要求（３选１）", f"1.{A}<br>2.{B}", "要求（２选１）", f"1.{A}<br>2.{B}"),
        ("要求（2选1）", f"1、甲（⑥选①）：①{A}②{B}<br>2、{C}", "要求（2选1）", f"1、甲（②选①）：①{A}②{B}<br>2、{C}"),
        ("要求（3选1）", f"1.{A}<br>2.{B}<br>4.{C}", "要求（3选1）", f"1.{A}<br>2.{B}<br>3.{C}"),
        ("要求（2选1）", f"（１）{A}<br>（１）{B}", "要求（2选1）", f"（１）{A}<br>（２）{B}"),
        ("要求（3选1）", f"一、{A}<br>三、{B}<br>四、{C}", "要求（3选1）", f"一、{A}<br>二、{B}<br>三、{C}"),
        ("要求（2选1）", f"{A}<br>2. {B}", "要求（2选1）", f"1.{A}<br>2. {B}"),
        ("要求（2选1）", f"1.{A}<br>②{B}", "要求（2选1）", f"1.{A}<br>2.{B}"),
        ("要求（任选其一）", f"1.{A}<br>2.{B}<br>2.{C}", "要求（任选其一）", f"1.{A}<br>2.{B}<br>3.{C}"),
        ("要求（2选1）", f"1.{A}（第二类）<br>3.{B}", "要求（2选1）", f"1.{A}（第二类）<br>2.{B}"),
        ("要求（2选1）", f"b.{A}<br>c.{B}", "要求（2选1）", f"a.{A}<br>b.{B}"),
        ("要求(2选1）", f"1.{A}<br>2.{B}", "要求（2选1）", f"1.{A}<br>2.{B}"),
        ("要求（2选1）", f"1.<b>《养蜂许可证</b><br>2.{B}", "要求（2选1）", f"1.<b>《养蜂许可证》</b><br>2.{B}"),
        ("要求（2选1）", f"1.{A}（“甲”&rdquo;）<br>2.{B}", "要求（2选1）", f"1.{A}（“甲”）<br>2.{B}"),
    ],
)  # fmt: skip
def test_a_fix_is_the_one_right_answer(label: str, cell: str, right_label: str, right_cell: str) -> None:
    text = DOCUMENT.format(label=label, cell=cell)
    _, findings = judged(text)
    assert apply_fixes(text, findings).text == DOCUMENT.format(label=right_label, cell=right_cell)


@pytest.mark.parametrize(
    ("label", "cell"),
    [
        ("要求（3选1）", f"1.{A}<br>3.{C}"),
        ("要求（2选1）", f"1.{A}"),
        ("要求（3选1）", f"{A}或{B}"),
        ("要求（2选1）", f"1.{A}<br>2.{B}<br>2.{C}"),
        ("要求（2选1）", f"1.{A}<br>3.{B}<br>注：选第3项的，须加盖公章。"),
        ("要求（2选1）", f"1.{A}（选择第4项的，须盖章）<br>4.{B}"),
        ("要求（同时提供）", f"1.{A}<br>3.{B}"),
        ("要求（任选其一）", f"1.{A}<br>2.{B}<br>4.{C}"),
        ("要求（1选3）", f"1.{A}<br>2.{B}<br>3.{C}<br>4.《甲证》"),
        ("要求（2选1）", f"1.{A}<br>2.具备蜂场登记证》"),
        ("要求（2选1）", f"1.{A}<br>2.《蜂场登记证复印件"),
        ("要求（1选1）", A),
        ("要求", f"1.{A}<br>2.{B}"),
        ("要求（2选1）", f"1.{A}<br>2.《蜂场登记证（含养蜂）"),
        ("要求（3选1）", f"1.{A}<br>3.{B}<br>4.{C}（与3.二选一）"),
        ("要求（3选1）", f"1.{A}<br>3.填写<code>3.</code>{B}<br>4.{C}"),
        ("要求（3选1）", f"1.{A}<br>3.{B}（或④）<br>4.{C}"),
        ("要求（3选1，选4的须盖章）", f"1.{A}<br>3.{B}<br>4.{C}"),
        ("要求", f"{A}（适用于企业须另交盖章件"),
        ("要求", f"{A}（含分行、支行提供的服务"),
        ("要求", f'{A}（含"甲"乙"及丙）'),
    ],
)
def test_what_may_be_meant_in_two_ways_is_found_and_left_to_the_editor(label: str, cell: str) -> None:
    text = DOCUMENT.format(label=label, cell=cell)
    _, findings = judged(text)
    assert findings
    assert apply_fixes(text, findings).text == text


def test_numbers_that_a_notice_speaks_of_are_left_to_the_editor() -> None:
    text = DOCUMENT.format(label="要求（3选1）", cell=f"1.{A}<br>3.{B}<br>4.{C}")
    _, findings = judged(text.replace("<table>", ">! 选择资质要求第4项的，需预审。\n\n<table>"))
    assert [(each.rule, each.fix) for each in findings] == [("numbering-gap", None)]


def test_a_notice_about_another_item_holds_nothing_back() -> None:
    text = DOCUMENT.format(label="要求（3选1）", cell=f"1.{A}<br>2.{B}<br>4.{C}")
    _, findings = judged(text.replace("<table>", ">! 选择资质要求第1项的，需在4日内预审。\n\n<table>"))
    assert [each.fix is None for each in findings] == [False]


def test_of_two_names_that_are_as_rare_neither_is_called_the_right_one() -> None:
    _, findings = judged(DOCUMENT.format(label="要求（2选1）", cell=f"1.{A}（适用于甲）<br>2.《养蜂许可》（适用于乙）"))
    assert [each.rule for each in findings] == ["qualification-variant"] * 2
    assert all((each.hint or "").startswith("write both alike: ") for each in findings)


def test_more_to_choose_than_there_is_gets_one_finding() -> None:
    _, findings = judged(DOCUMENT.format(label="要求（1选3）", cell=f"1.{A}<br>2.{B}<br>3.{C}<br>4.《甲证》"))
    assert [(each.rule, each.fix) for each in findings] == [("count-mismatch", None)]
