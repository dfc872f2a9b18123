"""not-utf8: a source in another encoding."""

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
    RepairKind.NOT_UTF8: Wording(
        noted("the file is not UTF-8; it was read as GB18030{detail}"),
        noted("save it as UTF-8, or run iconv -f GB18030 -t UTF-8"),
    ),
}
"""How another encoding is told."""


def _check(context: Context) -> Iterator[Finding]:
    return tell(RULE, context, WORDINGS)


RULE = Rule(
    name="not-utf8",
    code="R108",
    severity=Severity.WARNING,
    summary="The file is not UTF-8 and was read as GB18030.",
    documentation=Documentation(
        what="""\
Sources are UTF-8. A file that is not, but is well-formed GB18030 (GBK and GB2312 included), is read as that, and the
rule says so.""",
        why="""\
Editors, diffs and code review show such a file as gibberish, and one edit in a program that guesses wrongly
destroys it.""",
        wrong="""\
$ file --mime-encoding rules.md
rules.md: iso-8859-1
""",
        right="""\
$ file --mime-encoding rules.md
rules.md: utf-8
""",
        mend="""\
Save the file as UTF-8 in your editor, or convert it: `iconv -f GB18030 -t UTF-8 rules.md > new.md`.""",
    ),
    check=_check,
)
