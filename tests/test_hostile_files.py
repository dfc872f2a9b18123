"""Files that a stranger may hand in cannot reach the builder's machine: no objects, no links out, no templates."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from generator import cli
from generator.config import ConfigError, load_settings, load_yaml
from generator.pages import PageOptions, render
from generator.rules import judge
from generator.site.handwritten import front_matter
from generator.site.host import build
from generator.site.synonyms import read_synonyms
from generator.source import SourceError, find_sources, read_text
from generator.source.aliases import load_aliases
from generator.source.ids import load_ids
from generator.source.vocabulary import load
from tests.site.scratch import SOUND, Project, environment, make_project

# Each writes a file if anything constructs it.
OBJECTS = {
    "apply": "!!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{}']]",
    "new": "!!python/object/new:os.system [touch {}]",
    "call": "!!python/object/apply:os.system ['touch {}']",
    "full tag": "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {}']",
    "name": "!!python/name:os.system",
    "module": "!!python/module:antigravity",
    "object": "!!python/object:generator.config.ConfigError {{args: ['{}']}}",
    "state": "!!python/object/new:type {{args: [x, [], {{extend: !!python/name:exec }}], listitems: '{}'}}",
}


BODY = SOUND.partition("---\n\n")[2]


def read_source(file: Path) -> object:
    catalogue = read_text(f"---\n{file.read_text(encoding='utf-8')}\n---\n\n{BODY}")
    judge(catalogue)
    return [page.markdown.encode() for page in render(catalogue, PageOptions()).pages]


def read_page(file: Path) -> object:
    return front_matter(f"---\n{file.read_text(encoding='utf-8')}\n---\n")


# Each reads a kind of file; the key under which it is laid that the reader looks at.
READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "title of a source": ("title", read_source),
    "id of a source": ("id", read_source),
    "front matter of a page": ("lang", read_page),
    "aliases": ("甲证", load_aliases),
    "ids": ("categories", load_ids),
    "labels": ("other", load),
    "synonyms": ("groups", lambda file: read_synonyms(file, read_text(SOUND))),
    "mkdocs.yml": ("plugins", lambda file: (load_yaml(file), load_settings(file))),
}


def refusal(read: Callable[[Path], object], file: Path) -> str:
    """Read a file and return what is said against it, nothing where it is read."""
    try:
        read(file)
    except (SourceError, ConfigError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", OBJECTS)
@pytest.mark.parametrize("reader", READERS)
def test_yaml_makes_no_objects(reader: str, kind: str, tmp_path: Path) -> None:
    key, read = READERS[reader]
    file, trace = tmp_path / "given.yml", tmp_path / "trace"
    file.write_text(f"{key}: {OBJECTS[kind].format(trace)}\n", encoding="utf-8")
    known = set(sys.modules)
    assert "\n" not in refusal(read, file)
    assert not trace.exists()
    assert "antigravity" not in set(sys.modules) - known


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 30)
)
MERGED = "a0: &a0 {k0: x}\n" + "".join(
    f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}], k{level}: x}}\n" for level in range(1, 30)
)


@pytest.mark.parametrize("bomb", [BOMB, MERGED], ids=["aliases", "merges"])
@pytest.mark.parametrize("reader", READERS)
def test_aliases_of_aliases_are_refused_before_they_unfold(reader: str, bomb: str, tmp_path: Path) -> None:
    key, read = READERS[reader]
    file = tmp_path / "given.yml"
    file.write_text(f"{bomb}{key}: *a29\n", encoding="utf-8")
    assert len(refusal(read, file)) < 1000


@pytest.mark.parametrize("reader", READERS)
def test_half_a_character_is_told_and_never_written(reader: str, tmp_path: Path) -> None:
    key, read = READERS[reader]
    file = tmp_path / "given.yml"
    file.write_text(f'{key}: ["\\ud800", "甲\\udfff"]\n"\\udc00": x\n', encoding="utf-8")
    refusal(read, file).encode()


def test_half_a_character_in_a_title_is_a_finding() -> None:
    catalogue = read_text('---\ntitle: "甲\\ud800"\n---\n\n' + BODY)
    assert catalogue.sources[0].title is None
    assert [finding.rule for finding in judge(catalogue) if finding.rule == "front-matter"] == ["front-matter"]


def test_deep_yaml_is_told(tmp_path: Path) -> None:
    for key, read in READERS.values():
        file = tmp_path / "given.yml"
        file.write_text(f"{key}: {'[' * 100_000}\n", encoding="utf-8")
        assert len(refusal(read, file)) < 1000


# -- Places ---------------------------------------------------------------------------------------------------------

ELSEWHERE = ("../../../secret", "/etc/passwd", "..", "../x", "a/../../x", "a//x", "/x", "x/", "\\x", "C:/x", "%2e%2e/x",
             "~/x", "a\0b", "assets/x", "search/x", "404", "ａ/ｂ", "x.html/../y")  # fmt: skip


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.parametrize("key", ["id", "was"])
def test_no_id_leads_out_of_the_site(place: str, key: str, tmp_path: Path) -> None:
    file = tmp_path / "ids.yml"
    entry = {"id": "jinrong/yinhang", "path": ["金融业", "银行"], "was": ["alt/yinhang"]}
    entry[key] = place if key == "id" else [place]
    file.write_text(repr({"categories": [entry]}).replace("\\x00", ""), encoding="utf-8")
    with pytest.raises(SourceError):
        load_ids(file if "\0" not in place else _with_control(file))


def _with_control(file: Path) -> Path:
    file.write_text('categories: [{id: "a\\0b", path: x}]', encoding="utf-8")
    return file


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_name_in_a_source_leads_out_of_the_site(place: str) -> None:
    text = SOUND.replace("title: 规则", f"id: '{place}'".replace("\0", "")).replace("金融业", place)
    text = text.replace("银行", place).replace("product/jinrong/yinhang", f"product/{place}/{place}")
    text = text.replace("《金融许可证》", f"《{place}》") + "\n甲" * 500  # few control characters are no binary file
    catalogue = read_text(text, file=f"{place}.md")
    rendering = render(catalogue, PageOptions())
    paths = [page.path for page in rendering.pages] + [asset.path for asset in rendering.assets]
    for path in paths:
        assert re.fullmatch(r"[a-z0-9][A-Za-z0-9._-]*(/[a-z0-9][A-Za-z0-9._-]*)*", path), path
        assert ".." not in path.split("/")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "outside" / "secret.md"
    file.parent.mkdir()
    file.write_text("# 秘密\n", encoding="utf-8")
    return file


def test_no_link_among_the_sources_publishes_another_file(tmp_path: Path, secret: Path) -> None:
    made = make_project(tmp_path / "project")
    hidden = made.write(".git/config.md", "x")
    plain = made.write("key.pem", "x")
    for target in (secret, Path("/etc/passwd"), hidden, plain, made.root.parent / "nothing.md"):
        link = made.root / "catalogue/sources/a.md"
        link.symlink_to(target)
        if target.exists():
            with pytest.raises(SourceError, match=r"a\.md: it is a link to something"):
                find_sources([made.root / "catalogue/sources"], made.root)
        else:
            assert link not in find_sources([made.root / "catalogue/sources"], made.root)
        link.unlink()


def test_directories_that_are_links_are_not_walked(tmp_path: Path, secret: Path) -> None:
    made = make_project(tmp_path / "project")
    (made.root / "catalogue/sources/more").symlink_to(secret.parent)
    assert find_sources([made.root / "catalogue/sources"], made.root) == [made.source]


def test_a_link_to_another_document_of_the_project_is_read(tmp_path: Path) -> None:
    made = make_project(tmp_path / "project")
    other = made.write("texts/other.md", "# 乙\n")
    link = made.root / "catalogue/sources/a.md"
    link.symlink_to(other)
    assert find_sources([made.root / "catalogue/sources"], made.root) == [link, made.source]
    # Who names a link outside of a project has chosen it.
    assert find_sources([link]) == [link]


# -- Templates ------------------------------------------------------------------------------------------------------

SEVENS = "{{ 7*'7' }}{% print 7*'7' %}{{ config }}{{ self.__init__.__globals__ }}${7*7}#{7*7}<%= 7*7 %>"


@pytest.fixture
def templated(tmp_path: Path) -> Project:
    source = SOUND.replace("title: 规则", f'title: "{SEVENS}"').replace("银行", f"银行{SEVENS}")
    source = (
        source.replace("理财讲座", SEVENS).replace("《金融许可证》", f"《金融{SEVENS}许可证》") + f"\n>! {SEVENS}\n"
    )
    config = f'site_description: "{SEVENS}"\ncopyright: "{SEVENS}"\n'
    config += f'plugins: [search, {{leimu: {{locales: [fr], title: "{SEVENS}"}}}}]\n'
    made = make_project(tmp_path / "project", source, config, about=f"# {SEVENS}\n\n{SEVENS}\n")
    made.write("catalogue/qualifications.yml", f'金融机构许可证: ["{SEVENS}"]\n')
    return made


def test_nothing_is_taken_for_a_template(templated: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(templated.root)
    assert cli.run(["locales", "update", "fr"]) == 0
    path = templated.root / "catalogue/locales/fr.po"
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys((0, 1), SEVENS)
        else:
            entry.msgstr = SEVENS
    file.save()
    settings = load_settings(templated.config)
    assert settings is not None
    built = build(settings, tell=lambda _said: None, site_dir=templated.root / "out").directory
    pages = [*built.rglob("*.html"), *built.rglob("*.md"), *built.rglob("*.json"), *built.rglob("*.csv")]
    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "7777777" not in text, page
        assert "function" not in text or "<function" not in text, page
    assert "{{ 7*" in (built / "index.html").read_text(encoding="utf-8")


# -- What grows -----------------------------------------------------------------------------------------------------

SHORT = {
    "square brackets": "[", "brackets": "(", "wide brackets": "（", "title marks": "《《《", "title marks closed": "》",
    "angle brackets": "<", "references": "&#", "entities": "&amp;", "blanks": " ", "no-break blanks": "\u00a0",
    "bars": "|", "backticks": "`", "backticks and letters": "`甲", "links": "[[[", "pictures": "![](",
    "link ends": "](x)", "numbers": "1.", "numbered papers": "2.《甲证》<br>", "circled": "①", "commas": "，",
    "slashes": "/", "ors": "或",
    "papers and ors": "《甲证》或", "choices": "二选一", "counts": "3选2", "comments": "<!--", "attributes": "<a b=c ",
    "quoted attributes": "<a href='", "stars": "*", "emphasis": "**甲", "tildes": "~~", "breaks": "<br>",
    "tables": "<table>", "cells": "<td>", "lists": "<ul><li>", "elements": "<div>", "inline": "<b>", "ends": "</b>",
    "svg": "<svg>", "math": "<math>", "scripts": "<script>", "selects": "<select>", "backslashes": "\\",
    "lines": "\n", "paragraphs": "\n\n", "headings": "\n# ", "quotes": "\n> ", "items": "\n- 甲", "rules": "\n---\n",
    "references to links": "\n[甲]: 乙\n", "addresses": "https://a.b/", "zero width": "\u200b", "bidi": "\u202e",
    "templates": "{{", "asked for": "需补充“甲类目”", "breadcrumbs": "具备【甲-乙】类目", "conditions": "（适用于",
    "holders": "甲：", "all of": "同时提供：", "ignores": "<!-- leimu: ignore=a x -->", "letters": "a", "han": "甲",
    "ignores in code": "`<!-- leimu: ignore=a x -->`", "fences": "\n```\n",
}  # fmt: skip
TABLE = """## 金融\n\n### 银行\n\n{}\n\n<table><tr><th>小程序直播场景</th><td>直播</td></tr>
<tr><th>类目适用范围</th><td>{}</td></tr>\n<tr><th>资质要求</th><td>{}</td></tr></table>\n"""
WAY = """
import sys
from generator.exports.json import to_json
from generator.pages import PageOptions, render
from generator.rules import judge
from generator.source import read_text
catalogue = read_text(sys.stdin.buffer.read())
judge(catalogue)
render(catalogue, PageOptions())
to_json(catalogue)
"""


def whole_way(text: str, seconds: int) -> None:
    """Take a text through reading, judging and rendering in a process of its own, which is ended if it hangs."""
    subprocess.run([sys.executable, "-c", WAY], input=text.encode(), env=environment(), check=True, timeout=seconds)


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.parametrize("kind", SHORT)
def test_a_long_run_of_anything_takes_no_more_than_its_share(kind: str) -> None:
    """Twenty times what a person writes; what grows with the square would take hours, and the limit is generous."""
    unit = SHORT[kind]
    for place in range(3):
        parts = ["", "", ""]
        parts[place] = unit * (200_000 // len(unit.encode()))
        whole_way(TABLE.format(*parts), 300)


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.parametrize("kind", ["brackets", "title marks", "elements", "references", "blanks", "asked for", "bars"])
def test_five_megabytes_in_one_cell_are_read(kind: str) -> None:
    unit = SHORT[kind]
    whole_way(TABLE.format("", unit * (5_000_000 // len(unit.encode())), "《甲证》"), 900)


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.parametrize(
    "tag", ["div", "b", "ul><li", "table><tr><td", "svg", "math><mtext", "blockquote", "a", "details"]
)
def test_ten_thousand_nested_tags_are_read(tag: str) -> None:
    for place in range(3):
        parts = ["", "", ""]
        parts[place] = f"<{tag}>" * 10_000 + "《甲证》"
        whole_way(TABLE.format(*parts), 300)


CATEGORY = """### 银行\n\n<table><tr><th>小程序直播场景</th><td>直播</td></tr>
<tr><th>类目适用范围</th><td>甲</td></tr><tr><th>资质要求</th><td>《{}》</td></tr></table>\n\n"""


@pytest.mark.slow
@pytest.mark.fuzz
def test_a_hundred_thousand_categories_of_one_name_are_read() -> None:
    whole_way_of_reading("## 金融业\n\n" + CATEGORY.format("甲证") * 100_000)


@pytest.mark.slow
@pytest.mark.fuzz
def test_a_hundred_thousand_papers_of_nearly_one_name_are_read() -> None:
    names = "或".join(f"《网络文化经营许可证{number:x}》" for number in range(100_000))
    whole_way_of_reading(TABLE.format("", "", names))


def whole_way_of_reading(text: str) -> None:
    way = WAY.replace("render(catalogue, PageOptions())\n", "")
    subprocess.run([sys.executable, "-c", way], input=text.encode(), env=environment(), check=True, timeout=1800)
