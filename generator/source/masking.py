"""Finding the tables and notices in the raw text, line by line, before Markdown sees it.

CommonMark cannot be asked: it ends an HTML block at a blank line, swallows what follows ``</table>``, and takes
``>!`` for a quotation.  So each table is read here, and leaves one private-use character on a line of its own;
each notice becomes a plain quotation; everything else passes through unchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue import NoticeKind, Repair, RepairKind, Span
from generator.source.code_spans import CodeSpans
from generator.source.lines import Lines, Masked, Opening
from generator.source.markup import Ahead, decode_references
from generator.source.pipes import DELIMITER, ends_table, read_pipe_table
from generator.source.plain import ZERO_WIDTH
from generator.source.tables import RawTable, mend_table, read_good_table
from generator.source.vocabulary import Vocabulary, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

PLACEHOLDER = 0xF0000
"""The first of the characters (Supplementary Private Use Area-A) that stand for tables."""
PLACES = 0xFFFD
"""How many such characters there are; further tables use two."""

_FENCE = re.compile(r"[ \t]*+(?:>[ \t]?+)*+[ \t]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_FENCE_SIGNS = re.compile("`{3,}|~{3,}")
_FENCE_END = re.compile(r"[ \t]*+(?:>[ \t]?+)*+[ \t]*+(`++|~++)[ \t]*+\Z")
_HEADING = re.compile(r"(?P<hashes> {0,3}#{1,6})(?P<gap>[ \t\u00a0\u3000]+|$|(?<=##)(?=[^\s#]))")
_HEADING_LINE = re.compile(r"^ {0,3}(?:#{1,6}[ \t\u00a0\u3000]+\S|#{2,6}[^\s#])", re.MULTILINE)
_INTEREST = re.compile(r"(?<!\\)(?:<!--|<table(?=[\s/>]|$)|</?dx-alert\b)", re.IGNORECASE)
_BEGINS = re.compile(_INTEREST.pattern.removeprefix(r"(?<!\\)"), re.IGNORECASE)
"""The same at the beginning of what is left of a line, whatever stood before it."""
_ALERT_TAG = re.compile(r"</?dx-alert\b[^<>]*>", re.IGNORECASE)
_MARKER = re.compile(
    r"[ \t]*>[ \t\u00a0\u3000]*(?:(?P<mark>[!?！？])(?!\[)|\[!(?P<alert>NOTE|TIP|IMPORTANT|WARNING|CAUTION)\])"
)
_OPENER = re.compile(r"[ \t]*>[ \t]*(?:\*\*|__)?(?P<word>[^\s*_:：]{1,12})(?P<after>\s*[:：]|(?:\*\*|__)|\s*$)")
_ROW = re.compile(r"\s*(<(?:tr|td|th)\b[^<>]*>)", re.IGNORECASE)
_HIDING = re.compile(r"<(?P<end>/?)(?:pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_RULE = re.compile(r" {0,3}-{3,}[ \t]*\Z")
_QUOTE = re.compile(r"[ \t]*>")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)、])")
_ATTRIBUTES = re.compile(r"(?<![A-Za-z])([A-Za-z]++)\s*+=\s*(?:\"([^\"]*)\"|'([^']*)')")
_INVISIBLE = re.compile(f"[{ZERO_WIDTH}]*+")
_SPACE = re.compile(r"\s*+")
_MARKS = {"!": NoticeKind.IMPORTANT, "！": NoticeKind.IMPORTANT, "?": NoticeKind.NOTE, "？": NoticeKind.NOTE}
_ALERTS = {"tip": NoticeKind.NOTE}
_INFOTYPES = {
    "explain": NoticeKind.NOTE,
    "notice": NoticeKind.IMPORTANT,
    "alarm": NoticeKind.WARNING,
    "forbid": NoticeKind.CAUTION,
}


class _Below(NamedTuple):
    """What a line below a notice is."""

    blank: bool
    item: bool
    """It begins a list item."""
    body: bool
    """It may be the body of the notice."""
    words: Span


def placeholder(index: int) -> str:
    """Return the characters that stand for the table of that number."""
    high, low = divmod(index, PLACES)
    return (chr(PLACEHOLDER + PLACES - high) if high else "") + chr(PLACEHOLDER + low)


class Masker:
    """Walks over the lines once; ``masked``, ``tables`` and ``repairs`` are the result."""

    def __init__(self, text: str, lines: Lines, vocabulary: Vocabulary) -> None:
        self.text = text
        self.lines = lines
        self.start = lines.starts[0]
        self.vocabulary = vocabulary
        self.masked = Masked()
        self.tables: list[RawTable] = []
        self.placed: dict[str, int] = {}
        """Placeholder → number of its table."""
        self.repairs: list[Repair] = []
        self.code: list[Span] = []
        """The fenced code blocks, fences included."""
        self.alert = False
        """Within a ``<dx-alert>``."""
        self.unquoted = False
        """Within the body of a notice that forgot its ``>``."""
        self.tableless = False
        """Whether rows without a table were met since the last heading."""
        self.hidden = False
        """Within an element in which nothing is Markdown."""
        self.mended = False
        """Whether a table had a fault: nothing tells then what it ends at."""
        self._ahead = Ahead(text)
        self._begun = -1
        """The line whose beginning is dealt with: what is left of it is never copied for the sake of a look."""
        self._spans = -1, CodeSpans(text, 0, 0)
        """The code spans of the line that was last asked about."""
        self._below: tuple[int, dict[int, _Below]] = (-1, {})
        """The line of a notice → what stands below it: every notice on one line asks anew."""

    @cached_property
    def headings(self) -> list[int]:
        """Where the lines stand that look like headings; only tables that never close ask for them."""
        return [found.start() for found in _HEADING_LINE.finditer(self.text, self.start)]

    def run(self, stops: Collection[int] = ()) -> int:
        """Mask the text up to a line that begins at one of the places where to stop; return where that is, or its end.

        Within an alert, or in an element in which nothing is Markdown, nothing stops.
        """
        index = 0
        while index < len(self.lines):
            if index and stops and (at := self.lines.starts[index]) in stops and not (self.alert or self.hidden):
                return at
            index = self._line(index)
        return len(self.text)

    def _line(self, index: int) -> int:
        """Take one line, or what is left of it; return the index of the next."""
        span = self.lines.span(index)
        if index == self._begun:
            return self._left(index, span)
        line = self.text[span.start : span.end]
        if line and line[0] in ZERO_WIDTH:
            # A byte order mark or the like within the text would hide a heading or a notice.
            visible = line.lstrip(ZERO_WIDTH)
            span = Span(span.end - len(visible), span.end)
            line = visible
        if not line or line.isspace():
            return self._blank(index, span)
        if "`" in line or "~" in line:
            fence = _FENCE.match(line)
            if fence:
                return self._fenced(index, fence["fence"])
        if "<" in line and (found := self._interest(index, span)) is not None:
            return self._markup(index, found)
        return self._words(index, line, span)

    def _left(self, index: int, span: Span) -> int:
        """Take what is left of a line as a line of its own, by its places.

        A line may hold a hundred thousand comments or tables: a copy of what follows each would take the square.
        """
        span = Span(self._after(_INVISIBLE, span.start, span.end), span.end)
        if self._after(_SPACE, span.start, span.end) == span.end:
            return self._blank(index, span)
        if fence := _FENCE.match(self.text, span.start, span.end):
            return self._fenced(index, fence["fence"])
        if found := self._interest(index, span):
            return self._markup(index, found)
        return self._words(index, self.text[span.start : span.end], span)

    def _after(self, run: re.Pattern[str], start: int, end: int) -> int:
        """Return where the characters of a kind that stand at ``start`` end."""
        found = run.match(self.text, start, end)
        return found.end() if found else start

    def _blank(self, index: int, span: Span) -> int:
        if self.unquoted and self.masked.lines[-1] == "> ":
            # The marker stood alone and its body after a blank line.
            return index + 1
        self.unquoted = False
        self._emit("", span)
        return index + 1

    def _words(self, index: int, line: str, span: Span) -> int:
        if "|" in line and self._is_pipe_table(index):
            return self._pipe_table(index)
        self._prose(index, line, span)
        return index + 1

    def _emit(self, line: str, origin: Span) -> None:
        self.masked.add(f"> {line}" if self.alert else line, origin)

    # -- fences -------------------------------------------------------------------------------------------------

    def _fenced(self, index: int, fence: str) -> int:
        """Take a code fence to its end; one that is never closed ends before the next heading."""
        last = self._closing_fence(index, fence)
        if last is None:
            self.repairs.append(Repair(RepairKind.UNCLOSED_FENCE, fence, self._trimmed(index)))
            ends = (at - 1 for at in range(index + 1, len(self.lines)) if self._ends_open_fence(at))
            last = next(ends, len(self.lines) - 1)
            self._code(index, last)
            end = self.lines.span(last).end
            self._emit(fence, Span(end, end))
            return last + 1
        self._code(index, last)
        return last + 1

    def _code(self, first: int, last: int) -> None:
        self.code.append(Span(self.lines.span(first).start, self.lines.span(last).end))
        self._copy(first, last)

    def _closing_fence(self, index: int, fence: str) -> int | None:
        numbers, lengths, longest = self._fence_ends[fence[0]]
        first = bisect_right(numbers, index)
        if first == len(numbers) or longest[first] < len(fence):
            return None
        return next(numbers[at] for at in range(first, len(numbers)) if lengths[at] >= len(fence))

    @cached_property
    def _fence_ends(self) -> dict[str, tuple[list[int], list[int], list[int]]]:
        """The sign of a fence → the lines that may end one, how long they are, how long the longest from each on is."""
        ends: dict[str, tuple[list[int], list[int], list[int]]] = {"`": ([], [], []), "~": ([], [], [])}
        number = -1
        for found in _FENCE_SIGNS.finditer(self.text, self.start):
            if number < (held := self.lines.holding(found.end(), max(number, 0))):
                number = held
                span = self.lines.span(number)
                if end := _FENCE_END.match(self.text, span.start, span.end):
                    ends[end[1][0]][0].append(number)
                    ends[end[1][0]][1].append(len(end[1]))
        for _numbers, lengths, longest in ends.values():
            longest.extend([*accumulate(reversed(lengths), max)][::-1])
        return ends

    def _ends_open_fence(self, index: int) -> bool:
        return self._heading(index) or self.lines.line(index).startswith("<table")

    def _heading(self, index: int) -> bool:
        return bool(_HEADING_LINE.match(self.lines.line(index)))

    def _copy(self, first: int, last: int) -> None:
        for number in range(first, last + 1):
            span = self.lines.span(number)
            self._emit(self.text[span.start : span.end], span)

    def _trimmed(self, index: int) -> Span:
        span = self.lines.span(index)
        line = self.text[span.start : span.end]
        return Span(span.start + len(line) - len(line.lstrip()), span.start + len(line.rstrip()))

    # -- HTML ---------------------------------------------------------------------------------------------------

    def _interest(self, index: int, span: Span) -> re.Match[str] | None:
        """Return the first comment, table or alert of a line, or of what is left of it, that stands in no code span."""
        start, end = span.start, span.end
        found = _BEGINS.match(self.text, start, end) or _INTEREST.search(self.text, start, end)
        if found is None or not 0 <= self._ahead.find("`", start) < found.start():
            return found
        if self._spans[0] != index:
            self._spans = index, CodeSpans(self.text, start, end)
        while found is not None and self._spans[1].hold(found.start(), start):
            found = _INTEREST.search(self.text, found.end(), end)
        return found

    def _markup(self, index: int, found: re.Match[str]) -> int:
        """Take a line on which a comment, a table or an alert begins."""
        at, kind = found.start(), found[0].lower()
        if kind == "<!--":
            return self._comment(index, at)
        span = self.lines.span(index)
        before = self.text[span.start : at]
        if before.strip(" \t>"):
            self._prose(index, before, Span(span.start, at))
        if kind.startswith("<table"):
            return self._table(index, at, quoted=bool(_QUOTE.match(before)))
        # Its attributes may stand on further lines.
        tag = _ALERT_TAG.match(self.text, at)
        after = tag.end() if tag else at + len(found[0])
        if kind.startswith("</"):
            self.alert = False
        self.masked.gap(at)
        if not kind.startswith("</"):
            self._open_alert(self.text[at:after], Span(at, after))
        return self._rest(self.lines.holding(after, index), after)

    def _comment(self, index: int, at: int) -> int:
        closing = self._ahead.find("-->", at)
        span = self.lines.span(index)
        if closing < 0:
            self.repairs.append(Repair(RepairKind.UNCLOSED, "!--", Span(at, at + 4)))
            # As HTML it would hide the rest of the document.
            line = self.text[span.start : span.end]
            self._prose(index, line.replace("<!--", "&lt;!--"), span)
            return index + 1
        last = self.lines.holding(closing + 3, index)
        self._copy(index, last - 1)
        end = self.lines.span(last)
        if self._after(_SPACE, closing + 3, end.end) < end.end:
            start = end.start if last > index else span.start
            self._emit(self.text[start : closing + 3], Span(start, closing + 3))
            self._begin(last, closing + 3)
            return last
        self._copy(last, last)
        return last + 1

    def _table(self, index: int, at: int, *, quoted: bool) -> int:
        # Quoted rows begin with ">"; as blanks of the same length they disturb neither table nor offsets.
        text, ahead = self._unquoted if quoted else (self.text, self._ahead)
        table = read_good_table(text, at)
        if table is None:
            self.mended = True
            table = mend_table(text, at, self.headings, ahead)
        if quoted:
            table.view = text
        self._place(table)
        return self._rest(self.lines.holding(table.end, index), table.end)

    @cached_property
    def _unquoted(self) -> tuple[str, Ahead]:
        blanked = re.sub(r"(?m)^[ \t]*>", lambda mark: " " * len(mark[0]), self.text)
        return blanked, Ahead(blanked)

    def _place(self, table: RawTable) -> None:
        """Leave the mark of a table on a line of its own."""
        alert, self.alert = self.alert, False
        mark = placeholder(len(self.tables))
        self.placed[mark] = len(self.tables)
        self.tables.append(table)
        self.masked.gap(table.start)
        self._emit(mark, Span(table.start, table.end))
        self._emit("", Span(table.end, table.end))
        self.alert = alert

    def _rest(self, index: int, after: int) -> int:
        """Go on with what follows on the same line; return the index of the line to take next."""
        end = self.lines.span(index).end
        start = self._after(_SPACE, after, end)
        if start >= end:
            return index + 1
        self._begin(index, start)
        return index

    def _begin(self, index: int, start: int) -> None:
        self.lines.begin_at(index, start)
        self._begun = index

    def _open_alert(self, tag: str, span: Span) -> None:
        values = {name.lower(): first or second for name, first, second in _ATTRIBUTES.findall(tag)}
        kind = _INFOTYPES.get(values.get("infotype", "").lower(), NoticeKind.NOTE)
        title = decode_references(values.get("title", "")).strip() or None
        self.alert = self._ahead.find("</dx-alert", span.end) >= 0
        if not self.alert:
            self.repairs.append(Repair(RepairKind.UNCLOSED, "dx-alert", span))
        self.masked.openings[len(self.masked.lines)] = Opening(kind, title, span)
        self.masked.add(">", Span(span.start, span.end))

    # -- Markdown -----------------------------------------------------------------------------------------------

    def _is_pipe_table(self, index: int) -> bool:
        if index + 1 >= len(self.lines):
            return False
        line = self.lines.line(index + 1)
        return "-" in line and bool(DELIMITER.match(line))

    def _pipe_table(self, index: int) -> int:
        last = index + 2
        while last < len(self.lines) and not ends_table(self.lines.line(last)):
            last += 1
        self._place(read_pipe_table(self.text, [self.lines.span(number) for number in range(index, last)]))
        return last

    def _prose(self, index: int, line: str, span: Span) -> None:
        """Take a line of plain Markdown."""
        if self._hides(line):
            self._emit(line, span)
            return
        if "<" in line and not self.tableless and (row := _ROW.match(line)):
            # Tables are read as a whole: what is met here has lost the tag that begins its own.
            self.tableless = True
            self.repairs.append(
                # A comment that never ends was written out in the line, which made it longer than its source.
                Repair(
                    RepairKind.UNOPENED, "table", Span(span.start + row.start(1), min(span.start + row.end(), span.end))
                )
            )
        if ">" in line and (opening := self._opening(line)):
            self._notice(index, line, span, *opening)
            return
        heading = _HEADING.match(line)
        if heading:
            self.unquoted = self.tableless = False
            # Straight after a line of HTML it would be part of that.
            self.masked.gap(span.start)
            if heading["gap"] != " " and heading.end() < len(line):
                # Without a blank, or with a full-width one, CommonMark would see a paragraph.
                line = f"{heading['hashes']} {line[heading.end() :]}"
        if self.unquoted and not _QUOTE.match(line):
            line = f"> {line}"
        if self._stands_apart(line):
            self.masked.gap(span.start)
        self._emit(line, span)

    def _hides(self, line: str) -> bool:
        """Tell whether a line belongs to an element in which nothing is Markdown."""
        hidden = self.hidden
        if "<" in line:
            for found in _HIDING.finditer(line):
                self.hidden = not found["end"]
        return hidden or self.hidden

    def _stands_apart(self, line: str) -> bool:
        """Tell whether a line is no part of the one above although no blank line parts them."""
        above = self.masked.lines[-1].strip() if self.masked.lines else ""
        if above.startswith("<") and "【" in line:
            return True
        # Under a sentence three dashes are a rule; CommonMark would make the sentence a heading.
        return bool(_RULE.match(line)) and any(mark in above for mark in "。【；") and not above.startswith(">")

    def _opening(self, line: str) -> tuple[NoticeKind, int] | None:
        """Return the kind of the notice that a line opens and how much of the line is its marker."""
        if found := _MARKER.match(line):
            if found["mark"]:
                return _MARKS[found["mark"]], found.end()
            alert = found["alert"].lower()
            return _ALERTS.get(alert) or NoticeKind(alert), found.end()
        if (found := _OPENER.match(line)) and not self._in_quote():
            kind = self.vocabulary.notices.get(normalise(found["word"]))
            return (kind, line.index(">") + 1) if kind else None
        return None

    def _in_quote(self) -> bool:
        lines = self.masked.lines
        return bool(lines) and bool(_QUOTE.match(lines[-1]))

    def _notice(self, index: int, line: str, span: Span, kind: NoticeKind, marker: int) -> None:
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        rest = line[marker:]
        # A second marker in a running quotation begins a second notice; HTML above would swallow it.
        if self._in_quote() or (self.masked.lines and self.masked.lines[-1].lstrip().startswith("<")):
            self.masked.gap(span.start)
        # More than three blanks would make it code; outside a list item the indent means nothing.
        indent = indent if self._in_list() else ""
        self.masked.openings[len(self.masked.lines)] = Opening(
            kind, None, Span(span.start + marker - 1, span.start + marker)
        )
        self._emit(f"{indent}> {rest.lstrip(' ')}", span)
        self.unquoted = self._forgets_quotes(index, rest)

    def _in_list(self) -> bool:
        for line in reversed(self.masked.lines[-40:]):
            if line.strip():
                return bool(_LIST_ITEM.match(line)) or line[0] in " \t"
        return False

    def _forgets_quotes(self, index: int, rest: str) -> bool:
        """Tell whether the lines after a marker are its body although they are not quoted."""
        bare = not rest.strip()
        after = index + 1
        if bare and after + 1 < len(self.lines) and self._look(index, after).blank:
            # After a marker and a blank line only a list is sure to be the body.
            after += 1
            if not self._look(index, after).item:
                return False
        if after >= len(self.lines) or not self._look(index, after).body:
            return False
        if bare or (rest.rstrip().endswith((":", "：")) and self._look(index, after).item):
            self.repairs.append(Repair(RepairKind.UNQUOTED_NOTICE, ">", self._look(index, after).words))
            return True
        return False

    def _look(self, index: int, at: int) -> _Below:
        """Look at a line below the notice on line ``index``."""
        if self._below[0] != index:
            self._below = index, {}
        below = self._below[1]
        if at not in below:
            line = self.lines.line(at)
            below[at] = _Below(not line.strip(), bool(_LIST_ITEM.match(line)), self._may_be_body(at), self._trimmed(at))
        return below[at]

    def _may_be_body(self, index: int) -> bool:
        line = self.lines.line(index)
        if not line.strip() or _QUOTE.match(line) or self._heading(index):
            return False
        return not line.lstrip().startswith(("<table", "|", "```"))


def mask(text: str, lines: Lines, vocabulary: Vocabulary) -> Masker:
    """Return the masked lines, tables and repairs of some lines of a text."""
    masker = Masker(text, lines, vocabulary)
    masker.run()
    return masker


def numbers_of(content: str, placed: dict[str, int]) -> Sequence[int] | None:
    """Return the tables that a paragraph stands for; None where it is a paragraph of words."""
    marks = content.split()
    if marks and all(mark in placed for mark in marks):
        return [placed[mark] for mark in marks]
    return None
