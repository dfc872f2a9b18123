"""From a shown text to tokens: titles, brackets, numbers, markers, connectors, and the text between them.

Every token knows its range in the text.  The lexer decides what can be decided by looking at the characters
alone; whether a connector joins two papers or is a letter of a name is for the parser to say.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from generator.source.requirement.numbering import FIRST, read_number
from generator.source.requirement.phrases import is_form
from generator.source.requirement.scanning import patterns
from generator.source.requirement.tokens import Kind, Token
from generator.source.requirement.words import PATTERNS, compiled, either, number_value, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARED: Final = re.compile(PATTERNS.declared)
_NUMERAL: Final = re.compile(PATTERNS.number)
_NOTE_TAG: Final = compiled("remarks", "notes", before=r"[*※ ]*", after=r" ?:?\s*$")
_NOTE_LINE: Final = compiled("remarks", "notes", before="[*※]", after=f"(?:{PATTERNS.number})? ?:")
_JOINED_END: Final = re.compile(
    f"(?:{either([*words('connectors', 'or'), *words('connectors', 'and'), '/', '、', ',', ' '])})+$"
)
_BEFORE_CLAUSE: Final = frozenset(
    {Kind.LINE, Kind.STOP, Kind.COMMA, Kind.TITLE, Kind.LOOSE, Kind.BRACKET, Kind.NUMBER, Kind.COLON, Kind.TAG}
)
"""A remark or a condition opens after these only; elsewhere 如 is a letter."""
_BEFORE_LABEL: Final = frozenset({Kind.LINE, Kind.NUMBER})
_OF_THE_PAPER: Final = frozenset({None, Kind.NOTE, Kind.IF, Kind.OR, Kind.AND, Kind.SCOPE})
"""What opens like that says something of a paper or joins it."""
_PLAIN: Final = {"LETTERS": Kind.TEXT, "CLOSER": Kind.BLANK, "LACKING": Kind.OR}
_NAMED: Final = r"《([^《》\s](?:[^《》\n]{0,100}[^《》\s])?)》"
_WHOLE_TITLE: Final = re.compile(_NAMED)
_NUMBERED_TITLE: Final = re.compile(rf"(?<![0-9.])([0-9]{{1,3}}[.、]) *{_NAMED}")
_TITLE_LIMIT: Final = 200
"""A name in 《》 is not longer; a 《 whose 》 is farther off was never closed."""
_QUOTE_LIMIT: Final = 80
_ROUND: Final = re.compile("[()]")
_BREAKS: Final = (",", ";", ":", "。")
# Bound once: looking up a member of an enumeration costs more than comparing it.
_BLANK, _BRACKET, _LINE, _NUMBER, _TEXT, _TITLE = (
    Kind.BLANK,
    Kind.BRACKET,
    Kind.LINE,
    Kind.NUMBER,
    Kind.TEXT,
    Kind.TITLE,
)


def tokenize(folded: str) -> list[Token]:
    """Return the tokens of a folded text, in order and without gaps; no input fails."""
    return _Lexer(folded).run()


@lru_cache(maxsize=1024)
def opens_with(folded: str) -> Kind | None:
    """Return the kind of the first token of a folded text, None where it is empty."""
    return tokenize(folded)[0].kind if folded else None


def marker_in(folded: str, start: int, end: int) -> Token | None:
    """Return the first marker of a range, wherever it stands, or None."""
    match = patterns().mark.search(folded, start, end)
    return _marker(match, match.start(), match.end()) if match else None


def _marker(match: re.Match[str], start: int, end: int) -> Token:
    """Return the token for a matched marker; the range is that of the token, with its brackets."""
    inner, words_of = match.span(), match.group()
    numbers = [number_value(found) for found in _NUMERAL.findall(words_of)]
    match match.lastgroup:
        case "DECLARED":
            return Token(Kind.CHOOSE, start, end, inner, count=numbers[1], among=numbers[0])
        case "CHOOSE":
            return Token(Kind.CHOOSE, start, end, inner, count=numbers[-1])
        case "ONE":
            return Token(Kind.CHOOSE, start, end, inner, count=1)
        case _:
            return Token(Kind.ALL, start, end, inner)


@lru_cache(maxsize=1024)
def _may_mark(words_of: str) -> bool:
    """Return whether some marker stands in the words of a bracket; the same brackets come again and again."""
    return patterns().mark.search(words_of) is not None


class _Lexer:
    """One pass over a folded text."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.at = 0
        self.last = _LINE
        """The kind of the last token that is no blank."""
        self.line = -1
        """Where the line ends that was asked for last."""
        self.found: re.Match[str] | None = None
        """The last word that was found."""

    def run(self) -> list[Token]:
        tokens: list[Token] = []
        text, length = self.text, len(self.text)
        while self.at < length:
            if self.last is _LINE and (line := _NUMBERED_TITLE.match(text, self.at)):
                tokens += self._numbered_title(line)
                continue
            if text[self.at] == "《" and (title := _WHOLE_TITLE.match(text, self.at)):
                self.last, self.at = _TITLE, title.end()
                tokens.append(Token(_TITLE, title.start(), self.at, title.span(1)))
                continue
            token = self._next()
            if token.kind is not _BLANK:
                self.last = token.kind
            self.at = token.end
            if token.end > token.start:
                tokens.append(token)
        return tokens

    def _next(self) -> Token:
        at = self.at
        char = self.text[at]
        if char == "《":
            return self._title(at)
        if self.last is _LINE and (first := self._first()):
            return first
        if char == "\n":
            return Token(_LINE, at, at + 1)
        if (match := self.found) is None or match.start() < at:
            self.found = match = self._search(at)
        if match is None:
            return Token(_TEXT, at, len(self.text))
        return self._word(match) if match.start() == at else Token(_TEXT, at, match.start())

    def _numbered_title(self, line: re.Match[str]) -> Iterator[Token]:
        """Yield the tokens of the commonest line, a number and a 《…》, as :meth:`_next` would one by one."""
        number, title, end = line.end(1), line.start(2), line.end()
        yield Token(_NUMBER, line.start(), number, number=read_number(line[1]))
        if title > number + 1:
            yield Token(_BLANK, number, title - 1)
        yield Token(_TITLE, title - 1, end, line.span(2))
        self.last, self.at = _TITLE, end

    def _search(self, at: int) -> re.Match[str] | None:
        """Return the next word from ``at`` on: as ``words.search`` would, but passing what begins no word at once."""
        words, calm_ones, signs, sign_initials, _mark = patterns()
        while (calm := calm_ones.match(self.text, at)) and (at := calm.end()) < len(self.text):
            pattern = signs if self.text[at] in sign_initials else words
            if found := pattern.match(self.text, at):
                return found
            at += 1
        return None

    def _first(self) -> Token | None:
        """Return the number, or the remark's opening, that a line begins with."""
        if note := _NOTE_LINE.match(self.text, self.at):
            return Token(Kind.NOTE, *note.span())
        number = FIRST.match(self.text, self.at)
        if number is None or _DECLARED.match(self.text, self.at):
            return None
        return Token(_NUMBER, *number.span(), number=read_number(number.group().strip()))

    def _word(self, match: re.Match[str]) -> Token:
        start, end = match.span()
        match match.lastgroup:
            case "BRACKET" | "TAG" | "QUOTE" as name:
                return {"BRACKET": self._bracket, "TAG": self._tag, "QUOTE": self._quote}[name](start)
            case "LOOSE":
                return Token(_BLANK if self.last in {_TITLE, _LINE} else Kind.LOOSE, start, end)
            case "DECLARED" | "CHOOSE" | "ONE" | "ALL" | "COUNTED":
                return self._mark(match)
            case "NUMBER":
                return Token(_NUMBER, start, end, number=read_number(match.group()))
            case "NOTE" | "IF" | "CHOSEN" | "SUPPOSED" as name:
                kind = Kind.NOTE if name == "NOTE" else Kind.IF
                return Token(kind if self.last in _BEFORE_CLAUSE else _TEXT, start, end)
            case name:
                return Token(_PLAIN.get(name or "") or Kind[name or "TEXT"], start, end)

    def _mark(self, match: re.Match[str]) -> Token:
        # 以下三个资质任选其一: the choice says more than the count before it.
        if match.lastgroup == "COUNTED" and (choice := self._choice_after(match.end())):
            return Token(_BLANK, match.start(), choice)
        return _marker(match, *match.span())

    def _choice_after(self, at: int) -> int | None:
        """Return where a choice marker begins that only filler parts from ``at``."""
        filled = PATTERNS.filler.match(self.text, at, at + _QUOTE_LIMIT)
        for place in sorted({at, filled.end() if filled else at}):
            found = patterns().mark.match(self.text, place)
            if found and found.lastgroup in {"DECLARED", "CHOOSE", "ONE"}:
                return place
        return None

    def _line_end(self, at: int) -> int:
        if self.line < at:
            end = self.text.find("\n", at)
            self.line = len(self.text) if end < 0 else end
        return self.line

    def _title(self, start: int) -> Token:
        end = self.text.find("》", start, start + _TITLE_LIMIT)
        name = self.text[start + 1 : end]
        if end > start + 1 and "《" not in name and "\n" not in name and name == name.strip():
            return Token(_TITLE, start, end + 1, (start + 1, end))
        close = self._closing(start)
        if close is None:
            return self._unclosed_title(start)
        return self._trimmed(_TITLE, start, close, start + 1, close - 1)

    def _trimmed(self, kind: Kind, start: int, end: int, first: int, last: int) -> Token:
        """Return a token whose inner range is freed of blanks and left-over marks."""
        while first < last and self.text[first] in "《 \n":
            first += 1
        while first < last and (self.text[last - 1] in " \n" or self._left_over(first, last)):
            last -= 1
        return Token(kind, start, end, (first, last))

    def _left_over(self, first: int, last: int) -> bool:
        return self.text[last - 1] == "》" and "《" not in self.text[first:last]

    def _closing(self, start: int) -> int | None:
        """Return the end of the title that opens at ``start``, None if it is never closed."""
        if self.text.find("》", start, start + _TITLE_LIMIT) < 0:
            return None
        depth = 0
        for at in range(start, min(len(self.text), start + _TITLE_LIMIT)):
            char = self.text[at]
            depth += (char == "《") - (char == "》")
            if depth == 0:
                return at + 1
            if char == "\n" and not self._goes_on(at, start):
                return None
        return None

    def _goes_on(self, line: int, start: int) -> bool:
        """Return whether a title that a line break cuts is closed before anything else opens."""
        rest = self.text[line + 1 : start + _TITLE_LIMIT]
        close, opening = rest.find("》"), rest.find("《")
        if close < 0 or 0 <= opening < close or "\n" in rest[:close]:
            return False
        return not FIRST.match(rest.lstrip(" "))

    def _unclosed_title(self, start: int) -> Token:
        """Return the title up to the next one, or to the end of the clause."""
        end = min(self._line_end(start), start + _TITLE_LIMIT)
        ends = [self.text.find(char, start + 1, end) for char in "《》(,;。"]
        stop = min((at for at in ends if at > 0), default=end)
        if stop == start + 1:
            return Token(_BLANK, start, stop)
        name = _JOINED_END.sub("", self.text[start + 1 : stop])
        last = start + 1 + len(name)
        return self._trimmed(_TITLE, start, last + (self.text[last : last + 1] == "》"), start + 1, last)

    def _bracket(self, start: int) -> Token:
        """Return the outermost bracket, or the marker that is all it holds; an unclosed one ends with the line."""
        depth, line = 0, self._line_end(start)
        last = line
        for found in _ROUND.finditer(self.text, start, line):
            at = found.start()
            depth += 1 if found[0] == "(" else -1
            if depth == 0:
                last = at
                break
        inner, end = (start + 1, last), min(line, last + 1)
        kind = Kind.TAG if self.last in _BEFORE_LABEL and self._is_label(end, inner) else _BRACKET
        return self._only_marker(start, end, inner) or Token(kind, start, end, inner)

    def _is_label(self, end: int, inner: tuple[int, int]) -> bool:
        """Return whether a bracket stands before a paper and says whose it is: （企业）《…》."""
        said = self.text[slice(*inner)]
        if "《" in said or len(said) > _QUOTE_LIMIT or not self.text.startswith(("《", " 《"), end):
            return False
        return not (PATTERNS.copies.fullmatch(said) or is_form(said) or opens_with(said) in _OF_THE_PAPER)

    def _only_marker(self, start: int, end: int, inner: tuple[int, int]) -> Token | None:
        """Return the marker that a bracket holds with no more than filler round it.

        In front of the papers (never after one, where a bracket says something of it) words may follow the marker.
        """
        if inner[1] - inner[0] > _QUOTE_LIMIT or not _may_mark(self.text[slice(*inner)]):
            return None
        found = patterns().mark.search(self.text, *inner)
        if found is None:
            return None
        before = PATTERNS.filler.fullmatch(self.text, inner[0], found.start())
        after = PATTERNS.filler.fullmatch(self.text, found.end(), inner[1])
        more = self.last not in {_TITLE, Kind.LOOSE} and self.text.startswith(_BREAKS, found.end())
        return _marker(found, start, end) if before and (after or more) else None

    def _tag(self, start: int) -> Token:
        end = self.text.find("】", start, min(self._line_end(start), start + _QUOTE_LIMIT))
        if end < 0:
            return Token(_BLANK, start, start + 1)
        if _NOTE_TAG.fullmatch(self.text, start + 1, end):
            return Token(Kind.NOTE, start, end + 1)
        return self._only_marker(start, end + 1, (start + 1, end)) or Token(Kind.TAG, start, end + 1, (start + 1, end))

    def _quote(self, start: int) -> Token:
        """Return a quotation, in which nothing joins; quotation marks round a 《》 mean nothing."""
        end = self.text.find('"', start + 1, min(self._line_end(start), start + _QUOTE_LIMIT))
        if end < 0 or "《" in self.text[start:end] or self.text.endswith("》", 0, start):
            return Token(_BLANK, start, start + 1)
        return Token(Kind.QUOTE, start, end + 1, (start + 1, end))
