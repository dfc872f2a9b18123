"""The published JSON Schema: it takes every catalogue that can be read, and nothing else that calls itself one."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exports.json import to_json
from generator.locales.translating import translate
from generator.source import SourceError, read_text
from tests.locales.words import seed, translated, words

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "generator/exports/catalogue.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
MESSY = (ROOT / "tests" / "messy.md").read_text(encoding="utf-8")


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("catalogue", [seed(), read_text(MESSY)], ids=["seed", "messy"])
def test_a_catalogue_is_valid(catalogue: Any) -> None:
    VALIDATOR.validate(to_json(catalogue))


def test_a_translation_is_valid_and_keeps_the_original_names() -> None:
    data = to_json(translate(seed(), words(translated(seed()))))
    VALIDATOR.validate(data)
    assert data["categories"][0]["original"] == "直播"
    assert data["categories"][0]["requirement"]["tree"]["parts"][0]["original"] == "信息网络传播视听节目许可证"
    assert "original" not in json.dumps(to_json(seed()))


PIECES = (
    *("## 金融业\n\n", "### 银行\n\n", ">! 提醒\n\n", "<table>", "<tr><th>资质要求（3选2）</th><td>"),
    *(
        "1. 《甲》及《乙》<br>",
        "2. 或《丙》",
        "-",
        "</td></tr></table>\n\n",
        "[x](y)",
        "文字\n\n",
        "<td rowspan=3>",
        "\x00",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_whatever_is_read_is_valid(text: str) -> None:
    try:
        catalogue = read_text(text)
    except SourceError:
        return
    VALIDATOR.validate(to_json(catalogue))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("categories", 0, "id"), "金融"),
        (("categories", 0, "path"), []),
        (("categories", 0, "requirement", "tree", "kind"), "some"),
        (("categories", 0, "requirement", "tree", "parts"), []),
        (("categories", 0, "links", 0, "role"), "advert"),
        (("groups", 0, "categories"), None),
    ],
)
def test_what_is_no_catalogue_is_not_valid(path: tuple[Any, ...], value: Any) -> None:
    data = deepcopy(to_json(seed()))
    inner: Any = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert not VALIDATOR.is_valid(data)
