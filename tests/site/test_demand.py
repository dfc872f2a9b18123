"""Pages that a server makes when a browser asks for them: the same as those of a build, and told when they fail."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, cast

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.site.demand import RELOADS, Demand
from tests.site.scratch import GROUP, SOUND, card, make_project, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse

    from mkdocs.config.defaults import MkDocsConfig

    from generator.site.demand import Build
    from generator.site.plugin import LeimuPlugin
    from tests.site.scratch import Project

CONFIG = """\
site_url: https://help.example.com/hilfe/
plugins:
  - search
  - leimu:
      locales: [zh-Hant, en]
      edit_url: https://git.example.com/edit/{{path}}
{more}"""
MANY = GROUP + "\n".join(
    card(name, slug) for name, slug in [("银行", "yinhang"), ("保险", "baoxian"), ("基金", "jijin")]
)
HAND = {
    "about": "---\ntitle: 关于\n---\n\n# 关于\n\n[银行](jinrong/yinhang.md#x) [表](matrix.md)\n",
    "hidden": "---\nhide: [toc]\n---\n\n## 说明\n\n![](a.png)\n",
}


def served(project: Project, *, late: bool) -> MkDocsConfig:
    """Build a project as a server does, and return what it was built from."""
    token = RELOADS.set(late)
    try:
        config = load_config(str(project.config), site_dir=str(project.root / f"served-{late}"))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url="http://127.0.0.1:8000/hilfe/")
    finally:
        RELOADS.reset(token)
    return config


def demand(config: MkDocsConfig) -> Demand:
    return cast("LeimuPlugin", config.plugins["leimu"]).making.demand


def files(config: MkDocsConfig) -> dict[str, bytes]:
    site = Path(config.site_dir)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("more", ["", "use_directory_urls: false\n", "nav: [index.md, leimu:categories]\n"])
def test_whatever_is_asked_for_is_what_a_build_makes(tmp_path: Path, more: str) -> None:
    project = make_project(tmp_path, MANY, CONFIG.format(more=more), **HAND)
    project.write("catalogue/locales/en.po", 'msgctxt "jinrong.name"\nmsgid "金融业"\nmsgstr "Finance"\n')
    project.write("docs/en/hidden.md", "# Notes\n")
    project.write("docs/a.png", "x")
    project.write("catalogue/synonyms.yml", "categories: {jinrong/yinhang: [存钱]}\n")
    whole = files(served(project, late=False))
    late = served(project, late=True)
    begun = files(late)
    assert begun.keys() < whole.keys()
    made = {path for path in sorted(whole, reverse=True) if demand(late).make(path)}
    assert made == whole.keys() - begun.keys()
    assert len(made) > 80
    assert not any(map(demand(late).make, whole))
    after = files(late)
    for each in (whole, after):
        each["sitemap.xml.gz"] = gzip.decompress(each["sitemap.xml.gz"])
    assert [path for path, content in after.items() if content != whole[path]] == []


@pytest.mark.parametrize(
    ("reloads", "more"),
    [
        (False, ""),
        (True, "hooks: [hook.py]\n"),
        (True, "  - material/tags\n"),
        (True, "extra_templates: [list.xml]\n"),
        (True, "theme: {name: material, custom_dir: own}\n"),
    ],
)
def test_who_may_want_to_see_all_pages_sees_them(tmp_path: Path, more: str, *, reloads: bool) -> None:
    project = make_project(tmp_path, SOUND, CONFIG.format(more=more))
    project.write("hook.py", "")
    project.write("docs/list.xml", "{{ pages | length }}")
    project.write("own/main.html", "{% extends 'base.html' %}")
    assert "jinrong/yinhang/index.html" in files(served(project, late=reloads))


def test_what_is_not_to_be_shown_is_not_made(tmp_path: Path) -> None:
    more = "exclude_docs: jinrong/yinhang.md\ndraft_docs: jinrong/baoxian.md\n"
    late = served(make_project(tmp_path, MANY, CONFIG.format(more=more)), late=True)
    assert not demand(late).make("jinrong/yinhang/index.html")
    assert demand(late).make("jinrong/baoxian/index.html")
    assert demand(late).make("jinrong/jijin/index.html")
    marked = [path for path, content in files(late).items() if b"mkdocs-draft-marker" in content]
    assert marked == ["jinrong/baoxian/index.html"]


def test_a_page_that_fails_says_so_and_others_are_made(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    project = make_project(tmp_path, SOUND, CONFIG.format(more=""))
    project.write("templates/pages/category.md.jinja", "{{ title.none }}")
    late = served(project, late=True)
    with caplog.at_level(logging.ERROR, "mkdocs"):
        assert demand(late).make("jinrong/yinhang/index.html")
    said = "category.md.jinja:1: the template cannot be used"
    assert [record.getMessage() for record in caplog.records if said in record.getMessage()]
    assert said in files(late)["jinrong/yinhang/index.html"].decode()
    assert demand(late).make("jinrong/index.html")
    assert "银行" in files(late)["jinrong/index.html"].decode()


def asked(app: Callable[..., Iterable[bytes]], path: str) -> tuple[str, bytes]:
    """Return the status and the words of an answer."""
    told: list[str] = []
    body = app({"PATH_INFO": path.encode().decode("latin-1")}, lambda status, _headers: told.append(status))
    return told[0], b"".join(body)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/hilfe/a/", ["a/index.html"]),
        ("/hilfe/", ["index.html"]),
        ("/hilfe", ["", "index.html"]),
        ("/hilfe/a", ["a", "a/index.html"]),
        ("/hilfe/资/x.json", ["资/x.json", "资/x.json/index.html"]),
        ("/hilfe/a/../../../b", ["b", "b/index.html"]),
        ("/other/a/", []),
        ("/hilfe-b/", []),
    ],
)
def test_what_a_server_looks_for_is_made_before(monkeypatch: pytest.MonkeyPatch, path: str, wanted: list[str]) -> None:
    made: list[str] = []
    demand = Demand()
    monkeypatch.setattr(demand, "make", made.append)

    def app(environ: dict[str, str], start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode("latin-1"), *map(str.encode, made)]

    assert asked(demand.answering(app, "/hilfe/"), path) == ("200 OK", b"".join(map(str.encode, [path, *wanted])))
    assert made == wanted


class Answers:
    """A server that looks for files, and waits for a build that has begun."""

    def __init__(self, demand: Demand, *builds: object) -> None:
        self._demand, self._builds = demand, iter(builds)
        self.there: set[str] = set()

    def __call__(self, environ: dict[str, str], start_response: StartResponse) -> list[bytes]:
        if build := next(self._builds, None):
            self._demand._build = cast("Build", build)
        found = environ["PATH_INFO"].strip("/") + "/index.html" in self.there
        start_response("200 OK" if found else "404 Not Found", [])
        return []


class Made:
    """What a build has put off: one page."""

    def __init__(self, there: set[str]) -> None:
        self._there, self.paths, self.asked = there, frozenset({"a/index.html"}), 0

    def make(self, path: str) -> bool:
        self.asked += 1
        self._there.add(path)
        return True


def test_what_a_build_put_off_while_the_server_waited_is_made() -> None:
    demand = Demand()
    app = Answers(demand)
    app._builds = iter([Made(app.there)])
    assert asked(demand.answering(app, "/"), "/a/")[0] == "200 OK"


def test_of_two_who_waited_for_one_page_both_see_it() -> None:
    demand = Demand()
    app = Answers(demand)
    build = Made(app.there)

    def slow(path: str) -> bool:
        # The other one was quicker: it is made already.
        app.there.add("a/index.html")
        build.asked += path in build.paths
        return False

    build.make = slow  # type: ignore[method-assign]
    app._builds = iter([build])
    assert asked(demand.answering(app, "/"), "/a/")[0] == "200 OK"
    app.there.clear()
    build.make = lambda path: path == "none"  # type: ignore[method-assign]
    # What cannot be made is asked for once a build.
    assert asked(demand.answering(app, "/"), "/a/")[0] == "404 Not Found"


def test_nothing_is_made_while_a_build_is_under_way() -> None:
    demand, said = Demand(), []
    demand._build = cast("Build", Made(set()))
    demand.begin()
    asking = Thread(target=lambda: said.append(demand.make("a/index.html")))
    asking.start()
    asking.join(0.2)
    assert said == []
    demand.begin()
    demand.end()
    asking.join()
    assert said == [False]
    demand.end()


def test_what_nobody_makes_is_not_there() -> None:
    def app(_environ: object, start_response: StartResponse) -> list[bytes]:
        start_response("404 Not Found", [])
        return [b"no"]

    assert asked(Demand().answering(app, "/"), "/a/") == ("404 Not Found", b"no")


@pytest.mark.slow
def test_a_server_shows_every_kind_of_file_and_what_fails(tmp_path: Path) -> None:
    project = make_project(tmp_path / "p", MANY, CONFIG.format(more="").replace("/hilfe/", "/"), **HAND)
    template = project.write("templates/pages/category.md.jinja", "# {{ title }}\n\n理财讲座\n")
    with serving(project.root, tmp_path / "log") as server:
        server.page("jinrong/yinhang", "理财讲座")
        server.page("en/jinrong/yinhang/", "理财讲座")
        server.page("catalogue.json", "jinrong/yinhang")
        server.page("sitemap.xml", "zh-Hant/jinrong/yinhang/")
        server.page("jinrong/yinhang/index.md", "理财讲座")
        server.page("assets/search/zh.json", "银行")
        template.write_text("# {{ title.none }}", encoding="utf-8")
        server.page("jinrong/yinhang/", "category.md.jinja:1: the template cannot be used")
        server.told("category.md.jinja:1: the template cannot be used")
        template.write_text("# 自己的{{ title }}\n", encoding="utf-8")
        server.page("jinrong/yinhang/", "自己的银行")
