"""Pages made the quick way, against the same pages as the theme makes them when nothing helps it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

from generator.site.memory import ENABLED, Entries, Spared
from generator.site.moulds import Mould, Moulds
from tests.site.scratch import GROUP, card, make_project

# What stands in the place of words while a page is made once for all.
CARS = [
    ("二手车", "ershouche"),
    ("新车 &amp; 配件", "xinche"),
    ("leimutitle", "peijian"),
    ("\ue0f03\ue0f1", "weixiu"),
    ("requirement", "zulin"),
    ("车_a_", "che"),
]
CONFIG = """\
site_url: https://help.example.com/
{features}nav:
  - index.md
  - 类目: leimu:categories
  - 手册:
      - deep/index.md
      - deep/one.md
      - 更深: [deep/er/one.md, deep/er/two.md]
      - 外: https://example.org/
      - 空: []
  - about.md
plugins:
  - search
  - leimu:
      locales: [zh-Hant, en]
{urls}"""


def everything(root: Path, *, quick: bool) -> dict[str, bytes]:
    token = ENABLED.set(quick)
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / f"site-{quick}"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    finally:
        ENABLED.reset(token)
    made = Path(config.site_dir)
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


WHOLE = "theme: {name: material, features: [navigation.sections, navigation.tabs]}\n"


# Whole sites, twice each: the same lines again and again, which take three times as long where each is counted.
@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("features", "urls", "cars", "is_filled"),
    [
        ("", "", CARS, True),
        (WHOLE, "use_directory_urls: false\n", CARS[:3], True),
        # The navigation of every page holds the name that looks like a mark.
        (WHOLE, "use_directory_urls: false\n", CARS, False),
    ],
    ids=["as a help centre is", "whole navigation, addresses of files", "the same with odd names"],
)
def test_the_quick_way_makes_the_same_pages(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    features: str,
    urls: str,
    cars: list[tuple[str, str]],
    *,
    is_filled: bool,
) -> None:
    written = "\n".join(card(name, slug) for name, slug in cars)
    written = written.replace("金融业", "汽车").replace("jinrong", "qiche")
    banks = "\n".join([card(), card("保险", "baoxian"), card("证券", "zhengquan")])
    pages = {name: f"# {name}\n\n> 引文\n\n[link](../about.md)\n" for name in ("deep/index", "deep/one")}
    deeper = dict.fromkeys(("deep/er/one", "deep/er/two"), "# 更深\n\n## 一\n\n## 二\n")
    project = make_project(
        tmp_path / "p",
        f"{GROUP}{banks}\n## 汽车\n\n{written}",
        CONFIG.format(features=features, urls=urls),
        about="---\ndescription: 我们\n---\n\n# 关于\n",
    )
    if features:
        project.config.write_text(project.config.read_text("utf-8").replace("theme: material\n", "", 1), "utf-8")
    for name, text in (pages | deeper).items():
        project.write(f"docs/{name}.md", text)
    made: list[str] = []
    fill = Moulds._filled

    def filled(self: Moulds, mould: Mould, page: Page, values: dict[str, str]) -> str | None:
        text = fill(self, mould, page, values)
        made.extend([page.file.src_uri] if text is not None else [])
        return text

    plain = everything(project.root, quick=False)
    monkeypatch.setattr(Moulds, "_filled", filled)
    quick = everything(project.root, quick=True)
    assert quick.keys() == plain.keys()
    assert [name for name in plain if quick[name] != plain[name]] == []
    assert sum(name.endswith(".html") for name in plain) > 30
    # Three categories in each of three languages, and papers; a page that proves a mould is counted too.
    some = {"jinrong/yinhang.md", "en/jinrong/baoxian.md", "zh-Hant/jinrong/zhengquan.md"}
    assert (some <= set(made)) is is_filled


ODD = """\
site_url: https://help.example.com/
nav:
  - index.md
  - 脚: [a/2.md, about.md, jinrong/yinhang.md]
  - 类目: leimu:categories
  - 手: [a/1.md, a/2.md, a/3.md, a/4.md]
not_in_nav: /b/
plugins: [search, leimu]
"""
HEADS = {
    "a": ["", "title: 7\n", "description: \ue0f00\ue0f1\n", "title: x\n"],
    "b": ["title: 1\ndescription:\n", "title: 1\ndescription:\n", "title: y\ndescription: C\n", "title: \ue0f0\n"],
}


def test_odd_pages_are_left_to_the_theme(tmp_path: Path) -> None:
    """Some are listed twice, some have titles that are no texts, and characters of a mark, or nothing, as words."""
    project = make_project(tmp_path / "p", f"{GROUP}{card()}\n{card('保险', 'baoxian')}", ODD, about="# 关于\n")
    text = project.config.read_text("utf-8")
    theme = "theme: {name: material, features: [navigation.footer, navigation.expand]}"
    project.config.write_text(text.replace("theme: material", theme, 1), "utf-8")
    for folder, heads in HEADS.items():
        for number, head in enumerate(heads, start=1):
            front = f"---\n{head}---\n\n" if head else ""
            project.write(f"docs/{folder}/{number}.md", f"{front}# {folder}{number} \ue0f01\ue0f1\n\n## x\n")
    plain, quick = everything(project.root, quick=False), everything(project.root, quick=True)
    assert quick.keys() == plain.keys()
    assert [name for name in plain if quick[name] != plain[name]] == []
    assert b'<meta name="description" content="C">' in plain["b/3/index.html"]


def test_a_section_elsewhere_is_written_once_for_all_pages_as_deep() -> None:
    sections = [
        SimpleNamespace(
            active=False, children=[SimpleNamespace(url=f"{name}/{number}/", children=None) for number in "12"]
        )
        for name in "abc"
    ]
    pages = [page for section in sections for page in section.children]
    nav, entries, written = SimpleNamespace(items=sections, pages=pages), Entries(None), []

    def render(item: Any, path: str, _level: int) -> str:
        written.append((path, item.active))
        return path

    for page in pages:
        own = next(section for section in sections if page in section.children)
        own.active = True
        entry = entries.kept(cast("Any", {"page": page, "nav": nav}), render)
        assert [entry(section, name, 1) for name, section in zip("abc", sections, strict=True)] == ["a", "b", "c"]
        own.active = False
    assert [name for name, active in written if active] == ["a", "a", "b", "b", "c", "c"]
    assert sorted(name for name, active in written if not active) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("meta", "content", "is_seen"),
    [
        ({"search": {"exclude": True}}, "<p data-search-exclude>x</p>", False),
        ({"search": {"exclude": True}}, '<p data-search-x="1">x</p>', True),
        ({"search": None}, "<p>x</p>", True),
        ({}, "<p>x</p>", True),
    ],
)
def test_material_search_is_spared_what_it_is_not_to_find(
    meta: dict[str, object], content: str, *, is_seen: bool
) -> None:
    seen = []
    page = cast("Page", SimpleNamespace(meta=meta, content=content))
    spared = Spared(lambda _context, *, page, **_others: seen.append(page))
    spared.on_page_context(cast("Any", {}), page=page, config=cast("Any", None), nav=cast("Any", None))
    assert seen == [page] * is_seen
