"""The navigation, as a pure function of what was generated and what people wrote."""

from __future__ import annotations

import pytest

from generator.site.nav import build_nav, substitute

GENERATED = (("首页", "index.md"), ("金融业", (("金融业", "jinrong/index.md"), ("银行", "jinrong/yinhang.md"))))
GROUP = {"金融业": [{"金融业": "jinrong/index.md"}, {"银行": "jinrong/yinhang.md"}]}


def test_a_nav_of_its_own_puts_hand_written_pages_last():
    written = ["about.md", "rules/a.md", "rules/index.md", "index.md"]
    assert build_nav(GENERATED, written) == [
        {"首页": "index.md"},
        GROUP,
        "about.md",
        {"Rules": ["rules/index.md", "rules/a.md"]},
    ]


def test_without_generated_pages_the_home_page_stays():
    assert build_nav((), ["about.md"]) == ["index.md", "about.md"]


def test_a_readme_is_as_good_a_home_page():
    assert build_nav((), ["README.md", "about.md"]) == ["README.md", "about.md"]


CASES = [
    (["index.md", "leimu:categories", "about.md"], ["index.md", GROUP, "about.md"]),
    ([{"类目": "leimu:categories"}], [{"类目": [GROUP]}]),
    ([{"全部": ["leimu:categories", {"关于": "about.md"}]}], [{"全部": [GROUP, {"关于": "about.md"}]}]),
    (["index.md", {"关于": "about.md"}], ["index.md", {"关于": "about.md"}]),
]


@pytest.mark.parametrize(("nav", "expected"), CASES)
def test_the_groups_take_the_place_of_their_entry(nav, expected):
    assert substitute(nav, GENERATED) == expected
