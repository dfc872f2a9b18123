"""Asking for one address: redirects, second tries, and the verdict on what comes."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from posixpath import splitext
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.links.addresses import Address, read_address
from generator.links.documents import Document, decode
from generator.links.fetching import MOST_OF_A_PAGE, Failure, Request, Response
from generator.links.scheduling import Pause, growing
from generator.links.signs import Signs, known_signs
from generator.links.verdict import Answer, Verdict
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from generator.links.collecting import Target
    from generator.links.networks import Gate
    from generator.links.scheduling import Visit

Steps: TypeAlias = "Generator[Request | Pause, Response | None, Response]"

_REDIRECTS: Final = frozenset([301, 302, 303, 307, 308])
_GOOD: Final = range(200, 300)
_NEAR: Final = (300, 304)
_PERMANENT: Final = frozenset([301, 308])
_BLOCKED: Final = frozenset([401, 402, 403, 407, 418, 429, 451, 999])
_PASSING: Final = frozenset([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])
_HEAD_LIES: Final = frozenset([400, 401, 403, 404, 405, 406, 410, 429, 500, 501, 503])
_FILES: Final = re.compile(
    r"\.(?:pdf|zip|t?gz|bz2|xz|7z|rar|docx?|xlsx?|pptx?|csv|png|jpe?g|gif|webp|svg|ico|bmp|mp[34]|avi|mov|webm|apk|exe|dmg"
    r"|iso|msi|jar|whl|deb|rpm|woff2?|ttf)\Z",
    re.IGNORECASE,
)
"""Endings of names for which the head alone is asked first."""
_HOMES: Final = frozenset(
    ["", "index", "home", "default", "main", "portal", "zh", "en", "cn", "zh-cn", "zh-tw", "en-us"]
)
_WITH_MARKS: Final = 2_097_152
_FEW: Final = 200
"""Characters of words up to which a page with scripts is one that builds itself in the browser."""
_BROWSERS_OWN: Final = ("!", "/", ":~:", "?")


@dataclass(frozen=True, slots=True)
class Manners:
    """How an address is asked for."""

    gate: Gate
    timeout: float = 20.0
    """Seconds for one attempt."""
    total: float = 60.0
    """Seconds for one address, pauses included."""
    retries: int = 2
    redirects: int = 10
    longest_pause: float = 30.0
    """Seconds up to which ``Retry-After`` is waited for."""
    first_pause: float = 0.5
    signs: Signs = field(default_factory=known_signs)
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class _Chain:
    """The way from the address that is written to where it ends."""

    start: Address
    at: Address
    deadline: float = 0.0
    """When the time for it is over; 0 as long as nobody has answered, since waiting in line is not its fault."""
    hops: list[int] = field(default_factory=list)
    """The status of each redirect; 0 for one that a page makes."""
    permanent: Address | None = None
    """Where the leading permanent redirects lead."""
    seen: set[str] = field(default_factory=set)


def visit(target: Target, manners: Manners) -> Visit[Answer]:
    """Ask for an address and return the verdict on it."""
    address = read_address(target.url if not target.url.startswith("//") else f"https:{target.url}")
    if address is None:
        return Answer(target, Verdict.REFUSED, _("no browser can read the address"))
    chain = _Chain(address, address)
    while True:
        if (closed := _closed(chain, manners)) is not None:
            return replace(closed, target=target)
        response = yield from _ask(chain, manners)
        onward = _onward(chain, response)
        if onward is None:
            return replace(_judge(chain, response, manners), target=target)
        status, written = onward
        if (stopped := _follow(chain, response, status, written, manners)) is not None:
            return replace(stopped, target=target)


_NOBODY: Final[Target] = None  # type: ignore[assignment]


def _answer(verdict: Verdict, reason: str, response: Response | None = None, hint: str | None = None) -> Answer:
    status = response.status or None if response else None
    return Answer(_NOBODY, verdict, reason, hint, status)


def _closed(chain: _Chain, manners: Manners) -> Answer | None:
    """Refuse an address whose host is a number that may not be reached, before anybody is asked."""
    literal = chain.at.literal
    name = chain.at.host.rstrip(".")
    local = name == "localhost" or name.endswith(".localhost")
    if (literal and not manners.gate.permits(literal)) or (
        local and not (manners.gate.permits("127.0.0.1") or manners.gate.permits("::1"))
    ):
        return _forbidden(chain)
    return None


def _forbidden(chain: _Chain, response: Response | None = None) -> Answer:
    if chain.hops:
        reason = _("it redirects to {host}, which is in a network that the check must not enter")
    else:
        reason = _("{host} is in a network that the check must not enter")
    hint = _("open the network with --allow-net, if it is yours")
    return _answer(Verdict.REFUSED, reason.format(host=chain.at.host), response, hint)


def _ask(chain: _Chain, manners: Manners) -> Steps:
    """Ask for the address at which a chain stands, again where what went wrong may pass."""
    head = bool(_FILES.search(chain.at.path)) and not chain.at.fragment
    attempt = 0
    while True:
        request = Request(
            chain.at.url,
            chain.at.origin,
            head=head,
            body=_WITH_MARKS if chain.at.fragment else MOST_OF_A_PAGE,
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
    if response.failure is None and response.status in _PASSING:
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


def _onward(chain: _Chain, response: Response) -> tuple[int, str] | None:
    """Return the status and the address of a redirect, None where the chain ends."""
    if response.failure:
        return None
    if response.status in _REDIRECTS:
        return (response.status, location) if (location := response.headers.get("location", "").strip()) else None
    if response.status in _GOOD and response.is_page and response.body:
        document = Document(decode(response.body, response.headers.get("content-type", "")))
        if document.refresh:
            base = read_address(document.base, chain.at.url) if document.base else chain.at
            leads = read_address(document.refresh, base.url if base else chain.at.url)
            if leads is None or leads.url != chain.at.url:
                return 0, document.refresh
    return None


def _follow(chain: _Chain, response: Response, status: int, written: str, manners: Manners) -> Answer | None:
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
        return _answer(verdict, reason, response)
    # With the cookie that it set, the same page may answer otherwise; one more time is enough to see.
    state = f"{onward.url} {response.headers.get('set-cookie', '').partition(';')[0]}"
    chain.hops.append(status)
    if state in chain.seen:
        return _answer(Verdict.BROKEN, _("its redirects lead round in a circle"), response)
    if len(chain.hops) > manners.redirects:
        return _answer(
            Verdict.BROKEN, _("it redirects more than {count} times").format(count=manners.redirects), response
        )
    chain.seen.add(state)
    # A fragment lives on through redirects that name none (RFC 9110, 10.2.2).
    if onward.fragment is None and chain.at.fragment is not None:
        onward = replace(onward, fragment=chain.at.fragment)
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


_FAILED: Final = {
    Failure.DNS: Verdict.BROKEN,
    Failure.CONNECT: Verdict.BROKEN,
    Failure.RESET: Verdict.BROKEN,
    Failure.TIMEOUT: Verdict.TIMEOUT,
    Failure.TLS: Verdict.BROKEN,
    Failure.PROTOCOL: Verdict.BROKEN,
}


def _judge(chain: _Chain, response: Response, manners: Manners) -> Answer:
    """Return the verdict on where a chain ends."""
    if response.failure is Failure.FORBIDDEN:
        return _forbidden(chain, response)
    if response.failure:
        return _answer(_FAILED[response.failure], _failure(response, chain), response)
    status = response.status
    if status in _BLOCKED or (status in (503, 403) and "cf-mitigated" in response.headers):
        return _blocked(response)
    if status in _REDIRECTS:
        return _answer(Verdict.BROKEN, _("it answers {status} without saying where to").format(status=status), response)
    if status not in _GOOD and status not in _NEAR:
        return _bad_status(response, manners)
    return _arrived(chain, response, manners)


def _failure(response: Response, chain: _Chain) -> str:
    host = chain.at.host
    match response.failure:
        case Failure.DNS:
            return _("no host is called {host}").format(host=host)
        case Failure.CONNECT:
            return _("{host} takes no connection").format(host=host)
        case Failure.RESET:
            return _("{host} breaks the connection off").format(host=host)
        case Failure.TIMEOUT:
            return _("{host} does not answer in time").format(host=host)
        case Failure.TLS:
            return _("the certificate or encryption of {host} is not in order ({detail})").format(
                host=host, detail=" ".join(response.detail.split())
            )
        case _other:
            return _("what {host} answers is no HTTP").format(host=host)


def _blocked(response: Response) -> Answer:
    reason = _("the server answers {status} to programs: nobody can tell").format(status=response.status)
    return _answer(Verdict.BLOCKED, reason, response, _("open the address in a browser"))


def _bad_status(response: Response, manners: Manners) -> Answer:
    if response.status in (503, 403) and manners.signs.of(_document(response)) == "wall":
        return _blocked(response)
    verdict = Verdict.TIMEOUT if response.status in (408, 504) else Verdict.BROKEN
    return _answer(verdict, _("the server answers {status}").format(status=response.status), response)


def _document(response: Response) -> Document:
    return Document(decode(response.body, response.headers.get("content-type", "")))


def _arrived(chain: _Chain, response: Response, manners: Manners) -> Answer:
    """Return the verdict where the server says that all is well."""
    if _at_login(chain, manners):
        reason = _("it leads to a page for logging in: nobody can tell")
        return _answer(Verdict.BLOCKED, reason, response, _("open the address in a browser"))
    if chain.hops and _deep(chain.start) and not _deep(chain.at) and not chain.at.query:
        reason = _("it leads to the home page of {host} instead of a page").format(host=chain.at.host)
        return _moved(chain, _answer(Verdict.BROKEN, reason, response), at_home=True)
    if response.is_page and (response.whole or response.body) and response.status == HTTPStatus.OK:
        document = _document(response)
        if (told := _soft(document, response, manners)) is not None:
            return told
        if (told := _placed(chain, document, response)) is not None:
            return told
    return _moved(chain, _answer(Verdict.OK, _("the page is there"), response))


def _soft(document: Document, response: Response, manners: Manners) -> Answer | None:
    """Return the verdict on a page that answers 200 and is not what it seems; None where it is."""
    match manners.signs.of(document):
        case "missing":
            return _answer(Verdict.BROKEN, _("the server answers 200, but the page says that there is none"), response)
        case "wall":
            reason = _("a check for robots stands before the page: nobody can tell")
            return _answer(Verdict.BLOCKED, reason, response, _("open the address in a browser"))
        case "login":
            reason = _("the page asks to log in: nobody can tell")
            return _answer(Verdict.BLOCKED, reason, response, _("open the address in a browser"))
    empty = not document.text and not document.shows and not document.scripts
    if (response.whole and empty and response.kind != "") or (response.whole and not response.body.strip()):
        return _answer(Verdict.BROKEN, _("the page is empty"), response)
    return None


def _placed(chain: _Chain, document: Document, response: Response) -> Answer | None:
    """Return the verdict where a page lacks the place that the address names; None where it has it, or may have."""
    fragment = chain.at.fragment
    if not fragment or fragment.lower() == "top" or fragment.startswith(_BROWSERS_OWN) or document.holds(fragment):
        return None
    fragment = fragment.partition(":~:")[0]
    if not fragment or document.holds(fragment):
        return None
    if not response.whole or (document.scripts and len(document.text) <= _FEW) or _lines_of_code(fragment, chain.at):
        return None
    reason = _("the page is there, but no place in it is called #{fragment}").format(fragment=fragment)
    return _answer(Verdict.BROKEN, reason, response)


def _lines_of_code(fragment: str, at: Address) -> bool:
    """Tell whether a fragment names lines of a file, which GitHub and its like mark in the browser."""
    first, _dash, last = fragment.partition("-")
    numbered = all(part[:1] == "L" and part[1:].replace("C", "").isdigit() for part in (first, last or first))
    return numbered and ("/blob/" in at.path or "/blame/" in at.path or "/src/" in at.path or "/tree/" in at.path)


def _deep(address: Address) -> bool:
    """Tell whether an address leads further than to a home page."""
    parts = [splitext(part)[0].lower() for part in address.path.split("/") if part]
    return any(part not in _HOMES for part in parts) or bool(address.query)


def _at_login(chain: _Chain, manners: Manners) -> bool:
    """Tell whether a redirect ended at a page for logging in, where the address was none itself."""
    signs, at, start = manners.signs, chain.at, chain.start
    if not chain.hops or at.url == start.url:
        return False
    path = signs.match("login", "path", at.path) and not signs.match("login", "path", start.path)
    host = signs.match("login", "host", at.host) and not signs.match("login", "host", start.host)
    return path or host


def _moved(chain: _Chain, answer: Answer, *, at_home: bool = False) -> Answer:
    """Return an answer with where the address leads now, as redirected where it has moved for good."""
    if not chain.hops or chain.at.url == chain.start.url:
        return answer
    redirect = _written(chain.at)
    if at_home or chain.permanent is None:
        return replace(answer, redirect=redirect)
    redirect = _written(chain.permanent)
    reason = _("it has moved for good")
    return replace(
        answer, verdict=Verdict.REDIRECTED, reason=reason, redirect=redirect, hint=_("write the new address")
    )


def _written(address: Address) -> str:
    return address.url if not address.fragment else f"{address.url}#{address.fragment}"
