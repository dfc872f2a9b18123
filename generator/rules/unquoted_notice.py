"""unquoted-notice: the lines of a notice forgot their >."""

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
    RepairKind.UNQUOTED_NOTICE: Wording(
        noted("the lines of the notice do not begin with >; they are read as part of it"),
        noted("begin each line of the notice with >"),
    ),
}
"""How a notice without its quote marks is told."""


def _check(context: Context) -> Iterator[Finding]:
    return tell(RULE, context, WORDINGS)


RULE = Rule(
    name="unquoted-notice",
    code="R106",
    severity=Severity.INFO,
    summary="A notice's marker stands alone, and its lines forgot their `>`.",
    documentation=Documentation(
        what="""\
The rule reports a marker `>!` or `>?` with nothing behind it whose text follows on lines without `>`. leimu takes those
lines into the notice, as their author surely meant.""",
        why="Other Markdown programs show an empty box, and the text below it as if it were not highlighted.",
        wrong="""\
## 说明

>!
1. 如提供时政信息服务，需另行申请。
2. 预计审核时长7天左右。
""",
        right="""\
## 说明

>!
>1. 如提供时政信息服务，需另行申请。
>2. 预计审核时长7天左右。
""",
        mend="Put `>` in front of each line of the notice.",
    ),
    check=_check,
)
