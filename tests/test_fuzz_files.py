"""Whatever stands in the files beside the sources: it is read, or refused in a sentence; nothing crashes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.config import ConfigError, load_settings
from generator.findings import Severity
from generator.locales.po import TranslationError, dump
from generator.locales.po import load as load_po
from generator.locales.settings import Locale
from generator.locales.translating import Words
from generator.pages import PageOptions, render
from generator.rules import judge
from generator.site.handwritten import front_matter, language_of, split_front_matter
from generator.site.synonyms import read_synonyms
from generator.source import ReadSettings, SourceError, read_named, read_text, write_ids
from generator.source.aliases import load_aliases
from generator.source.ids import load_ids
from generator.source.vocabulary import load
from tests.junk import share
from tests.site.scratch import SOUND
from tests.test_fuzz import cards

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]

MANY = settings(max_examples=share(2_000), deadline=None, suppress_health_check=list(HealthCheck))
WORDS = """categories groups qualifications id path name was formerly other note scope title lang labels jinrong/yinhang
金融业 银行 金融许可证 《金融许可证》 ../x 404 yes no ~ null 1 0x1 1e999
2026-02-30 1:60:60 .inf [ ] { } : - ? , # & * ! | > ' "
%YAML --- ... &a *a <<: !!int !!float !!timestamp !!binary !!set !!omap !!python/name:os.system !ENV !x
plugins leimu sources locale locales findings links changes edit_url source_url templates INHERIT"""
pieces = st.sampled_from((*WORDS.split(), "\n", "\n  ", "\n- ", ": ", " ", "\t", "\\ud800", "\\x00", "\x85", "\u2028"))
loose = st.lists(pieces | st.text(max_size=3), max_size=40).map("".join)
"""YAML of any pieces at all."""
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(WORDS.split())
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(scalars, inner, max_size=4), max_leaves=12
)
KEYS = ("categories", "groups", "qualifications", "other", "note", "title", "id", "lang", "甲证")
shaped = st.dictionaries(st.sampled_from(KEYS), values, max_size=4).map(
    lambda data: yaml.safe_dump(data, allow_unicode=True)
)
"""YAML of the right form on the outside."""
CATALOGUE = read_text(SOUND)
READERS: dict[str, Callable[[Path], object]] = {
    "aliases": load_aliases,
    "ids": load_ids,
    "labels": load,
    "synonyms": lambda path: read_synonyms(path, CATALOGUE),
    "mkdocs.yml": load_settings,
}


@contextmanager
def written(text: str) -> Iterator[Path]:
    """Write a file; half characters are dropped, since no file can hold them."""
    with tempfile.TemporaryDirectory(prefix="leimu-fuzz-") as room:
        path = Path(room) / "given.yml"
        path.write_bytes(text.encode("utf-8", "replace"))
        yield path


def told(read: Callable[[Path], object], path: Path) -> object:
    """Return what is read; a refusal is as good, if it can be told on one line or two."""
    try:
        return read(path)
    except (SourceError, ConfigError, TranslationError) as error:
        said = str(error)
        said.encode()
        assert said
        assert len(said) < 20_000
        return None


@pytest.mark.parametrize("reader", READERS)
@MANY
@given(text=loose | shaped)
@example(text='other: ["\\ud800"]')
@example(text="a: &a [*a]")
@example(text="categories: [{id: a, path: !!binary x}]")
@example(text="groups: {金融业: !!timestamp 2026-99-99}")
def test_yaml_is_read_or_refused(reader: str, text: str) -> None:
    with written(text) as path:
        told(READERS[reader], path)


@MANY
@given(text=loose | shaped)
def test_ids_that_are_read_can_be_written(text: str) -> None:
    with written(text) as path:
        if told(load_ids, path) is None:
            return
        catalogue = read_named([("a.md", SOUND.encode())], ReadSettings(ids=path))
        write_ids(path, catalogue)
        assert load_ids(path)
        assert not write_ids(path, catalogue)


options = st.dictionaries(
    st.sampled_from(
        ["title", "sources", "vocabulary", "ids", "baseline", "templates", "locale", "locales", "synonyms", "edit_url",
         "source_url", "findings", "links", "changes", "enabled", "qualifications", "nonsense"]
    ),
    values | st.dictionaries(st.sampled_from(["missing-row", "concurrency", "sites", "timeout", "signs"]), values),
    max_size=4,
)  # fmt: skip


@MANY
@given(options=options)
@example(options={"locales": [[]]})
def test_settings_are_read_or_refused(options: dict[str, object]) -> None:
    with written(yaml.safe_dump({"plugins": [{"leimu": options}]}, allow_unicode=True)) as path:
        told(load_settings, path)


@MANY
@given(front=loose | shaped)
@example(front='title: "\\ud800"\n')
@example(front="title: &a [*a]\n")
def test_front_matter_is_read(front: str) -> None:
    text = f"---\n{front}\n---\n\n{SOUND.partition('## ')[2]}"
    assert "".join(split_front_matter(text)) == text
    front_matter(text)
    language_of(text)
    try:
        catalogue = read_text(text)
    except SourceError:
        return
    judge(catalogue)
    for page in render(catalogue, PageOptions()).pages:
        page.markdown.encode()


PO = (
    'msgid "', 'msgstr "', 'msgctxt "', 'msgid_plural "', 'msgstr[0] "', 'msgstr[9999999999] "', '"\n', '\\"', "\\n",
    "\\x", "#, fuzzy\n", "#~ ", "#| ", "#: a:1\n", "# x\n", "\n", "\\", '"', "Plural-Forms: nplurals=2; plural=n>1;\\n",
    "甲", "Content-Type: text/plain; charset=UTF-7\\n", "jinrong/yinhang.scope", "适用范围", "<script>", "\0", "\u2028",
    "\r",
)  # fmt: skip


@MANY
@given(text=st.lists(st.sampled_from(PO) | st.text(max_size=3), max_size=40).map("".join))
def test_a_po_file_is_read_or_refused(text: str) -> None:
    with written(text) as path:
        file = told(load_po, path)
        if file is not None:
            dump(file)  # type: ignore[arg-type]
            Words.of_file(Locale("fr", "français", path), "zh", file)  # type: ignore[arg-type]


@settings(max_examples=share(1_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=cards)
def test_every_page_can_be_written(text: str) -> None:
    try:
        catalogue = read_text(text)
    except SourceError:
        return
    assert all(finding.severity in Severity for finding in judge(catalogue))
    rendering = render(catalogue, PageOptions())
    for page in rendering.pages:
        page.markdown.encode()
        assert ".." not in page.path.split("/")
    for asset in rendering.assets:
        assert ".." not in asset.path.split("/")
