"""Bytes to text: UTF-8, GB18030 with a word about it, and a clear refusal of anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.catalogue import Repair, RepairKind, Span
from generator.messages import gettext as _
from generator.messages import noted
from generator.source.errors import YAML_ERRORS, SourceError
from generator.source.yaml_texts import load_texts

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01
"""A text whose share of control characters is larger is no text."""
_MARKS = {
    b"PK\x03\x04": noted("it is a ZIP archive, not Markdown"),
    b"%PDF": noted("it is a PDF file, not Markdown"),
    b"\x89PNG": noted("it is a picture, not Markdown"),
    b"\xff\xd8\xff": noted("it is a picture, not Markdown"),
}
_WIDE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_BEGIN = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_END = re.compile(r"(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")
_NO_TEXT = {"title": noted("'title' must be a short text"), "id": noted("'id' must be a short text")}
"""What is wrong with a setting whose value is no text."""
_FIRST_KEY = re.compile(r"(?:title|id)[ \t]*:", re.IGNORECASE)
_KEYED = re.compile(r"(?:\s*+#[^\n]*+\n)*+\s*+[\w\"'-]++\s*+:")


def decode(data: bytes, file: str) -> tuple[str, str]:
    """Return (text without byte order mark, encoding).

    Raises SourceError where the bytes are neither UTF-8 nor GB18030 text.
    """
    for mark, reason in _MARKS.items():
        if data.startswith(mark):
            raise SourceError(file, _(reason), _("Put the Markdown file itself in its place."))
    for mark, name in _WIDE.items():
        if data.startswith(mark):
            raise SourceError(file, _("it is {encoding} text").format(encoding=name), _("Save it as UTF-8."))
    bom = data.startswith(b"\xef\xbb\xbf")
    try:
        text, encoding = data.decode("utf-8-sig"), "utf-8-sig" if bom else "utf-8"
    except UnicodeDecodeError as error:
        try:
            text, encoding = data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            said = _("it is neither UTF-8 nor GB18030 text (byte {number})").format(number=error.start + 1)
            raise SourceError(file, said, _("Save it as UTF-8.")) from None
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise SourceError(file, _("it is full of control characters, so it is no text"), _("Save it as UTF-8 text."))
    return text, encoding


@dataclass(slots=True)
class FrontMatter:
    """The settings at the head of a document."""

    end: int = 0
    """Where the document proper begins."""
    title: str | None = None
    id: str | None = None
    repairs: list[Repair] = field(default_factory=list)


def read_front_matter(text: str) -> FrontMatter:
    """Read the YAML between two ``---`` lines at the head of a text; anything else is no front matter."""
    begin = _BEGIN.match(text)
    end = _END.search(text, begin.end()) if begin else None
    if not begin or not end:
        return _unended(text, begin.end() if begin else 0)
    block = text[begin.end() : end.start()]
    matter = FrontMatter(end.end())
    span = Span(begin.end(), max(begin.end() + len(block.rstrip()), begin.end()))
    try:
        # A title is what is written, not what YAML makes of it: 12:30, yes and 007 are texts.
        data = load_texts(block)
    except YAML_ERRORS as error:
        if not _KEYED.match(block):
            # Two thematic breaks with prose between them.
            return FrontMatter()
        matter.repairs.append(Repair(RepairKind.FRONT_MATTER, "---", _line_of(text, span, error), None, _reason(error)))
        return matter
    if not data:
        return matter
    if not isinstance(data, dict):
        # It may be prose between two thematic breaks, so it is published as well.
        reason = noted("it is no mapping of names to values")
        prose = isinstance(data, str)
        return FrontMatter(repairs=[] if prose else [Repair(RepairKind.FRONT_MATTER, "---", span, None, reason)])
    for key in _NO_TEXT:
        _take(matter, data, key, span)
    return matter


def _unended(text: str, start: int) -> FrontMatter:
    """Return nothing, with a word about a beginning that lacks its end: where that is nobody knows."""
    if not start or not _FIRST_KEY.match(text, start):
        return FrontMatter()
    span = Span(0, len(text[:start].rstrip()))
    return FrontMatter(repairs=[Repair(RepairKind.FRONT_MATTER, "---", span, None, noted("it never ends"))])


def _take(matter: FrontMatter, data: dict[object, object], key: str, span: Span) -> None:
    value = data.get(key)
    if value is None:
        return
    if isinstance(value, str):
        setattr(matter, key, " ".join(value.split()) or None)
    else:
        matter.repairs.append(Repair(RepairKind.FRONT_MATTER, key, span, None, _NO_TEXT[key]))


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or noted("YAML cannot read it"))


def _line_of(text: str, span: Span, error: Exception) -> Span:
    """Return the place of a YAML error in the text, the whole block where it is not known."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return span
    start = min(span.start + mark.index, max(span.end - 1, span.start))
    end = text.find("\n", start)
    return Span(start, max(start, min(end if end >= 0 else span.end, span.end)))
