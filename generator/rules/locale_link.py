"""locale-link: a link of a hand-written page that leads readers out of their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.translation_faults import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE)


RULE = Rule(
    name="locale-link",
    code="R705",
    severity=Severity.WARNING,
    summary="A link of a hand-written page that leads readers out of their language.",
    documentation=Documentation(
        what="""\
The rule reports a link of a hand-written page to a page of another language, where the page is there in the
readers' own: from `docs/en/about.md` to `../editors.md`, say, which readers of English have at `en/editors/`.""",
        why="""\
Readers find themselves among pages that they cannot read, and the way back is not to be seen.""",
        wrong="""\
## 金融业

### 银行

适用于链接出走的服务。
""",
        right="""\
## 金融业

### 银行

适用于已有译文的服务。
""",
        mend="""\
Write the link as the original page writes it: `editors.md`. A page that is not translated is shown in every
language, so that the link leads somewhere.""",
    ),
    check=_check,
)
