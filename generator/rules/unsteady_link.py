"""unsteady-link: a link that failed, and may recover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.web_answers import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE, "pending")


RULE = Rule(
    name="unsteady-link",
    code="R606",
    severity=Severity.INFO,
    summary="A link that failed, and may recover by itself.",
    documentation=Documentation(
        what="""\
The rule reports an address of the web that fails in a way that often passes (an error of the server, no answer in time,
a broken connection) and has not failed for long enough to count: `links: fail_after` in the settings, and in CI the
second run in a row. Only `leimu links` asks the web; `leimu check` does not.""",
        why="""\
A server that is down for an hour is no fault of the document, and must not stop anybody's work.""",
        wrong="""\
## 金融业

申请前请阅读[服务类目说明](https://pending.example/material/)。
""",
        right="""\
## 金融业

申请前请阅读[服务类目说明](https://ok.example/material/)。
""",
        mend="""\
Nothing, as long as it passes. When it goes on, the link becomes a `broken-link` or an `unanswered-link`.""",
    ),
    check=_check,
)
