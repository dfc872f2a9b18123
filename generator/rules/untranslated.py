"""untranslated: a string of the sources that a language of the site has no translation of."""

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
    name="untranslated",
    code="R701",
    severity=Severity.WARNING,
    summary="A string of the sources that a language of the site has no translation of.",
    documentation=Documentation(
        what="""\
The rule reports what readers of a language would see in the language of the source, because the PO file of
that language has no translation of it: once for each category, group and paper, where its first such string
stands. A language that OpenCC makes lacks none.""",
        why="""\
The page shows the original in a marked box. A reader who chose another language cannot read just what is
missing.""",
        wrong="""\
## 金融业

### 银行

适用于尚无译文的服务。
""",
        right="""\
## 金融业

### 银行

适用于已有译文的服务。
""",
        mend="""\
Run `leimu locales update`, and fill in what is empty in `catalogue/locales/`; [For
translators](../translators.md) tells how. `leimu locales status` says how far each language is.""",
    ),
    check=_check,
)
