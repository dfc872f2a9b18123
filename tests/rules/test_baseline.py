"""The baseline: what is known by rule and category, whatever happens to the lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import Catalogue
from generator.findings import Finding
from generator.rules import judge
from generator.rules.baseline import Entry, dump, entries, load, sift
from generator.source import SourceError, read_text

CARD = """\
### {name}

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>{scope}</td></tr>
  <tr><th>资质要求（{count}选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
</table>

"""
OFF = {"missing-title": None, "missing-official-link": None}


def document(*cards: tuple[str, str, int], before: str = "") -> Catalogue:
    body = "".join(CARD.format(name=name, scope=scope, count=count) for name, scope, count in cards)
    return read_text(f"{before}## 金融业\n\n{body}")


def told(catalogue: Catalogue) -> tuple[Finding, ...]:
    levels = {name: None for name in OFF if any(rule == name for rule in _names())}
    return judge(catalogue, levels)


def _names() -> list[str]:
    from generator.rules import RULES

    return [rule.name for rule in RULES]


def known(catalogue: Catalogue) -> tuple[Entry, ...]:
    return entries(catalogue, told(catalogue))


def test_a_known_finding_stays_known_when_lines_move() -> None:
    before = known(document(("银行", "银行业务", 3)))
    after = document(("信托", "信托业务", 2), ("银行", "银行业务", 3), before="导言。\n\n" * 20)
    sifted = sift(after, told(after), before)
    assert (sifted.new, sifted.known, sifted.gone) == ((), 1, ())


def test_the_same_fault_of_another_category_is_new() -> None:
    before = known(document(("银行", "银行业务", 3)))
    after = document(("银行", "银行业务", 3), ("信托", "信托业务", 3))
    sifted = sift(after, told(after), before)
    assert [finding.category for finding in sifted.new] == [("金融业", "信托")]
    assert sifted.known == 1


def test_another_rule_in_the_same_category_is_new() -> None:
    before = known(document(("银行", "银行业务", 3)))
    after = document(("银行", "银行<b>业务", 3))
    sifted = sift(after, told(after), before)
    assert [finding.rule for finding in sifted.new] == ["malformed-html"]


def test_other_words_of_the_same_fault_are_still_known() -> None:
    before = known(document(("银行", "银行业务", 3)))
    after = document(("银行", "银行业务", 4))
    assert sift(after, told(after), before).new == ()


def test_of_two_faults_the_words_tell_which_is_new() -> None:
    before = known(document(("银行", "<i>银行业务", 2)))
    after = document(("银行", "<b>新</i><i>银行业务", 2))
    sifted = sift(after, told(after), before)
    source = after.sources[0]
    assert "<i>" not in {source.slice(finding.span) for finding in sifted.new}
    assert len(sifted.new) == len(told(after)) - 1


def test_what_is_mended_is_gone() -> None:
    before = known(document(("银行", "银行业务", 3), ("信托", "信托业务", 3)))
    after = document(("银行", "银行业务", 2), ("信托", "信托业务", 3))
    sifted = sift(after, told(after), before)
    assert [entry.place.split("/")[-1] for entry in sifted.gone] == ["yinhang"]


def test_findings_of_no_category_belong_to_their_source() -> None:
    catalogue = read_text("```\n导言\n", "rules.md")
    (entry,) = known(catalogue)
    assert entry == Entry("rules:", "malformed-markdown", "```")


ENTRIES = st.builds(Entry, st.text(max_size=8), st.sampled_from(["a-b", "c-d"]), st.text(max_size=8))


@given(st.lists(ENTRIES, max_size=6))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, written: list[Entry]) -> None:
    file = tmp_path_factory.mktemp("baseline") / "baseline.json"
    file.write_text(dump(written), encoding="utf-8", newline="\n")
    assert load(file) == tuple(sorted(written))
    assert dump(load(file)) == dump(written)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": [1]}',
        '{"version": 1}',
        "\x00",
        "[" * 9999,
    ],
)
def test_a_broken_file_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"baseline\.json: it is no baseline that can be read\. .*--write-baseline"):
        load(file)


def test_a_finding_takes_one_line_in_the_file() -> None:
    lines = dump(known(document(("银行", "银行业务", 3), ("信托", "信托业务", 3)))).splitlines()
    assert [json.loads(line.strip().rstrip(","))["rule"] for line in lines if "rule" in line] == ["count-mismatch"] * 2
