"""blocked-link: a link that only people can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.web_answers import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE, "blocked")


RULE = Rule(
    name="blocked-link",
    code="R605",
    severity=Severity.INFO,
    summary="A link that only people can follow.",
    documentation=Documentation(
        what="""\
The rule reports an address of the web whose server does not let programs in (401, 403, 418, 429, 451, 999), puts a
check for robots before the page, or wants a login.
Only `leimu links` asks the web; `leimu check` does not.""",
        why="""\
Nobody can tell whether the page is there. That is no fault, but somebody should look now and then.""",
        wrong="""\
## 金融业

申请前请阅读[服务类目说明](https://blocked.example/material/)。
""",
        right="""\
## 金融业

申请前请阅读[服务类目说明](https://ok.example/material/)。
""",
        mend="""\
Open the address in a browser. Ignore the rule where it opens, with a day on which to look again.""",
    ),
    check=_check,
)
