"""fuzzy-translation: a translation of what the source said before."""

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
    name="fuzzy-translation",
    code="R702",
    severity=Severity.WARNING,
    summary="A translation of what the source said before.",
    documentation=Documentation(
        what="""\
The rule reports every string whose translation is marked “fuzzy”: the source was reworded since, or the
translation is that of a similar string.""",
        why="""\
The old translation may state another rule than the source does now. Until somebody has looked, readers see
the original, in a marked box.""",
        wrong="""\
## 金融业

### 银行

适用于措辞已改的服务。
""",
        right="""\
## 金融业

### 银行

适用于已有译文的服务。
""",
        mend="""\
Compare the string with the one it was translated from, which stands above it in the PO file as `#| msgid`.
Mend the translation, and take `fuzzy` away; Poedit and Weblate do so when you save it.""",
    ),
    check=_check,
)
