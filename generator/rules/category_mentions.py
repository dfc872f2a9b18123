"""Categories that a text asks for by name: 需补充“时政信息类目”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from generator.source.yaml_texts import load_packaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile("类目|類目")
"""What every mention ends in."""
_OPENING = "【“”\"'「『〖《[‘"
_CLOSING = "】“”\"'」』〗》]’"
_STOPS = "。；;！!？?，,\\n"
_NEXT = re.compile(
    rf"[{re.escape(_CLOSING)}]?\s?(?:[、和及或与與]|以及)\s?(?P<names>[^{_STOPS}]{{1,40}}?)(?:类目|類目)"
)
_QUOTED = re.compile(
    rf"[{re.escape(_OPENING)}](?P<name>[^{re.escape(_OPENING + _CLOSING)}]+)(?:[{re.escape(_CLOSING)}]|\Z)"
)
_TWO_BRACKETS = re.compile(r"】\s*([-\u2010-\u2015－>＞/])\s*【")
_LISTED = re.compile(r"[、和及或与與]|以及")
_LEVELS = re.compile(r"[-\u2010-\u2015－>＞→]")
_UNCOUNTED = re.compile(r"[\s\W_]+")
_BRACKETED = re.compile(r"[()（）<>《》=…]")
_SHORT = 500
"""Characters of a text of which is remembered what it asks for: a server looks through much the same at every save."""
_KEPT = 65536
"""How many of them are remembered."""
_LONGEST = 20
"""Characters; more of them without quotation marks are a sentence and no name."""


class Mention(NamedTuple):
    """A name that a text asks for."""

    name: str
    start: int
    end: int
    """Where it stands in the text."""

    @property
    def label(self) -> str:
        """The name as a message says it: 教育-在线 for 教育】-【在线."""
        return _TWO_BRACKETS.sub(r"\1", self.name)


@dataclass(frozen=True, slots=True)
class _Words:
    clause: re.Pattern[str]
    asks: frozenset[str]
    must: re.Pattern[str]
    generic: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]


@lru_cache(_KEPT)
def key(name: str) -> str:
    """Return a name as it is compared: without 类目, dashes, white space and quotation marks; NFKC; small letters."""
    folded = _UNCOUNTED.sub("", normalize("NFKC", name)).casefold()
    return folded.removesuffix("类目").removesuffix("類目") or folded


def mentions(text: str) -> Sequence[Mention]:
    """Return the categories that a text asks for, as it names them; words such as 该类目 name none."""
    return _kept(text) if len(text) <= _SHORT else tuple(_mentions(text))


@lru_cache(_KEPT)
def _kept(text: str) -> Sequence[Mention]:
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    if not WORD.search(text):
        return
    words = _words()
    at = 0
    while found := words.clause.search(text, at):
        at = found.end()
        asked = bool(words.must.search(text, max(0, found.start() - 4), found.start())) or bool(found["colon"])
        strong = found["verb"] in words.asks
        yield from _named(text, *found.span("names"), strong=strong and asked, asked=asked or strong)
        while more := _NEXT.match(text, at):
            at = more.end()
            yield from _named(text, *more.span("names"), strong=strong and asked, asked=asked or strong)


def parts(mention: Mention) -> Sequence[Mention]:
    """Return the names that a mention may list: 金融和保险 may be one category, or two."""
    found, at = [], mention.start
    for name in _LISTED.split(mention.name):
        start = at + mention.name[at - mention.start :].index(name)
        at = start + len(name)
        found.append(Mention(name.strip(), start, at))
    return [part for part in found if part.name]


def _named(text: str, start: int, end: int, *, strong: bool, asked: bool) -> Iterator[Mention]:
    """Yield the names in a range: those in quotation marks, else all of it."""
    names = text[start:end]
    if names.lstrip()[:1] in _OPENING:
        joined = _TWO_BRACKETS.search(names)
        if joined:
            yield Mention(names.strip(_OPENING + _CLOSING + " "), start, end)
            return
        for found in _QUOTED.finditer(names):
            if asked and key(found["name"]) not in _words().generic:
                yield Mention(found["name"].strip(), start + found.start("name"), start + found.end("name"))
        return
    name = names.strip()
    if _is_name(name) and (strong or (asked and _LEVELS.search(name))):
        first = text.index(name, start)
        yield Mention(name, first, first + len(name))


def _is_name(name: str) -> bool:
    words = _words()
    return (
        1 < len(name) <= _LONGEST
        and key(name) not in words.generic
        and not name.startswith(words.begins)
        and not name.endswith(words.ends)
        and not _BRACKETED.search(name)
    )


@cache
def _words() -> _Words:
    data = load_packaged(files(__package__).joinpath("category_words.yml").read_text(encoding="utf-8"))
    verbs = "|".join(map(re.escape, (*data["asks"], *data["mentions"])))
    clause = (
        rf"(?P<verb>{verbs})[了有上]?\s?(?P<colon>[:：]?)\s?(?P<names>(?:(?!{verbs})[^{_STOPS}]){{1,60}}?)(?:类目|類目)"
    )
    return _Words(
        re.compile(clause),
        frozenset(data["asks"]),
        re.compile(f"(?:{'|'.join(map(re.escape, data['musts']))})"),
        frozenset(map(key, data["generic"])),
        tuple(data["begins"]),
        tuple(data["ends"]),
    )
