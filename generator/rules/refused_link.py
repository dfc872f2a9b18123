"""refused-link: a link that the check must not follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.web_answers import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE, "refused")


RULE = Rule(
    name="refused-link",
    code="R603",
    severity=Severity.ERROR,
    summary="A link that the check must not follow.",
    documentation=Documentation(
        what="""\
The rule reports an address of the web that no browser can read, and one that leads, itself or by a redirect, into a
network that is not public: this machine, a private network, the metadata of a cloud.
Only `leimu links` asks the web; `leimu check` does not.""",
        why="""\
Such an address works for its author at most. Where a redirect leads there, somebody may be trying to reach through the
builder what is not theirs.""",
        wrong="""\
## 金融业

申请前请阅读[服务类目说明](https://refused.example/material/)。
""",
        right="""\
## 金融业

申请前请阅读[服务类目说明](https://ok.example/material/)。
""",
        mend="""\
Write a public address. Where the network is your own and readers can reach it, open it: `--allow-net 10.0.0.0/8`.""",
    ),
    check=_check,
)
