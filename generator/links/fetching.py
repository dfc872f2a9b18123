"""One request and its response, over libcurl."""

from __future__ import annotations

import os
import socket
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pycurl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.links.networks import Gate

MOST_HEADER_BYTES: Final = 65_536
MOST_OF_A_PAGE: Final = 131_072
_ACCEPT: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_BUFFER: Final = 16_384
_FORGIVEN: Final = ("Header without colon", "Unrecognized content encoding")
"""What libcurl says of faults in heads that browsers pass over; the page is there, and cannot be read."""
_WINDOW: Final = 65_536
_SMALL: Final = 16_384
"""Bytes of a body that nobody needs and that is read all the same, so that the connection can serve again."""


class Failure(StrEnum):
    """Why there is no response, or none that is whole."""

    FORBIDDEN = "forbidden"
    """The network that it leads to is closed to the check."""
    DNS = "dns"
    CONNECT = "connect"
    RESET = "reset"
    TIMEOUT = "timeout"
    TLS = "tls"
    ENCODING = "encoding"
    """The body is packed in a way that is not known, or wrongly."""
    PROTOCOL = "protocol"
    """What came is no HTTP."""


_FAILURES: Final[Mapping[int, Failure]] = {
    pycurl.E_BAD_CONTENT_ENCODING: Failure.ENCODING,
    pycurl.E_COULDNT_RESOLVE_PROXY: Failure.CONNECT,
    pycurl.E_COULDNT_RESOLVE_HOST: Failure.DNS,
    pycurl.E_COULDNT_CONNECT: Failure.CONNECT,
    pycurl.E_OPERATION_TIMEDOUT: Failure.TIMEOUT,
    pycurl.E_SSL_CONNECT_ERROR: Failure.TLS,
    pycurl.E_PEER_FAILED_VERIFICATION: Failure.TLS,
    pycurl.E_SSL_CERTPROBLEM: Failure.TLS,
    pycurl.E_SSL_CIPHER: Failure.TLS,
    pycurl.E_SSL_ISSUER_ERROR: Failure.TLS,
    pycurl.E_SSL_INVALIDCERTSTATUS: Failure.TLS,
    pycurl.E_SEND_ERROR: Failure.RESET,
    pycurl.E_RECV_ERROR: Failure.RESET,
    pycurl.E_GOT_NOTHING: Failure.RESET,
    pycurl.E_PARTIAL_FILE: Failure.RESET,
}


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask."""

    url: str
    host: str
    """The origin whose limits count."""
    head: bool = False
    body: int = MOST_OF_A_PAGE
    """Bytes of a page that are read at most, decoded."""
    headers: tuple[str, ...] = ()
    any_kind: bool = False
    """Whether the body counts whatever it is; else that of a page alone."""


@dataclass(slots=True)
class Response:
    """What came back."""

    url: str
    status: int = 0
    """0 where no status came."""
    headers: dict[str, str] = field(default_factory=dict)
    """By names in small letters, values as they came; of several of one name the last."""
    body: bytes = b""
    whole: bool = True
    """Whether the body is all there is."""
    failure: Failure | None = None
    read: object | None = None
    """What has been read of the body, kept for who asks next."""
    detail: str = ""
    """What libcurl says of the failure."""

    @property
    def kind(self) -> str:
        """The media type in small letters, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether it is words for people, or does not say what it is."""
        return self.kind in ("", "text/html", "application/xhtml+xml", "text/plain")

    @property
    def is_html(self) -> bool:
        """Whether it is HTML, so that its places have names."""
        return self.is_page and self.kind != "text/plain"


class Fetcher:
    """Makes handles for libcurl and reads off them what came."""

    def __init__(self, gate: Gate, *, agent: str, timeout: float, connect: tuple[str, ...] = ()) -> None:
        """Set what is the same for every request; ``timeout`` is in seconds, for one attempt.

        ``connect`` names hosts that are reached at another place, in libcurl's form ``host:port:address:port``.
        """
        self._gate = gate
        self._agent = agent
        self._timeout = timeout
        self._connect = list(connect)
        self._authorities = authorities()

    def handle(self) -> pycurl.Curl:
        """Return a new handle, with an empty jar of cookies."""
        curl = pycurl.Curl()
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.FOLLOWLOCATION, 0)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
        curl.setopt(pycurl.COOKIEFILE, "")
        curl.setopt(pycurl.USERAGENT, self._agent)
        curl.setopt(pycurl.ACCEPT_ENCODING, "")
        curl.setopt(pycurl.BUFFERSIZE, _BUFFER)
        curl.setopt(pycurl.PATH_AS_IS, 1)
        curl.setopt(pycurl.TIMEOUT_MS, int(self._timeout * 1000))
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(self._timeout * 1000))
        if self._connect:
            curl.setopt(pycurl.CONNECT_TO, self._connect)
        if self._authorities[0]:
            curl.setopt(pycurl.CAINFO, self._authorities[0])
        if self._authorities[1]:
            curl.setopt(pycurl.CAPATH, self._authorities[1])
        return curl

    def prepare(self, curl: pycurl.Curl, request: Request) -> Transfer:
        """Set a handle up for a request; the transfer that is returned gathers what comes."""
        transfer = Transfer(request, self._gate)
        curl.setopt(pycurl.URL, request.url)
        curl.setopt(pycurl.NOBODY, 1 if request.head else 0)
        if not request.head:
            curl.setopt(pycurl.HTTPGET, 1)
        curl.setopt(
            pycurl.HTTPHEADER, [f"Accept: {_ACCEPT}", "Accept-Language: zh-CN,zh;q=0.9,en;q=0.7", *request.headers]
        )
        curl.setopt(pycurl.HEADERFUNCTION, transfer.take_header)
        curl.setopt(pycurl.WRITEFUNCTION, transfer.take_body)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, transfer.open_socket)
        return transfer


class _Lent(socket.socket):
    """A socket that libcurl makes a duplicate of: this one is closed as soon as nobody holds it, without a warning."""

    def __del__(self) -> None:
        self.close()


class Transfer:
    """What comes of a request, as it comes."""

    def __init__(self, request: Request, gate: Gate) -> None:
        self.request = request
        self._gate = gate
        self._response = Response(request.url)
        self._body = bytearray()
        self._header_bytes = 0
        self._forbidden = 0
        self._opened = 0
        self._enough = False

    def open_socket(self, _purpose: int, address: Any) -> Any:  # noqa: ANN401 - libcurl's own
        """Open the socket of a connection, unless the address is closed; what the DNS said last is what counts."""
        family, kind, protocol, place = address
        if not self._gate.permits(str(place[0])):
            self._forbidden += 1
            return pycurl.SOCKET_BAD
        self._opened += 1
        lent = _Lent(family, kind, protocol)
        # What is not wanted must not be on its way: a large window takes megabytes before anybody looks.
        lent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WINDOW)
        return lent

    def take_header(self, line: bytes) -> int | None:
        """Take a line of the head; any other count than its own ends the transfer."""
        self._header_bytes += len(line)
        if self._header_bytes > MOST_HEADER_BYTES:
            self._response.failure = Failure.PROTOCOL
            return -1
        text = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
        if text.startswith("HTTP/"):
            # That of an interim response or of a proxy is followed by another.
            self._response.headers.clear()
            return None
        name, colon, value = text.partition(":")
        if colon:
            self._response.headers[name.strip().lower()] = value.strip()
        return None

    def take_body(self, data: bytes) -> int | None:
        """Take a piece of the body until there is enough of it."""
        response, limit = self._response, self.request.body
        if not response.is_page and not self.request.any_kind:
            length = response.headers.get("content-length", "")
            if not (length.isdigit() and int(length) <= _SMALL):
                return self._stop()
            limit = min(limit, _SMALL)
        self._body += data[: limit - len(self._body)]
        return self._stop() if len(self._body) >= limit else None

    def _stop(self) -> int:
        self._enough = True
        return -1

    def finish(self, curl: pycurl.Curl, error: tuple[int, str] | None) -> Response:
        """Return the response, whole or failed."""
        response = self._response
        response.status = curl.getinfo(pycurl.RESPONSE_CODE)
        response.body = bytes(self._body)
        response.whole = not self._enough and error is None
        if error and not self._enough:
            self._fail(*error)
        return response

    def _fail(self, code: int, detail: str) -> None:
        """Note why a transfer ended before its end."""
        response = self._response
        response.detail = detail
        if self._forbidden and not self._opened and code in (pycurl.E_COULDNT_CONNECT, pycurl.E_OPERATION_TIMEDOUT):
            response.failure = Failure.FORBIDDEN
        elif not (response.status and any(words in detail for words in _FORGIVEN)):
            response.failure = response.failure or _FAILURES.get(code, Failure.PROTOCOL)


def authorities() -> tuple[str | None, str | None]:
    """Return the file and the directory of the certificates that the system trusts, as far as there are any."""
    found = ssl.get_default_verify_paths()
    usual = [Path(place) for place in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")]
    file = os.environ.get("SSL_CERT_FILE") or found.cafile or next((str(p) for p in usual if p.is_file()), None)
    return file, os.environ.get("SSL_CERT_DIR") or (found.capath if not file else None)
