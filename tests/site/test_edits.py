"""An edit changes the files that show it, and no other: caches of readers, CDNs and uploads keep the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polib
import pytest

from generator import cli
from generator.config import load_settings
from generator.site.host import build
from tests.site.past import Past
from tests.site.scratch import GROUP, Project, card, make_project

# Two whole builds a test: the same lines again and again, which take three times as long where each is counted.
pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

LANGUAGES = {"": "zh", "zh-Hant/": "zh-Hant", "en/": "en"}
_SCHOOL = card("培训", "peixun", scenario="课程介绍").replace("金融业", "教育").replace("金融", "办学")
SOURCE = (
    GROUP
    + card()
    + card("证券", "zhengquan", scenario="行情解读")
    + "\n## 教育\n\n"
    + _SCHOOL.replace("product/jinrong", "product/jiaoyu")
)
WHOLE = "site_url: https://help.example.com/\nplugins: [search, leimu: {locales: [zh-Hant, en]}]\n"
CONFIGS = {
    "with the stock search": WHOLE,
    "alone": WHOLE.replace("search, ", ""),
    "files": WHOLE + "use_directory_urls: false\n",
    "below a path": WHOLE.replace(".com/", ".com/a/b/"),
    "without an address": WHOLE.replace("site_url: https://help.example.com/\n", ""),
}
DATA = ("assets/finder.json", "catalogue.csv", "catalogue.json", "catalogue.xlsx")


def begun(root: Path, config: str) -> Project:
    """Make a project all of whose words have a translation."""
    made = make_project(root, SOURCE, config, about="# 关于\n\n一个手写的页面。\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.root)
        assert cli.run(["locales", "update"]) == 0
    file = polib.pofile(str(made.root / "catalogue/locales/en.po"), wrapwidth=0)
    for entry in file:
        entry.msgstr = f"EN {re.sub('[^<>/a-z0-9]', '', entry.msgid)} {entry.msgctxt}"
    file.save()
    return made


def files(project: Project, out: Path) -> dict[str, bytes]:
    """Build a project and return all files of its site by their paths."""
    settings = load_settings(project.config)
    assert settings is not None
    site = build(settings, tell=lambda _said: None, site_dir=out).directory
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def edit(project: Project, old: str, new: str) -> None:
    text = project.source.read_text(encoding="utf-8")
    assert old in text
    project.source.write_text(text.replace(old, new), encoding="utf-8")


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    assert before.keys() == after.keys()
    return {path for path in before if before[path] != after[path]}


def everywhere(paths: Sequence[str]) -> set[str]:
    """Return the paths in each language."""
    return {prefix + path for prefix in LANGUAGES for path in paths}


def shown(end: str = "/index") -> set[str]:
    """Return what differs once the scenario of the bank is another: what shows it, and data for programs."""
    return {
        *everywhere(DATA),
        *everywhere((f"jinrong/yinhang{end}.html", f"jinrong/yinhang{end}.md", "jinrong/index.html")),
        *(f"assets/search/{code}.json" for code in LANGUAGES.values()),
        *("assets/sources/rules.html", "assets/sources/rules.txt"),
        # How much of the whole is translated stands on the home page alone.
        "en/index.html",
    }


SITEMAP = {"sitemap.xml", "sitemap.xml.gz"}
"""A page that is not translated any more leaves it, and without the site's address there is nothing in it."""


@pytest.mark.parametrize("kind", CONFIGS)
def test_a_scenario_changes_its_pages_and_the_data(tmp_path: Path, kind: str) -> None:
    made = begun(tmp_path / "project", CONFIGS[kind])
    before = files(made, tmp_path / "before")
    edit(made, "理财讲座", "理财课堂")
    found = differing(before, files(made, tmp_path / "after"))
    expected = shown("" if kind == "files" else "/index") | (SITEMAP if "site_url" in CONFIGS[kind] else set())
    assert found == expected


def test_a_scenario_that_is_translated_at_once_changes_less(tmp_path: Path) -> None:
    made = begun(tmp_path / "project", WHOLE)
    before = files(made, tmp_path / "before")
    edit(made, "理财讲座", "理财课堂")
    words = made.root / "catalogue/locales/en.po"
    words.write_text(words.read_text(encoding="utf-8").replace("理财讲座", "理财课堂"), encoding="utf-8")
    found = differing(before, files(made, tmp_path / "after"))
    # English says what it said: what differs there gives the words of the source too.
    assert found <= shown() - {"en/index.html", "en/jinrong/index.html", "en/jinrong/yinhang/index.md"}
    assert {"jinrong/yinhang/index.html", "zh-Hant/jinrong/yinhang/index.html", "assets/search/zh.json"} <= found


def test_a_history_adds_the_pages_and_feeds_of_what_changed(tmp_path: Path) -> None:
    made = begun(tmp_path / "project", WHOLE)
    past = Past(made)
    past.git("init", "-q")
    made.write(".gitignore", ".*\n")
    past.commit()
    edit(made, "行情解读", "行情分析")
    past.commit()
    before = files(made, tmp_path / "before")
    edit(made, "理财讲座", "理财课堂")
    past.commit()
    found = differing(before, files(made, tmp_path / "after"))
    changes = ("changes/index.html", "changes/index.md", "changes.atom")
    assert found == shown() | SITEMAP | everywhere(changes)


def test_a_name_changes_its_group_and_papers_and_the_lists_of_all(tmp_path: Path) -> None:
    made = begun(tmp_path / "project", WHOLE)
    before = files(made, tmp_path / "before")
    # The name stands in the heading and in the sentence that says the path; the address comes from the link.
    edit(made, "银行", "储蓄银行")
    found = differing(before, files(made, tmp_path / "after"))
    pages = {path for path in found if path.endswith(".html") and not path.startswith("assets/")}
    named = ("", "finder/", "matrix/", "compare/", "jinrong/", "jinrong/yinhang/", "jinrong/zhengquan/")
    papers = ("qualifications/jinrongxukezheng/", "qualifications/jinrongjigouxukezheng/")
    assert everywhere(["jinrong/yinhang/index.html", "jinrong/zhengquan/index.html"]) <= pages
    assert pages <= everywhere([f"{path}index.html" for path in (*named, *papers)])
    # Nor their Markdown.
    assert not [path for path in found if path.endswith(".md") and "jiaoyu" in path]
