"""Bring the files of translated messages up to date with the code: ``python .ci/messages.py``.

What is new gets an empty translation; what was reworded keeps its old translation, marked fuzzy, with the old words
above it; what is gone is dropped.  ``make messages`` runs this; a test fails while a file is out of date or unfinished.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = Path(__file__).parents[1]
# Run as a script, Python looks for modules beside this file and not in the project.
if str(_ROOT) not in sys.path:
    sys.path.insert(0, str(_ROOT))

from generator.files import write_atomically  # noqa: E402 - after the path is set
from generator.findings import Severity  # noqa: E402 - after the path is set
from generator.rules.registry import FAMILIES, RULES  # noqa: E402 - after the path is set

FOLDER: Final = _ROOT / "generator" / "messages"
_PACKAGE: Final = _ROOT / "generator"
_KEYWORDS: Final = {"_": None, "gettext": None, "noted": None, "ngettext": (1, 2)}

Message: TypeAlias = str | tuple[str, str]
"""A text, or its singular and its plural."""


class Found(NamedTuple):
    """A message and where it stands."""

    place: str
    """A file, relative to the project, or the name of a rule."""
    message: Message


def messages() -> Iterator[Found]:
    """Yield every message: what the code marks, by file, then what rules and the like hold as data, by code."""
    for file in sorted(_PACKAGE.rglob("*.py")):
        place = file.relative_to(_ROOT).as_posix()
        for _line, message, _comments, _context in extract_from_file("python", file, _KEYWORDS):
            if message:
                yield Found(place, message if isinstance(message, str) else (message[0], message[1]))
    yield from (Found("severity", severity.value) for severity in Severity)
    yield from (Found("family", family) for family in FAMILIES.values())
    for rule in RULES:
        page = rule.documentation
        yield from (Found(rule.name, text) for text in (rule.summary, page.what, page.why, page.mend))


def template() -> Catalog:
    """Return all messages, untranslated: each with the places where it stands, and no lines or dates that churn."""
    catalog = Catalog(charset="utf-8")
    for place, message in messages():
        catalog.add(message, locations=[(place, 0)])
    return catalog


def updated(file: Path) -> bytes:
    """Return what a file of translations holds once it is up to date."""
    with file.open("rb") as read:
        catalog = read_po(read, locale=file.stem)
    catalog.update(template(), update_header_comment=False)
    catalog.obsolete.clear()
    written = BytesIO()
    write_po(written, catalog, width=110, omit_header=True, include_previous=True, include_lineno=False)
    return _head(catalog) + written.getvalue()


def _head(catalog: Catalog) -> bytes:
    """Return the first entry of a file, without the dates that Babel would write into it."""
    headers = {
        "Project-Id-Version": "leimu",
        "Language": catalog.locale_identifier,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalog.plural_forms,
    }
    lines = [f'"{name}: {value}\\n"' for name, value in headers.items()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines, "", ""]).encode()


def main() -> None:
    """Write every file of translations anew, and say what is left to translate."""
    for file in sorted(FOLDER.glob("*.po")):
        write_atomically(file, updated(file))
        with file.open("rb") as read:
            catalog = read_po(read, locale=file.stem)
        todo = sum(bool(message.id) and (message.fuzzy or not _is_translated(message.string)) for message in catalog)
        print(f"{file.relative_to(_ROOT)}: {len(catalog)} messages, {todo} to translate or to look over.")


def _is_translated(text: object) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


if __name__ == "__main__":
    main()
