"""The list of what to hand in on the page of a category."""

from __future__ import annotations

import re

from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]  # it carries no types

from generator.pages import PageOptions, Rendering, render
from generator.source import read_text
from tests.pages.factory import Draft, catalogue
from tests.pages.published import published
from tests.pages.samples import sample
from tests.pages.test_qualification import SOURCE


def section(rendering: Rendering, path: str) -> str:
    (found,) = (each.markdown for each in rendering.pages if each.path == path)
    _, start, rest = found.partition("data-lm-checklist")
    return start + rest.partition("</section>\n\n")[0]


def test_every_paper_knows_its_combinations() -> None:
    made = render(sample(), PageOptions())
    found = section(made, "qiche/qicheyushou.md")
    held = re.findall(r'data-ways="([0-9 ]*)"', found)
    assert held == ["0", "0", "1", "1", "1", "2", "2", "2"]
    assert found.count("<option") == 3
    assert "1. 营业执照 ＋ 工信部道路机动车辆生产企业准入许可" in found
    assert published(f"---\n---\n{found}").text.count("适用汽车厂商") == 2


def test_a_single_combination_leaves_nothing_to_choose() -> None:
    made = render(sample(), PageOptions())
    found = section(made, "jinrong/xinsanban.md")
    assert "<option" not in found
    assert found.count('type="checkbox"') == 2


def test_a_combination_of_no_paper_says_so() -> None:
    draft = Draft()
    draft.category("a", "甲", tree=draft.choose(draft.paper("甲证"), draft.nothing()))
    draft.category(
        "b", "乙", tree=draft.choose(draft.choose(draft.paper("甲证"), draft.nothing()), draft.paper("乙证"))
    )
    made = render(catalogue(draft), PageOptions())
    assert '<option value="1">2. 无需提供资质</option>' in section(made, "a.md")
    texts = {page.path: page for page in made.pages}
    assert "<li>无需提供资质</li>" in texts["b.md"].markdown
    assert "<li>甲证</li><li>无需提供资质</li>" in texts["finder.md"].markdown
    assert "  - 甲证\n  - 无需提供资质\n" in texts["finder.md"].plain


def test_nothing_to_hand_in_and_nothing_certain_make_no_list() -> None:
    made = render(sample(), PageOptions())
    assert section(made, "gongju/shipinkefu.md") == ""
    assert section(made, "qita/shipin.md") == ""


def test_what_is_said_of_a_paper_stands_with_it() -> None:
    made = render(sample(), PageOptions())
    assert "业务范围必须包含“基金”" in section(made, "jinrong/jijin.md")


def test_more_combinations_than_anybody_reads_are_not_listed() -> None:
    items = "<br>".join(f"{number}. 《甲{number}证》" for number in range(1, 21))
    source = SOURCE.replace("2选1", "20选4", 1).replace("1. 《金融许可证》<br>2. 《营业执照》及《授权书》", items)
    made = render(read_text(source, "rules.md"), PageOptions())
    found = section(made, "jinrongye/yinhang.md")
    assert "<option" not in found
    assert found.count('data-ways=""') == 20


def test_the_list_leads_to_the_comparison() -> None:
    made = render(sample(), PageOptions())
    assert "compare/?c=jinrong/yinhang" in section(made, "jinrong/yinhang.md")


def test_the_search_of_the_theme_reads_every_page_less_what_is_left_out() -> None:
    # A tree has no search but that one.
    for each in render(sample(), PageOptions()).pages:
        parser = Parser()
        parser.feed(published(each.markdown).html)
        parser.close()
        words = "".join(piece for part in parser.data for piece in part.text)
        if each.kind == "category":
            assert "打印此清单" not in words, each.path
            assert "catalogue/sources/" not in words, each.path
