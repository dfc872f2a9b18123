"""What pages there are, what they say, and how they hang together."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from generator.catalogue import Catalogue
from generator.pages import Page, PageOptions, Rendering, render
from tests.pages.factory import Draft, catalogue
from tests.pages.published import published
from tests.pages.samples import OFFICIAL, sample


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    options = PageOptions(edit_url="https://git.example.cn/edit/{path}#L{line}", source_base=Path("/work"))
    return render(sample(), options)


def page(rendering: Rendering, path: str) -> Page:
    return next(each for each in rendering.pages if each.path == path)


def text(rendering: Rendering, path: str) -> str:
    """Return what a reader sees of a page, without white space."""
    return published(page(rendering, path).markdown).text


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def links(markup: str) -> list[str]:
    parser = _Links()
    parser.feed(published(markup).html)
    return parser.found


def test_each_category_and_group_has_its_page(rendering: Rendering) -> None:
    paths = [each.path for each in rendering.pages]
    assert paths[:4] == ["index.md", "finder.md", "matrix.md", "compare.md"]
    assert paths[4:6] == ["shejiao/index.md", "jinrong/index.md"]
    assert {"jinrong/yinhang.md", "qiche/qicheyushou.md", "zhengwu.md"} < set(paths)
    papers = [path for path in paths if path.startswith("qualifications/")]
    assert len(papers) > 1
    assert len(paths) == len(set(paths)) == 4 + 5 + 12 + len(papers)
    assert rendering.displaced == ()


def test_navigation_follows_the_groups(rendering: Rendering) -> None:
    titles = [title for title, _ in rendering.nav]
    own = ["社交", "金融业", "汽车", "工具", "其他", "政务"]
    assert titles == ["首页", "我能开通哪些类目", *own, "资质", "类目与资质一览", "类目对比"]
    assert dict(rendering.nav)["汽车"] == (("汽车", "qiche/index.md"), ("汽车预售服务", "qiche/qicheyushou.md"))
    assert dict(rendering.nav)["政务"] == "zhengwu.md"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("jinrong/yinhang.md", ["以下2项任选1项", "《金融许可证》", "或", "同样接受信托"]),
        (
            "qiche/qicheyushou.md",
            ["适用汽车经销商/4s店须同时提供以下3项", "与《厂商授权销售文件》", "备注含双方盖章", "共3种资质组合"],
        ),
        ("jinrong/jijin.md", ["须包含业务范围必须包含“基金”"]),
        ("jinrong/xinsanban.md", ["须同时提供以下2项", "有限责任公司的书面许可与《非经营性"]),
        ("gongju/shipinkefu.md", ["无需提供资质", "原文"]),
        ("shejiao/zhibo.md", ["注意如提供时政信息服务", "适用政府主体须同时提供以下2项", "官方说明"]),
        (
            "qita/yaopin.md",
            [
                "审核时长约7个工作日",
                "药品知识直播健康讲座",
                "共3种资质组合",
                "营业执照＋互联网药品信息服务资格证书＋授权书",
            ],
        ),
        (
            "qita/yaopin.md",
            ["出具方市级药品监督管理部门", "份数2份", "备注图片须清晰可见", "备注视地区而定"],
        ),
        ("qita/yaopin.md", ["材料格式大小扫描件PDF或JPG", "示例图证照样式", "说明原件备查。"]),
        ("qita/shipin.md", ["请以原文为准", "《食品经营许可证》、《食品生产许可证》", "解读（仅供参考）"]),
        ("qita/qidai.md", ["来源未列明资质要求", "警告敬请期待。", "说明暂未开放"]),
        ("jinrong/index.md", ["5个类目", "以下类目按金融监管要求审核", "保险5选1适用范围适用于提供保险业务"]),
        (
            "index.md",
            [
                "5个大类，12个类目，",
                "个人认证的微信小程序暂不支持",
                "汽车预售服务3选1",
                "视频客服无需提供资质",
                "常见问题&解答",
            ],
        ),
    ],
)
def test_a_page_says(rendering: Rendering, path: str, words: list[str]) -> None:
    shown = text(rendering, path)
    assert [each for each in words if each not in shown] == []


NAMES = {
    "信息网络传播视听节目许可证": ("信息网络传播视听节目许可证", ("视听许可证", "信息网络传播视听节目 许可证")),
    "金融许可证": ("金融许可证", ("金融 许可证",)),
    "营业执照": ("企业营业执照", ("营业执照", "工商<执照>")),
}
"""Name in the sample → the name and aliases that editors give it."""


@pytest.fixture(scope="module")
def renamed() -> Rendering:
    whole = sample()
    given = {each: NAMES.get(each.name, (each.name, ())) for each in whole.qualifications}
    entries = (replace(each, name=name, aliases=aliases) for each, (name, aliases) in given.items())
    return render(replace(whole, qualifications=tuple(entries)), PageOptions())


def test_a_page_tells_the_other_names_of_a_paper_once(renamed: Rendering) -> None:
    assert "《信息网络传播视听节目许可证》（又称视听许可证）" in text(renamed, "shejiao/zhibo.md")
    cars = text(renamed, "qiche/qicheyushou.md")
    assert cars.count("《营业执照》（又称企业营业执照、工商<执照>）") == 1
    assert cars.count("《营业执照》") > 1
    assert "同样接受药品" in cars


def test_another_spelling_is_no_other_name(renamed: Rendering) -> None:
    assert "又称" not in text(renamed, "jinrong/yinhang.md")


def test_titles_are_never_markup(rendering: Rendering) -> None:
    odd = page(rendering, "qita/yaopin.md")
    assert odd.title == "药品 *零售* [含 <OTC>]"
    assert '<h1 id="otc">药品 &#42;零售&#42; &#91;含 &#60;OTC&#62;&#93;' in published(odd.markdown).html
    front = yaml.safe_load(odd.markdown.split("---\n")[1])
    assert front["title"] == "药品 *零售* [含 &lt;OTC&gt;]"


def test_headings_keep_their_ids(rendering: Rendering) -> None:
    html = published(page(rendering, "jinrong/yinhang.md").markdown).html
    assert ['id="requirement"' in html, 'id="source"' in html] == [True, True]
    assert 'id="section-1-1"' in published(page(rendering, "index.md").markdown).html


@pytest.mark.parametrize("directory_urls", [True, False])
def test_links_between_pages_arrive(directory_urls: bool) -> None:
    made = render(sample(), PageOptions(directory_urls=directory_urls))
    ending = "" if directory_urls else ".html"
    addresses = {each.path for each in made.assets}
    for each in made.pages:
        stem = each.path.removesuffix(".md")
        addresses.add((stem if stem.endswith("index") or not directory_urls else f"{stem}/index") + (ending or ".html"))
    for each in made.pages:
        stem = each.path.removesuffix(".md")
        here = f"{stem}/" if directory_urls and not stem.endswith("index") else stem
        for href in links(each.markdown):
            target = urljoin(f"http://site.test/{here}", href)
            target = target.partition("#")[0].partition("?")[0].removeprefix("http://site.test/")
            file = f"{target}index.html" if not target or target.endswith("/") else target
            assert file.startswith("https:") or file in addresses or (href.startswith("#")), (each.path, href)


def test_where_a_page_stands(rendering: Rendering) -> None:
    bank = page(rendering, "jinrong/yinhang.md")
    file, line = bank.edit or ("", 0)
    assert file == "catalogue/sources/sample.md"
    assert sample().sources[0].text.split("\n")[line - 1] == "金融业 - 银行"
    assert f"https://git.example.cn/edit/catalogue/sources/sample.md#L{line}" in links(bank.markdown)
    assert f"../../assets/sources/sample.html#L{line}" in links(bank.markdown)


def test_paths_in_edit_links_are_quoted() -> None:
    draft = Draft(file="来源/a b#c.md")
    draft.category("a", "甲")
    made = render(catalogue(draft), PageOptions(edit_url="https://git.example.cn/{path}?line={line}"))
    assert "https://git.example.cn/%E6%9D%A5%E6%BA%90/a%20b%23c.md?line=1" in links(page(made, "a.md").markdown)


def test_sources_elsewhere_are_linked_there() -> None:
    made = render(sample(), PageOptions(source_url="https://git.example.cn/blob/main/"))
    assert "https://git.example.cn/blob/main/catalogue/sources/sample.md#L1" in links(page(made, "index.md").markdown)


def test_official_links_are_buttons_and_others_are_listed(rendering: Rendering) -> None:
    markup = page(rendering, "jinrong/yinhang.md").markdown
    assert (
        f'<a class="lm-button" href="{OFFICIAL}jinrong/yinhang.html" rel="noopener noreferrer">官方说明</a>' in markup
    )
    assert "文中链接标准直播+直播标签" in text(rendering, "jinrong/yinhang.md")


def test_hand_written_pages_win() -> None:
    made = render(sample(), PageOptions(taken=frozenset({"index.md", "jinrong/yinhang.md", "finance/index.md"})))
    assert made.displaced == ("index.md", "jinrong/yinhang.md")
    assert not {"index.md", "jinrong/yinhang.md"} & {each.path for each in made.pages}
    assert ("首页", "index.md") in made.nav
    assert [old for old, _ in made.redirects] == ["jinrong/bank/"]


def test_moved_pages_leave_a_way(rendering: Rendering) -> None:
    assert rendering.redirects == (("jinrong/bank/", "jinrong/yinhang/"), ("finance/", "jinrong/"))
    stub = next(each for each in rendering.assets if each.path == "jinrong/bank/index.html").content.decode()
    for words in (
        '<link rel="canonical" href="../yinhang/">',
        '<meta name="robots" content="noindex">',
        'content="0; url=../yinhang/"',
        '<a href="../yinhang/">前往新页面</a>',
    ):
        assert words in stub
    flat = render(sample(), PageOptions(directory_urls=False))
    assert flat.redirects[0] == ("jinrong/bank.html", "jinrong/yinhang.html")
    assert "jinrong/bank.html" in {each.path for each in flat.assets}


def test_copies_of_the_sources_are_published(rendering: Rendering) -> None:
    files = {each.path: each.content.decode() for each in rendering.assets if each.path.startswith("assets/sources/")}
    source = sample().sources[0].text
    assert files["assets/sources/sample.txt"] == "\ufeff" + source
    assert f'<li id="L{source.count(chr(10))}">' in files["assets/sources/sample.html"]


def test_own_templates_and_assets_go_first(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "pages" / "group.md.jinja").write_text("# {{ title | heading }}\n\nour own\n", encoding="utf-8")
    (tmp_path / "assets" / "leimu.css").write_text("/* ours */", encoding="utf-8")
    made = render(sample(), PageOptions(templates=(tmp_path,)))
    assert page(made, "jinrong/index.md").markdown.endswith("# 金融业\n\nour own\n")
    assert [(each.path, each.content) for each in made.assets if each.name == "assets/leimu.css"] == [
        (f"assets/leimu.{sha256(b'/* ours */').hexdigest()[:8]}.css", b"/* ours */")
    ]


def test_several_sources_stand_under_their_titles() -> None:
    first, second = Draft(id="a", title="甲文"), Draft(id="a", file="b.md", title="乙文", number=1)
    for draft in (first, second):
        draft.introduction.append(draft.block(f"{draft.title}的介绍"))
    made = render(catalogue(first, second), PageOptions())
    shown = text(made, "index.md")
    assert shown.index("甲文") < shown.index("甲文的介绍") < shown.index("乙文") < shown.index("乙文的介绍")
    assert len({each.path for each in made.assets}) == len(made.assets)


def test_some_of_several_says_how_many() -> None:
    draft = Draft()
    draft.category("a", "甲", tree=draft.choose(*(draft.paper(name) for name in "子丑寅"), count=2))
    made = render(catalogue(draft), PageOptions())
    shown = text(made, "a.md")
    assert "以下3项任选2项" in shown
    assert "子＋丑子＋寅丑＋寅" in shown
    assert "lm-join" not in page(made, "a.md").markdown


def test_a_common_paper_names_few_categories_and_their_number() -> None:
    draft = Draft()
    for number in range(8):
        draft.category(f"c{number}", f"第{number}类", tree=draft.paper("营业执照"))
    shown = text(render(catalogue(draft), PageOptions()), "c0.md")
    assert "同样接受第1类第2类第3类第4类等7个类目" in shown


def test_an_empty_catalogue_has_a_home_page() -> None:
    made = render(Catalogue(None, (), (), (), ()), PageOptions(site_name="空"))
    assert [each.path for each in made.pages] == ["index.md"]
    assert made.pages[0].title == "空"


def test_nothing_of_an_unfinished_locale_breaks() -> None:
    made = render(sample(), replace(PageOptions(), locale="xx"))
    assert "Anyoneof" not in text(made, "jinrong/yinhang.md")
    assert "Any1ofthese2" in text(made, "jinrong/yinhang.md")


def test_rendering_is_a_function() -> None:
    assert render(sample(), PageOptions()) == render(sample(), PageOptions())
