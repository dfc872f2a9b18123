"""Saves beside a server: what is shown is what a build makes, and MkDocs builds only where more than words is new."""

from __future__ import annotations

import gzip
import logging
import os
import shutil
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, cast
from unittest.mock import patch

import pytest
from click import Command, Context
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator.config import load_settings
from generator.locales.units import units
from generator.site import afterwards, exchange, making
from generator.site.demand import RELOADS
from generator.site.reading import read
from tests.site.past import past
from tests.site.scratch import make_project
from tests.site.test_demand import CONFIG, HAND, MANY, Answers, asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.site.demand import Demand
    from generator.site.plugin import LeimuPlugin
    from tests.site.scratch import Project

URL = "http://127.0.0.1:8000/hilfe/"
SCOPE = 'msgctxt "jinrong/yinhang.scope"\nmsgid "适用范围"\nmsgstr "{}"\n'
NAME = 'msgctxt "jinrong.name"\nmsgid "金融业"\nmsgstr "{}"\n'
HEAD = 'msgid ""\nmsgstr ""\n\n'
PAGE = "jinrong/yinhang/index.html"
WORDS, BUILD = "words", "build"


@dataclass
class Served:
    """A project that is served in this process."""

    project: Project
    builds: int = 0
    config: MkDocsConfig = field(init=False)

    def __post_init__(self) -> None:
        self.config = self._load()
        self.config.plugins.on_startup(command="serve", dirty=False)
        self.build(self.config)
        self._rebuild = self.plugin.making.rebuilding(self.build, self.plugin._ask_settings)

    @property
    def plugin(self) -> LeimuPlugin:
        return cast("LeimuPlugin", self.config.plugins["leimu"])

    @property
    def demand(self) -> Demand:
        return self.plugin.making.demand

    @property
    def directory(self) -> Path:
        return self.project.root / "served"

    def build(self, config: MkDocsConfig | None = None) -> None:
        self.builds += 1
        build(config or self._load(), serve_url=URL)

    def save(self, path: str, text: str) -> str:
        """Save a file and let the server see it; return what it did."""
        self.project.write(path, text)
        return self.see()

    def see(self, *, is_whole: bool = True) -> str:
        """Let the server see what was saved, and all that it does of it unless not ``is_whole``; return what it did."""
        before = self.builds
        self._rebuild()
        if is_whole:
            self.plugin.making.finish()
        return WORDS if self.builds == before else BUILD

    def page(self) -> str:
        """Return the page of a category, asked for."""
        self.demand.make(PAGE)
        return (self.directory / PAGE).read_text(encoding="utf-8")

    def shown(self, asked: set[str]) -> dict[str, bytes]:
        """Return every file of the site, each asked for."""
        for path in sorted(asked):
            self.demand.make(path)
        return files(self.directory)

    def _load(self) -> MkDocsConfig:
        return load_config(str(self.project.config), site_dir=str(self.directory))


def files(site: Path) -> dict[str, bytes]:
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    found["sitemap.xml.gz"] = gzip.decompress(found["sitemap.xml.gz"])
    return found


def cold(project: Project) -> dict[str, bytes]:
    """Return the site as it is built from nothing, by a plugin that knows nothing of any other build."""
    site = project.root / "cold"
    reloads = RELOADS.set(False)
    try:
        with patch.dict(vars(MkDocsConfig)["plugins"].plugin_cache, clear=True):
            config = load_config(str(project.config), site_dir=str(site))
            config.plugins.on_startup(command="serve", dirty=False)
            build(config, serve_url=URL)
        return files(site)
    finally:
        RELOADS.reset(reloads)
        shutil.rmtree(site)


def differing(served: Served) -> list[str]:
    """Return the files that are not what a build makes."""
    whole = cold(served.project)
    shown = served.shown(set(whole))
    return sorted(path for path in shown.keys() | whole.keys() if shown.get(path) != whole.get(path))


@pytest.fixture(autouse=True)
def _reloading() -> Iterator[None]:
    token = RELOADS.set(True)
    with patch.dict(vars(MkDocsConfig)["plugins"].plugin_cache, clear=True):
        yield
    RELOADS.reset(token)


@pytest.fixture
def begun(tmp_path: Path) -> Project:
    project = make_project(tmp_path, MANY, CONFIG.format(more=""), **HAND)
    project.write("catalogue/locales/en.po", HEAD + NAME.format("Finance"))
    project.write("catalogue/synonyms.yml", "categories: {jinrong/yinhang: [存钱]}\n")
    project.write("docs/a.png", "x")
    return project


STEPS: list[tuple[str, str, Callable[[str], str], str]] = [
    ("another scenario", "source", lambda text: text.replace("理财讲座", "新的场景", 1), WORDS),
    ("a line above: later places move", "source", lambda text: text.replace("### 保险", "\n\n### 保险"), WORDS),
    ("another name", "source", lambda text: text.replace("### 基金", "### 基金公司"), BUILD),
    ("one less", "source", lambda text: text.partition("### 基金")[0], BUILD),
    ("a fault", "source", lambda text: text.replace("2选1", "3选1", 1), WORDS),
    ("the fault mended", "source", lambda text: text.replace("3选1", "2选1", 1), WORDS),
    ("another paper", "source", lambda text: text.replace("《金融机构许可证》", "《保险许可证》", 1), BUILD),
    ("a translation", "po", lambda text: text + "\n" + SCOPE.format("first words"), WORDS),
    ("a translation of the interface", "po", lambda text: text + '\nmsgctxt "interface.Home"\nmsgid "Home"\n'
     'msgstr "Start"\n', BUILD),
    ("a translation of a name", "po", lambda text: text.replace("Finance", "Money"), BUILD),
    ("what readers say", "synonyms", lambda _text: "categories: {jinrong/yinhang: [存钱罐]}\n", WORDS),
    ("a page that somebody wrote", "page", lambda text: text + "\n还有\n", BUILD),
    ("nothing", "source", str, WORDS),
]  # fmt: skip


@pytest.mark.slow
def test_after_every_save_all_is_what_a_build_makes(begun: Project) -> None:
    places = {
        "source": begun.source,
        "po": begun.root / "catalogue/locales/en.po",
        "synonyms": begun.root / "catalogue/synonyms.yml",
        "page": begun.root / "docs/about.md",
    }
    served = Served(begun)
    assert differing(served) == []
    for said, place, edit, wanted in STEPS:
        file = places[place]
        file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
        assert (said, served.see()) == (said, wanted)
        assert (said, differing(served)) == (said, [])


def translated(project: Project, locale: str, *, but: str = "") -> str:
    """Return a PO file with all strings of the sources, but for those of a context."""
    settings = load_settings(project.config)
    assert settings
    listed = units(read(settings), "zh")
    said = {each.text: locale + "x" * number for number, each in enumerate(listed)}
    entries = (
        f"msgctxt {dumps(each.context)}\nmsgid {dumps(each.text, ensure_ascii=False)}\nmsgstr {dumps(said[each.text])}"
        for each in listed
        if each.context != but
    )
    return HEAD + "\n\n".join(entries) + "\n"


@pytest.mark.slow
def test_a_page_may_become_a_translation_and_be_none_again(begun: Project) -> None:
    po = "catalogue/locales/en.po"
    begun.write(po, translated(begun, "EN"))
    served = Served(begun)
    assert differing(served) == []
    assert served.save(po, translated(begun, "EN", but="jinrong/yinhang.scope")) == WORDS
    assert differing(served) == []
    assert 'content="noindex' in (served.directory / "en" / PAGE).read_text(encoding="utf-8")
    assert served.save(po, translated(begun, "EN")) == WORDS
    assert differing(served) == []


def test_a_page_that_somebody_wrote_names_the_translations_that_there_are(begun: Project) -> None:
    text = begun.config.read_text(encoding="utf-8")
    begun.config.write_text(text.replace("[zh-Hant, en]", "[fr, en]"), encoding="utf-8")
    begun.write("docs/en/jinrong/yinhang.md", "# Bank\n")
    begun.write("catalogue/locales/fr.po", translated(begun, "FR"))
    served = Served(begun)
    page = served.directory / "en" / PAGE
    assert 'hreflang="fr"' in page.read_text(encoding="utf-8").partition("</head>")[0]
    assert served.save("catalogue/locales/fr.po", translated(begun, "FR", but="jinrong/baoxian.scope")) == WORDS
    assert served.save("catalogue/locales/fr.po", translated(begun, "FR", but="jinrong/yinhang.scope")) == BUILD
    assert 'hreflang="fr"' not in page.read_text(encoding="utf-8").partition("</head>")[0]


@pytest.mark.slow
def test_a_commit_between_two_saves_is_in_the_feed(tmp_path: Path) -> None:
    made = past(tmp_path, CONFIG.format(more=""), MANY)
    made.commit(MANY.replace("理财讲座", "昨天的场景", 1))
    served = Served(made.project)
    feed = served.directory / "changes.atom"
    assert "2026年3月3日" not in feed.read_text(encoding="utf-8")
    made.commit(MANY.replace("理财讲座", "今天的场景", 1))
    assert served.see() == WORDS
    assert differing(served) == []
    assert "2026年3月3日" in feed.read_text(encoding="utf-8")


@pytest.mark.slow
def test_after_a_change_of_the_project_words_are_exchanged_in_what_was_built_anew(begun: Project) -> None:
    served = Served(begun)
    begun.config.write_text(begun.config.read_text(encoding="utf-8") + "copyright: 我们\n", encoding="utf-8")
    assert served.see() == BUILD
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == WORDS
    assert differing(served) == []
    # A directory that nobody had named is a setting: its templates are what pages are made with.
    assert served.save("templates/pages/category.md.jinja", "# {{ title }}\n\n自己的\n") == BUILD
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "又一个", 1)) == WORDS
    assert served.save("templates/pages/category.md.jinja", "# {{ title }}\n\n别的\n") == BUILD
    assert differing(served) == []
    # Both at once, as when a branch is checked out.
    begun.write("templates/pages/category.md.jinja", "# {{ title }}\n")
    assert served.save("catalogue/sources/rules.md", MANY) == BUILD
    assert differing(served) == []


def test_a_source_that_cannot_be_read_leaves_the_last_good_state(
    begun: Project, caplog: pytest.LogCaptureFixture
) -> None:
    served = Served(begun)
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == WORDS
    begun.source.write_bytes(b"\x00\xff\xfe\x81" * 40)
    with caplog.at_level(logging.ERROR, "mkdocs"):
        assert served.see() == BUILD
    assert [each.getMessage().count("Until then") for each in caplog.records] == [1]
    assert "新的场景" in served.page()
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "又好了", 1)) == BUILD
    assert "又好了" in served.page()
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "更好了", 1)) == WORDS
    assert "更好了" in served.page()


def test_findings_are_told_once_by_whoever_reads(begun: Project, caplog: pytest.LogCaptureFixture) -> None:
    served = Served(begun)
    wrong = MANY.replace("2选1", "3选1", 1)

    def told(text: str) -> tuple[str, int]:
        caplog.clear()
        with caplog.at_level(logging.WARNING, "mkdocs"):
            done = served.save("catalogue/sources/rules.md", text)
        return done, sum("count-mismatch" in each.getMessage() for each in caplog.records)

    assert told(wrong) == (WORDS, 1)
    assert told(wrong.replace("### 基金", "### 基金公司")) == (BUILD, 1)
    assert told(MANY.replace("### 基金", "### 基金公司")) == (WORDS, 0)


def test_what_is_wrong_is_told_after_the_page_and_once(
    begun: Project, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afterwards, "_PAUSE", 3600)
    wrong = MANY.replace("2选1", "3选1", 1)
    assert wrong != MANY
    served = Served(begun)

    def seen(text: str) -> str:
        begun.source.write_text(text, encoding="utf-8")
        return served.see(is_whole=False)

    def told() -> list[str]:
        return [each.getMessage() for each in caplog.records if "count-mismatch" in each.getMessage()]

    with caplog.at_level(logging.WARNING, "mkdocs"):
        assert seen(wrong.replace("理财讲座", "新的场景", 1)) == WORDS
        assert "新的场景" in served.page()
        assert told() == []
        # Before anybody had the time to say it, there is more.
        assert seen(wrong.replace("理财讲座", "又一个", 1)) == WORDS
        assert served.see(is_whole=False) == WORDS  # as where a file is seen twice
        assert told() == []
        served.plugin.making.finish()
        assert len(told()) == 1
        served.plugin.making.finish()
        assert len(told()) == 1
        # A build tells all itself.
        assert seen(wrong) == WORDS
        assert seen(wrong.replace("### 基金", "### 基金公司")) == BUILD
        served.plugin.making.finish()
        assert len(told()) == 2


def test_ids_that_somebody_writes_after_a_save_stay_and_are_seen(begun: Project) -> None:
    ids = begun.root / "catalogue/ids.yml"
    served = Served(begun)
    begun.source.write_text(MANY.replace("理财讲座", "新的场景", 1), encoding="utf-8")
    assert served.see(is_whole=False) == WORDS
    own = ids.read_text(encoding="utf-8").replace("jinrong/jijin", "jinrong/fonds")
    ids.write_text(own, encoding="utf-8")
    served.plugin.making.finish()
    assert ids.read_text(encoding="utf-8") == own
    assert served.see() == BUILD
    assert served.demand.make("jinrong/fonds/index.html")


def test_what_ends_a_server_says_what_is_left_to_say(begun: Project, caplog: pytest.LogCaptureFixture) -> None:
    served = Served(begun)
    begun.source.write_text(MANY.replace("2选1", "3选1", 1), encoding="utf-8")
    assert served.see(is_whole=False) == WORDS
    with caplog.at_level(logging.WARNING, "mkdocs"):
        served.config.plugins.on_shutdown()
    assert sum("count-mismatch" in each.getMessage() for each in caplog.records) == 1


def test_what_nobody_can_judge_is_told_and_built_at_the_next_save(
    begun: Project, caplog: pytest.LogCaptureFixture
) -> None:
    served = Served(begun)
    begun.write("catalogue/baseline.json", "{")
    with caplog.at_level(logging.ERROR, "mkdocs"):
        assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == WORDS
    assert "baseline.json" in caplog.text
    assert "Traceback" not in caplog.text
    assert "新的场景" in served.page()
    (begun.root / "catalogue/baseline.json").unlink()
    assert served.save("catalogue/sources/rules.md", MANY) == BUILD
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == WORDS


def test_what_is_planned_is_done_once_and_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    last = Event()
    plans = afterwards.Afterwards()
    monkeypatch.setattr(afterwards, "_PAUSE", 3600)
    plans.plan(lambda: done.append("dropped"))
    plans.plan(lambda: done.append("first"))
    plans.pause()
    assert done == []
    plans.finish()
    plans.finish()
    plans.go_on()
    assert done == ["first"]
    plans.plan(lambda: done.append("never"))
    plans.drop()
    plans.finish()
    monkeypatch.setattr(afterwards, "_PAUSE", 0)
    plans.plan(last.set)
    assert last.wait(20)
    plans.drop()
    assert done == ["first"]


def test_what_was_read_is_not_read_again(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    served, read = Served(begun), []
    once = making.read
    monkeypatch.setattr(making, "read", lambda settings: read.append(settings) or once(settings))
    assert served.save("catalogue/sources/rules.md", MANY.replace("### 基金", "### 基金公司")) == BUILD
    assert len(read) == 1

    def late() -> None:
        # Somebody has saved once more before the build began.
        begun.write("catalogue/sources/rules.md", MANY.partition("### 基金")[0])
        served.build()

    begun.write("catalogue/sources/rules.md", MANY)
    served.plugin.making.rebuilding(late, served.plugin._ask_settings)()
    assert len(read) == 3
    catalogue = served.plugin.making.catalogue
    assert catalogue
    assert [each.name for each in catalogue.categories] == ["银行", "保险"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/a.png", "y"),
        ("docs/new.md", "# 新\n"),
        ("watched/x.txt", "b"),
    ],
)
def test_whatever_else_is_saved_is_built(begun: Project, path: str, text: str) -> None:
    begun.write("watched/x.txt", "a")
    begun.config.write_text(
        begun.config.read_text(encoding="utf-8") + "watch: [watched, catalogue]\n", encoding="utf-8"
    )
    served = Served(begun)
    begun.source.write_text(MANY.replace("理财讲座", "新的场景", 1), encoding="utf-8")
    assert served.save(path, text) == BUILD
    assert served.save("catalogue/sources/rules.md", MANY) == WORDS


@pytest.mark.parametrize(
    "more",
    [
        "hooks: [hook.py]\n",
        "strict: true\n",
        "markdown_extensions: [pymdownx.snippets]\n",
        "INHERIT: base.yml\n",
    ],
)
def test_where_somebody_may_see_more_every_save_is_built(begun: Project, more: str) -> None:
    begun.write("hook.py", "")
    begun.write("base.yml", "site_name: x\n")
    begun.config.write_text(begun.config.read_text(encoding="utf-8") + more, encoding="utf-8")
    served = Served(begun)
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == BUILD


def test_ids_are_kept_at_an_exchange_and_published_where_that_is_wanted(begun: Project) -> None:
    config = begun.config.read_text(encoding="utf-8")
    begun.config.write_text(config.replace("locales:", "ids: docs/ids.yml\n      locales:"), encoding="utf-8")
    served = Served(begun)
    kept = (begun.root / "docs/ids.yml").read_bytes()
    # The build itself has written there.
    assert served.see() == BUILD
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == WORDS
    assert (begun.root / "docs/ids.yml").read_bytes() == kept
    # What MkDocs copies has been written meanwhile.
    (begun.root / "docs/ids.yml").unlink()
    begun.source.write_text(MANY.replace("理财讲座", "又一个", 1), encoding="utf-8")
    assert served.see() == BUILD
    assert (served.directory / "ids.yml").read_bytes() == kept


def test_a_page_that_was_asked_for_during_an_exchange_is_the_new_one(begun: Project) -> None:
    served = Served(begun)
    demand = served.demand
    assert demand.make(PAGE)
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == WORDS
    # As after a build: what is not asked for is not there.
    assert not (served.directory / PAGE).exists()
    with demand.exchanging():
        asking = Thread(target=demand.make, args=(PAGE,))
        asking.start()
        asking.join(0.2)
        assert asking.is_alive()
        assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "又一个", 1)) == WORDS
    asking.join(20)
    assert "又一个" in (served.directory / PAGE).read_text(encoding="utf-8")


def test_who_waited_for_a_page_while_words_were_exchanged_gets_it(begun: Project) -> None:
    served = Served(begun)
    app = Answers(served.demand)
    page = served.directory / PAGE
    texts = iter([MANY.replace("理财讲座", "新的场景", 1), MANY.replace("理财讲座", "又一个", 1)])

    def slow(environ: dict[str, str], start_response: Callable[..., object]) -> list[bytes]:
        # The server waits for what has begun, and looks then.
        if text := next(texts, None):
            assert served.save("catalogue/sources/rules.md", text) == WORDS
        app.there = {PAGE} if page.exists() else set()
        return app(environ, start_response)

    assert asked(served.demand.answering(slow, "/"), "/jinrong/yinhang/")[0] == "200 OK"
    assert "又一个" in page.read_text(encoding="utf-8")


def test_an_edit_address_follows_its_line(begun: Project) -> None:
    config = begun.config.read_text(encoding="utf-8")
    begun.config.write_text(config.replace("{path}", "{path}?{line}"), encoding="utf-8")
    served = Served(begun)
    line = MANY.splitlines().index("### 银行") + 1
    assert f"rules.md?{line}" in served.page()
    assert served.save("catalogue/sources/rules.md", MANY.replace("### 银行", "\n\n### 银行")) == WORDS
    assert f"rules.md?{line + 2}" in served.page()


def test_what_people_lead_to_is_looked_for_again(begun: Project, caplog: pytest.LogCaptureFixture) -> None:
    served = Served(begun)
    with caplog.at_level(logging.INFO, "mkdocs"):
        assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == WORDS
    # The page stands in three languages.
    assert sum("yinhang.md#x" in each.getMessage() for each in caplog.records) == 3


def test_where_nothing_has_changed_nothing_is_done(begun: Project, caplog: pytest.LogCaptureFixture) -> None:
    ids = begun.root / "catalogue/ids.yml"
    served = Served(begun)
    page = served.page()
    with caplog.at_level(logging.INFO, "mkdocs"):
        assert served.see() == WORDS
    assert caplog.messages == []
    assert (served.directory / PAGE).read_text(encoding="utf-8") == page
    # Somebody may have written the ids by hand.
    ids.write_text(ids.read_text(encoding="utf-8").replace("jinrong/jijin", "jinrong/fonds"), encoding="utf-8")
    assert served.see() == BUILD
    assert served.demand.make("jinrong/fonds/index.html")
    assert served.see() == WORDS


def test_what_was_half_written_is_read_again(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(begun)
    ids = (begun.root / "catalogue/ids.yml").read_bytes()
    once, texts = (
        making.read,
        iter([MANY.replace("### 基金", "### 基"), MANY.replace("理财讲座", "新的场景", 1)]),
    )

    def read(settings: Settings) -> Catalogue:
        catalogue = once(settings)
        if text := next(texts, None):
            begun.source.write_text(text, encoding="utf-8")
        return catalogue

    monkeypatch.setattr(making, "read", read)
    assert served.save("catalogue/sources/rules.md", "") == WORDS
    assert "新的场景" in served.page()
    assert (begun.root / "catalogue/ids.yml").read_bytes() == ids
    assert served.see() == WORDS


def test_a_theme_that_is_watched_may_have_changed_too(begun: Project) -> None:
    with Context(Command("serve"), info_name="serve") as context:
        context.params.update(livereload=True, watch_theme=True)
        served = Served(begun)
        assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == BUILD
        context.params["watch_theme"] = False
        assert served.see() == BUILD
        assert served.save("catalogue/sources/rules.md", MANY) == WORDS


def test_a_failure_on_the_way_is_built(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(begun)

    def fail(*_given: object) -> None:
        raise exchange.UnlikeError

    monkeypatch.setattr(exchange, "put", fail)
    assert served.save("catalogue/sources/rules.md", MANY.replace("理财讲座", "新的场景", 1)) == BUILD
    assert "新的场景" in served.page()


def test_how_a_file_stands_changes_with_every_write(tmp_path: Path) -> None:
    file = tmp_path / "a"
    before = exchange._stamps([file, tmp_path / "none", None])
    assert before == {str(file): (), str(tmp_path / "none"): ()}
    file.write_bytes(b"1")
    first = exchange._stamps([tmp_path])
    other = tmp_path / "b"
    other.write_bytes(b"2")
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    other.replace(file)
    assert exchange._stamps([tmp_path])[str(file)] != first[str(file)]
