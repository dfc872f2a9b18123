"""unanswered-link: a link to a server that does not answer in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.web_answers import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE, "timeout")


RULE = Rule(
    name="unanswered-link",
    code="R602",
    severity=Severity.ERROR,
    summary="A link to a server that does not answer in time.",
    documentation=Documentation(
        what="""\
The rule reports an address of the web whose server takes the connection, or does not, and gives no answer in time,
after every retry.
Only `leimu links` asks the web; `leimu check` does not.""",
        why="""\
What does not answer a patient program shows a reader a blank page.""",
        wrong="""\
## 金融业

申请前请阅读[服务类目说明](https://timeout.example/material/)。
""",
        right="""\
## 金融业

申请前请阅读[服务类目说明](https://ok.example/material/)。
""",
        mend="""\
Open the address in a browser. Where it opens, give the check more time (`--timeout`); else treat it as a broken
link.""",
    ),
    check=_check,
)
