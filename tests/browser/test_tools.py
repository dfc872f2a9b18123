"""The finder, the comparison, the matrix and the checklist in a reader's browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from generator.catalogue import All, Catalogue, Choose, Nothing, Qualification, Span, Tree
from generator.combinations import ways
from generator.config import load_settings
from generator.pages.finder import LETTERS, coded
from generator.parties import Party, for_party
from generator.site.reading import read
from tests.browser.nginx import nginx
from tests.profiles import examples

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

ROOT = Path(__file__).parents[2]
HERE = Span(0, 1)
NAMES = "abcdef"
HOLDERS = (None, None, None, "政府主体", "企业", "非政府主体", "公立学校", "合作医院", "事业单位、企业")
PARTIES: tuple[Party | None, ...] = (None, *Party)
PREFIXES = ("", "zh-Hant/", "en/")
WIDTHS = (360, 768, 1280)
SEEN = [
    (prefix, width, "dark" if (one + other) % 2 else "light")
    for one, prefix in enumerate(PREFIXES)
    for other, width in enumerate(WIDTHS)
]
"""Every language at every width; every language and every width in light and in dark."""


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    # As it is deployed: under a policy that lets nothing run but the site's own files.
    with nginx(built) as url:
        yield url


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


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@pytest.mark.parametrize(("prefix", "width", "scheme"), SEEN)
def test_a_walk_through_the_finder(
    page: Page, site: str, prefix: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}{prefix}finder/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate" if scheme == "dark" else "default")
    status, shelf = page.locator("[data-lm=status]"), page.locator(".lm-found--open")
    bank, trader = (shelf.locator(f"a[href^='../jinrong/{name}/']") for name in ("yinhang", "zhengquanqihuo"))
    expect(status).to_have_text(re.compile(r"1 · .*12 · .*4 · .*0"))
    expect(page.locator("[data-lm=without]")).to_be_hidden()
    # Ticking: what was one short is open, and says with what.
    paper = page.locator(".lm-pick", has=page.locator("[name=paper]"))
    page.locator("[data-lm=all]").click()
    names = {"": "金融许可证", "zh-Hant/": "金融許可證", "en/": "Financial Licence"}
    paper.filter(has_text=names[prefix]).first.locator("input").check()
    expect(bank).to_be_visible()
    expect(shelf).to_contain_text(names[prefix])
    page.wait_for_url("**have=jinrongxukezheng")
    # A missing paper is ticked where it is named, and who did it stands before what it opened.
    short = page.locator(".lm-found--one .lm-entry", has=page.locator("a[href^='../jinrong/zhengquanqihuo/']")).first
    short.get_by_role("button").first.click()
    expect(trader).to_be_focused()
    page.wait_for_url("**have=jinrongxukezheng,*")
    # Back and forward, and the address alone, give the same answer.
    page.go_back()
    expect(trader).to_have_count(0)
    page.go_forward()
    expect(trader).to_be_visible()
    answer = shelves(page)
    page.goto(page.url)
    expect(trader).to_be_visible()
    assert shelves(page) == answer
    # Who one is closes what is for others; a group narrows the rest down.
    page.locator("[name=who][value=g]").check()
    page.wait_for_url("**who=g**")
    page.locator("[name=group]").select_option("jinrong")
    expect(page.locator(".lm-found .lm-entry")).to_have_count(11)
    page.locator(".lm-finder [type=reset]").click()
    expect(status).to_have_text(re.compile(r"1 · .*12 · .*4 · .*0"))
    page.wait_for_url(f"{site}{prefix}finder/")


@pytest.mark.parametrize(
    ("prefix", "words", "name"), [("", "我要卖车", "汽车预售服务"), ("en/", "sell cars", "Pre-sale")]
)
def test_words_of_ones_own_find_categories(page: Page, site: str, prefix: str, words: str, name: str) -> None:
    page.goto(f"{site}{prefix}finder/")
    page.locator("[name=do]").fill(words)
    # The index of the search is fetched when it is first asked.
    expect(page.locator(".lm-found .lm-entry")).to_have_count(1, timeout=20_000)
    expect(page.locator(".lm-entry__title > a")).to_contain_text(name)
    page.wait_for_url("**?do=*")
    page.locator("[name=do]").fill("qqzzxx")
    # There is always something to read.
    expect(page.locator(".lm-found .lm-entry")).to_have_count(17)


def test_the_finder_is_walked_with_the_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}finder/")
    expect(page.locator(".lm-found--open")).to_be_visible()
    page.locator("[name=who]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**?who=c")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.lm") == "papers"
    page.keyboard.type("营业执照")
    expect(page.locator("[name=paper]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url("**have=yingyezhizhao*")
    focus = page.evaluate("[document.activeElement.type, document.activeElement.checked]")
    assert focus == ["checkbox", True]


def test_what_was_typed_before_the_data_came_counts(page: Page, site: str) -> None:
    def late(route: Route) -> None:
        page.locator("[name=do]").fill("我要卖车")
        route.continue_()

    page.route("**/finder.json", late)
    page.goto(f"{site}finder/")
    expect(page.locator(".lm-found .lm-entry")).to_have_count(1, timeout=20_000)
    expect(page.locator(".lm-entry__title > a")).to_have_text("汽车预售服务")


def test_an_answer_of_the_search_belongs_to_its_own_question(page: Page, site: str) -> None:
    page.add_init_script(
        """window.asked = []
        window.Worker = class extends EventTarget {
            postMessage({ type, data }) {
                if (type === 2) {
                    window.asked.push(data)
                    window.answer = (...places) => this.onmessage({ data: { type: 3, data: {
                        items: places.map(location => [{ location, score: 1 }]) } } })
                }
            }
        }"""
    )
    page.goto(f"{site}finder/")
    # The first question is still open when the second is asked: the index is big, and the network slow.
    for number, words in enumerate(("卖", "卖车"), start=1):
        page.locator("[name=do]").fill(words)
        page.wait_for_function("number => window.asked.length === number", arg=number)
    page.evaluate("window.answer('jinrong/yinhang/')")
    page.evaluate("window.answer('qiche/qicheyushou/')")
    expect(page.locator(".lm-entry__title > a")).to_have_text(["汽车预售服务"])


def test_more_papers_lead_on_from_the_last(page: Page, site: str) -> None:
    page.goto(f"{site}finder/?have=yingyezhizhao,jinrongxukezheng")
    boxes = page.locator("[name=paper]")
    expect(boxes.first).to_be_visible()
    before = boxes.evaluate_all("boxes => boxes.map(box => box.value)")
    page.locator("[data-lm=all]").click()
    assert page.evaluate("document.activeElement.value") not in before
    assert boxes.evaluate_all("boxes => boxes.map(box => box.value)")[: len(before)] == before
    assert page.evaluate("document.activeElement.value") == boxes.nth(len(before)).input_value()


def test_going_back_takes_back_what_was_begun_anew(page: Page, site: str) -> None:
    page.goto(f"{site}finder/?have=yingyezhizhao")
    expect(page.locator("[name=paper]:checked")).to_have_count(1)
    page.locator(".lm-finder [type=reset]").click()
    expect(page.locator("[name=paper]:checked")).to_have_count(0)
    # The form is empty a moment before the address is.
    page.wait_for_url("**/finder/")
    page.go_back()
    page.wait_for_url("**/finder/?have=yingyezhizhao")
    expect(page.locator("[name=paper]:checked")).to_have_count(1)


def test_the_focus_stays_where_more_is_open_than_is_shown(page: Page, site: str) -> None:
    def many(route: Route) -> None:
        data = route.fetch().json()
        # So many stand open before it that what is opened is not shown.
        data["categories"][:0] = [
            {"i": f"open/{number}", "n": f"类目{number}", "u": f"../open/{number}/", "c": "", "s": "", "t": {"n": 1}}
            for number in range(40)
        ]
        route.fulfill(json=data)

    page.route("**/finder.json", many)
    page.goto(f"{site}finder/")
    page.locator(".lm-found--one .lm-add").first.click()
    expect(page.locator("#finder-open")).to_be_focused()


def test_nothing_is_said_to_be_copied_that_is_not(page: Page, site: str) -> None:
    page.goto(f"{site}finder/")
    expect(page.locator("[data-lm=copy]")).to_be_visible()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    before = page.locator("[data-lm=status]").text_content()
    page.locator("[data-lm=copy]").click()
    assert page.locator("[data-lm=status]").text_content() == before
    # As it is where a site is served without encryption.
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    page.reload()
    expect(page.locator(".lm-found--open")).to_be_visible()
    expect(page.locator("[data-lm=copy]")).to_be_hidden()


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


def test_a_name_that_a_longer_one_begins_with_can_be_typed_on(page: Page, site: str) -> None:
    def longer(route: Route) -> None:
        data = route.fetch().json()
        (bank,) = (each for each in data["categories"] if each["i"] == "jinrong/yinhang")
        data["categories"].append({**bank, "i": "jinrong/yinhangyewu", "n": "银行业务"})
        route.fulfill(json=data)

    page.route("**/finder.json", longer)
    page.goto(f"{site}compare/")
    expect(page.locator("[data-lm=status]")).to_have_text("请至少添加两个类目。")
    box = page.get_by_label("添加类目")
    box.press_sequentially("金融业 / 银行业务")
    page.wait_for_url("**/compare/?c=jinrong/yinhangyewu")
    box.press_sequentially("金融业 / 银行")
    expect(box).to_have_value("金融业 / 银行")
    # Picking from the list says which is meant.
    box.dispatch_event("input")
    page.wait_for_url("**/compare/?c=jinrong/yinhangyewu,jinrong/yinhang")


def test_rows_of_one_name_and_odd_addresses_do_not_stop_a_comparison(page: Page, site: str) -> None:
    def odd(route: Route) -> None:
        row = '<div><dt>注</dt><dd>甲 <a href="https://x.example:99999/">坏</a></dd><dd>乙</dd></div>'
        page_text = route.fetch().text()
        assert '<dl class="lm-facts">' in page_text
        rows = f"{row}<div><dt>注</dt><dd>丙</dd></div>"
        route.fulfill(
            content_type="text/html", body=page_text.replace('<dl class="lm-facts">', f'<dl class="lm-facts">{rows}')
        )

    page.route("**/jinrong/yinhang/", odd)
    page.goto(f"{site}compare/?c=jinrong/yinhang,jinrong/xintuo")
    noted = page.locator(".lm-beside tbody tr", has=page.locator("th", has_text="注")).locator("td").first
    expect(noted).to_have_text("甲 坏乙丙")
    expect(noted.locator("br")).to_have_count(2)
    assert noted.locator("a").get_attribute("href") == "https://x.example:99999/"


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
