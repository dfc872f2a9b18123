"""Catalogues to translate, and translators that leave marks."""

from __future__ import annotations

from pathlib import Path

import polib

from generator.catalogue import Catalogue
from generator.locales.po import template
from generator.locales.settings import Locale
from generator.locales.translating import Words
from generator.locales.units import Unit, units
from generator.source import read_text

SEED = Path(__file__).parents[2] / "catalogue" / "sources" / "mini-program-live.md"
ENGLISH = Locale("en", "English", Path("en.po"))
HANT = Locale("zh-Hant", "繁體中文", Path("zh-Hant.po"), opencc="s2twp")

CARD = """\
### {name}

可使用 [标准直播](https://x.example/) 进行接入。

<table>
<tr><th>要求</th><th>说明</th></tr>
<tr><th>小程序直播场景</th><td>{scenario}</td></tr>
<tr><th>类目适用范围</th><td>{scope}</td></tr>
<tr><th>资质要求（2选1）</th><td>1. 《金融许可证》（适用于银行）<br>2. 《{paper}》</td></tr>
</table>
"""


def card(name: str, scenario: str = "理财讲座", scope: str = "适用于网络服务", paper: str = "信托许可证") -> str:
    return CARD.format(name=name, scenario=scenario, scope=scope, paper=paper)


def read(text: str) -> Catalogue:
    return read_text(text, "rules.md")


def seed() -> Catalogue:
    return read(SEED.read_text(encoding="utf-8"))


def described(unit: Unit) -> tuple[list[tuple[str, str]], str]:
    """Return the places of a unit by its owners, and no comment."""
    return [(place.owner or "all", "1") for place in unit.places], ""


def fresh(catalogue: Catalogue) -> polib.POFile:
    """Return a PO file without translations."""
    return template(units(catalogue, "zh"), described)


def translated(catalogue: Catalogue) -> polib.POFile:
    """Return a PO file in which every translation is its string in brackets."""
    file = fresh(catalogue)
    for entry in file:
        entry.msgstr = f"[{entry.msgid}]"
    return file


def words(file: polib.POFile, locale: Locale = ENGLISH) -> Words:
    return Words.of_file(locale, "zh", file)
