"""unreadable-requirement: words of a requirement whose meaning stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.catalogue import DoubtKind
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.messages import noted
from generator.rules.rule import Context, Documentation, Rule
from generator.source.requirement import doubts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NUMBER_THEM: Final = noted("number the options, one on each line, and declare how many are needed: （2选1）")
_JOIN_THEM: Final = noted("join the papers by 和 where all are needed, by 或 where one is enough")
_HINTS: Final[Mapping[str, str]] = {
    doubts.UNSAID: _JOIN_THEM,
    doubts.ROW_AND_LIST: noted("write 同时提供 or （2选1） in front of all of them, and number this paper too"),
    doubts.CHOICE_OF_JOINED: noted("join the papers by 或, or drop the words that make it a choice"),
    doubts.CHOICE_BUT_JOINED: noted("join the papers by 或, or drop the words that make it a choice"),
    doubts.CONDITION: noted("make an option of each case, and name in front of it whom it is for"),
    doubts.OPTIONAL_COUNTED: noted("say in a remark (注：…) which papers may be left out"),
    doubts.OPTIONAL_LEFT_OUT: noted("say in a remark (注：…) which papers may be left out"),
    doubts.NO_PAPER: noted("name the papers in 《》, or write 无需资质 where none is needed"),
    doubts.NO_KIND: noted("put the name of the paper in 《》, or end it with a word such as 证明 or 文件"),
    doubts.NOT_JOINED: noted("put the names of both papers in 《》, or say in brackets what is no paper"),
    doubts.NO_NAME: noted("write the name between the brackets, or remove them"),
    doubts.TOO_LONG: noted("keep what is required in the cell, and move the rest out of the table"),
}
"""What to do about each reason; papers that are numbered leave nothing open."""


def _check(context: Context) -> Iterator[Finding]:
    catalogue = context.catalogue
    for category in catalogue.categories:
        for doubt in category.requirement.doubts if category.requirement else ():
            if doubt.kind is DoubtKind.MEANING:
                yield RULE.finding(
                    _("the meaning of the requirement stays open: {reason}").format(reason=_(doubt.reason)),
                    category.source,
                    doubt.span,
                    hint=_(_HINTS.get(doubt.reason, _NUMBER_THEM)),
                    category=category.path,
                )


RULE = Rule(
    name="unreadable-requirement",
    code="R202",
    severity=Severity.ERROR,
    summary="The meaning of a requirement stays open.",
    documentation=Documentation(
        what="""\
leimu reads a requirement as a tree of choices and papers. The rule reports each place where the words leave the tree
open, with the reason. The words are published as they stand; nothing is guessed. A list that does not say whether all
of it is needed is a matter of [undeclared-choice](undeclared-choice.md).""",
        why="""\
What a program cannot decide, an applicant cannot either: 《甲》和《乙》或《丙》 is two ways or three, depending on who
reads it.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》和《营业执照》或《金融机构许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《金融许可证》和《营业执照》<br>2.《金融机构许可证》</td></tr>
</table>
""",
        mend="""\
Number the options, one on each line; declare how many must be chosen; write 同时提供 where all are needed.""",
    ),
    check=_check,
    alone=True,
)
