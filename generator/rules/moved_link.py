"""moved-link: a link to a page that has moved for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.web_answers import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE, "redirected")


RULE = Rule(
    name="moved-link",
    code="R604",
    severity=Severity.WARNING,
    summary="A link to a page that has moved for good.",
    documentation=Documentation(
        what="""\
The rule reports an address of the web whose server says that the page has moved for good (301, 308), and tells the new
address.
Only `leimu links` asks the web; `leimu check` does not.""",
        why="""\
Redirects are kept for years at best. The day they end, every link to the old address is broken.""",
        wrong="""\
## 金融业

申请前请阅读[服务类目说明](https://redirected.example/material/)。
""",
        right="""\
## 金融业

申请前请阅读[服务类目说明](https://ok.example/material/)。
""",
        mend="""\
Write the new address.""",
    ),
    check=_check,
    fixable=True,
)
