"""Quick reading of YAML says what PyYAML says, values and refusals alike."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.source import yaml_texts
from generator.source.yaml_texts import TextLoader, ValueLoader, load_texts, load_values

ALIKE = [
    "",
    "# nothing\n",
    "categories:\n- id: g0/c0\n  path: [天文类0, 南潜水培训0]\n- {id: a, name: 'b: c'}\n",
    'a: "\\u0041 \\n"\nb: |\n  c\n  d\ne: >\n  f\n  g\nh:\n',
    "a: 1\na: 2\nb: 2026-01-01\nc: [yes, 1.5, ~, 0x1f]\n",
    "a: &x [1, 2]\nb: *x\nc: !!str 3\n",
    "--- a\n",
    "😀: 𠀀\r\nb: c\r",
]
UNLIKE = [
    "a: \tb\n",
    "[b?: c]\n",
    "- [!, a]\n",
    "{id: !a, name: b}\n",
    "a:\n\ufeff - d\n",
    "y: >#\n  c\n",
    "a: b\n---\nc: d\n",
    "{[a]: b}\n",
    'a: "\\ud800"\n',
    "a: [b\nc: d\n",
    "a: \x01\n",
    f"{'[' * 600}",
    "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\n" + "".join(f"c{n}: &c{n} [{'*b, ' * 5000}]\n" for n in range(1)),
]
"""What libyaml takes, refuses or words otherwise, and what leimu itself refuses."""


def outcome(read: Any, text: str) -> object:
    try:
        return read(text)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("text", [*ALIKE, *UNLIKE])
def test_texts_are_read_as_pyyaml_reads_them(text: str) -> None:
    assert outcome(load_texts, text) == outcome(lambda given: yaml.load(given, TextLoader), text)


@pytest.mark.parametrize("text", [*ALIKE, *UNLIKE])
def test_values_are_read_as_pyyaml_reads_them(text: str) -> None:
    assert outcome(load_values, text) == outcome(lambda given: yaml.load(given, ValueLoader), text)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML has no libyaml")
@pytest.mark.parametrize("text", ALIKE[2:5])
def test_what_both_read_alike_is_read_the_quick_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_texts, "TextLoader", None)
    monkeypatch.setattr(yaml_texts, "ValueLoader", None)
    assert load_texts(text).keys() == load_values(text, None).keys()  # type: ignore[arg-type]  # never asked


def test_bytes_that_are_no_utf_8_are_read_as_pyyaml_reads_them() -> None:
    written = "a: 天".encode("utf-16")
    assert load_values(written) == {"a": "天"}
