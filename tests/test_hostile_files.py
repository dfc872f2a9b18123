"""Files that a stranger may hand in cannot reach the builder's machine: no objects, no links out, no templates."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from mkdocs.config import load_config

from generator import cli
from generator.config import ConfigError, load_settings, load_yaml
from generator.locales import po
from generator.pages import PageOptions, render
from generator.rules import baseline, judge
from generator.site import reading
from generator.site.handwritten import front_matter
from generator.site.host import build
from generator.site.resting import contents
from generator.site.synonyms import read_synonyms
from generator.source import SourceError, find_sources, read_text
from generator.source.aliases import load_aliases
from generator.source.ids import load_ids
from generator.source.vocabulary import load
from tests.site.scratch import SOUND, Project, make_project

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


@pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="there is no file without an end")
@pytest.mark.parametrize("reader", ["aliases", "ids", "labels", "synonyms", "baseline", "translations"])
def test_a_link_to_a_device_is_not_read_without_end(reader: str, tmp_path: Path) -> None:
    others = {"baseline": baseline.load, "translations": po.load}
    read = others[reader] if reader in others else READERS[reader][1]
    (tmp_path / "given.yml").symlink_to("/dev/zero")
    with pytest.raises((SourceError, ConfigError, po.TranslationError)) as said:
        read(tmp_path / "given.yml")
    assert "device" in str(said.value)


@pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="there is no file without an end")
def test_a_device_among_the_sources_is_left_out_of_what_a_build_looks_at(tmp_path: Path) -> None:
    made = make_project(tmp_path / "project")
    (made.source.parent / "x.md").symlink_to("/dev/zero")
    settings = load_settings(made.config)
    assert settings
    with pytest.raises(OSError, match="device"):
        contents(settings, load_config(str(made.config)))


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


@pytest.mark.slow
@pytest.mark.no_cover
def test_deep_yaml_is_told(tmp_path: Path) -> None:
    # Python's own stack holds a third of the first; looking ahead for the second takes a second, in whatever reader.
    for depth, readers in ((1_000, READERS), (100_000, ["labels"])):
        for key, read in map(READERS.__getitem__, readers):
            file = tmp_path / "given.yml"
            file.write_text(f"{key}: {'[' * depth}\n", encoding="utf-8")
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


def test_a_directory_that_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_project(tmp_path / "project")
    made.write("catalogue/sources/more/other.md", "# 乙\n")
    hidden = made.write("catalogue/sources/.git/config.md", "x").parent
    scan = os.scandir

    def guarded(path: str) -> object:
        if Path(path) in {hidden, made.root / "catalogue/sources/more"}:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(SourceError, match=r"more: it cannot be read \(Permission denied\)\. Check its name and perm"):
        find_sources([made.root / "catalogue/sources"])
    (made.root / "catalogue/sources/more").rename(made.root / "elsewhere")
    assert find_sources([made.root / "catalogue/sources"]) == [made.source]


@pytest.mark.parametrize("name", ["sources", "templates"])
def test_what_the_settings_name_and_nobody_may_read_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_project(tmp_path / "project")
    made.write("templates/pages/home.md.jinja", "x")
    refused = made.root / {"sources": "catalogue/sources", "templates": "templates"}[name]
    stat, access = os.stat, os.access

    def guarded(path: str, **more: bool) -> os.stat_result:
        if name == "sources" and Path(path) == refused:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return stat(path, **more)

    monkeypatch.setattr(os, "stat", guarded)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != refused and access(path, mode))
    with pytest.raises((SourceError, ConfigError), match=r"cannot be read \(Permission denied\)"):
        reading.read(load_settings(made.root / "mkdocs.yml"))


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
