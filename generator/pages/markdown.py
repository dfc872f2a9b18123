"""Writing Markdown that holds other people's words: nothing in them may be taken for markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

# Whatever an extension gives a meaning inside a line: emphasis, links, attributes, emoji, symbols, templates, math.
# "-", ".", "/" and brackets mean nothing after "# ", so that ordinary titles stay readable in the file.
_MARKUP = re.compile(r"""[\\`*_{}\[\]<>#+!|~^=:$&@"']""")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(each for each in (*range(0x20), 0x7F) if each not in b"\t\n\r")
"""The same as bytes, which of UTF-8 are nothing else: a whole page is looked through ten times as fast."""
# What stands between double quotes in YAML as it is.  PyYAML would write the same, at a fiftieth of the speed.
_UNESCAPED = re.compile("[ !#-\\[\\]-~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*")


def one_line(text: str) -> str:
    """Return a text with every run of white space made one blank."""
    return " ".join((text if text.isprintable() else _CONTROL.sub(" ", text)).split())


def html_line(text: str) -> str:
    """Return a text as one line of HTML, for attributes too."""
    return str(escape(one_line(text)))


def heading(text: str, anchor: str = "") -> Markup:
    """Return a text for use after ``#`` signs, shown character by character as it is; ``anchor`` becomes its id."""
    words = _MARKUP.sub(lambda found: f"&#{ord(found[0])};", one_line(text))
    return Markup(f"{words} {{#{anchor}}}" if anchor else words)  # noqa: S704 - all markup is gone


def raw_block(html: str) -> Markup:
    """Return HTML as one block of a Markdown file: without indentation or blank lines, so that no host looks inside.

    Line breaks that count (in ``<pre>``) must be character references by now; ``safe`` writes them so.
    """
    lines = (line.strip(" \t") for line in str(escape(html)).replace("\r", "\n").split("\n"))
    return Markup("\n".join(line for line in lines if line))  # noqa: S704 - escaped above, unless it was Markup


def front_matter(values: Mapping[str, str | list[str]]) -> str:
    """Return YAML front matter: strings as HTML, since themes put titles and descriptions into pages as they are.

    They are always quoted, since YAML 1.1 and 1.2 differ on plain ones.
    """
    lines = (f"{key}: {_quoted(value)}" for key, value in values.items())
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _quoted(value: str | list[str]) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_quoted(each) for each in value) + "]"
    line = html_line(value)
    if _UNESCAPED.fullmatch(line):
        return f'"{line}"'
    return yaml.safe_dump(line, default_style='"', allow_unicode=True, width=float("inf")).rstrip("\n")


def document(front: Mapping[str, str | list[str]], body: str) -> str:
    """Return a whole Markdown file: front matter and body, parted by single blank lines."""
    written = body.encode(errors="surrogatepass")
    if len(written) != len(written.translate(None, _CONTROL_BYTES)):
        # Replaced, not dropped: what was read as one word with them must not become another without.
        body = _CONTROL.sub("\ufffd", body)
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    return front_matter(front) + body.strip("\n") + "\n"
