"""The link check of a built site: what its files say, and what the web says of the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.catalogue import Catalogue, Source, Span
from generator.config import ConfigError, load_yaml
from generator.findings import WebAnswer
from generator.links.built import BuiltSite, check_site
from generator.links.collecting import Target, Use
from generator.links.verdict import Answer, Verdict
from generator.messages import gettext as _
from generator.rules import RULES, judge
from generator.rules.registry import RULES_ON_WEB
from generator.site.linking import LEAVES_LOCALE, Checked, ask_all, told_to_rules
from generator.site.reading import Judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from generator.config import Settings
    from generator.links.built import Fault, PageUse

_LINE: Final = re.compile(r"\r\n|\r|\n")


def check_built(settings: Settings, root: Path, tell: Callable[[int, int], None], *, offline: bool = False) -> Checked:
    """Check every link of a built site; the web is asked about other hosts, unless ``offline``.

    Raises:
        ConfigError: the directory cannot be read, or the settings cannot be used.
    """
    try:
        site = check_site(root, _address(settings))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        said = _("{directory} cannot be checked ({reason}). Build the site first, or name another directory.")
        raise ConfigError(said.format(directory=root, reason=reason)) from None
    if not site.pages:
        said = _("{directory} holds no page. Build the site first, or name another directory.")
        raise ConfigError(said.format(directory=root))
    shelf = _Shelf(root, site)
    wrong = {fault.url: fault for fault in reversed(site.faults) if fault.kind != "leaves-locale"}
    # Of one address that is written on many pages, some may be right and some wrong: each is told by itself.
    broken = [_broken(shelf, fault) for fault in _each(site.faults)]
    good = [
        Answer(shelf.target(url, uses), Verdict.OK, _("the place that it names is there"))
        for url, uses in site.local
        if url not in wrong
    ]
    web = [shelf.target(url, uses) for url, uses in site.web]
    asked = ask_all(settings, [] if offline else web, tell)
    unasked = _("the web was not asked (--offline)")
    answers = [asked.answers.get(target.url) or Answer(target, Verdict.SKIPPED, unasked) for target in web]
    told = [told_to_rules(answer) for answer in (*broken, *answers)]
    told += [_leaving(shelf, fault) for fault in site.faults if fault.kind == "leaves-locale"]
    levels = {rule.name: None for rule in RULES if rule not in RULES_ON_WEB} | dict(settings.findings)
    findings = judge(shelf.catalogue, levels, base=root, web=tuple(told))
    findings = tuple(finding for finding in findings if finding.rule in _ON_WEB)
    return Checked(Judged(shelf.catalogue, findings), (*broken, *good, *answers), asked.interrupted, asked.trouble)


_ON_WEB: Final = frozenset(rule.name for rule in RULES_ON_WEB)


def _address(settings: Settings) -> str | None:
    """Return the address that the site will be served at, as mkdocs.yml has it."""
    written = load_yaml(settings.file).get("site_url") if settings.file else None
    return written if isinstance(written, str) and written else None


def _each(faults: Iterable[Fault]) -> list[tuple[Fault, list[PageUse]]]:
    """Return the faults that break an address, those of one address and reason together."""
    found: dict[tuple[str, str], tuple[Fault, list[PageUse]]] = {}
    for fault in faults:
        if fault.kind != "leaves-locale":
            found.setdefault((fault.url, fault.message), (fault, []))[1].append(fault.use)
    return list(found.values())


def _broken(shelf: _Shelf, found: tuple[Fault, list[PageUse]]) -> Answer:
    fault, uses = found
    return Answer(shelf.target(fault.url, uses), Verdict.BROKEN, fault.message, fault.hint)


def _leaving(shelf: _Shelf, fault: Fault) -> WebAnswer:
    use = shelf.use(fault.url, fault.use)
    return WebAnswer(LEAVES_LOCALE, fault.message, fault.hint, fault.url, ((use.source, use.span),))


class _Shelf:
    """The pages of a site as sources, so that findings can point into them."""

    def __init__(self, root: Path, site: BuiltSite) -> None:
        used = [use.file for _url, uses in (*site.local, *site.web) for use in uses]
        used += [fault.use.file for fault in site.faults]
        files = sorted(set(used))
        self._numbers = {file: number for number, file in enumerate(files)}
        sources = tuple(_source(root, file) for file in files)
        self.catalogue = Catalogue(None, sources, (), (), ())

    def target(self, url: str, uses: Iterable[PageUse]) -> Target:
        """Return an address with its places."""
        return Target(url, tuple(self.use(url, use) for use in uses))

    def use(self, url: str, use: PageUse) -> Use:
        """Return a place: the address as far as it is written there."""
        number = self._numbers[use.file]
        source = self.catalogue.sources[number]
        start = min(source.line_starts[min(use.line, len(source.line_starts)) - 1] + use.column - 1, len(source.text))
        length = len(url) if source.text.startswith(url, start) else 0
        return Use(number, Span(start, start + length))


def _source(root: Path, file: str) -> Source:
    text = (root / file).read_bytes().decode("utf-8-sig", "replace")
    starts = (0, *(found.end() for found in _LINE.finditer(text)))
    return Source(file, file, None, text, (), (), (), (), (), starts)
