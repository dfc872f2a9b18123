"""A stand-in for the translators of a language: what they did is said by words of the strings themselves."""

from __future__ import annotations

from pathlib import Path

import polib

from generator.catalogue import Catalogue
from generator.findings import TranslationFault
from generator.locales.checking import faults
from generator.locales.po import template
from generator.locales.settings import Locale
from generator.locales.units import units
from generator.messages import gettext as _

LOCALE = Locale("en", "English", Path("en.po"))


def translations(catalogue: Catalogue) -> tuple[TranslationFault, ...]:
    """Return what is wrong with a PO file in which 尚无译文 is not translated, 措辞已改 fuzzy, and so on."""
    strings = units(catalogue, "zh")
    file = template(strings, lambda _unit: ([], ""))
    extra: list[TranslationFault] = []
    for entry in list(file):
        entry.linenum = 7
        entry.msgstr = "" if "尚无译文" in entry.msgid else entry.msgid
        if "措辞已改" in entry.msgid:
            entry.flags.append("fuzzy")
        if "走样" in entry.msgid:
            entry.msgstr = "no link"
        if "留有旧译" in entry.msgid:
            file.append(polib.POEntry(msgctxt="gone", msgid="旧的说法", msgstr="old", obsolete=True, linenum=9))
        if "链接出走" in entry.msgid:
            told = _("{page}:{line}: the link to {href} leads out of the language of the page")
            told = told.format(page="docs/en/about.md", line=3, href="../editors.md")
            hint = _("link {wanted}, relative to the page: it is shown in every language")
            extra.append(TranslationFault("locale-link", told, hint.format(wanted="en/editors.md"), 0, None))
    return (*faults(LOCALE, strings, file), *extra)
