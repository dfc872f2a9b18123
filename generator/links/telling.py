"""The answers of the link check as text and as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from generator.links.verdict import Verdict
from generator.messages import gettext as _
from generator.messages import ngettext, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Catalogue
    from generator.links.collecting import Use
    from generator.links.verdict import Answer

_WORDS: Final = {
    Verdict.OK: noted("ok"),
    Verdict.REDIRECTED: noted("redirected"),
    Verdict.BROKEN: noted("broken"),
    Verdict.TIMEOUT: noted("timeout"),
    Verdict.BLOCKED: noted("blocked"),
    Verdict.REFUSED: noted("refused"),
    Verdict.SKIPPED: noted("skipped"),
}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CREDENTIALS = re.compile(r"(?<=//)[^/?#@\s]*(?:@[^/?#@\s]*)*@")


def harmless(text: str) -> str:
    """Return a text that no terminal obeys: control characters and marks of direction become U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def without_credentials(url: str) -> str:
    """Return an address in which stars stand for a user's name and password."""
    return _CREDENTIALS.sub("***@", url)


def to_json(catalogue: Catalogue, answers: Sequence[Answer]) -> str:
    """Return the answers as one JSON object; lines and columns begin at 1."""
    links = [
        {
            "url": without_credentials(answer.target.url),
            "verdict": answer.verdict.value,
            "status": answer.status,
            "redirect": without_credentials(answer.redirect) if answer.redirect else None,
            "reason": answer.reason,
            "uses": [_use(catalogue, use) for use in answer.target.uses],
        }
        for answer in answers
    ]
    return json.dumps({"links": links, "summary": _counted(answers)}, ensure_ascii=False, indent=2) + "\n"


def to_text(catalogue: Catalogue, answers: Sequence[Answer]) -> str:
    """Return the answers for people: each address with its verdict, under it every use, and the counts at the end."""
    return "".join(f"{line}\n" for line in _lines(catalogue, answers))


def _lines(catalogue: Catalogue, answers: Sequence[Answer]) -> Iterator[str]:
    told: set[str] = set()
    for answer in answers:
        yield harmless(f"{_(_WORDS[answer.verdict])} {without_credentials(answer.target.url)}")
        yield f"  = {harmless(answer.reason)}"
        if answer.redirect:
            yield f"  > {harmless(without_credentials(answer.redirect))}"
        # A hint a cause: the same advice under a thousand links helps nobody.
        if answer.hint and answer.hint not in told:
            told.add(answer.hint)
            yield "  = " + _("hint: {hint}").format(hint=harmless(answer.hint))
        for use in answer.target.uses:
            place = _use(catalogue, use)
            yield harmless(f"  {place['file']}:{place['line']}:{place['column']}")
        yield ""
    yield summary(answers)


def summary(answers: Sequence[Answer]) -> str:
    """Return the counts in one line: ``61 addresses in 95 places: 60 ok, 1 broken``."""
    counted = _counted(answers)
    places = sum(len(answer.target.uses) for answer in answers)
    addresses = ngettext("{count} address", "{count} addresses", len(answers)).format(count=len(answers))
    where = ngettext("{count} place", "{count} places", places).format(count=places)
    counts = ", ".join(f"{count} {_(word)}" for verdict, word in _WORDS.items() if (count := counted[verdict.value]))
    said = _("{addresses} in {places}: {counts}") if counts else _("{addresses} in {places}")
    return said.format(addresses=addresses, places=where, counts=counts)


def _counted(answers: Sequence[Answer]) -> dict[str, int]:
    counts = Counter(answer.verdict for answer in answers)
    return {verdict.value: counts[verdict] for verdict in Verdict}


def _use(catalogue: Catalogue, use: Use) -> dict[str, str | int]:
    source = catalogue.sources[use.source]
    start = source.position(use.span.start)
    return {"file": source.file, "line": start.line, "column": start.column}
