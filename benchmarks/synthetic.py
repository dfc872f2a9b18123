"""A synthetic source in the style of the real one: deterministic, as long as asked for, every requirement different.

How many papers such a source speaks of is a knob, since each of them has a page.  Left alone, nearly every paper is of
its own, which is the hardest for reading and judging.  With :data:`REAL` papers come back as in the real source.
"""

from __future__ import annotations

from random import Random
from typing import Final

REAL: Final = 0.8
"""How the papers of the real source grow: with this power of what speaks of them.

Drawn at random, 8 of its categories speak of 20 papers and 16 of 35, of which 27 stand in one category alone.  Going on
like that, a thousand categories speak of about a thousand papers, and ten thousand of six thousand.
"""

PER_GROUP: Final = 20
_ACTIVITIES = [
    "养蜂",
    "茶艺",
    "滑雪",
    "露营",
    "陶艺",
    "园艺",
    "观鸟",
    "垂钓",
    "书法",
    "木工",
    "皮艺",
    "攀岩",
    "潜水",
    "天文",
    "集邮",
    "棋牌",
    "烘焙",
    "插花",
    "编织",
    "摄影",
]
_MANNERS = ["展示", "教学", "租赁", "预约", "咨询", "培训", "直播", "评测", "交易", "推广"]
_PLACES = ["东", "南", "西", "北", "中", "江", "湖", "山", "海", "桥"]
_ISSUERS = ("区、县级教育部门颁发的", "经所在地主管部门备案的", "合作机构的")
_SCOPES = ("（经营范围含网络展示）", "（适用于政府主体）", "且业务范围必须包含“展示”", "（含双方盖章）")
_KINDS = ("许可证", "备案证明", "资格证书", "登记证")
# How often what occurs follows the real source: 39 options in 17 categories, 1.2 papers to an option, an issuer before
# one paper in six, a scope or remark behind one in six.
_OPTIONS = (1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 5, 8)
_PAPERS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3)
_ONE_IN = 6
# Of these no two differ in one character alone, as no two papers of the real source do: that would be a finding.
_APART = [each for each in _ACTIVITIES if each not in {"陶艺", "园艺", "皮艺"}]
_REGIONS = [
    "东江",
    "南湖",
    "西山",
    "北海",
    "中原",
    "桥头",
    "河口",
    "云岭",
    "泉城",
    "石门",
    "林溪",
    "梅园",
    "松涛",
    "竹坞",
]
_NAMED, _IN = 35, 45  # papers of the real source, and how often a category of it speaks of one
_NEAR = 60  # of papers that come back, half were named within so many mentions: a group has its own
_JOINS = ("与", "、", "及")
_LIVE = "[标准直播+直播标签](https://cloud.tencent.com/document/product/454/12554)"
_TABLE = """\
<table>
 <tr>
  <th width="20%">要求</th>
  <th width="80%">说明</th>
 </tr>
 <tr>
  <th>小程序直播场景</th>
  <td>{scenario}
</td>
 </tr>
 <tr>
  <th>类目适用范围</th>
  <td>适用于提供{name}在线服务或交易等服务</td>
 </tr>
 <tr>
  <th >资质要求{declared}</th>
  <td><a href="https://developers.weixin.qq.com/miniprogram/product/material/g{group}/c{number}.html">
{items}
</a>
  </td>
 </tr>
</table>
"""


class _Vocabulary:
    """Names papers."""

    def __init__(self, random: Random, growth: float | None) -> None:
        self.random = random
        self.growth = growth
        self.mentions: list[str] = []
        self.named: set[str] = set()

    def name(self) -> str:
        """Return the name of the next paper, a new one or one that was named before.

        The more often it was named, the likelier it comes back, and half of what comes back is of the same group.
        """
        if self.growth is None:
            return self._made(_PLACES, _ACTIVITIES)
        # The slope of the curve that goes through the real source.
        fresh = self.growth * _NAMED / _IN * (_IN / (len(self.mentions) + 1)) ** (1 - self.growth)
        if not self.mentions or self.random.random() < fresh:
            name = self._made(_REGIONS, _APART)
            while name in self.named:
                name = self._made(_REGIONS, _APART)
            self.named.add(name)
        else:
            near = self.random.random() < 1 / 2
            name = self.random.choice(self.mentions[-_NEAR:] if near else self.mentions)
        self.mentions.append(name)
        return name

    def _made(self, places: list[str], activities: list[str]) -> str:
        chosen = [self.random.choice(each) for each in (places, activities, _MANNERS, _KINDS)]
        return "".join(chosen)


def synthetic_source(categories: int, growth: float | None = None) -> str:
    """Return a Markdown document of that many categories, twenty to a group; the same numbers give the same text.

    The papers grow with the power ``growth`` of what speaks of them, up to 9,520; without it each is drawn by itself.
    """
    random = Random(categories)
    vocabulary = _Vocabulary(random, growth)
    heading = ""
    parts = [f"---\ntitle: 小程序直播类目\n---\n\n>! \n>\n>- 本文仅提供参考，可使用 {_LIVE} 进行接入。\n"]
    for number in range(categories):
        group = number // PER_GROUP
        if number % PER_GROUP == 0:
            heading = f"{random.choice(_ACTIVITIES)}类{group}"
            parts.append(f"\n## {heading}\n")
        parts.append(_category(vocabulary, heading, group, number))
    return "\n".join(parts)


def _category(vocabulary: _Vocabulary, heading: str, group: int, number: int) -> str:
    random = vocabulary.random
    name = f"{random.choice(_PLACES)}{random.choice(_ACTIVITIES)}{random.choice(_MANNERS)}{number}"
    options = random.choice(_OPTIONS)
    items = [_item(vocabulary) for _ in range(options)]
    lines = items if options == 1 else [f"{index}. {item}" for index, item in enumerate(items, 1)]
    notice = f">! {name}暂不支持在线交易等服务。\n\n" if number % 4 == 0 else ""
    table = _TABLE.format(
        scenario=f"{name}讲解、{random.choice(_MANNERS)}推广类直播",
        name=name,
        declared=f"（{options}选1）" if options > 1 else "",
        group=group,
        number=number,
        items="<br>\n".join(lines),
    )
    return f"### {name}\n\n具备【{heading}-{name}】类目，可使用 {_LIVE} 进行接入。\n\n{notice}{table}\n"


def _item(vocabulary: _Vocabulary) -> str:
    random = vocabulary.random
    join = random.choice(_JOINS)
    papers = [_paper(vocabulary) for _ in range(random.choice(_PAPERS))]
    holder = f"{random.choice(_ACTIVITIES)}机构：" if len(papers) > 1 else ""
    return holder + join.join(papers)


def _paper(vocabulary: _Vocabulary) -> str:
    random = vocabulary.random
    issuer = random.choice(_ISSUERS) if random.randrange(_ONE_IN) == 0 else ""
    scope = random.choice(_SCOPES) if random.randrange(_ONE_IN) == 0 else ""
    return f"{issuer}《{vocabulary.name()}》{scope}"
