"""A synthetic source in the style of the real one: deterministic, as long as asked for, every requirement different."""

from __future__ import annotations

from random import Random

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


def synthetic_source(categories: int) -> str:
    """Return a Markdown document of that many categories, twenty to a group; the same number gives the same text."""
    random = Random(categories)
    heading = ""
    parts = [f"---\ntitle: 小程序直播类目\n---\n\n>! \n>\n>- 本文仅提供参考，可使用 {_LIVE} 进行接入。\n"]
    for number in range(categories):
        group = number // 20
        if number % 20 == 0:
            heading = f"{random.choice(_ACTIVITIES)}类{group}"
            parts.append(f"\n## {heading}\n")
        parts.append(_category(random, heading, group, number))
    return "\n".join(parts)


def _category(random: Random, heading: str, group: int, number: int) -> str:
    name = f"{random.choice(_PLACES)}{random.choice(_ACTIVITIES)}{random.choice(_MANNERS)}{number}"
    options = random.choice(_OPTIONS)
    items = [_item(random) for _ in range(options)]
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


def _item(random: Random) -> str:
    join = random.choice(_JOINS)
    papers = [_paper(random) for _ in range(random.choice(_PAPERS))]
    holder = f"{random.choice(_ACTIVITIES)}机构：" if len(papers) > 1 else ""
    return holder + join.join(papers)


def _paper(random: Random) -> str:
    issuer = random.choice(_ISSUERS) if random.randrange(_ONE_IN) == 0 else ""
    scope = random.choice(_SCOPES) if random.randrange(_ONE_IN) == 0 else ""
    name = f"{random.choice(_PLACES)}{random.choice(_ACTIVITIES)}{random.choice(_MANNERS)}{random.choice(_KINDS)}"
    return f"{issuer}《{name}》{scope}"
