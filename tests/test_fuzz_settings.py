"""Whatever stands in mkdocs.yml and in the tables of the link check: it is used, or refused in a sentence."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.config import ConfigError, load_settings, load_yaml
from generator.links.settings import OPTIONS, known_sites
from generator.links.signs import load_signs
from generator.rules import baseline
from generator.rules.registry import RULES
from generator.source import SourceError
from tests.junk import Raw, junk, listed, mapping, written
from tests.profiles import examples
from tests.site.scratch import SOUND, make_project

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]

MANY = settings(max_examples=examples(50, deep=2_000), suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=examples(10, deep=300))
words = st.sampled_from(
    ["甲", "catalogue/sources", "catalogue", "docs", "mkdocs.yml", "x.yml", "../x", ".", "https://x.example/"]
)
names = st.sampled_from(["en", "fr", "zh-Hant", "zh-TW", "zh", "x", "en-x-y", "qaa", "EN", "tlh"])
locale = mapping(
    {"name": st.just("français"), "opencc": st.sampled_from(["s2t", False, "t2s"]), "floor": st.integers(0, 100)}
)
locales = listed(names | st.dictionaries(names, locale, max_size=2)) | st.dictionaries(names, locale, max_size=3)
levels = mapping({rule.name: st.sampled_from(["error", "off", False, "note", "warning"]) for rule in RULES})
site = mapping(
    {
        "per_host": st.integers(0, 9),
        "pause": st.floats(),
        "skip": words,
        "accept": listed(st.integers(90, 1001)),
        "anchors": st.booleans(),
    }
)
durations = st.sampled_from(["1 day", "2 runs", "99999 weeks", "0 runs", "1 month", "-1 day", "٣ days"])
networks = listed(st.sampled_from(["10.0.0.0/8", "localhost", "::1/128", "*.x", "1.2.3.4/99", "[::1]", "http://x"]))
of_links: dict[str, st.SearchStrategy[object]] = {
    **dict.fromkeys(OPTIONS, st.one_of(st.integers(0, 99), words, durations, st.booleans())),
    "allow_net": networks,
    "deny_net": networks,
    "fresh": durations,
    "fail_after": durations,
    "sites": st.dictionaries(st.sampled_from(["x.example", "example", "", "..", "*.x"]), site, max_size=2),
}
urls = st.sampled_from(
    [
        "https://x.example/{path}#L{line}",
        "{",
        "}",
        "{path!r}",
        "{path[0]}",
        "{line:>9999999999}",
        "{0}",
        "{}",
        "{path.__class__}",
        "{line:{path}}",
        "{{path}}",
        "javascript:{path}",
    ]
)
of_leimu: dict[str, st.SearchStrategy[object]] = {
    "sources": listed(words),
    "title": words,
    "vocabulary": words,
    "ids": words,
    "baseline": words,
    "templates": words,
    "qualifications": words,
    "synonyms": words,
    "locale": names,
    "locales": locales,
    "edit_url": urls,
    "source_url": urls,
    "findings": levels,
    "links": mapping(of_links),
    "changes": st.integers(-1, 10_001),
    "enabled": st.booleans(),
}
options = mapping(of_leimu)
plugins = (
    st.lists(
        st.one_of(options.map(lambda given: {"leimu": given}), st.just("leimu"), st.just("search"), junk), max_size=3
    )
    | options.map(lambda given: {"leimu": given})
    | junk
)
whole = mapping(
    {
        "plugins": plugins,
        "INHERIT": st.sampled_from(["mkdocs.yml", "parent.yml", "docs", "", Raw('"a\\0b"'), "x" * 5_000]),
        "site_name": words,
        "theme": junk,
        "markdown_extensions": junk,
        "docs_dir": junk,
        "nav": junk,
        "site_url": junk,
    }
)


@contextlib.contextmanager
def room(text: str, name: str = "mkdocs.yml") -> Iterator[Path]:
    """Write a file into a directory of its own; half characters are dropped, since no file can hold them."""
    with tempfile.TemporaryDirectory(prefix="leimu-fuzz-") as place:
        file = Path(place) / name
        file.write_bytes(text.encode("utf-8", "replace"))
        yield file


def refused(error: Exception) -> None:
    said = str(error)
    said.encode()
    assert said.strip()
    assert "Traceback" not in said


@MANY
@given(given=plugins)
@example(given=[{"leimu": {"locales": {"en": {"opencc": []}}}}])
@example(given=[{"leimu": {"changes": Raw("0x" + "f" * 5_000)}}])
@example(given=[{"leimu": {"title": Raw("!ENV [1, 2]")}}])
@example(given=[{"leimu": {"links": {"sites": {"x.example": {"accept": Raw("0x" + "f" * 5_000)}}}}}])
def test_options_are_read_or_refused(given: object) -> None:
    with room(f"plugins: {written(given)}\n") as file:
        try:
            found = load_settings(file)
        except ConfigError as error:
            return refused(error)
        if found is not None:
            repr(found).encode("utf-8", "replace")
            assert found.changes >= 0
            assert found.links.timeout > 0
            assert found.links.site("a.x.example")
            assert all(each.file.parent == found.locales_directory for each in found.locales)
        return None


@MANY
@given(given=whole, parent=whole)
@example(given={"INHERIT": Raw('"a\\0b"')}, parent={})
@example(given={"INHERIT": "parent.yml", "plugins": {"leimu": {}}}, parent={"plugins": {"leimu": []}})
def test_a_whole_file_is_read_or_refused(given: object, parent: object) -> None:
    with room(written(given)) as file:
        file.with_name("parent.yml").write_bytes(written(parent).encode("utf-8", "replace"))
        try:
            assert isinstance(load_yaml(file), dict)
            load_settings(file)
        except ConfigError as error:
            refused(error)


COMMANDS = (
    ["check"],
    ["check", "--format", "json"],
    ["parse"],
    ["locales", "status"],
    ["locales", "extract"],
    ["export", "csv"],
    ["render", "out"],
)


@FEW
@given(given=options, command=st.sampled_from(COMMANDS))
@example(given={"locales": ["fr"], "edit_url": "{line:>9999999999}"}, command=["render", "out"])
@example(given={"title": Raw('"\\u202e{{ 7*7 }}"')}, command=["render", "out"])
def test_what_is_read_can_be_worked_with(given: object, command: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="leimu-fuzz-") as place:
        made = make_project(Path(place) / "project")
        made.config.write_bytes(
            f"site_name: x\ntheme: material\nplugins: [search, {{leimu: {written(given)}}}]\n".encode(
                "utf-8", "replace"
            )
        )
        code, said = run(made.root, command)
        assert code in {0, 1, 2}, said
        assert made.source.read_text(encoding="utf-8") == SOUND


def run(place: Path, command: list[str]) -> tuple[int, str]:
    """Run the command in a directory; return its exit code and what it told people, which admits of no trouble."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(place), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(command)
    said = err.getvalue()
    assert "not made for" not in said, said
    assert said.strip() or out.getvalue() or code == 0
    return code, said


@MANY
@given(
    table=mapping(
        {
            kind: mapping(
                {
                    place: listed(st.sampled_from(["404", "(", "(?i)x", "(?P<a>x)", "\\1", "x{999999999}"]))
                    for place in ("title", "words", "path", "host")
                }
            )
            for kind in ("missing", "wall", "login")
        }
    )
)
@example(table={"missing": {"title": ["(?i)x"]}})
@example(table={"missing": {"title": ["(?P<a>x)", "(?P<a>y)"]}})
@example(table=Raw("!!int x"))
def test_signs_are_read_or_refused(table: object) -> None:
    with room(written(table), "signs.yml") as file:
        try:
            signs = load_signs(file)
        except ValueError as error:
            return refused(error)
        assert signs.match("missing", "title", "404 Not Found") is True
        return None


def test_the_sites_that_leimu_knows_are_read() -> None:
    assert isinstance(known_sites(), Mapping)


entry = mapping({"place": words, "rule": words, "text": words})
baselines = mapping({"version": st.just(baseline.VERSION), "findings": listed(entry)}) | st.lists(
    entry, max_size=3
).map(lambda entries: {"version": baseline.VERSION, "findings": entries})


@MANY
@given(given=baselines)
@example(given={"version": baseline.VERSION, "findings": [{"place": Raw('"\\ud800"'), "rule": "x", "text": "y"}]})
def test_a_baseline_is_read_or_refused(given: object) -> None:
    # JSON is YAML on one line but for the question marks.
    with room(written(given).replace("? ", "").replace(" : ", ": "), "baseline.json") as file:
        try:
            found = baseline.load(file)
        except SourceError as error:
            return refused(error)
        baseline.dump(found).encode()
        return None
