"""The finder, the comparison, the matrix and the checklist in a reader's browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from generator.catalogue import All, Catalogue, Choose, Nothing, Qualification, Span, Tree
from generator.combinations import ways
from generator.config import load_settings
from generator.pages.finder import LETTERS, coded
from generator.parties import Party, for_party
from generator.site.host import build
from generator.site.reading import read

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
HERE = Span(0, 1)
NAMES = "abcdef"
HOLDERS = (None, None, None, "政府主体", "企业", "非政府主体", "公立学校", "合作医院", "事业单位、企业")
PARTIES: tuple[Party | None, ...] = (None, *Party)
PREFIXES = ("", "zh-Hant/", "en/")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = load_settings(ROOT / "mkdocs.yml")
    assert given is not None
    folder = tmp_path_factory.mktemp("built") / "site"
    build(given, tell=lambda _said: None, site_dir=folder)
    return folder


@pytest.fixture
def site(built: Path, static_server: Callable[[Path], str]) -> str:
    return static_server(built)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    given = load_settings(ROOT / "mkdocs.yml")
    assert given is not None
    return read(given)


def lacking(tree: Tree, party: Party | None, held: frozenset[str], most: int = 2) -> set[frozenset[str]] | None:
    """Return the sets of papers that ways lack, by multiplying the requirement out; None where it is for others."""
    left = for_party(tree, party)
    if left is None:
        return None
    if isinstance(left, Nothing):
        return {frozenset()}
    listed = ways(left, 1 << 40)
    assert listed is not None
    sets = {frozenset(paper.name for paper in way) - held for way in listed}
    return {each for each in sets if len(each) <= most}


def branches(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    parts = st.lists(inner, min_size=1, max_size=4).map(tuple)
    holders = st.sampled_from(HOLDERS)
    return st.one_of(
        st.builds(lambda count, parts, holder: Choose(count, parts, HERE, holder), st.integers(1, 3), parts, holders),
        st.builds(lambda parts, holder: All(parts, HERE, holder), parts, holders),
    )


PAPERS = st.builds(
    lambda name, holder: Qualification(name, HERE, holder=holder), st.sampled_from(NAMES), st.sampled_from(HOLDERS)
)
TREES: st.SearchStrategy[Tree] = st.recursive(st.one_of(PAPERS, st.just(Nothing(HERE))), branches, max_leaves=8)
CASES = st.tuples(TREES, st.sampled_from(PARTIES), st.frozensets(st.sampled_from(NAMES)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CASES, min_size=20, max_size=40))
def test_the_script_lacks_what_multiplying_out_lacks(
    page: Page, site: str, cases: list[tuple[Tree, Party | None, frozenset[str]]]
) -> None:
    if not page.url.startswith(site):
        page.goto(f"{site}compare/")
    asked = [
        [coded(tree, tree, NAMES.index), LETTERS[party] if party else "", [NAMES.index(name) for name in held]]
        for tree, party, held in cases
    ]
    script = """async cases => {
        const { lacking } = await import(document.querySelector("script[type=module]").src)
        return cases.map(([tree, who, held]) => lacking(tree, new Set(held), who))
    }"""
    answers = page.evaluate(script, asked)
    for (tree, party, held), answer in zip(cases, answers, strict=True):
        expected = lacking(tree, party, held)
        if expected is None or answer is None:
            assert answer is None
            assert expected is None
            continue
        found = {frozenset(NAMES[number] for number in each["missing"]) for each in answer}
        assert found == expected
        assert len(found) == len(answer)
        left = for_party(tree, party)
        assert left is not None
        listed = [()] if isinstance(left, Nothing) else ways(left, 1 << 40) or []
        known = {tuple(paper.name for paper in way) for way in listed}
        for each in answer:
            way = tuple(NAMES[leaf if isinstance(leaf, int) else leaf["q"]] for leaf in each["way"])
            # What is shown as the way is one, and lacks what is said to be missing.
            assert way in known
            assert frozenset(way) - held == frozenset(NAMES[number] for number in each["missing"])


def shelves(page: Page) -> Mapping[str, list[str]]:
    """Return the names that the finder lists, by kind."""
    found: dict[str, list[str]] = page.evaluate(
        """() => Object.fromEntries(["open", "one", "two", "rest"].map(kind =>
            [kind, [...document.querySelectorAll(`.lm-found--${kind} .lm-entry__title > a`)]
                .map(link => link.textContent)]))"""
    )
    return found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_page_agrees_with_the_combinations(page: Page, site: str, catalogue: Catalogue, data: Any) -> None:
    entries = catalogue.qualifications
    drawn = data.draw(st.sets(st.sampled_from([entry.id for entry in entries])))
    party = data.draw(st.sampled_from(PARTIES))
    if not page.url.startswith(site):
        page.goto(f"{site}finder/")
        expect(page.locator(".lm-found--open")).to_be_visible()
    search = f"?who={LETTERS[party] if party else ''}&have={','.join(sorted(drawn))}"
    page.evaluate(
        "search => { history.pushState(null, '', search); dispatchEvent(new PopStateEvent('popstate')) }", search
    )
    held = frozenset(name for entry in entries if entry.id in drawn for name in (entry.name, *entry.aliases))
    expected: dict[str, list[str]] = {"open": [], "one": [], "two": [], "rest": []}
    for category in catalogue.categories:
        requirement = category.requirement
        sets = lacking(requirement.tree, party, held) if requirement and not requirement.doubts else None
        least = min(map(len, sets)) if sets else 3
        expected[("open", "one", "two", "rest")[least]].append(category.name)
    assert shelves(page) == expected


def test_a_walk_through_the_finder(page: Page, site: str) -> None:
    page.goto(f"{site}finder/")
    status = page.locator("[data-lm=status]")
    expect(status).to_have_text("现在可开通: 1 · 还差一项资质: 12 · 还差两项资质: 4 · 其余类目: 0")
    expect(page.locator("[data-lm=without]")).to_be_hidden()
    # Ticking: what was one short is open, and says with what.
    page.get_by_role("checkbox", name="金融许可证", exact=False).first.check()
    expect(page.locator(".lm-found--open")).to_contain_text("银行")
    expect(page.locator(".lm-found--open")).to_contain_text("凭 金融许可证")
    assert "have=jinrongxukezheng" in page.url
    # A missing paper is ticked where it is named.
    page.locator(".lm-found--one .lm-entry", has_text="证券/期货").first.get_by_role("button").first.click()
    expect(page.locator(".lm-found--open")).to_contain_text("证券/期货")
    assert page.evaluate("document.activeElement.textContent") == "证券/期货"
    assert page.get_by_role("checkbox", name="经营证券期货业务许可证").is_checked()
    # Back and forward, and the address alone, give the same answer.
    page.go_back()
    expect(page.locator(".lm-found--open")).not_to_contain_text("证券/期货")
    page.go_forward()
    expect(page.locator(".lm-found--open")).to_contain_text("证券/期货")
    answer = shelves(page)
    page.goto(page.url)
    expect(page.locator(".lm-found--open")).to_contain_text("证券/期货")
    assert shelves(page) == answer
    # Who one is closes what is for others.
    page.get_by_role("radio", name="政府机关").check()
    assert "who=g" in page.url
    page.get_by_label("大类").select_option(label="金融业")
    assert {name for names in shelves(page).values() for name in names} >= {"银行", "保险"}
    assert "直播" not in {name for names in shelves(page).values() for name in names}
    page.get_by_role("button", name="重新开始").click()
    expect(status).to_contain_text("现在可开通: 1")
    assert "?" not in page.url


@pytest.mark.parametrize(
    ("prefix", "words", "name"), [("", "我要卖车", "汽车预售服务"), ("en/", "sell cars", "Pre-sale")]
)
def test_words_of_ones_own_find_categories(page: Page, site: str, prefix: str, words: str, name: str) -> None:
    page.goto(f"{site}{prefix}finder/")
    page.locator("[name=do]").fill(words)
    first = page.locator(".lm-entry__title > a").first
    expect(first).to_contain_text(name)
    assert "do=" in page.url
    page.locator("[name=do]").fill("qqzzxx")
    # There is always something to read.
    expect(page.locator(".lm-found .lm-entry")).to_have_count(17)


def test_the_finder_is_walked_with_the_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}finder/")
    expect(page.locator(".lm-found--open")).to_be_visible()
    page.locator("[name=who]").first.focus()
    page.keyboard.press("ArrowRight")
    assert "who=c" in page.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.lm") == "papers"
    page.keyboard.type("营业执照")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "have=yingyezhizhao" in page.url
    focus = page.evaluate("[document.activeElement.type, document.activeElement.checked]")
    assert focus == ["checkbox", True]


@pytest.mark.parametrize("address", ["finder/", "compare/"])
def test_data_that_does_not_come_leaves_the_table(page: Page, site: str, address: str) -> None:
    page.route("**/finder.json", lambda route: route.fulfill(status=500))
    page.goto(f"{site}{address}")
    expect(page.locator("[data-lm=status]")).not_to_be_empty()
    expect(page.locator("[data-lm=without]")).to_be_visible()


def test_without_a_script_the_finder_is_a_table(page: Page, site: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False) if page.context.browser else page.context
    bare = context.new_page()
    bare.goto(f"{site}finder/")
    expect(bare.locator(".lm-without tbody tr")).to_have_count(17)
    expect(bare.locator("form.lm-finder")).to_be_hidden()
    bare.goto(f"{site}qiche/qicheyushou/")
    expect(bare.locator(".lm-checks > li:visible")).to_have_count(8)
    context.close()


@pytest.mark.parametrize("prefix", PREFIXES)
def test_categories_stand_side_by_side(page: Page, site: str, prefix: str) -> None:
    page.goto(f"{site}{prefix}compare/?c=jinrong/yinhang,jinrong/xintuo")
    rows = page.locator(".lm-beside tbody tr")
    expect(rows.first).to_be_visible()
    expect(page.locator(".lm-beside thead th")).to_have_count(2)
    # Both take the same papers and are of one group; their scopes differ.
    same = page.locator(".lm-row--same")
    differing = page.locator(".lm-row--differs")
    assert same.count() >= 3
    assert differing.count() >= 1
    page.locator("[data-lm=only]").check()
    expect(same.first).to_be_hidden()
    expect(differing.first).to_be_visible()
    for link in page.locator(".lm-beside a").all():
        assert (link.get_attribute("href") or "").startswith(("http", "../"))


def test_the_comparison_grows_and_shrinks_and_goes_back(page: Page, site: str) -> None:
    page.goto(f"{site}compare/")
    status = page.locator("[data-lm=status]")
    expect(status).to_have_text("请至少添加两个类目。")
    for name in ("金融业 / 银行", "金融业 / 保险", "社交 / 直播", "工具 / 视频客服"):
        page.get_by_label("添加类目").fill(name)
    expect(page.locator(".lm-beside thead th")).to_have_count(4)
    assert page.url.endswith("?c=jinrong/yinhang,jinrong/baoxian,shejiao/zhibo,gongju/shipinkefu")
    page.get_by_label("添加类目").fill("金融业 / 信托")
    expect(status).to_have_text("最多四个类目，请先移除一个。")
    page.get_by_role("button", name="移除：银行").click()
    expect(page.locator(".lm-beside thead th")).to_have_count(3)
    page.go_back()
    expect(page.locator(".lm-beside thead th")).to_have_count(4)
    page.get_by_label("添加类目").fill("没有的类目")
    page.keyboard.press("Enter")
    expect(status).to_have_text("没有这个类目：没有的类目")


def test_the_checklist_shows_the_combination_that_the_finder_found(page: Page, site: str) -> None:
    papers = "yingyezhizhao,gongxinbudaolujidongcheliangshengchanqiyezhunruxuke"
    page.goto(f"{site}finder/?have={papers}")
    page.locator(".lm-found--open a", has_text="汽车预售服务").click()
    page.wait_for_url("**/qiche/qicheyushou/?papers=*#checklist")
    expect(page.locator("[data-lm=way]")).to_have_value("0")
    expect(page.locator(".lm-checks > li:visible")).to_have_count(2)
    page.locator("[data-lm=way]").select_option("1")
    expect(page.locator(".lm-checks > li:visible")).to_have_count(3)
    expect(page.locator(".lm-checks > li:visible").nth(1)).to_contain_text("厂商授权销售文件")


def test_only_the_list_is_printed(page: Page, site: str) -> None:
    page.goto(f"{site}qiche/qicheyushou/")
    page.evaluate("window.print = () => {}")
    page.locator("[data-lm=print]").click()
    page.emulate_media(media="print")
    expect(page.locator(".lm-checks")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    for hidden in (".lm-requirement", ".lm-source", ".md-header", ".md-footer", "[data-lm=way]", ".lm-facts"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".lm-requirement")).to_be_visible()
    expect(page.locator(".md-header")).to_be_hidden()


def test_the_link_of_a_section_is_copied(page: Page, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}jinrong/yinhang/")
    page.locator("#requirement").hover()
    page.locator("#requirement .headerlink").click()
    expect(page.locator(".lm-copied")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}jinrong/yinhang/#requirement"
    expect(page.locator(".lm-copied")).to_have_count(0)
