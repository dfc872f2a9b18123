"""The style sheet: enough contrast in both schemes, and nothing from another host."""

from __future__ import annotations

import re

import pytest

from generator.pages import asset_directory

CSS = (asset_directory() / "leimu.css").read_text(encoding="utf-8")
ENOUGH = 4.5
"""What WCAG 2.2 asks of ordinary text at level AA."""
PAIRS = [
    ("ink", "paper wash warn-wash stop-wash"),
    ("soft", "paper wash"),
    ("accent", "paper wash accent-wash warn-wash stop-wash"),
    ("paper", "accent"),
    ("warn", "warn-wash"),
    ("stop", "stop-wash"),
]
"""Colours of text, and the grounds that they stand on."""


def colours(scheme: str) -> dict[str, str]:
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', CSS, re.DOTALL)
    assert block
    return dict(re.findall(r"--lm-([\w-]+): (#\w+);", block[1]))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_text_is_readable(scheme: str) -> None:
    named = colours(scheme)
    poor = []
    for text, ground in ((text, ground) for text, grounds in PAIRS for ground in grounds.split()):
        dark, light = sorted((luminance(named[text]), luminance(named[ground])))
        if (light + 0.05) / (dark + 0.05) < ENOUGH:
            poor.append((text, ground))
    assert poor == []


def test_nothing_is_loaded() -> None:
    assert re.findall(r"@import|url\((?!'data:image/svg)", CSS) == []
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", CSS) == []


def test_braces_balance() -> None:
    assert CSS.count("{") == CSS.count("}")


def test_what_browsers_of_some_years_ago_do_not_know_stands_behind_what_they_do() -> None:
    # Chrome took the name without its prefix in 2025: marks that are backgrounds would be empty on paper.
    for rule in re.findall(r"[^{}]*print-color-adjust[^{}]*", CSS):
        assert rule.index("-webkit-print-color-adjust: exact;") < rule.index(" print-color-adjust: exact;")
    # Safari took words for screen readers behind "/" in 2024.
    for words in re.findall(r'(content: "[^"]*") / "";', CSS):
        assert f'{words}; {words} / "";' in CSS
    scripts = [file.read_text(encoding="utf-8") for file in asset_directory().glob("*.js")]
    # Safari had none of these in 15.0.
    assert [re.findall(r"\.at\(|Object\.hasOwn\(|\.findLast|structuredClone", text) for text in scripts] == (
        [[]] * len(scripts)
    )
