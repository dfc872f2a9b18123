"""The link check of a project: its addresses, and what the rules already know of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from generator.links.collecting import collect
from generator.links.telling import harmless
from generator.links.verdict import Answer, Verdict
from generator.findings import WebAnswer
from generator.messages import gettext as _
from generator.rules import RULES, judge
from generator.rules.places import Places
from generator.rules.registry import RULES_ON_WEB
from generator.site.reading import docs_directory, judged, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.findings import Finding
    from generator.links.asking import Asking
    from generator.links.collecting import Target, Use
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
_ASKABLE: Final = re.compile(r"(?:https?:)?//[^/?#\\\s]", re.IGNORECASE)
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

    @property
    def catalogue(self) -> Catalogue:
        """What was read."""
        return self.judged.catalogue


def _nothing(_answered: int, _asked: int) -> None:
    pass


def check_offline(settings: Settings) -> Checked:
    """Check the addresses of the settings' sources as far as that goes without the web.

    Raises:
        SourceError: a source or the baseline cannot be read.
        OptionError: the settings set the level of a rule that there is not.
        ConfigError: the mkdocs.yml of the project cannot be read.
    """
    catalogue = read(settings)
    told = _about_links(judged(settings, catalogue))
    # What an editor puts aside is no failure, but the address is as wrong as before: verdicts know no ignores.
    bare = replace(catalogue, sources=tuple(replace(source, ignores=()) for source in catalogue.sources))
    others = {rule.name: None for rule in RULES if rule.name not in VERDICTS}
    found = judge(bare, others, base=settings.base, docs=docs_directory(settings))
    told_of = _Told(len(catalogue.sources), found)
    answers = tuple(_answer(target, told_of) for target in collect(catalogue))
    return Checked(told, answers)


def check_online(settings: Settings, asking: Asking, tell: Callable[[int, int], None] = _nothing) -> Checked:
    """Check the addresses of the settings' sources, and ask the web about those that lead there.

    ``tell`` is given how many addresses have been answered and how many there are to ask.  Where the user breaks off,
    the addresses that nobody has answered yet are skipped.

    Raises:
        SourceError, OptionError, ConfigError: as in :func:`check_offline`.
    """
    from generator.links.asking import ask  # noqa: PLC0415 - libcurl is loaded only when the web is asked

    checked = check_offline(settings)
    asked = [answer.target for answer in checked.answers if _is_asked(answer)]
    answers: dict[str, Answer] = {}
    interrupted = False
    try:
        for answer in ask(asked, asking):
            answers[answer.target.url] = answer
            tell(len(answers), len(asked))
    except KeyboardInterrupt:
        interrupted = True
    reason = _("the check was broken off before an answer came")
    for target in asked:
        answers.setdefault(target.url, Answer(target, Verdict.SKIPPED, reason))
    told = tuple(answers.get(answer.target.url, answer) for answer in checked.answers)
    web = tuple(_told_to_rules(answers[target.url]) for target in asked)
    return Checked(_about_links(judged(settings, checked.catalogue, web)), told, interrupted)


def _about_links(found: Judged) -> Judged:
    return replace(found, findings=tuple(finding for finding in found.findings if finding.rule in LINK_RULES))


def _told_to_rules(answer: Answer) -> WebAnswer:
    uses = tuple((use.source, use.span) for use in answer.target.uses)
    moved = answer.redirect if answer.verdict is Verdict.REDIRECTED else None
    return WebAnswer(answer.verdict.value, harmless(answer.reason), answer.hint, uses, moved)


def _is_asked(answer: Answer) -> bool:
    """Tell whether an address leads to the web, as far as a browser would read it."""
    url = answer.target.url
    return answer.verdict in (Verdict.SKIPPED, Verdict.REFUSED) and bool(_ASKABLE.match(url))


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
