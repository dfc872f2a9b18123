"""The index that the search of one language is made of: what pages are called, what they say, how characters sound."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from generator.catalogue import All, Block, Choose, Notice, Qualification
from generator.combinations import papers
from generator.locales.scripts import converter
from generator.pages.addresses import HOME, QUALIFICATIONS, Addresses, category_path, group_path, qualification_path
from generator.pages.markdown import one_line
from generator.site.handwritten import front_matter
from generator.source.yaml_texts import load_packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.catalogue import Catalogue, Category, QualificationEntry, Tree
    from generator.pages import Asset
    from generator.site.languages import Language
    from generator.site.synonyms import Synonyms

FOLDER: Final = "assets/search"
WORKER: Final = "assets/leimu-search.js"
FORMAT: Final = 1
"""The form of the index, which FORMAT of the worker has to be. It goes up with a change of the form."""
_HAN: Final = re.compile("[\u3400-\u9fff]")
_RUN: Final = re.compile("[\u3400-\u9fff]+")
_COMMON: Final = range(0xB0, 0xD8)
"""The rows of GB 2312 that hold the 3,755 most common characters: those that people mistake for one another."""
_QUIET: Final = 0.5
"""A page that its author ranks below this is known by its headings and the beginning of each section."""
_LEAD: Final = 160
"""Characters of a section of such a page."""
_MARKS: Final = re.compile(r"\s*\{[^{}]*\}\s*$")
_ANCHOR: Final = re.compile(r"\{[^{}]*#([A-Za-z0-9_:.-]+)[^{}]*\}\s*$")
_FRONT: Final = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TONES: Final = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
"""The marks of the four tones, in characters taken apart."""
_LONGEST: Final = 4
"""Characters of the words that Taiwan says otherwise."""


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A hand-written page, as the search needs it."""

    path: str
    """Within the directory of its language."""
    text: str
    """Its Markdown."""
    boost: float = 1
    """How its author ranks it; 1 is as usual."""
    is_foreign: bool = False
    """Whether its words are in another language than its readers'."""


def hand_written(path: str, text: str, *, is_foreign: bool) -> HandWritten:
    """Return a page as the search needs it; what its front matter says of the search counts."""
    search = front_matter(text).get("search")
    settings = search if isinstance(search, dict) else {}
    boost = settings.get("boost", 1)
    number = float(boost) if isinstance(boost, int | float) else 1.0
    return HandWritten(path, "" if settings.get("exclude") else text, number, is_foreign)


def index_path(code: str) -> str:
    """Return the path of the index of a language."""
    return f"{FOLDER}/{code}.json"


def search_address(code: str, assets: Iterable[Asset]) -> str:
    """Return the address by which the pages of a language name the search and, in it, their index.

    It stands on every page. So it changes with the worker, lest a browser takes an old one for it, and not with the
    index, which nearly every edit changes: the worker asks the server whether its copy of that still holds.
    """
    worker = next((asset.content for asset in assets if asset.path == WORKER), b"")
    index = index_path(code).removeprefix(WORKER.rpartition("/")[0] + "/")
    return f"{WORKER}?index={index}%3F{sha256(worker).hexdigest()[:8]}"


class IndexMaker:
    """Makes the indexes of all languages of one site."""

    def __init__(self, languages: Sequence[Language], synonyms: Synonyms, *, directory_urls: bool) -> None:
        self._synonyms = synonyms
        self._addresses = Addresses(directory_urls)
        self._names = {
            kind: [_by_id(language.catalogue, kind) for language in languages]
            for kind in ("category", "group", "qualification")
        }

    def make(self, language: Language, written: Iterable[HandWritten], *, home: str) -> bytes:
        """Return the index of one language as JSON; ``home`` is the title of its home page."""
        say = language.say
        docs = [*self._docs(language), *self._pages(language, written)]
        docs.append({"l": self._at(language, HOME), "t": home, "k": "h"})
        listed = json.dumps(docs, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        used = _characters(listed)
        simple = _traditional(used | _common())
        corpus = {simple.get(char, char) for char in used} | _common()
        index = {
            "format": FORMAT,
            "docs": None,
            "about": home,
            "traditional": "".join(f"{old}{new}" for old, new in sorted(simple.items())),
            "wording": _wordings(listed, simple),
            "pinyin": _sounds(corpus, {simple.get(char, char) for char in used}),
            "idle": idle_words(),
            "words": {"alias": say("Also known as: "), "paper": say("Paper: ")},
        }
        whole = json.dumps(index, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        # They are most of it, and have been written already.
        return whole.replace('"docs":null', f'"docs":{listed}', 1).encode()

    def _at(self, language: Language, path: str) -> str:
        return language.prefix + self._addresses.address(path)

    def _elsewhere(self, identifier: str, kind: str, shown: str) -> list[str]:
        """Return the names of a thing in the other languages, and as Taiwan writes them in Simplified characters."""
        names: dict[str, None] = {}
        for known in self._names[kind]:
            if found := known.get(identifier):
                names[found] = None
        for name in [*names, shown]:
            if _HAN.search(name):
                names[converter("t2s").convert(converter("s2twp").convert(name))] = None
        return [name for name in names if name != shown]

    def _docs(self, language: Language) -> Iterator[dict[str, Any]]:
        catalogue = language.catalogue
        numbers = {entry.id: number for number, entry in enumerate(catalogue.qualifications, len(catalogue.categories))}
        groups = {identifier: group for group in catalogue.groups for identifier in group.categories}
        for category in catalogue.categories:
            group = groups.get(category.id)
            listed = papers(category.requirement.tree) if category.requirement else ()
            entries = (catalogue.qualification_of(paper.name) for paper in listed)
            yield {
                "l": self._at(language, category_path(category.id)),
                "t": one_line(category.name),
                "k": "c",
                "u": one_line(group.name) if group else "",
                "n": self._elsewhere(category.id, "category", category.name),
                "a": list(self._synonyms.categories.get(category.id, ())),
                "r": list(dict.fromkeys(numbers[entry.id] for entry in entries if entry)),
                "s": list(_sections(language, category)),
            }
        names = _by_id(catalogue, "category")
        for entry in catalogue.qualifications:
            yield self._paper(language, entry, names)
        for group in catalogue.groups:
            yield {
                "l": self._at(language, group_path(group.id)),
                "t": one_line(group.name),
                "k": "g",
                "n": self._elsewhere(group.id, "group", group.name),
                "a": list(self._synonyms.groups.get(group.id, ())),
                "s": [["", "", " · ".join(names[each] for each in group.categories)]],
            }
        if catalogue.qualifications:
            say = language.say
            yield {"l": self._at(language, QUALIFICATIONS), "t": say("Papers"), "k": "p"}

    def _paper(self, language: Language, entry: QualificationEntry, names: Mapping[str, str]) -> dict[str, Any]:
        original = entry.original if entry.original and entry.original != entry.name else ""
        aliases = dict.fromkeys((*entry.aliases, *self._synonyms.qualifications.get(entry.id, ())))
        return {
            "l": self._at(language, qualification_path(entry.id)),
            "t": one_line(entry.name),
            "k": "q",
            "u": one_line(original),
            "n": self._elsewhere(entry.id, "qualification", entry.name),
            "a": list(aliases),
            "o": len(entry.categories),
            # Shown, and not searched: a paper is not what it opens.
            "x": " · ".join(names[each] for each in entry.categories),
        }

    def _pages(self, language: Language, written: Iterable[HandWritten]) -> Iterator[dict[str, Any]]:
        for page in written:
            title, sections = _parse(page.text)
            if not title:
                continue
            if page.is_foreign:
                sections = []
            elif page.boost < _QUIET:
                sections = [(anchor, heading, text[:_LEAD]) for anchor, heading, text in sections]
            # A page that is ranked below others stays below whatever fits of the catalogue.
            yield {
                "l": self._at(language, page.path),
                "t": title,
                "k": "p",
                "b": round(min(1, 0.5 + page.boost / 2), 2),
                "s": [list(section) for section in sections],
            }


def _by_id(catalogue: Catalogue, kind: str) -> Mapping[str, str]:
    match kind:
        case "category":
            return {each.id: each.name for each in catalogue.categories}
        case "group":
            return {each.id: each.name for each in catalogue.groups}
        case _:
            return {each.id: each.name for each in catalogue.qualifications}


def _sections(language: Language, category: Category) -> Iterator[list[str]]:
    """Yield what a category's page says, as [anchor, heading, text]; the requirement's papers stand elsewhere."""
    say = language.say
    facts = [" ".join(cell.text for cell in field.cells) for field in category.fields if field.meaning != "requirement"]
    texts = dict.fromkeys(filter(None, (category.scope, category.scenario, *map(one_line, facts))))
    for text in texts:
        if text not in {category.name, category.group}:
            yield ["", "", one_line(text)]
    for notice in category.notices:
        yield ["", "", one_line(notice.text)]
    if category.requirement:
        said = " ".join(dict.fromkeys(_conditions(category.requirement.tree)))
        if said:
            yield ["requirement", say("What to hand in"), one_line(said)]
    for block in category.body:
        match block:
            case Block() if not _is_breadcrumb(category, block):
                yield ["", "", one_line(block.text)]
            case Notice() if block not in category.notices:
                yield ["", "", one_line(block.text)]


def _is_breadcrumb(category: Category, block: Block) -> bool:
    """Tell whether a block is the sentence that names the category: every page has one, and it says nothing more."""
    return category.breadcrumb is not None and any(name in block.text for name in category.breadcrumb)


def _conditions(tree: Tree) -> Iterator[str]:
    """Yield what is said of papers and branches besides their names."""
    yield from filter(None, (getattr(tree, "holder", None), tree.remark))
    match tree:
        case Qualification(scope=scope, issuer=issuer):
            yield from filter(None, (scope, issuer))
        case Choose(parts=parts) | All(parts=parts):
            for part in parts:
                yield from _conditions(part)


def _parse(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Return the title of a Markdown page and its sections as (anchor, heading, words)."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where pages are written by hand

    tokens = MarkdownIt("commonmark").enable("table").parse(_FRONT.sub("", text))
    title, anchor, heading = "", "", ""
    words: list[str] = []
    sections: list[tuple[str, str, str]] = []
    for place, token in enumerate(tokens):
        if token.type != "inline":
            continue
        said = " ".join(
            child.content for child in token.children or () if child.content and child.type != "html_inline"
        )
        if tokens[place - 1].type != "heading_open":
            words.append(said)
            continue
        if not title:
            title = _MARKS.sub("", one_line(said))
            continue
        if words or heading:
            sections.append((anchor, heading, one_line(" ".join(words))))
        found = _ANCHOR.search(token.content)
        anchor, heading, words = found[1] if found else _slug(said), _MARKS.sub("", one_line(said)), []
    if words or heading:
        sections.append((anchor, heading, one_line(" ".join(words))))
    return title, sections


def _slug(heading: str) -> str:
    """Return the anchor that Python-Markdown makes of a heading."""
    from markdown.extensions.toc import slugify  # noqa: PLC0415 - only where a page has no anchors of its own

    return slugify(heading, "-")


def _characters(text: str) -> set[str]:
    return {char for char in set(text) if _HAN.match(char)}


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Return the most common characters, which a reader may type for others that sound alike."""
    codes = (bytes((row, cell)) for row in _COMMON for cell in range(0xA1, 0xFF))
    return frozenset(code.decode("gb2312", errors="ignore") for code in codes) - {""}


@lru_cache(maxsize=1)
def _all_simple() -> Mapping[str, str]:
    """Return every Traditional character with its Simplified one."""
    every = "".join(map(chr, range(0x3400, 0xA000)))
    return {old: new for old, new in zip(every, converter("t2s").convert(every), strict=True) if old != new}


def _traditional(used: set[str] | frozenset[str]) -> dict[str, str]:
    """Return the Traditional characters that stand for those in use."""
    return {old: new for old, new in _all_simple().items() if new in used or old in used}


def _wordings(text: str, simple: Mapping[str, str]) -> dict[str, str]:
    """Return what Taiwan says for the words of a text, both in Simplified characters: 网路 for 网络."""
    table = str.maketrans(dict(simple))
    runs = {run.translate(table) for run in set(_RUN.findall(text))}
    found: dict[str, str] = {}
    for length in range(2, _LONGEST + 1):
        words = {run[at : at + length] for run in runs for at in range(len(run) - length + 1)}
        for word in sorted(words):
            if any(shorter in word for shorter in found.values()):
                continue
            said = converter("t2s").convert(converter("s2twp").convert(word))
            if said != word and said not in found:
                found[said] = word
    return found


def _sounds(corpus: Iterable[str], used: set[str]) -> dict[str, str]:
    """Return the characters of each syllable of pinyin, without tones; those in use by all their readings."""
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for char in sorted(corpus):
        readings = _readings(char)
        for sound in readings if char in used else readings[:1]:
            by_sound[sound].append(char)
    return {sound: "".join(chars) for sound, chars in sorted(by_sound.items())}


@cache
def _readings(char: str) -> tuple[str, ...]:
    """Return how a character is read, without tones, the commonest first."""
    table = _table()
    if table is None:
        from pypinyin import Style, pinyin  # noqa: PLC0415 - see _table

        found = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    else:
        spelled = normalize("NFD", table.get(str(ord(char)), char)).translate(_TONES)
        found = normalize("NFC", spelled).replace("ü", "v").split(",")
    return tuple(dict.fromkeys(sound for sound in found if sound.isascii()))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str] | None:
    """Return pypinyin's readings of characters by their code points; None where it keeps them otherwise.

    Importing it reads 47,000 phrases too, which takes half as long as all that the index is made of.
    """
    found = find_spec("pypinyin")
    file = Path(found.origin).with_name("pinyin_dict.json") if found and found.origin else None
    if file is None or not file.is_file():
        return None
    table: Mapping[str, str] = json.loads(file.read_bytes())
    return table


@lru_cache(maxsize=1)
def idle_words() -> list[str]:
    """Return the words of questions that carry nothing."""
    text = (files(__package__ or "generator.site") / "search_words.yml").read_text(encoding="utf-8")
    return list(load_packaged(text)["idle"])
