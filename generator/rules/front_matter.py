"""front-matter: settings at the head of a source that cannot be used."""

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
    RepairKind.FRONT_MATTER: Wording(
        noted("the front matter cannot be used{detail}"),
        noted("write lines of the form title: 小程序直播 between two lines of ---"),
    ),
}
"""How unusable front matter is told."""


def _check(context: Context) -> Iterator[Finding]:
    return tell(RULE, context, WORDINGS)


RULE = Rule(
    name="front-matter",
    code="R107",
    severity=Severity.ERROR,
    summary="The front matter is no YAML mapping, or holds a value that cannot be used.",
    documentation=Documentation(
        what="""\
A source may begin with settings in YAML between two lines of `---`: its `title`, its `id`. The rule reports front
matter that is not such a mapping, and values that cannot be used.""",
        why="The setting does not take effect: the page keeps another title or address than its author meant.",
        wrong="""\
---
title: [小程序直播
---

本文说明类目的资质要求。
""",
        right="""\
---
title: 小程序直播
---

本文说明类目的资质要求。
""",
        mend="Put values with a colon, a bracket or a quotation mark in quotes, and one setting on a line.",
    ),
    check=_check,
)
