"""The page of a paper, and the list of them all."""

from __future__ import annotations

from generator.pages import PageOptions, Rendering, render
from generator.source import read_text
from tests.pages.published import published

TABLE = """\
### {name}

<table>
<tr><th>要求</th><th>说明</th></tr>
<tr><th>类目适用范围</th><td>适用</td></tr>
<tr><th>资质要求（2选1）</th><td>{items}</td></tr>
</table>
"""
SOURCE = "## 金融业\n\n" + "\n".join(
    TABLE.format(name=name, items="<br>".join(f"{number}. {item}" for number, item in enumerate(items, 1)))
    for name, items in (
        ("银行", ("《金融许可证》", "《营业执照》及《授权书》")),
        ("信托", ("《金融许可证》", "《信托许可证》")),
    )
)


def rendered(source: str = SOURCE) -> Rendering:
    return render(read_text(source, "rules.md"), PageOptions())


def page(path: str) -> str:
    (found,) = (each for each in rendered().pages if each.path == path)
    return published(found.markdown).text


def test_a_paper_names_the_categories_that_accept_it_and_whether_alone() -> None:
    text = page("qualifications/jinrongxukezheng.md")
    assert "可用于以下类目" in text
    assert text.index("银行2选1金融业单独提交即可") < text.index("信托2选1金融业单独提交即可")


def test_a_paper_that_needs_others_says_which() -> None:
    text = page("qualifications/yingyezhizhao.md")
    assert "与授权书同时提交" in text
    assert "单独提交即可" not in text


def test_the_list_has_all_papers_those_that_open_most_first() -> None:
    text = page("qualifications/index.md")
    assert "共4种资质" in text
    assert text.index("金融许可证2个类目") < text.index("营业执照1个类目")


def test_a_category_leads_to_the_pages_of_its_papers() -> None:
    (found,) = (each for each in rendered().pages if each.path == "jinrongye/yinhang.md")
    assert 'href="../../qualifications/jinrongxukezheng/"' in found.markdown


def test_a_catalogue_without_papers_has_no_list() -> None:
    made = rendered("## 金融业\n\n### 银行\n\n文字\n")
    assert not [each.path for each in made.pages if each.path.startswith("qualifications")]
    assert "资质" not in dict(made.nav)
