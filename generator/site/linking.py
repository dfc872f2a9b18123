"""The link check of a project: its addresses, and what the rules already know of them."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from generator.config import OptionError
from generator.findings import WebAnswer
from generator.links.addresses import read_whole
from generator.links.collecting import Target, collect
from generator.links.settings import Patience
from generator.links.stopping import stoppable
from generator.links.telling import harmless
from generator.links.verdict import Answer, Verdict
from generator.messages import gettext as _
from generator.rules import RULES, judge
from generator.rules.places import Places
from generator.rules.registry import RULES_ON_WEB
from generator.site.changes import changed_lines
from generator.site.reading import docs_directory, judged, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.findings import Finding
    from generator.links.collecting import Use
    from generator.links.settings import LinkSettings
    from generator.site.changes import Lines
from generator.site.reading import Judged

VERDICTS: Final[Mapping[str, Verdict]] = MappingProxyType(
    {
        "malformed-url": Verdict.REFUSED,
        "unsafe-html": Verdict.REFUSED,
        "broken-local-link": Verdict.BROKEN,
        "missing-anchor": Verdict.BROKEN,
    }
)
"""What a finding of a rule makes of the address that it is about."""
LINK_RULES: Final = frozenset(
    ["empty-link", "malformed-url", "broken-local-link", "missing-anchor", "insecure-url"]
    + [rule.name for rule in RULES_ON_WEB]
)
"""The rules whose findings decide how the link check ends."""
LEAVES_LOCALE: Final = "leaves-locale"
"""What the rules are told of a link that leads a reader into another language."""
PENDING: Final = "pending"
"""What the rules are told of a failure that has to last before it counts."""
_ASKABLE: Final = re.compile(r"(?:https?:)?[/\\]{2}[^/?#\\\s]", re.IGNORECASE)
_BY_FORM: Final = frozenset(["mailto", "tel", "sms"])
_NOT_FOR_CHECKS: Final = frozenset(["data", "weixin"])


@dataclass(frozen=True, slots=True)
class Checked:
    """The addresses of a project and how it stands with each."""

    judged: Judged
    """Of the findings, those about links alone."""
    answers: tuple[Answer, ...]
    interrupted: bool = False
    """Whether the user broke it off."""
    trouble: str | None = None
    """Why nothing could be kept for the next run, if so."""

    @property
    def catalogue(self) -> Catalogue:
        """What was read."""
        return self.judged.catalogue


@dataclass(frozen=True, slots=True)
class Part:
    """Which of the addresses are looked at."""

    since: str | None = None
    """Those in lines that have changed since a revision of git; None: all."""
    shard: tuple[int, int] = (1, 1)
    """The one part of so many: ``(2, 5)`` is the second fifth."""

    def holds(self, url: str) -> bool:
        """Tell whether an address is in the shard; which one an address is in depends on nothing but itself."""
        number, count = self.shard
        return int.from_bytes(sha256(url.encode("utf-8", "surrogatepass")).digest()[:8], "big") % count == number - 1


ALL: Final = Part()


def _nothing(_answered: int, _asked: int) -> None:
    pass


def check_offline(settings: Settings, part: Part = ALL) -> Checked:
    """Check the addresses of the settings' sources as far as that goes without the web.

    Raises:
        SourceError: a source or the baseline cannot be read.
        OptionError: the settings set the level of a rule that there is not.
        ConfigError: the mkdocs.yml of the project cannot be read, or git knows no such revision.
    """
    catalogue, answers = _offline(settings, part)
    return Checked(_about_links(settings, catalogue, None, part), answers)


def _offline(settings: Settings, part: Part) -> tuple[Catalogue, tuple[Answer, ...]]:
    catalogue = read(settings)
    touched = _touched(settings, catalogue, part)
    # What an editor puts aside is no failure, but the address is as wrong as before: verdicts know no ignores.
    bare = replace(catalogue, sources=tuple(replace(source, ignores=()) for source in catalogue.sources))
    others = {rule.name: None for rule in RULES if rule.name not in VERDICTS}
    told = _Told(len(catalogue.sources), judge(bare, others, base=settings.base, docs=docs_directory(settings)))
    return catalogue, tuple(_answer(target, told) for target in _targets(catalogue, touched, part))


def check_online(settings: Settings, part: Part = ALL, tell: Callable[[int, int], None] = _nothing) -> Checked:
    """Check the addresses of the settings' sources, and ask the web about those that lead there.

    ``tell`` is given how many addresses have been answered and how many there are to ask.  Where the user breaks off,
    the addresses that nobody has answered yet are skipped.

    Raises:
        SourceError, OptionError, ConfigError: as in :func:`check_offline`; the table of signs cannot be read.
    """
    catalogue, answers = _offline(settings, part)
    asked = [answer.target for answer in answers if _is_asked(answer)]
    found = ask_all(settings, asked, tell)
    web = tuple(told_to_rules(found.answers[target.url]) for target in asked)
    told = tuple(found.answers.get(answer.target.url, answer) for answer in answers)
    return Checked(_about_links(settings, catalogue, web, part), told, found.interrupted, found.trouble)


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to."""

    answers: Mapping[str, Answer]
    """By address, one for each that was to be asked."""
    interrupted: bool
    trouble: str | None


def ask_all(settings: Settings, targets: list[Target], tell: Callable[[int, int], None]) -> Asked:
    """Ask about addresses, until all have answered or the user breaks off.

    Raises:
        OptionError: the table of signs of the settings cannot be read.
    """
    # libcurl is loaded only when the web is asked.
    from generator.links.asking import ask  # noqa: PLC0415
    from generator.links.memory import Memory  # noqa: PLC0415

    answers: dict[str, Answer] = {}
    memory = Memory(settings.links.cache if targets else None)
    try:
        with stoppable() as stopped:
            for answer in ask(targets, settings.links, memory, _patience(settings.links), stopped):
                answers[answer.target.url] = answer
                tell(len(answers), len(targets))
            interrupted = stopped()
    except ValueError as error:
        raise OptionError(settings.file or settings.base, "links", f"signs: {error}") from None
    except OSError as error:
        raise OptionError(settings.file or settings.base, "links", f"signs: {error.strerror or error}") from None
    finally:
        memory.close()
    reason = _("the check was broken off before an answer came")
    for target in targets:
        answers.setdefault(target.url, Answer(target, Verdict.SKIPPED, reason))
    return Asked(answers, interrupted, memory.trouble)


def _patience(links: LinkSettings) -> Patience:
    if links.fail_after is not None:
        return links.fail_after
    # In CI a failure that may pass would stop the work of people who have nothing to do with it.
    in_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes") and links.cache is not None
    return Patience(runs=2 if in_ci else 1)


def _touched(settings: Settings, catalogue: Catalogue, part: Part) -> list[Lines] | None:
    """Return which lines of each source are looked at; None for all."""
    if part.since is None:
        return None
    files = [source.file for source in catalogue.sources]
    lines = changed_lines(settings.base, part.since, files)
    return [lines[file] for file in files]


def _is_touched(catalogue: Catalogue, touched: list[Lines] | None, source: int, offset: int) -> bool:
    return touched is None or catalogue.sources[source].position(offset).line in touched[source]


def _targets(catalogue: Catalogue, touched: list[Lines] | None, part: Part) -> Iterator[Target]:
    for target in collect(catalogue):
        uses = tuple(use for use in target.uses if _is_touched(catalogue, touched, use.source, use.span.start))
        if uses and part.holds(target.url):
            yield Target(target.url, uses)


def _about_links(settings: Settings, catalogue: Catalogue, web: tuple[WebAnswer, ...] | None, part: Part) -> Judged:
    """Return what the rules about links say, of the lines that are looked at."""
    levels = {rule.name: None for rule in RULES if rule.name not in LINK_RULES}
    found = judged(replace(settings, findings={**settings.findings, **levels}), catalogue, web)
    touched = _touched(settings, catalogue, part)
    findings = tuple(
        finding for finding in found.findings if _is_touched(catalogue, touched, finding.source, finding.span.start)
    )
    return replace(found, findings=findings)


def told_to_rules(answer: Answer) -> WebAnswer:
    """Return an answer as the rules are told of it."""
    uses = tuple((use.source, use.span) for use in answer.target.uses)
    moved = answer.redirect if answer.settled else None
    verdict = PENDING if answer.pending else answer.verdict.value
    return WebAnswer(verdict, harmless(answer.reason), answer.hint, answer.target.url, uses, moved)


def _is_asked(answer: Answer) -> bool:
    """Tell whether an address leads to the web, as far as a browser would read it."""
    if not _ASKABLE.match(answer.target.url):
        return False
    if answer.verdict is Verdict.REFUSED:
        # A fault behind the host keeps no browser from asking; one in the host does.
        address = read_whole(answer.target.url)
        return address is not None and (address.literal is not None or "." in address.host.strip("."))
    return answer.verdict is Verdict.SKIPPED


class _Told:
    """What rules said, by place."""

    def __init__(self, sources: int, findings: tuple[Finding, ...]) -> None:
        of: list[list[Finding]] = [[] for _source in range(sources)]
        for finding in findings:
            of[finding.source].append(finding)
        self._places = [Places(found) for found in of]
        # They come in the order of the source.
        self._findings = [(found, [finding.span.start for finding in found]) for found in of]

    def about(self, use: Use) -> Finding | None:
        """Return the first finding that begins in an address, else one that holds it."""
        found, starts = self._findings[use.source]
        first = bisect_left(starts, use.span.start)
        if first < len(found) and starts[first] < max(use.span.end, use.span.start + 1):
            return found[first]
        return self._places[use.source].holding(use.span.start)


def _answer(target: Target, told: _Told) -> Answer:
    finding = next((found for use in target.uses if (found := told.about(use))), None)
    if finding:
        return Answer(target, VERDICTS[finding.rule], finding.message, finding.hint)
    return Answer(target, *_unasked(target.url))


def _unasked(url: str) -> tuple[Verdict, str]:
    """Return the verdict on an address that no rule speaks of, and its reason."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return Verdict.REFUSED, _("the address cannot be taken apart")
    if scheme in ("http", "https") or url.startswith("//"):
        return Verdict.SKIPPED, _("the web was not asked (--offline)")
    if scheme in _BY_FORM:
        return Verdict.OK, _("its form is right")
    if scheme in _NOT_FOR_CHECKS:
        return Verdict.SKIPPED, _("{scheme}: leads to no server").format(scheme=scheme)
    if scheme:
        return Verdict.REFUSED, _("{scheme}: is never asked").format(scheme=scheme)
    return Verdict.OK, _("the place that it names is there")
