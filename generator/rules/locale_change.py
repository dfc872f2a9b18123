"""locale-change: a link that leads a reader into another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.web_answers import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE, "leaves-locale")


RULE = Rule(
    name="locale-change",
    code="R607",
    severity=Severity.WARNING,
    summary="A link of a built page that leads into another language.",
    documentation=Documentation(
        what="""\
The rule reports a link of a built site from a page in one language to a page in another. The switch of languages is
none: a link with `hreflang`, or `rel="alternate"` or `rel="canonical"`. Only `leimu links --site` looks at built
pages.""",
        why="""\
A reader who chose a language lands in a text that they cannot read, and does not find the way back.""",
        wrong="""\
## 金融业

申请前请阅读[服务类目说明](https://leaves-locale.example/material/)。
""",
        right="""\
## 金融业

申请前请阅读[服务类目说明](https://ok.example/material/)。
""",
        mend="""\
Lead to the page in the language of the page; where there is none, say in the words of the link which language it is,
and give the link `hreflang`.""",
    ),
    check=_check,
)
