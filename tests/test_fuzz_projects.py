"""Whole projects of made-up files, taken through what the command does with them; and the grammar of requirements."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.catalogue import Catalogue
from generator.exports import difference_reports
from generator.exports.csv import to_csv
from generator.exports.differences import differences
from generator.exports.douyin import to_douyin
from generator.exports.wechat import to_wechat
from generator.exports.xlsx import to_xlsx
from generator.links.collecting import collect
from generator.locales import po
from generator.locales.settings import Locale
from generator.locales.translating import Words, translate
from generator.locales.units import units
from generator.pages import PageOptions, render
from generator.rules import judge
from generator.source import SourceError, read_text
from generator.source.requirement.words import words as dialect
from generator.source.vocabulary import MEANINGS
from tests.junk import junk, listed, mapping, written
from tests.profiles import examples
from tests.site.scratch import SOUND, make_project
from tests.test_fuzz import TABLE, WILD, cards, mutilated, whole_way, wild
from tests.test_fuzz_settings import run

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]

MANY = settings(max_examples=examples(25, deep=1_000), suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=examples(10, deep=300))

# -- Requirements ---------------------------------------------------------------------------------------------------

KEYS = (
    ("connectors", "or"),
    ("connectors", "and"),
    ("markers", "one"),
    ("markers", "all"),
    ("markers", "choose"),
    ("remarks", "notes"),
    ("nothing", "words"),
    ("papers", "forms"),
    ("numbers", "heads"),
)
SPOKEN = sorted({word for section, key in KEYS for word in dialect(section, key)})
MARKS = [
    "《甲证》",
    "《乙证》",
    "《",
    "》",
    "（",
    "）",
    "(",
    ")",
    "“",
    "”",
    "、",
    "，",
    "；",
    "。",
    "：",
    ":",
    "/",
    "+",
    "-",
    "—",
    "·",
    "1.",
    "2.",
    "1、",
    "2、",
    "（1）",
    "（2）",
    "①",
    "②",
    "一、",
    "二、",
    "a.",
    "A、",
    "1.1",
    "1.2",
    "（3选1）",
    "（二选一）",
    "3选2",
    "３选１",
    "0选0",
    "99选98",
    "任选",
    "以下",
    "其中",
    "之一",
    "至少一项",
    "营业执照",
    "身份证",
    "许可证",
    "复印件",
    "（如有）",
    "（适用于甲）",
    "个人：",
    "企业：",
    "【甲-乙】",
    "类目",
    "<br>",
    "<br/>",
    "<p>",
    "</p>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<ol>",
    "<b>",
    "</b>",
    "<a",
    'href="/x">',
    "</a>",
    "&nbsp;",
    "**",
    "[甲](/x)",
    "2份",
    "原件",
    "加盖公章",
    "由甲出具",
]
phrases = st.lists(st.sampled_from((*SPOKEN, *MARKS)) | st.text(max_size=2), max_size=40).map("".join)
requirements = st.tuples(
    st.sampled_from(["", "（3选1）", "（2选1）", "（任选其一）", "（同时提供）", "（"]), phrases
).map(lambda parts: TABLE.format("", "", "", *parts))


@settings(MANY, max_examples=examples(125, deep=5_000))
@given(text=requirements)
def test_a_requirement_is_read_judged_and_shown(text: str) -> None:
    # A refusal is as good: of so many control characters that it is no text.
    if (taken := whole_way(text)) is not None:
        exported(taken[0])


def exported(catalogue: Catalogue) -> None:
    """Write a catalogue in every form."""
    to_csv(catalogue).encode()
    assert to_xlsx(catalogue).startswith(b"PK")
    for content, findings in (to_wechat(catalogue), to_douyin(catalogue)):
        json.loads(content)
        assert all(finding.message for finding in findings)
    for target in collect(catalogue):
        assert target.uses
    for page in render(catalogue, PageOptions()).pages:
        page.markdown.encode()


# -- Two catalogues -------------------------------------------------------------------------------------------------

documents = cards | mutilated() | wild | requirements
several = st.lists(
    st.sampled_from(["银行", "信托", "保险"]).flatmap(
        lambda name: cards.map(lambda text: text.replace("## 金融\n", "").replace("银行", name))
    ),
    max_size=4,
).map(lambda texts: "## 金融\n\n" + "\n".join(texts))
"""Several categories, of one name or of others."""


def read(text: str) -> Catalogue | None:
    try:
        return read_text(text)
    except SourceError:
        return None


@MANY
@given(old=documents | several, new=documents | several)
def test_what_differs_is_told(old: str, new: str) -> None:
    before, after = read(old), read(new)
    if before is None or after is None:
        return
    assert differences(before, before) == ()
    changes = differences(before, after)
    assert len(json.loads(difference_reports.to_json(changes))["changes"]) == len(changes)
    difference_reports.to_text(changes).encode()
    difference_reports.to_markdown(changes).encode()


SAID = ("", "x", "<a1>", "</a1>", "<b>", "&lt;", "&", "{count}", "{", "《A》", "3", "\\n", "<script>", "\u202e", "甲")


@MANY
@given(old=documents | several, new=documents | several, data=st.data())
def test_a_translation_is_kept_and_shown(old: str, new: str, data: st.DataObject) -> None:
    before, after = read(old), read(new)
    if before is None or after is None:
        return
    said = st.lists(st.sampled_from(SAID), max_size=4).map("".join)
    file = po.template(units(before, "fr"), lambda unit: ([("a.md", str(len(unit.places)))], unit.comment))
    for entry in file:
        entry.msgstr = data.draw(said) if len(file) < 200 else "x"
        if data.draw(st.booleans()):
            entry.flags.append("fuzzy")
    kept = {entry.msgid for entry in file if entry.msgstr}
    updated = po.update(file, po.template(units(after, "fr"), lambda _unit: ([], "")), "fr")
    assert sum(bool(entry.msgstr) for entry in updated) >= len(kept) > 0 or not kept
    with tempfile.TemporaryDirectory(prefix="leimu-fuzz-") as place:
        path = Path(place) / "fr.po"
        path.write_bytes(po.dump(updated))
        again = po.load(path)
    assert [entry.msgid for entry in again] == [entry.msgid for entry in updated]
    translated = translate(after, Words.of_file(Locale("fr", "français", path), "zh", again))
    for page in render(translated, PageOptions()).pages:
        page.markdown.encode()
    exported(translated)


# -- Whole projects -------------------------------------------------------------------------------------------------

ids = st.sampled_from(
    ["jinrong/yinhang", "jinrong", "jinrong/xintuo", "../x", "404", "finder", "a b", "qualifications/a"]
)
names = st.sampled_from(["金融业", "银行", "金融许可证", "《金融许可证》", "甲证", "", " ", "银行\n"])
entries = listed(
    mapping({"id": ids, "path": listed(names), "name": names, "was": listed(ids), "formerly": listed(names)})
)
FILES: dict[str, st.SearchStrategy[object]] = {
    "ids.yml": mapping({"categories": entries, "groups": entries, "qualifications": entries}),
    "labels.yml": mapping(
        {meaning: listed(names | st.sampled_from(["资质要求", "说明", "注"])) for meaning in MEANINGS}
    ),
    "qualifications.yml": st.dictionaries(names, listed(names), max_size=4) | junk,
    "synonyms.yml": mapping(
        {
            kind: st.dictionaries(ids | names, listed(names), max_size=3)
            for kind in ("categories", "groups", "qualifications")
        }
    ),
}
sources = st.one_of(
    documents.map(lambda text: text.encode("utf-8", "replace")),
    several.map(lambda text: text.encode("gb18030", "replace")),
    cards.map(lambda text: text.encode("utf-16", "replace")),
    st.binary(max_size=60),
    cards.map(lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8", "replace") + b"\xff"),
    mapping({"title": names, "id": ids, "lang": names}).map(
        lambda front: f"---\n{written(front)}\n---\n\n{SOUND.partition('## ')[2]}".encode("utf-8", "replace")
    ),
)
COMMANDS = (
    ["check"],
    ["check", "--fix"],
    ["check", "--diff"],
    ["check", "--write-baseline"],
    ["parse", "--format", "json"],
    ["export", "json"],
    ["export", "csv"],
    ["export", "wechat"],
    ["export", "douyin"],
    ["export", "xlsx", "--output", "x.xlsx"],
    ["locales", "extract"],
    ["locales", "update"],
    ["locales", "status"],
    ["render", "out"],
    ["diff", "catalogue/sources/rules.md", "catalogue/sources/other.md"],
    ["check", "--format", "sarif"],
)


@settings(MANY, max_examples=examples(50, deep=2_000))
@given(source=sources, other=sources, file=st.sampled_from(sorted(FILES)), data=st.data())
def test_a_project_is_worked_with_or_refused(source: bytes, other: bytes, file: str, data: st.DataObject) -> None:
    commands = data.draw(st.lists(st.sampled_from(COMMANDS), min_size=1, max_size=2))
    work(source, other, {file: written(data.draw(FILES[file]))}, commands)


def work(source: bytes, other: bytes, files: dict[str, str], commands: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory(prefix="leimu-fuzz-") as place:
        made = make_project(Path(place) / "project", config="plugins: [{leimu: {locales: [fr, zh-Hant]}}]\n")
        made.source.write_bytes(source)
        made.source.with_name("other.md").write_bytes(other)
        for name, text in files.items():
            (made.root / "catalogue" / name).write_bytes(text.encode("utf-8", "replace"))
        for command in commands:
            code, said = run(made.root, command)
            assert code in {0, 1, 2}, said


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_sound_project_is_worked_with(command: list[str]) -> None:
    """Else the commands above would show nothing."""
    with tempfile.TemporaryDirectory(prefix="leimu-fuzz-") as place:
        made = make_project(Path(place) / "project", config="plugins: [{leimu: {locales: [fr, zh-Hant]}}]\n")
        made.write("catalogue/sources/other.md", SOUND)
        assert run(made.root, command)[0] in {0, 1}


@FEW
@given(texts=st.lists(st.sampled_from((*WILD, *MARKS)), max_size=30).map("".join))
@example(texts="{{ 7*7 }}")
def test_a_hand_made_mix_is_shown(texts: str) -> None:
    catalogue = read(f"# {texts}\n\n{texts}\n\n## {texts}\n\n{TABLE.format(texts, texts, texts, '', texts)}")
    if catalogue is not None:
        judge(catalogue)
        exported(catalogue)
