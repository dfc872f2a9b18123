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
    from collections.abc import Iterator, Mapping, Sequence

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
_FAILED: Final = (Verdict.BROKEN, Verdict.TIMEOUT, Verdict.REFUSED)
_MOST_HOSTS: Final = 20
_MOST_USES: Final = 5
_HOST: Final = re.compile(r"(?:https?:)?//([^/?#\\]+)", re.IGNORECASE)
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


def to_text(catalogue: Catalogue, answers: Sequence[Answer], *, everything: bool = False) -> str:
    """Return the answers for people: what is not well with every use, or everything, then the hosts and the counts."""
    told = [answer for answer in answers if everything or answer.verdict is not Verdict.OK]
    return "".join(f"{line}\n" for line in (*_lines(catalogue, told), *_hosts(answers), summary(answers)))


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


def _hosts(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield a line for each host, those with the most failures first, where there are several."""
    hosts: dict[str, Counter[Verdict]] = {}
    for answer in answers:
        if host := _host(answer.target.url):
            hosts.setdefault(host, Counter())[answer.verdict] += 1
    if len(hosts) < 2 or all(set(counts) <= {Verdict.SKIPPED} for counts in hosts.values()):  # noqa: PLR2004 - several
        return
    ranked = sorted(
        hosts.items(), key=lambda item: (-sum(item[1][each] for each in _FAILED), -item[1].total(), item[0])
    )
    for host, counts in ranked[:_MOST_HOSTS]:
        yield harmless(f"{host}: {_counts({verdict.value: counts[verdict] for verdict in Verdict})}")
    if len(ranked) > _MOST_HOSTS:
        rest = len(ranked) - _MOST_HOSTS
        yield ngettext("and {count} more host", "and {count} more hosts", rest).format(count=rest)
    yield ""


def _host(url: str) -> str | None:
    found = _HOST.match(url)
    return found[1].rpartition("@")[2].lower() if found else None


def to_markdown(catalogue: Catalogue, answers: Sequence[Answer]) -> str:
    """Return what is not well as Markdown, for the text of an issue: a list for each verdict, and the counts."""
    lines = [f"**{summary(answers)}**", ""]
    for verdict in (Verdict.BROKEN, Verdict.TIMEOUT, Verdict.REFUSED, Verdict.REDIRECTED, Verdict.BLOCKED):
        of = [answer for answer in answers if answer.verdict is verdict]
        if of:
            lines += [f"### {_(_WORDS[verdict])} ({len(of)})", ""]
            lines += [line for answer in of for line in _item(catalogue, answer)]
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _item(catalogue: Catalogue, answer: Answer) -> Iterator[str]:
    to = f" → {_code(answer.redirect)}" if answer.redirect else ""
    yield f"- {_code(answer.target.url)}{to}: {_escaped(answer.reason)}"
    places = [_use(catalogue, use) for use in answer.target.uses]
    listed = ", ".join(_code(f"{place['file']}:{place['line']}") for place in places[:_MOST_USES])
    more = len(places) - _MOST_USES
    yield f"  {listed}" + (" " + _("and {count} more").format(count=more) if more > 0 else "")


def _code(text: str) -> str:
    """Return an address or a name as code: no Markdown in it, and no ping for anybody."""
    text = harmless(without_credentials(text))
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence}{text}{fence}" if len(fence) == 1 else f"{fence} {text} {fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|@!~])", r"\\\1", harmless(text))


def summary(answers: Sequence[Answer]) -> str:
    """Return the counts in one line: ``61 addresses in 95 places: 60 ok, 1 broken``."""
    places = sum(len(answer.target.uses) for answer in answers)
    addresses = ngettext("{count} address", "{count} addresses", len(answers)).format(count=len(answers))
    where = ngettext("{count} place", "{count} places", places).format(count=places)
    counts = _counts(_counted(answers))
    said = _("{addresses} in {places}: {counts}") if counts else _("{addresses} in {places}")
    return said.format(addresses=addresses, places=where, counts=counts)


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {_(word)}" for verdict, word in _WORDS.items() if (count := counted[verdict.value]))


def _counted(answers: Sequence[Answer]) -> dict[str, int]:
    counts = Counter(answer.verdict for answer in answers)
    return {verdict.value: counts[verdict] for verdict in Verdict}


def _use(catalogue: Catalogue, use: Use) -> dict[str, str | int]:
    source = catalogue.sources[use.source]
    start = source.position(use.span.start)
    return {"file": source.file, "line": start.line, "column": start.column}
