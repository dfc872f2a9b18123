"""The verdict on what came back from the end of a chain."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from posixpath import splitext
from typing import TYPE_CHECKING, Final

from generator.links.documents import Document, decode
from generator.links.fetching import Failure, Response
from generator.links.telling import without_credentials
from generator.links.verdict import Answer, Verdict
from generator.messages import gettext as _

if TYPE_CHECKING:
    from generator.links.addresses import Address
    from generator.links.chains import Chain, Manners
    from generator.links.collecting import Target

_SERVERS_FAULT: Final = 500
REDIRECTS: Final = frozenset([301, 302, 303, 307, 308])
GOOD: Final = range(200, 300)
_NEAR: Final = (300,)
_BLOCKED: Final = frozenset([401, 402, 403, 407, 418, 429, 451, 999])
PASSING: Final = frozenset([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])
_OF_WALLS: Final = ("cf-mitigated", "x-amzn-waf-action")
"""Headers by which those who stand before a server say that they have stopped a request."""
_HOMES: Final = frozenset(
    ["", "index", "home", "default", "main", "portal", "zh", "en", "cn", "zh-cn", "zh-tw", "en-us"]
)
_FEW: Final = 200
"""Characters of words up to which a page with scripts is one that builds itself in the browser."""
_LINES: Final = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|lines-\d+(?::\d+)?")
_CODE: Final = re.compile(r"/(?:blob|blame|src|tree|raw|browse)/")
_REMARK: Final = re.compile(
    r"(?:issuecomment|discussion_r|discussioncomment|pullrequestreview|event|diff|note)[-_]?[0-9a-f]+"
)
_NO_PAGE: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT)
_BROWSERS_OWN: Final = ("!", "/", ":~:", "?")
_FAILED: Final = {
    Failure.DNS: Verdict.BROKEN,
    Failure.CONNECT: Verdict.BROKEN,
    Failure.RESET: Verdict.BROKEN,
    Failure.TIMEOUT: Verdict.TIMEOUT,
    Failure.TLS: Verdict.BROKEN,
    Failure.ENCODING: Verdict.BROKEN,
    Failure.PROTOCOL: Verdict.BROKEN,
}
NOBODY: Final[Target] = None  # type: ignore[assignment]


def answer_of(verdict: Verdict, reason: str, response: Response | None = None, hint: str | None = None) -> Answer:
    """Return an answer with the status of a response; whose it is the visit puts in."""
    status = response.status or None if response else None
    return Answer(NOBODY, verdict, reason, hint, status)


def forbidden(chain: Chain, response: Response | None = None) -> Answer:
    """Return the answer where a chain would lead into a closed network."""
    if chain.hops:
        reason = _("it redirects to {host}, which is in a network that the check must not enter")
    else:
        reason = _("{host} is in a network that the check must not enter")
    hint = _("open the network with --allow-net, if it is yours")
    return answer_of(Verdict.REFUSED, reason.format(host=chain.at.host), response, hint)


def judge(chain: Chain, response: Response, manners: Manners) -> Answer:
    """Return the verdict on where a chain ends."""
    if response.failure:
        return _failed(chain, response)
    status = response.status
    if status in manners.site(chain.at.host).accept:
        return _moved(chain, answer_of(Verdict.OK, _("the settings say that this answer is well"), response))
    if status in _BLOCKED or any(name in response.headers for name in _OF_WALLS):
        return _blocked(response)
    if status in REDIRECTS:
        return answer_of(
            Verdict.BROKEN, _("it answers {status} without saying where to").format(status=status), response
        )
    if status not in GOOD and status not in _NEAR:
        return _bad_status(response, manners)
    return _arrived(chain, response, manners)


def _failed(chain: Chain, response: Response) -> Answer:
    if response.failure is None or response.failure is Failure.FORBIDDEN:
        return forbidden(chain, response)
    passing = response.failure not in (Failure.DNS, Failure.TLS)
    return replace(answer_of(_FAILED[response.failure], _failure(response, chain), response), passing=passing)


def _failure(response: Response, chain: Chain) -> str:
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
    return answer_of(Verdict.BLOCKED, reason, response, _("open the address in a browser"))


def _bad_status(response: Response, manners: Manners) -> Answer:
    if response.status in (503, 403) and manners.signs.of(document_of(response)) == "wall":
        return _blocked(response)
    verdict = Verdict.TIMEOUT if response.status in (408, 504) else Verdict.BROKEN
    answer = answer_of(verdict, _("the server answers {status}").format(status=response.status), response)
    return replace(answer, passing=response.status in PASSING or response.status >= _SERVERS_FAULT)


def document_of(response: Response) -> Document:
    """Return the page that came."""
    if not isinstance(response.read, Document):
        response.read = Document(decode(response.body, response.headers.get("content-type", "")))
    return response.read


def _arrived(chain: Chain, response: Response, manners: Manners) -> Answer:
    """Return the verdict where the server says that all is well."""
    if _at_login(chain, manners):
        reason = _("it leads to a page for logging in: nobody can tell")
        return answer_of(Verdict.BLOCKED, reason, response, _("open the address in a browser"))
    if chain.hops and _deep(chain.start) and not _deep(chain.at) and not chain.at.query:
        reason = _("it leads to the home page of {host} instead of a page").format(host=chain.at.host)
        return _moved(chain, answer_of(Verdict.BROKEN, reason, response), at_home=True)
    if chain.hops and manners.signs.match("missing", "path", chain.at.path):
        return _moved(chain, _missing(response), at_home=True)
    if response.is_page and (response.whole or response.body) and response.status not in _NO_PAGE:
        document = document_of(response)
        if (told := _soft(chain, document, response, manners)) is not None:
            return told
        if manners.site(chain.at.host).anchors and (told := _placed(chain, document, response)) is not None:
            return told
    answer = answer_of(Verdict.OK, _("the page is there"), response)
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    if chain.hops:
        etag = modified = None
    return _moved(chain, replace(answer, etag=etag, modified=modified))


def _missing(response: Response) -> Answer:
    reason = _("the server answers {status}, but the page says that there is none").format(status=response.status)
    return answer_of(Verdict.BROKEN, reason, response)


def _soft(chain: Chain, document: Document, response: Response, manners: Manners) -> Answer | None:
    """Return the verdict on a page that answers 200 and is not what it seems; None where it is."""
    match manners.signs.of(document):
        case "missing":
            return _missing(response)
        case "wall":
            reason = _("a check for robots stands before the page: nobody can tell")
            return answer_of(Verdict.BLOCKED, reason, response, _("open the address in a browser"))
        case "login" if not manners.signs.match("login", "path", chain.start.path):
            reason = _("the page asks to log in: nobody can tell")
            return answer_of(Verdict.BLOCKED, reason, response, _("open the address in a browser"))
    if response.whole and not document.text and not document.shows and not document.scripts:
        return answer_of(Verdict.BROKEN, _("the page is empty"), response)
    return None


def _placed(chain: Chain, document: Document, response: Response) -> Answer | None:
    """Return the verdict where a page lacks the place that the address names; None where it has it, or may have."""
    fragment = (chain.at.fragment or "").partition(":~:")[0]
    if not fragment or fragment.lower() == "top" or fragment.startswith(_BROWSERS_OWN) or document.holds(fragment):
        return None
    if not response.whole or not response.is_html or _made_by_scripts(fragment, chain.at, document):
        return None
    # A page that names one charset and is written in another shows its words all the same.
    if Document(response.body.decode("gb18030", "replace")).holds(fragment):
        return None
    reason = _("the page is there, but no place in it is called #{fragment}").format(fragment=fragment)
    return answer_of(Verdict.BROKEN, reason, response)


def _made_by_scripts(fragment: str, at: Address, document: Document) -> bool:
    """Tell whether the place is one that scripts make, in a page of their own or in one of GitHub and its like."""
    if document.scripts and len(document.text) <= _FEW:
        return True
    return bool((_LINES.fullmatch(fragment) and _CODE.search(at.path)) or _REMARK.match(fragment))


def _deep(address: Address) -> bool:
    """Tell whether an address leads further than to a home page."""
    parts = [splitext(part)[0].lower() for part in address.path.split("/") if part]
    return any(part not in _HOMES for part in parts) or bool(address.query)


def _at_login(chain: Chain, manners: Manners) -> bool:
    """Tell whether a redirect ended at a page for logging in, where the address was none itself."""
    signs, at, start = manners.signs, chain.at, chain.start
    if not chain.hops or at.url == start.url:
        return False
    path = signs.match("login", "path", at.path + at.query) and not signs.match("login", "path", start.path)
    host = signs.match("login", "host", at.host) and not signs.match("login", "host", start.host)
    return path or host


def _moved(chain: Chain, answer: Answer, *, at_home: bool = False) -> Answer:
    """Return an answer with where the address leads now, as redirected where it has moved for good."""
    if not chain.hops or chain.at.url == chain.start.url:
        return answer
    redirect = _written(chain.at)
    if at_home or chain.permanent is None:
        return replace(answer, redirect=redirect)
    redirect = _written(chain.permanent)
    settled = chain.permanent.url == chain.at.url
    reason = _("it has moved for good")
    hint = _("write the new address")
    return replace(answer, verdict=Verdict.REDIRECTED, reason=reason, redirect=redirect, hint=hint, settled=settled)


def _written(address: Address) -> str:
    url = without_credentials(address.url)
    return url if not address.fragment else f"{url}#{address.fragment}"
