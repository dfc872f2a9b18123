"""Asking for one address: redirects, second tries, and the verdict on what comes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from generator.links.addresses import read_address, read_whole
from generator.links.chains import Chain, Manners
from generator.links.documents import refresh
from generator.links.fetching import MOST_OF_A_PAGE, Failure, Request, Response
from generator.links.judgement import GOOD, NOBODY, PASSING, REDIRECTS, answer_of, document_of, forbidden, judge
from generator.links.scheduling import Pause, growing
from generator.links.verdict import Answer, Verdict
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from generator.links.collecting import Target
    from generator.links.memory import Remembered
    from generator.links.scheduling import Visit

T = TypeVar("T")
Steps: TypeAlias = "Generator[Request | Pause, Response | None, T]"

_PERMANENT: Final = frozenset([301, 308])
_HEAD_LIES: Final = frozenset([400, 401, 403, 404, 405, 406, 410, 429, 500, 501, 503])
_FILES: Final = re.compile(
    r"\.(?:pdf|zip|t?gz|bz2|xz|7z|rar|docx?|xlsx?|pptx?|csv|png|jpe?g|gif|webp|svg|ico|bmp|mp[34]|avi|mov|webm|apk|exe|dmg"
    r"|iso|msi|jar|whl|deb|rpm|woff2?|ttf)\Z",
    re.IGNORECASE,
)
"""Endings of names for which the head alone is asked first."""
_WITH_MARKS: Final = 2_097_152


def visit(targets: Sequence[Target], manners: Manners, known: Remembered | None = None) -> Visit[tuple[Answer, ...]]:
    """Ask for a page and return the verdicts on its addresses, which differ in their fragments or spelling alone.

    ``known`` is what an earlier run learned of the only address: a page that has not changed is as good as it was.
    """
    addresses = [read_whole(target.url) for target in targets]
    start = addresses[0]
    if start is None:
        return tuple(Answer(target, Verdict.REFUSED, _("no browser can read the address")) for target in targets)
    chain = Chain(
        start, replace(start, fragment=None), marks=any(address and address.fragment for address in addresses)
    )
    if known is not None and known.good:
        chain.validators = _validators(known)
    ended = yield from _to_the_end(chain, manners)
    if isinstance(ended, Answer):
        return tuple(replace(ended, target=target) for target in targets)
    if known is not None and ended.status == HTTPStatus.NOT_MODIFIED and chain.validators:
        same = known.answer(targets[0])
        return (replace(same, remembered=False, etag=known.etag, modified=known.modified),)
    return tuple(
        replace(judge(chain.of(address or start), ended, manners), target=target)
        for target, address in zip(targets, addresses, strict=True)
    )


def _to_the_end(chain: Chain, manners: Manners) -> Steps[Response | Answer]:
    """Follow a chain; return the response at its end, or the answer where it cannot be followed to it."""
    while True:
        if (closed := _closed(chain, manners)) is not None:
            return closed
        if manners.robots and not (yield from manners.robots.allows(chain.at)):
            return Answer(NOBODY, Verdict.SKIPPED, _("robots.txt asks programs to stay away"))
        response = yield from _ask(chain, manners)
        onward = _onward(chain, response)
        if onward is None:
            return response
        status, written = onward
        if (stopped := _follow(chain, response, status, written, manners)) is not None:
            return stopped
        if manners.clock() > chain.deadline:
            reason = _("its redirects take more than {seconds} seconds").format(seconds=round(manners.total))
            return replace(answer_of(Verdict.TIMEOUT, reason, response), passing=True)


def _validators(known: Remembered) -> tuple[str, ...]:
    """Return the headers that ask a server for a page only if it has changed."""
    named = (("If-None-Match", known.etag), ("If-Modified-Since", known.modified))
    # What came from a server goes back to it, and nothing else with it.
    return tuple(f"{name}: {value}" for name, value in named if value and value.isprintable())


def _closed(chain: Chain, manners: Manners) -> Answer | None:
    """Refuse an address that may not be reached, as far as that shows before anybody is asked."""
    permits, name = manners.gate.permits, chain.at.host.rstrip(".")
    if (literal := chain.at.literal) is not None:
        return None if permits(literal) else forbidden(chain)
    if name == "localhost" or name.endswith(".localhost"):
        return None if permits("127.0.0.1") or permits("::1") else forbidden(chain)
    if manners.addresses is not None and not all(map(permits, manners.addresses(name))):
        return forbidden(chain)
    return None


def _ask(chain: Chain, manners: Manners) -> Steps[Response]:
    """Ask for the address at which a chain stands, again where what went wrong may pass."""
    head = bool(_FILES.search(chain.at.path)) and not chain.marks
    attempt = 0
    while True:
        request = Request(
            chain.at.url,
            chain.at.origin,
            head=head,
            body=_WITH_MARKS if chain.marks else MOST_OF_A_PAGE,
            headers=() if chain.hops else chain.validators,
        )
        response = yield request
        chain.deadline = chain.deadline or manners.clock() + manners.total
        assert response is not None  # noqa: S101 - a request is answered by a response
        if head and (response.failure not in (None, Failure.FORBIDDEN, Failure.DNS) or response.status in _HEAD_LIES):
            head = False
            continue
        attempt += 1
        pause = _pause(response, attempt, manners)
        if pause is None or attempt > manners.retries or manners.clock() + pause > chain.deadline:
            return response
        yield Pause(pause, chain.at.origin if response.status == HTTPStatus.TOO_MANY_REQUESTS else None)


def _pause(response: Response, attempt: int, manners: Manners) -> float | None:
    """Return how many seconds to wait before asking again; None where that would not help."""
    if response.failure in (Failure.RESET, Failure.CONNECT, Failure.TIMEOUT, Failure.DNS):
        return growing(attempt, manners.first_pause)
    if response.failure is None and response.status in PASSING:
        asked = retry_after(response.headers.get("retry-after", ""))
        if asked is None:
            return growing(attempt, manners.first_pause)
        return max(asked, 0.1) if asked <= manners.longest_pause else None
    return None


def retry_after(written: str) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for, as a number or a date; None where it says neither."""
    written = written.strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        when = parsedate_to_datetime(written)
    except (TypeError, ValueError, IndexError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _onward(chain: Chain, response: Response) -> tuple[int, str] | None:
    """Return the status and the address of a redirect, None where the chain ends."""
    if response.failure:
        return None
    if response.status in REDIRECTS:
        return (response.status, location) if (location := response.headers.get("location", "").strip()) else None
    if response.status not in GOOD:
        return None
    leads = refresh(response.headers.get("refresh", ""))
    base = None
    if leads is None and response.is_page and response.body:
        document = document_of(response)
        leads, base = document.refresh, document.base
    if leads is None:
        return None
    beside = read_address(base, chain.at.url) if base else chain.at
    onward = read_address(leads, beside.url if beside else chain.at.url)
    if onward is None:
        return 0, leads
    return (0, onward.whole) if onward.url != chain.at.url else None


def _follow(chain: Chain, response: Response, status: int, written: str, manners: Manners) -> Answer | None:
    """Take a chain one redirect further; return the verdict where that cannot be."""
    onward = read_address(_as_sent(written), chain.at.url)
    if onward is None:
        reason = _("it redirects to an address that is not of the web, or no address at all")
        scheme = written.partition(":")[0].lower()
        verdict = (
            Verdict.REFUSED
            if ":" in written and scheme.isalpha() and scheme not in ("http", "https")
            else Verdict.BROKEN
        )
        return answer_of(verdict, reason, response)
    # With the cookie that it set, the same page may answer otherwise; one more time is enough to see.
    state = f"{onward.url} {response.headers.get('set-cookie', '').partition(';')[0]}"
    chain.hops.append(status)
    if state in chain.seen:
        return answer_of(Verdict.BROKEN, _("its redirects lead round in a circle"), response)
    if len(chain.hops) > manners.redirects:
        return answer_of(
            Verdict.BROKEN, _("it redirects more than {count} times").format(count=manners.redirects), response
        )
    chain.seen.add(state)
    # A fragment lives on through redirects that name none (RFC 9110, 10.2.2).
    if onward.fragment is None and chain.at.fragment is not None:
        onward = replace(onward, fragment=chain.at.fragment)
    chain.marks |= onward.fragment is not None
    if status in _PERMANENT and all(hop in _PERMANENT for hop in chain.hops):
        chain.permanent = onward
    chain.at = onward
    return None


def _as_sent(written: str) -> str:
    """Return a Location with its raw bytes read as UTF-8, else as GB18030."""
    raw = written.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
