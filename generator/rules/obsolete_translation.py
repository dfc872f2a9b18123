"""obsolete-translation: translations that belong to no string of the sources any more."""

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
    name="obsolete-translation",
    code="R703",
    severity=Severity.WARNING,
    summary="Translations that belong to no string of the sources any more.",
    documentation=Documentation(
        what="""\
The rule reports, once for each language, that its PO file holds translations of strings that are in the
sources no longer.""",
        why="""\
Nobody reads them, and the file grows. They are kept in case the words come back.""",
        wrong="""\
## 金融业

### 银行

适用于留有旧译的服务。
""",
        right="""\
## 金融业

### 银行

适用于已有译文的服务。
""",
        mend="""\
`leimu locales update --prune` deletes them. Look first whether one belongs to a string that is new.""",
    ),
    check=_check,
)
