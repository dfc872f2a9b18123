"""What is wrong with an address, as a careful reader of the URL standard sees it, and what it should be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from generator.messages import noted
from generator.rules.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SLASHES = "/\\\uff0f"
_COLONS = ":;\uff1a\uff1b\ufe30\u2236"
_START = re.compile(
    rf"(?P<scheme>[A-Za-z][A-Za-z0-9+-]*+)(?P<colon>[{_COLONS}]?)(?P<slashes>[{re.escape(_SLASHES)}]*+)"
)
_DOUBLED = re.compile(rf"(https?)[{_COLONS}]?[/\\]*+(?=(https?)(?:[{_COLONS}][/\\]|//))", re.IGNORECASE)
_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_HOST_FIRST = re.compile(
    r"(?:www(?:\.[a-z0-9-]+)+|(?:[a-z0-9-]+\.)+(?:com|cn|net|org|gov|edu|io)(?::\d+)?(?=[/?#]|\Z))", re.IGNORECASE
)
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_AUTHORITY_END = re.compile(r"[/?#]|\Z")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]+")
_BLANK = re.compile(r"\s+")
_BEFORE_PATH = re.compile(r"[A-Za-z]*+:?[/\\]*+[^/?#\\]*+\Z")
_PUNCTUATION = (
    "\u3001-\u3003\u3008-\u3011\u3014-\u301f\u2018-\u201d\u2026\uff01-\uff0e\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_RUN_IN = re.compile(rf"[{_PUNCTUATION}]+")
_LOOKALIKES = {ord(wide): narrow for wide, narrow in zip("。．｡：／－", "...:/-", strict=True)}
_QUOTES = re.compile(r"[\"<>`]")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})[^/?#&%]{0,2}")
_RUN_TOGETHER = re.compile(r"(?<=[A-Za-z0-9])https?://", re.IGNORECASE)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_PHONE = re.compile(r"\+?(?=[().*#-]*+[0-9])[0-9().*#-]++(?:[;?,].*)?")
_KNOWN = frozenset(["mailto", "tel", "sms", "ftp", "ftps", "sftp", "weixin", "data", "file", "javascript"])
_NO_PLACE = re.compile(r"(?:data|javascript|vbscript):", re.IGNORECASE)
_TITLE = re.compile(r"[^?]*/[A-Za-z0-9_-]+")
"""An address up to a word that a bracket may follow in the title of a page: no file such as ``a.html``, no query."""
_MOST_MENDINGS = 8


class Wording(NamedTuple):
    """How a kind of fault is told; both texts may hold ``{part}``, the characters at fault, and other values."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an address."""

    wording: Wording
    start: int
    end: int
    """Which of its characters are at fault."""
    mended: str | None = None
    """The address without this fault, where there is one right answer."""
    values: Mapping[str, str] = field(default_factory=dict)


_INVISIBLES = Wording(noted("an invisible character ({name}) stands in the address"), noted("remove it"))
_BLANKS = Wording(
    noted("white space stands in the address"),
    noted("write %20 where a blank belongs to the address, and remove any other"),
)
_BROKEN_START = Wording(noted("the address begins with {part}"), noted("write {scheme}://"))
_BROKEN_COLON = Wording(noted("the address begins with {part}"), noted("write {scheme}:"))
_TWICE = Wording(noted("the address has two beginnings, {part} and {second}"), noted("keep the one that is right"))
_MISTYPED = Wording(noted("{part} is no scheme that browsers know"), noted("write {near}"))
_ON_A_DISK = Wording(noted("{part} names a drive of one computer"), noted("write an address that readers can reach"))
NO_SCHEME = Wording(
    noted("the address lacks its scheme, so it leads to a file beside this one"), noted("write https://{part}")
)
_MAIL_AS_PATH = Wording(noted("an e-mail address alone is no address of a link"), noted("write mailto:{part}"))
_NO_HOST = Wording(noted("the address names no host"), noted("write the whole address"))
_LOOKALIKE = Wording(noted("{part} in the host is not the character that it looks like"), noted("write {near}"))
_BAD_HOST = Wording(noted("{part} is no name of a host"), noted("copy the address anew from the browser"))
_NO_DOT = Wording(noted("the host {part} has no dot"), noted("write the whole name of the host"))
_UNDERSCORE = Wording(noted("the host {part} holds an underscore"), noted("check the name of the host"))
_BAD_PORT = Wording(noted("{part} is no port"), noted("write a number up to 65535, or no port"))
_TEXT_BEHIND = Wording(noted("{part} runs into the address"), noted("end the address before it"))
_QUOTE = Wording(noted("{part} stands in the address"), noted("remove it, or write {escaped}"))
_BACKSLASH = Wording(noted("a backslash stands in the address"), noted("write /"))
_ESCAPE = Wording(noted("{part} is no percent-escape"), noted("write % as %25, or two hexadecimal digits behind it"))
_TOGETHER = Wording(noted("two addresses run into each other"), noted("make two links of them, or keep one"))
_NO_MAIL = Wording(noted("{part} is no e-mail address"), noted("write name@host behind mailto:"))
_NO_PHONE = Wording(noted("{part} is no telephone number"), noted("write digits, + and - behind tel:"))


@lru_cache(65536)
def fault(href: str) -> Fault | None:
    """Return the first fault of an address, None where it has none.

    An empty one has none, nor one that holds data or a script: those are faults of another kind.
    """
    if not href or _NO_PLACE.match(href):
        return None
    return next((found for check in _CHECKS if (found := check(href))), None)


@lru_cache(65536)
def mended(href: str) -> str | None:
    """Return an address without its faults; None where it has none, or not one right answer."""
    now: str | None = href
    for _ in range(_MOST_MENDINGS):
        found = fault(now) if now else None
        if found is None:
            return now if now != href else None
        now = found.mended
    return None


def _invisible(href: str) -> Fault | None:
    found = _INVISIBLE.search(href)
    if found is None:
        return None
    name = f"U+{ord(found[0][0]):04X}"
    return Fault(_INVISIBLES, *found.span(), _INVISIBLE.sub("", href), {"name": name})


def _blank(href: str) -> Fault | None:
    found = _BLANK.search(href)
    if found is None:
        return None
    before, after = href[: found.start()], href[found.end() :]
    mending: str | None = None
    if _BEFORE_PATH.match(before) and (":" in before or before.lower() in ("http", "https")):
        # No scheme, host or number holds a blank.
        mending = before + after
    elif "\n" in found[0] or "\t" in found[0] or "\r" in found[0]:
        # Browsers drop these; the blanks round them are an indent.
        mending = before + after
    elif found[0].strip(" ") == "" and after.isascii() and "=" not in after.partition("?")[0]:
        mending = f"{before}{'%20' * len(found[0])}{after}"
    return Fault(_BLANKS, *found.span(), mending)


def _doubled(href: str) -> Fault | None:
    found = _DOUBLED.match(href)
    if found is None:
        return None
    mending = href[found.end() :] if found[1].lower() == found[2].lower() else None
    return Fault(_TWICE, *found.span(), mending, {"second": found[2]})


def _scheme(href: str) -> Fault | None:
    found = _START.match(href)
    if found is None:
        return None
    scheme, colon, slashes, rest = found["scheme"].lower(), found["colon"], found["slashes"], href[found.end() :]
    if scheme in ("http", "https"):
        if (colon == ":" and slashes == "//") or (not colon and len(slashes) < len("//")):
            return None
        return Fault(_BROKEN_START, *found.span(), f"{scheme}://{rest}" if rest else None, {"scheme": scheme})
    if scheme in _KNOWN:
        ends = (found.start(), found.end("colon"))
        return Fault(_BROKEN_COLON, *ends, f"{scheme}:{slashes}{rest}", {"scheme": scheme}) if colon > ":" else None
    if len(scheme) == 1 and colon == ":":
        return Fault(_ON_A_DISK, found.start(), found.end("colon"))
    near = nearest(scheme, ["https", "http"]) if len(slashes) > 1 or (colon and slashes) else None
    return Fault(_MISTYPED, *found.span(), None, {"near": f"{near}://"}) if near else None


def _without_scheme(href: str) -> Fault | None:
    if "@" in href and _MAIL.fullmatch(href):
        return Fault(_MAIL_AS_PATH, 0, len(href), f"mailto:{href}")
    return Fault(NO_SCHEME, 0, found.end()) if (found := _HOST_FIRST.match(href)) else None


def _backslash(href: str) -> Fault | None:
    path = re.split(r"[?#]", href, maxsplit=1)[0]
    at = path.find("\\")
    # Elsewhere a browser sends it as it is.
    return Fault(_BACKSLASH, at, at + 1, path.replace("\\", "/") + href[len(path) :]) if at >= 0 else None


def _authority(href: str) -> tuple[int, int] | None:
    """Return where the host with its port stands; None where the address has no place for one."""
    found = _WEB.match(href)
    end = _AUTHORITY_END.search(href, found.end()) if found else None
    if found is None or end is None:
        return None
    user = href.rfind("@", found.end(), end.start())
    return (user + 1 if user >= 0 else found.end()), end.start()


def _lookalike(href: str) -> Fault | None:
    place = _authority(href)
    if place is None or href[slice(*place)].isascii():
        return None
    for at in range(*place):
        near = _LOOKALIKES.get(ord(href[at]))
        # At the end it is a sentence's, not the host's.
        if near and href[at + 1 : at + 2].isascii() and href[at + 1 : at + 2].isalnum():
            return Fault(_LOOKALIKE, at, at + 1, f"{href[:at]}{near}{href[at + 1 :]}", {"near": near})
    return None


def _text_behind(href: str) -> Fault | None:
    """Find words of the sentence that follow an address; where its path is Chinese, they may be part of it."""
    place = _authority(href)
    if place is None:
        return None
    address = href.partition("#")[0]
    ascii_until = next((at for at, character in enumerate(address) if not character.isascii()), len(address))
    found = _RUN_IN.search(address, place[0])
    while found and found.start() > ascii_until and found.end() < len(address):
        found = _RUN_IN.search(address, found.end())
    if found is None:
        return None
    titled = found.start() > ascii_until or (
        found.start() > place[1] and _TITLE.fullmatch(address, place[1], found.start())
    )
    if titled and _balanced(address):
        return None
    mending = href[: found.start()] if found.end() == len(href) else None
    return Fault(_TEXT_BEHIND, *found.span(), mending)


def _balanced(address: str) -> bool:
    """Tell whether an address ends in a bracket that it opens itself, as titles of pages do."""
    pair = {"）": "（", "》": "《", "】": "【", "”": "“"}.get(address[-1])
    return pair is not None and address.count(pair) == address.count(address[-1])


def _host(href: str) -> Fault | None:
    place = _authority(href)
    if place is None:
        return None
    if place[0] == place[1] or href[place[0]] == ":":
        return Fault(_NO_HOST, 0, place[1])
    try:
        host = urlsplit(href).hostname or ""
    except ValueError:
        return Fault(_BAD_HOST, *place)
    try:
        urlsplit(href).port  # noqa: B018 - asking for it is what checks it
    except ValueError:
        return Fault(_BAD_PORT, href.rfind(":", *place), place[1])
    wording = _host_fault(host, bracketed=href[place[0]] == "[")
    return Fault(wording, place[0], place[0] + len(host)) if wording else None


def _host_fault(host: str, *, bracketed: bool) -> Wording | None:
    try:
        name = host.encode("idna").decode("ascii").removesuffix(".")
    except UnicodeError:
        return _BAD_HOST if not bracketed else None
    labels = name.split(".")
    if bracketed or labels[-1].isdigit():
        try:
            ip_address(name)
        except ValueError:
            return _BAD_HOST
        return None
    if not all(_LABEL.fullmatch(label) for label in labels):
        return _UNDERSCORE if all(_LABEL.fullmatch(label.replace("_", "a")) for label in labels) else _BAD_HOST
    return _NO_DOT if len(labels) == 1 and name.lower() != "localhost" else None


def _quote(href: str) -> Fault | None:
    found = _QUOTES.search(href)
    if found is None:
        return None
    escaped = f"%{ord(found[0]):02X}"
    # At an end it is what is left of an attribute; <…> holds the place of something else.
    sure = found[0] in '"`' and found.start() < len(href.rstrip('"`')) and "=" not in href[found.end() :]
    mending = href.replace(found[0], escaped) if sure else None
    return Fault(_QUOTE, *found.span(), mending, {"escaped": escaped})


def _escape(href: str) -> Fault | None:
    found = _BAD_ESCAPE.search(href) if "%" in href else None
    return Fault(_ESCAPE, *found.span()) if found else None


def _together(href: str) -> Fault | None:
    if not _WEB.match(href):
        return None
    found = _RUN_TOGETHER.search(re.split(r"[?#]", href, maxsplit=1)[0], len("https://"))
    return Fault(_TOGETHER, *found.span()) if found else None


def _mail_or_phone(href: str) -> Fault | None:
    scheme, _, rest = href.partition(":")
    if scheme.lower() == "mailto":
        people, _, query = rest.partition("?")
        good = all(_MAIL.fullmatch(each) for each in people.split(",")) or (not people and "to=" in query)
        return None if good else Fault(_NO_MAIL, 0 if not people else len("mailto:"), len(href))
    if scheme.lower() == "tel" and not _PHONE.fullmatch(rest):
        return Fault(_NO_PHONE, 0 if not rest else len("tel:"), len(href))
    return None


_CHECKS: tuple[Callable[[str], Fault | None], ...] = (
    _invisible,
    _blank,
    _doubled,
    _scheme,
    _without_scheme,
    _mail_or_phone,
    _backslash,
    _lookalike,
    _text_behind,
    _host,
    _quote,
    _escape,
    _together,
)
"""In this order: what comes first would mislead those behind it."""
