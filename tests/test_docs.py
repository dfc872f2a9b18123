"""The docs say what the software does: their commands are run, their tables held against the code.

Blocks named ``console`` are commands with what they print; a ``markdown`` block before one is the document
``rules.md`` that it reads.  Set LEIMU_UPDATE=1 to write their output, and the example in the docs, anew.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from generator import __version__, cli
from generator.catalogue import All, Catalogue, Choose, Declared, Doubt, Notice, Qualification, Requirement, Span
from generator.config import _OPTIONS, load_settings, settings_from
from generator.exports.json import to_json
from generator.exports.rows import COLUMNS
from generator.findings import Finding, Fix, Severity
from generator.reports import render as report
from generator.rules import judge
from generator.site.exporting import export, in_language
from generator.source import ReadSettings, read_text
from generator.source.ids import load_ids
from generator.source.vocabulary import MEANINGS, load
from tests.browser.screenshots import LARGEST, SHOTS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "catalogue" / "README.md", ROOT / "CHANGELOG.md"])
SEED = ROOT / "catalogue" / "sources" / "mini-program-live.md"
MESSY = Path(__file__).with_name("messy.md")
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(page: Path, *kinds: str) -> Iterator[re.Match[str]]:
    return (found for found in BLOCK.finditer(page.read_text(encoding="utf-8")) if found["kind"] in kinds)


def section(page: str, heading: str) -> str:
    """Return what stands below a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text(page), re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def first_column(part: str) -> list[str]:
    """Return the words in code of the first column of every table in a part of a page."""
    cells = (line.split("|")[1] for line in part.splitlines() if line.startswith("| `"))
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


# -- commands ---------------------------------------------------------------------------------------------------


@dataclass
class Example:
    """A command with its output, and the document that it reads."""

    page: Path
    line: int
    command: str
    printed: str
    document: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


README_DOCUMENT = """\
# 茶馆直播

## 文娱

### 茶艺

<table>
  <tr><th>小程序直播场景</th><td>茶艺展示</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供茶艺展示等服务</td></tr>
  <tr><th>资质要求（3选1）</th><td><a href="https://docs.example.com/wenyu/chayi.html">
    1.《茶艺师证书》<br>2.《营业执照》</a></td></tr>
</table>
"""


def examples() -> Iterator[Example]:
    for page in PAGES:
        document = README_DOCUMENT
        for block in blocks(page, "markdown", "console"):
            if block["kind"] == "markdown":
                document = block["text"]
            else:
                command, _, printed = block["text"].partition("\n")
                line = block.string.count("\n", 0, block.start()) + 1
                yield Example(page, line, command, printed, document)


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_a_command_prints_what_the_page_shows(example, tmp_path, monkeypatch, capsys):
    (tmp_path / "rules.md").write_text(example.document, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    cli.run(example.command.removeprefix("$ leimu ").split())
    printed = capsys.readouterr().out
    if os.environ.get("LEIMU_UPDATE") and printed != example.printed:
        page = example.page.read_text(encoding="utf-8")
        block = f"{example.command}\n{example.printed}```"
        example.page.write_text(page.replace(block, f"{example.command}\n{printed}```", 1), encoding="utf-8")
    assert printed == example.printed or os.environ.get("LEIMU_UPDATE")


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_document_without_output_has_no_findings(page):
    found = list(blocks(page, "markdown", "console"))
    for block, after in zip(found, [*found[1:], None][: len(found)], strict=True):
        if block["kind"] == "markdown" and not (after and after["text"].startswith("$ leimu check")):
            catalogue = read_text(block["text"])
            assert catalogue.categories
            # An example is an excerpt: it has no title, and not all of the platform's links.
            levels = {"missing-title": None, "missing-official-link": None}
            assert judge(catalogue, levels) == ()


# Typed as anything: typer's own classes differ between its versions.
COMMANDS: dict[str, Any] = vars(typer.main.get_command(cli.app))["commands"]


COMMON = {"--help", "-h", "--lang"}
"""The options that every command takes; they are told once."""


def options(name: str) -> set[str]:
    """Return the long options of a command, and its short ones."""
    command = COMMANDS[name]
    # A group has the options of all that are in it.
    inner = [command, *getattr(command, "commands", {}).values()]
    found = {each for one in inner for parameter in one.params for each in parameter.opts if each.startswith("-")}
    return {*found, "--help", "-h"}


def commands(page: Path) -> Iterator[str]:
    """Yield every command of leimu on a page: the lines of its blocks, and what stands in the text as code."""
    for block in blocks(page, "sh", "console"):
        yield from re.findall(r"^(?:\$ )?(leimu [^\n]*)", block["text"], re.MULTILINE)
    # A column of the benchmark is called "leimu ms".
    yield from re.findall(r"`(leimu (?!ms`)[^`]*)`", BLOCK.sub("", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_command_on_a_page_exists(page):
    for command in commands(page):
        words = re.split(r"[>|&]", command)[0].split()[1:]
        name = next((word for word in words if not word.startswith("-")), None)
        assert name is None or name in COMMANDS, command
        known = options(name) if name else {"--version", "--help", "-h"}
        assert {word for word in words if word.startswith("-")} <= known, command


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_page_of_commands_names_every_option(name):
    part = section("commands.md", f"leimu {name}")
    assert f"leimu {name}" in "".join(BLOCK.findall(part)[0])
    named = set(re.findall(r"(?<![\w-])--[a-z-]+", part))
    assert options(name) - COMMON == named - COMMON


def test_the_page_of_commands_names_what_every_command_takes():
    assert all(options(name) >= COMMON for name in COMMANDS)
    assert "`--lang`" in section("commands.md", "The language of messages")


def test_the_exit_codes_are_those_of_the_command():
    part = section("commands.md", "Exit codes")
    told = {int(number) for number in re.findall(r"^\| (\d+) ", part, re.MULTILINE)}
    told |= {int(number) for number in re.findall(r"with (\d+)", part)}
    assert told == {code.value for code in cli.ExitCode}


def test_every_make_target_on_a_page_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = {
        target
        for page in PAGES
        for pair in re.findall(r"(?m)^(?:    )?make ([a-z]+)|`make ([a-z]+)`", page.read_text(encoding="utf-8"))
        for target in pair
        if target
    }
    assert {"site", "test", "serve", "bench"} <= said <= targets


# -- JSON -------------------------------------------------------------------------------------------------------


def keys(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every key; the nodes of a requirement's tree are all called ``tree``."""
    if isinstance(value, list):
        for item in value:
            yield from keys(item, path)
    elif isinstance(value, dict):
        for key, below in value.items():
            here = f"{path}.{key}".lstrip(".")
            yield here
            yield from keys(below, path if here.endswith(".tree.parts") else here)


def documented(under: str) -> set[str]:
    """Return the key paths that the tables of integrators.md name, below the heading of a command."""
    page = BLOCK.sub("", text("integrators.md"))
    part = page[page.index(f"## `{under}`") :]
    part = part[: part.find("\n## ", 4)] if "\n## " in part[4:] else part
    found: set[str] = set()
    for piece in re.split(r"^#{2,3} ", part, flags=re.MULTILINE)[1:]:
        heading = piece.partition("\n")[0]
        root = re.search(r": `([^`]+)`", heading)
        table = piece.partition("| Key | Type |")[2]
        path = f"{root[1]}." if root else ""
        found |= {f"{path}{key}".replace("[]", "") for key in first_column(table)}
    return found


def saying_everything(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue with what no document need say: a moved page, and a requirement with every remark there is."""
    at = Span(0, 1)
    paper = Qualification("甲", at, holder="乙", scope="丙", issuer="丁", copies="戊", remark="己")
    ways = tuple(Choose(1, (paper, replace(paper, name="庚")), at, holder="辛", remark="壬") for _ in range(10))
    requirement = Requirement(Declared(1, 2, at), All(ways, at), "甲", at, "癸", (Doubt("a reason", at),))
    first, *others = catalogue.categories
    return replace(
        catalogue,
        categories=(replace(first, requirement=requirement), *others),
        moved=(("old/yinhang", "jinrong/yinhang"),),
    )


def test_every_key_of_parse_is_on_the_page_and_the_reverse():
    seed, messy = (read_text(file.read_bytes(), file.name) for file in (SEED, MESSY))
    emitted = {key for catalogue in (seed, messy, saying_everything(seed)) for key in keys(to_json(catalogue))}
    assert documented("leimu parse --format json") == emitted


def test_every_key_of_check_is_on_the_page_and_the_reverse():
    catalogue = read_text(MESSY.read_bytes(), MESSY.name)
    fix = Fix("declare 2选1", ((Span(0, 1), "2"),))
    finding = Finding("count-mismatch", "R201", Severity.ERROR, "a message", "a hint", 0, Span(0, 1), ("一", "二"), fix)
    page = documented("leimu check --format json") | {"findings"}
    assert page == set(keys(json.loads(report("json", catalogue, [finding]))))


def test_every_value_that_a_key_can_have_is_named():
    page = text("integrators.md")
    exported = json.dumps([to_json(read_text(file.read_bytes(), file.name)) for file in (SEED, MESSY)])
    for key in ("kind", "role", "layout", "encoding"):
        for value in set(re.findall(rf'"{key}": "([^"]+)"', exported)):
            assert f"`{value}`" in page, (key, value)


def test_the_example_is_what_the_seed_gives():
    [block] = blocks(DOCS / "integrators.md", "json")
    name = SEED.relative_to(ROOT).as_posix()
    [real] = [each for each in to_json(read_text(SEED.read_bytes(), name))["categories"] if each["path"][-1] == "银行"]
    if os.environ.get("LEIMU_UPDATE"):
        page = text("integrators.md").replace(block["text"], json.dumps(real, ensure_ascii=False, indent=2) + "\n")
        (DOCS / "integrators.md").write_text(page, encoding="utf-8")
    else:
        assert json.loads(block["text"]) == real


def test_the_exports_on_the_page_are_what_the_seed_gives():
    settings = load_settings(ROOT / "mkdocs.yml")
    assert settings
    made, page = in_language(settings, None), DOCS / "exports.md"
    wechat, lost = export(made, "wechat")
    categories = [
        *json.loads(wechat)["categories_list"]["categories"],
        *json.loads(export(made, "douyin")[0])["categories"],
    ]
    english = json.loads(export(in_language(settings, "en"), "json")[0])["categories"]
    [banking] = [each for each in english if each["id"] == "jinrong/yinhang"]
    real = [
        banking["requirement"]["tree"]["parts"][0],
        *(category for category in categories if category["name"] == "银行"),
    ]
    assert [json.loads(block["text"]) for block in blocks(page, "json")] == real
    [table] = blocks(page, "csv")
    head, _, rows = table["text"].partition("\n")
    written = export(made, "csv")[0].decode("utf-8-sig").replace("\r\n", "\n")
    assert written.startswith(f"{head}\n")
    assert f"\n{rows}" in written
    assert first_column(section("exports.md", "The table: CSV and XLSX")) == list(COLUMNS)
    told, *_ = [block["text"] for block in blocks(page, "text")]
    assert told in report("text", made, lost)


# -- settings, words, files -------------------------------------------------------------------------------------


def test_the_page_of_sites_names_every_setting():
    assert set(first_column(section("sites.md", "Settings"))) >= {*_OPTIONS, "enabled"}
    rows = re.findall(r"^\| `(\w+)` \|", section("sites.md", "Settings"), re.MULTILINE)
    assert sorted(rows) == sorted([*_OPTIONS, "enabled"])


def test_the_settings_on_the_pages_can_be_used(tmp_path):
    used = 0
    for block in blocks(DOCS / "sites.md", "yaml"):
        for plugin in yaml.safe_load(block["text"]).get("plugins", []):
            if isinstance(plugin, dict):
                settings_from(plugin["leimu"], tmp_path / "mkdocs.yml")
                used += 1
    assert used == 1


def test_the_files_of_editors_on_the_page_can_be_read(tmp_path):
    files = [block["text"] for block in blocks(DOCS / "editors.md", "yaml")]
    words, names, *ids, papers = files
    (tmp_path / "labels.yml").write_text(words, encoding="utf-8")
    assert load(tmp_path / "labels.yml").meaning("应交文件") == "requirement"
    for number, written in enumerate(ids):
        (tmp_path / "ids.yml").write_text(written, encoding="utf-8")
        kept = load_ids(tmp_path / "ids.yml")
        assert [len(kept.categories), len(kept.groups), len(kept.categories[0].was)] == [1, 1, number]
    (tmp_path / "ids.yml").write_text(papers, encoding="utf-8")
    (tmp_path / "qualifications.yml").write_text(names, encoding="utf-8")
    settings = ReadSettings(ids=tmp_path / "ids.yml", qualifications=tmp_path / "qualifications.yml")
    [entry] = read_text("## 文娱\n\n| 资质要求 |\n| --- |\n| 《文网文》 |\n", settings=settings).qualifications
    assert (entry.id, entry.name) == ("wangluowenhuajingyingxukezheng", "网络文化经营许可证")


def test_the_page_of_editors_names_every_meaning():
    assert sorted(first_column(section("editors.md", "The words of labels"))) == sorted(MEANINGS)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (way, cells[-2].strip())
        for line in section("editors.md", "Notices").splitlines()
        if line.startswith("| `") and (cells := line.split("|"))
        for way in re.findall(r"`([^`]+)`", line)
    ],
)
def test_every_spelling_of_a_notice_is_read_as_the_page_says(written, kind):
    closing = "\n\n当心。\n\n</dx-alert>" if written.startswith("<") else "\n> 当心。"
    [source] = read_text(written.replace("…", "当心。") + closing + "\n").sources
    [notice] = [each for each in source.introduction if isinstance(each, Notice)]
    assert notice.kind == kind


def test_the_page_of_sites_names_every_template():
    page = section("sites.md", "Templates and styles")
    files = {
        file.relative_to(ROOT / "templates").as_posix() for file in (ROOT / "templates").rglob("*") if file.is_file()
    }
    assert set(first_column(page)) == files


def test_the_version_is_in_the_changelog():
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_between_files_lead_somewhere(page):
    # What stands in a block is an example.
    for link in LINK.finditer(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        if not link["target"].startswith("https://"):
            assert (page.parent / link["target"]).exists(), link["target"]


def test_the_screenshots_are_those_of_the_script_and_small():
    files = {file.name: file.stat().st_size for file in (DOCS / "screenshots").iterdir()}
    assert set(files) == {f"{shot.name}.png" for shot in SHOTS}
    assert all(size <= LARGEST for size in files.values())
