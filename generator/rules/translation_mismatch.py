"""translation-mismatch: a translation that says another thing than the source."""

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
    name="translation-mismatch",
    code="R704",
    severity=Severity.ERROR,
    summary="A translation that says another thing than the source: other papers, numbers or links.",
    documentation=Documentation(
        what="""\
The rule compares each translation with its source. It reports links and other markup that differ, numbers
that are missing or added, placeholders that were changed, a paper in 《》 that is named neither so nor by its
own translation, and two papers with one name.""",
        why="""\
A reader would hand in another number of papers, or other ones, than the platform asks for.""",
        wrong="""\
## 金融业

### 银行

适用于译文走样的服务，见 [说明](https://ok.example/)。
""",
        right="""\
## 金融业

### 银行

适用于译文无误的服务，见 [说明](https://ok.example/)。
""",
        mend="""\
Mend the translation in the PO file. Links are written as placeholders, `<a1>…</a1>`: keep each of them,
wherever it fits the sentence.""",
    ),
    check=_check,
)
