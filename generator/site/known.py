"""What of MkDocs this program knows the ways of."""

from __future__ import annotations

from typing import Final

KNOWN_PLUGINS: Final = frozenset({"leimu", "search", "material/search"})
"""Plugins of which all that they read is known here, and that gather nothing of the pages that others make."""
UNDERSTOOD: Final = frozenset(
    (
        *(
            "abbr",
            "admonition",
            "attr_list",
            "def_list",
            "fenced_code",
            "footnotes",
            "md_in_html",
            "meta",
            "tables",
            "toc",
        ),
        *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences", "pymdownx.tabbed"),
    )
)
"""Extensions that leave finished HTML as it is; with any other, Markdown reads all."""
