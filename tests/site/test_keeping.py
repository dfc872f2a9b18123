"""Builds after an edit: they keep the pages that show nothing of it, and are byte for byte builds from nothing."""

from __future__ import annotations

import gzip
import json
import logging
import os
import shutil
import tarfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from generator.site import making, sharing
from generator.site.keeping import Keeper, mentioned
from generator.site.localizing import Localizing
from generator.site.resting import NAME
from tests.site.scratch import GROUP, Project, card, make_project

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

pytestmark = pytest.mark.slow  # whole builds

CONFIG = """\
site_url: https://help.example.com/
plugins:
  - search
  - leimu:
      locales: [zh-Hant, en]
      edit_url: https://edit.example.com/{path}#L{line}
"""
NAMES = [("银行", "yinhang"), ("保险", "baoxian"), ("证券", "zhengquan")]
SOURCE = (
    GROUP
    + "\n".join(card(*each) for each in NAMES)
    + "\n## 教育\n\n"
    + card("培训", "peixun").replace("金融机构许可证", "办学许可证").replace("product/jinrong", "product/jiaoyu")
)
PO = 'msgctxt "jinrong.name"\nmsgid "金融业"\nmsgstr "Finance"\n'
ABOUT = "# 关于\n\n[x](jinrong/yinhang.md#requirement)\n"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Project]:
    """Return a built project, and a copy of it that nobody touches."""
    room = tmp_path_factory.mktemp("keeping")
    made = make_project(room / "p", SOURCE, CONFIG, about=ABOUT)
    made.write("catalogue/locales/en.po", PO)
    with pytest.MonkeyPatch.context() as patch:
        alone(patch)
        built(made)
    shutil.copytree(made.root, room / "kept")
    return room / "kept", made


@pytest.fixture
def project(first: tuple[Path, Project], monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return the built project as it was at first, times included."""
    copy, made = first
    shutil.rmtree(made.root)
    shutil.copytree(copy, made.root)
    alone(monkeypatch)
    return made


def alone(patch: pytest.MonkeyPatch) -> None:
    """Let one process make a small site as it would a large one."""
    patch.setattr(making, "MANY", 1)
    patch.setattr(sharing, "cores", lambda: 1)


def built(project: Project, **given: bool) -> None:
    config = load_config(str(project.config), **given)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()


def inodes(project: Project) -> dict[str, int]:
    site = project.root / "site"
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}


def contents(project: Project) -> dict[str, bytes]:
    site = project.root / "site"
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    # MkDocs writes the time of the build into its head.
    return found | {"sitemap.xml.gz": gzip.decompress(found["sitemap.xml.gz"])}


def again(project: Project, **given: bool) -> set[str]:
    """Build after an edit, and from nothing; return what was kept, if both are the same."""
    before = inodes(project)
    built(project, **given)
    kept = {name for name, inode in inodes(project).items() if before.get(name) == inode}
    made = contents(project)
    (project.root / NAME).unlink()
    shutil.rmtree(project.root / "site")
    built(project, **given)
    whole = contents(project)
    assert made.keys() == whole.keys()
    assert [name for name in whole if made[name] != whole[name]] == []
    return kept


def edit(project: Project, old: str, new: str) -> None:
    text = project.source.read_text(encoding="utf-8")
    assert old in text
    project.source.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edit_of_one_category_leaves_the_pages_of_others(project: Project) -> None:
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    kept = again(project)
    assert {"jinrong/baoxian/index.html", "en/jinrong/baoxian/index.html", "jinrong/zhengquan/index.md"} <= kept
    assert {"jiaoyu/index.html", "zh-Hant/jiaoyu/peixun/index.html"} <= kept
    shown = {"index.html", "jinrong/index.html", "jinrong/yinhang/index.html", "en/jinrong/yinhang/index.md"}
    assert kept.isdisjoint({*shown, "catalogue.json", "assets/search/zh.json", "sitemap.xml", "finder/index.html"})


def test_ci_keeps_pages_from_one_checkout_to_the_next(project: Project, tmp_path: Path) -> None:
    """What ``deploy/github-pages.yml`` keeps is packed; everything else comes from a fresh checkout."""
    packed = tmp_path / "kept.tar"
    with tarfile.open(packed, "w", format=tarfile.USTAR_FORMAT) as archive:  # which knows whole seconds alone
        for name in ("site", NAME):
            archive.add(project.root / name, name)
    rest = tmp_path / "checkout"
    shutil.copytree(project.root, rest, ignore=shutil.ignore_patterns("site", NAME), copy_function=shutil.copyfile)
    shutil.rmtree(project.root)
    shutil.copytree(rest, project.root, copy_function=shutil.copyfile)
    with tarfile.open(packed) as archive:
        archive.extractall(project.root, filter="tar")
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    kept = again(project)
    assert {"jinrong/baoxian/index.html", "en/jinrong/baoxian/index.html", "jinrong/zhengquan/index.md"} <= kept
    assert "jinrong/yinhang/index.html" not in kept


def new_line(project: Project) -> None:
    edit(project, "### 证券", "\n### 证券")


def rename(project: Project) -> None:
    edit(project, "### 保险", "### 保险业")


def one_more(project: Project) -> None:
    edit(project, "\n## 教育", card("基金", "jijin") + "\n## 教育")


def one_less(project: Project) -> None:
    edit(project, card("保险", "baoxian"), "")


def another_paper(project: Project) -> None:
    edit(project, "2. 《金融机构许可证》", "2. 《银行业许可证》")


def translation(project: Project) -> None:
    project.write(
        "catalogue/locales/en.po", PO + '\nmsgctxt "jinrong/baoxian.name"\nmsgid "保险"\nmsgstr "Insurance"\n'
    )


def scenario(project: Project) -> None:
    more = '\nmsgctxt "jinrong/baoxian.scenario"\nmsgid "理财讲座"\nmsgstr "Talks"\n'
    project.write("catalogue/locales/en.po", PO + more)


def home_word(project: Project) -> None:
    project.write("catalogue/locales/en.po", PO + '\nmsgctxt "site.name"\nmsgid "帮助中心"\nmsgstr "Help"\n')


def hand_written(project: Project) -> None:
    project.write("docs/about.md", "# 关于我们\n")


def one_more_page(project: Project) -> None:
    project.write("docs/more.md", "# 更多\n")


def displaced(project: Project) -> None:
    project.write("docs/jinrong/baoxian.md", "# 自己的保险\n")


def setting(project: Project) -> None:
    project.write("mkdocs.yml", project.config.read_text(encoding="utf-8").replace("#L{line}", "#{line}"))


def paper_names(project: Project) -> None:
    project.write("catalogue/qualifications.yml", "金融许可证: [金融牌照]\n")


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        (new_line, "jinrong/baoxian/index.html"),
        (another_paper, "jiaoyu/peixun/index.html"),
        (scenario, "jinrong/baoxian/index.html"),
        (translation, "zh-Hant/jinrong/baoxian/index.html"),
        (rename, ""),
        (one_more, ""),
        (one_less, ""),
        (home_word, ""),
        (hand_written, ""),
        (one_more_page, ""),
        (displaced, ""),
        (setting, ""),
        (paper_names, ""),
    ],
)
def test_a_build_after_an_edit_is_one_from_nothing(
    project: Project, change: Callable[[Project], None], stays: str
) -> None:
    change(project)
    kept = again(project)
    assert stays in kept if stays else not any(name.endswith("peixun/index.html") for name in kept)


def test_a_build_with_two_edits_in_turn(project: Project) -> None:
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    built(project)
    edit(project, "<td>理财课</td>", "<td>理财讲座</td>")
    assert "jinrong/baoxian/index.html" in again(project)


def test_a_file_that_somebody_has_touched_is_made_again(project: Project) -> None:
    site = project.root / "site"
    (site / "jinrong/baoxian/index.html").write_text("x", encoding="utf-8")
    (site / "jinrong/zhengquan/index.md").unlink()
    other = site / "en/jinrong/baoxian/index.html"
    shutil.copy(other, project.root / "elsewhere")
    other.unlink()
    other.symlink_to(project.root / "elsewhere")
    os.utime(site / "jinrong/zhengquan/index.html")
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    kept = again(project)
    assert kept.isdisjoint(
        {"jinrong/baoxian/index.html", "jinrong/zhengquan/index.md", "en/jinrong/baoxian/index.html"}
    )
    # Only its time is another.
    assert "jinrong/zhengquan/index.html" in kept


@pytest.mark.parametrize(
    "damage",
    [
        "{",
        '{"format": 1}',
        "[]",
        "",
        '{"format": 2, "target": "", "inputs": "", "said": [], "files": {"a": [1e999, 1, "", ""]}}',
    ],
)
def test_a_damaged_record_keeps_nothing(project: Project, damage: str) -> None:
    (project.root / NAME).write_text(damage, encoding="utf-8")
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert again(project) == set()


def test_a_record_of_another_site_keeps_nothing(project: Project) -> None:
    file = project.root / NAME
    record = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**record, "target": "/srv/other"}), encoding="utf-8")
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert again(project) == set()


def test_a_file_system_without_links_gets_copies(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_paths: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    times = (project.root / "site/jinrong/baoxian/index.html").stat().st_mtime_ns
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    built(project)
    assert (project.root / "site/jinrong/baoxian/index.html").stat().st_mtime_ns == times


def test_what_stands_in_docs_at_the_address_of_a_page_leaves_the_old_site_alone(project: Project) -> None:
    project.write("docs/jinrong/baoxian/index.html", "mine")
    built(project)
    page = project.root / "site/jinrong/baoxian/index.html"
    before = page.read_bytes()
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert "jinrong/baoxian/index.html" not in again(project)
    assert page.read_bytes() == before != b"mine"


def test_a_page_that_somebody_changes_meanwhile_ends_the_build(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring = Keeper.bring

    def late(self: Keeper, staged: str, places: Collection[int], count: int) -> None:
        page = project.root / "site/jinrong/baoxian/index.html"
        page.write_text(page.read_text(encoding="utf-8").replace("保险", "宝险"), encoding="utf-8")
        bring(self, staged, places, count)

    monkeypatch.setattr(Keeper, "bring", late)
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    with pytest.raises(Abort):
        built(project)
    monkeypatch.setattr(Keeper, "bring", bring)
    assert "jinrong/baoxian/index.html" not in again(project)


def test_what_is_somebody_elses_is_made_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert again(project) == set()


def test_names_of_files_need_be_no_utf_8(project: Project) -> None:
    Path(os.fsdecode(os.fsencode(project.root / "docs") + b"/\xff.txt")).write_text("x", encoding="utf-8")
    built(project)
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert "jinrong/baoxian/index.html" in again(project)


def test_the_search_of_mkdocs_itself_sees_all_pages(project: Project) -> None:
    project.write("mkdocs.yml", project.config.read_text(encoding="utf-8").replace("- search", "- /search"))
    built(project)
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert again(project).isdisjoint({"jinrong/baoxian/index.html", "search/search_index.json"})


def test_several_processes_keep_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "cores", lambda: 3)
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert "jinrong/baoxian/index.html" in again(project)


def test_what_was_told_of_a_page_is_told_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare, told = Localizing.prepare, []

    def telling(self: Localizing, page: Page, files: Files, config: MkDocsConfig) -> None:
        prepare(self, page, files, config)
        if page.file.src_uri == "jinrong/baoxian.md":
            said = "Doc file '%s' contains a link '#nowhere', but there is no such anchor on this page."
            logging.getLogger("mkdocs.structure.pages").warning(said, page.file.src_uri)
            told.append(page)

    monkeypatch.setattr(Localizing, "prepare", telling)
    project.write("docs/about.md", "# 关于我们\n")
    built(project)
    assert len(told) == 1
    edit(project, "<td>理财讲座</td>", "<td>理财课</td>")
    assert "jinrong/zhengquan/index.html" in again(project)
    # Once in the build that kept others, once in the one from nothing.
    assert len(told) == 3


PAGES = {"a.md": "a/index.html", "b.md": "b/index.html", "it's.md": "its/index.html"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], set()),
        (["Doc file 'a.md' contains a link '#x', but"], {"a/index.html"}),
        (["Doc file 'a.md' contains a link 'b.md', but"], {"a/index.html", "b/index.html"}),
        (["Doc file 'it's.md' contains a link 'x', but"], {"its/index.html"}),
        (["Doc file 'a.md' contains", "something else"], None),
    ],
)
def test_pages_that_are_spoken_of(said: list[str], found: set[str] | None) -> None:
    assert mentioned(said, PAGES) == found
