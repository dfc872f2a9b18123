"""broken-link: a link to a page that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.web_answers import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    yield from findings(context, RULE, "broken")


RULE = Rule(
    name="broken-link",
    code="R601",
    severity=Severity.ERROR,
    summary="A link to a page that is not there.",
    documentation=Documentation(
        what="""\
The rule reports an address of the web whose server, page or place in the page is not there: the server is unknown or
takes no connection, answers 404, 410 or an error that does not pass, says that all is well and shows a page that says
“not found”, sends every visitor to its home page, or lacks the place behind the `#`.
Only `leimu links` asks the web; `leimu check` does not.""",
        why="""\
Readers lose their way, and rarely say so.""",
        wrong="""\
## 金融业

申请前请阅读[服务类目说明](https://broken.example/material/)。
""",
        right="""\
## 金融业

申请前请阅读[服务类目说明](https://ok.example/material/)。
""",
        mend="""\
Look for the page's new address, with a search engine or at the site itself, and write that. Where there is none any
more, keep the words and remove the link.""",
    ),
    check=_check,
)
