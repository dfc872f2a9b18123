"""A stand-in for the web: hosts are named after the verdict on them, as in https://broken.example/."""

from __future__ import annotations

import re

from generator.catalogue import Catalogue
from generator.findings import WebAnswer
from generator.links.collecting import collect
from generator.messages import gettext as _

HOST = re.compile(r"https://(broken|timeout|refused|redirected|blocked|pending|leaves-locale)\.example/")


def web(catalogue: Catalogue) -> tuple[WebAnswer, ...]:
    """Return what the hosts would say, in words that the link check has."""
    return tuple(
        WebAnswer(
            host[1],
            _("the page is empty"),
            _("open the address in a browser"),
            target.url,
            tuple((use.source, use.span) for use in target.uses),
            target.url.replace("redirected", "ok") if host[1] == "redirected" else None,
        )
        for target in collect(catalogue)
        if (host := HOST.match(target.url))
    )
