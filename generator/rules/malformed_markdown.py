"""malformed-markdown: Markdown that swallows what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import RepairKind
from generator.findings import Finding, Severity
from generator.messages import noted
from generator.rules.repairs import Wording, Wordings, tell
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDINGS: Wordings = {
    RepairKind.UNCLOSED_FENCE: Wording(
        noted("the code block is never closed{place}"),
        noted("write the same fence again on a line of its own where it ends"),
    ),
}
"""How each kind of broken Markdown is told."""


def _check(context: Context) -> Iterator[Finding]:
    return tell(RULE, context, WORDINGS)


RULE = Rule(
    name="malformed-markdown",
    code="R105",
    severity=Severity.WARNING,
    summary="A code block that is never closed.",
    documentation=Documentation(
        what="The rule reports a code fence, three backticks or tildes, without a second one that closes it.",
        why=(
            "Everything behind an open fence is code. leimu ends it before the next heading, so that the categories"
            " behind it are kept, but the words up to there are shown as code, and other programs lose the rest."
        ),
        wrong="""\
## 说明

```
appid = wx0000

以上为示例。
""",
        right="""\
## 说明

```
appid = wx0000
```

以上为示例。
""",
        mend="Close the fence on a line of its own, with as many of the same characters as opened it.",
    ),
    check=_check,
)
