"""The Markdown beside pages that people wrote by hand."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from tests.site.scratch import Project
from tests.site.test_plugin import built

PAGE = """\
# 关于

[a](<../中 文.md#x> "t") [b](%E4%B8%AD.md) [c][r] ![d](图.svg) [e](https://x.example/a.md) [f](none.md)

[r]: ../about.md "t"
[^1]: ../about.md

`[code](../about.md)` and ``[more](../about.md) ` ``

```markdown
[code](../about.md)
```

[g](../about.md#y)
"""
LED = """\
# 关于

[a](<../../%E4%B8%AD%20%E6%96%87/index.md#x> "t") [b](../%E4%B8%AD/index.md) [c][r] ![d](../%E5%9B%BE.svg) \
[e](https://x.example/a.md) [f](none.md)

[r]: ../../about/index.md "t"
[^1]: ../about.md

`[code](../about.md)` and ``[more](../about.md) ` ``

```markdown
[code](../about.md)
```

[g](../../about/index.md#y)
"""


@pytest.mark.parametrize("front", ["", "---\ntitle: x\n---\n"])
def test_links_lead_on_whatever_their_form_and_code_stays(project: Callable[..., Project], front: str) -> None:
    made = project(about="# 我们 {#y}\n")
    made.write("docs/中 文.md", "# 中 {#x}\n")
    made.write("docs/sub/中.md", "# 中\n")
    made.write("docs/sub/图.svg", "<svg/>\n")
    made.write("docs/sub/page.md", front + PAGE)
    assert (built(made) / "sub/page/index.md").read_text(encoding="utf-8") == LED


def test_backticks_that_nothing_closes_cost_little(project: Callable[..., Project]) -> None:
    made = project(about=f"# x\n\n{' '.join('`' * length for length in range(1, 300))}\n")
    began = process_time()
    built(made)
    assert process_time() - began < 20
