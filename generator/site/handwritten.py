"""The pages that people write by hand, in the languages of the site.

A page for the readers of one language lies in the directory of that language: ``about.md`` and ``en/about.md``.  Where
there is none, the page is shown as it is written, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.pages.markdown import html_line
from generator.source.errors import YAML_ERRORS
from generator.source.yaml_texts import load_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.site.languages import Language

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
LANGUAGE: Final = "lang"
"""The key of the front matter that says which language a page is written in, where that is not its directory's."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a page stands among the languages."""

    language: str
    """The code of the language that it is shown in."""
    written_in: str
    """The code of the language that its words are in."""
    base: str
    """Its path without the directory of the language: the same for all its translations."""
    origin: str
    """The path of the page that its words come from."""

    @property
    def is_fallback(self) -> bool:
        """Whether it shows words of another language."""
        return self.language != self.written_in


def foreign_note(language: Language) -> str:
    """Return what stands above the words of another language, as Markdown."""
    say = language.say
    said = say("This page is not translated yet. Below is the original.")
    return f'<p class="lm-progress" markdown="0" lang="{language.code}">{html_line(said)}</p>\n\n'


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the front matter of a Markdown page, fences included, and the rest."""
    found = _FRONT_MATTER.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


def parted(path: str, languages: Sequence[Language]) -> tuple[Language, str]:
    """Return the language of a page by its path, and the path without the directory of that language."""
    for language in languages[1:]:
        if path.startswith(language.prefix):
            return language, path.removeprefix(language.prefix)
    return languages[0], path


def fallbacks(written: Iterable[str], language: Language, languages: Sequence[Language]) -> tuple[str, ...]:
    """Return the paths, without the directory of a language, of the pages that it has no translation of."""
    own, there = set(), []
    for path in written:
        of, base = parted(path, languages)
        if of is language:
            own.add(base)
        elif of is languages[0]:
            there.append(base)
    return tuple(base for base in there if base not in own)


def front_matter(text: str) -> dict[str, Any]:
    """Return the front matter of a Markdown page; nothing where there is none or it cannot be read."""
    found = _FRONT_MATTER.match(text)
    if not found or not found[1]:
        return {}
    try:
        values = load_values(found[1])
    except YAML_ERRORS:
        return {}
    return values if isinstance(values, dict) else {}


def language_of(text: str) -> str | None:
    """Return the language that a page says it is written in, None where it does not say."""
    value = front_matter(text).get(LANGUAGE)
    return value if isinstance(value, str) else None
