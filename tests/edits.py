"""What an editor may do to a document, drawn by hypothesis; it is no test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

WRITTEN = (
    *("\n", "\n\n", "甲", "5", " ", "\r\n", "\u200b", "\U000f0000", "）", "《", "【", "*", "`", "\\"),
    *("# ", "## 金融\n\n", "### 银行\n\n", "#### 说明\n", "---\n", "===\n", "- ", "1. ", "> ", ">! 注意\n\n", "    "),
    *(
        "```\n",
        "~~~\n",
        "<!--",
        "-->",
        "<pre>",
        "</pre>\n",
        "<script>",
        "</script>",
        "<?",
        "<div>\n",
        "</div>\n",
        "<b>",
    ),
    *(
        "<table>",
        "</table>",
        "<tr><th>资质要求（3选1）</th><td>《证》</td></tr>\n",
        "<td>",
        "|甲|乙|\n|-|-|\n|丙|丁|\n",
    ),
    *('<dx-alert infotype="notice" title="注">', "</dx-alert>", "[甲](乙)", "[甲]: https://x.example/\n", "[x](#y)"),
    *("具备【金融-银行】类目", "需补充：社交-直播类目。", "<!-- leimu: ignore=missing-row 有因 -->\n\n"),
)
_places = st.floats(0, 1)
_writing = st.tuples(st.just("write"), _places, st.booleans(), st.sampled_from(WRITTEN))
_cutting = st.tuples(st.just("cut"), _places, st.booleans(), st.sampled_from((1, 3, 20, 200)))
_copying = st.tuples(st.just("copy"), _places, st.booleans(), st.tuples(_places, st.sampled_from((10, 300, 2000))))
EDITS = st.lists(_writing | _writing | _cutting | _copying, min_size=1, max_size=8)
"""Edits one after the other: (what, where from 0 to 1, whether at the beginning of the line, of what)."""


def edited(text: str, edits: Sequence[Any]) -> Iterator[str]:
    """Yield a document, and what it is after each edit."""
    yield text
    for what, place, at_line, of in edits:
        at = round(place * len(text))
        at = text.rfind("\n", 0, at) + 1 if at_line else at
        if what == "write":
            text = text[:at] + of + text[at:]
        elif what == "cut":
            text = text[:at] + text[at + of :]
        else:
            start = round(of[0] * len(text))
            text = text[:at] + text[start : start + of[1]] + text[at:]
        yield text
