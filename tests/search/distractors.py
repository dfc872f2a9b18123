"""Three hundred further categories in the source's style, to see whether the search still finds the real ones."""

from __future__ import annotations

from random import Random
from typing import Final

INDUSTRIES: Final = (
    "餐饮 酒店 旅游 航空 快递 物流 家政 装修 房产 租房 美容 健身 体育 摄影 婚庆"
    " 母婴 宠物 农业 化工 能源 建材 珠宝 图书 音乐 影视 游戏 法律 招聘 公证 环保"
)
"""Names of groups, with blanks between."""
SERVICES: Final = "预订服务 信息平台 在线咨询 设备租赁 产品销售 会员服务 点评社区 技能培训 上门服务 票务代理"
ACTIVITIES: Final = ("新品推广", "现场讲解", "达人探店", "活动预告", "操作演示", "专家讲座", "售后答疑", "团购优惠")
PAPERS: Final = ("经营许可证", "从业资格证书", "备案证明", "卫生许可证", "安全生产许可证", "代理资质证书", "登记证")
SHARED: Final = ("营业执照", "统一社会信用代码", "非经营性互联网信息服务备案核准")

_CATEGORY: Final = """\
### {name}

具备【{group}-{name}】类目，可使用 [标准直播+直播标签](https://cloud.tencent.com/document/product/454/12554) 进行接入。

<table>
 <tr><th>要求</th><th>说明</th></tr>
 <tr><th>小程序直播场景</th><td>{group}行业的{first}、{second}等直播</td></tr>
 <tr><th>类目适用范围</th><td>适用于{group}企业提供{name}等在线服务或交易等服务</td></tr>
 <tr><th>资质要求{declared}</th>
 <td><a href="https://developers.weixin.qq.com/miniprogram/product/material/x/{number}.html">{items}</a></td></tr>
</table>
"""


def distractors() -> str:
    """Return a Markdown source of 300 categories in 30 groups; always the same."""
    random = Random(300)
    parts = []
    number = 0
    for industry in INDUSTRIES.split():
        parts.append(f"## {industry}\n")
        for service in SERVICES.split():
            papers = [f"{industry}{paper}" for paper in random.sample(PAPERS, random.choice((1, 2, 2, 3)))]
            if random.random() < 0.2:
                papers.append(random.choice(SHARED))
            lines = [f"{place}. 《{paper}》" for place, paper in enumerate(papers, 1)]
            first, second = random.sample(ACTIVITIES, 2)
            parts.append(
                _CATEGORY.format(
                    name=f"{industry}{service}",
                    group=industry,
                    first=first,
                    second=second,
                    declared=f"（{len(papers)}选1）" if len(papers) > 1 else "",
                    number=number,
                    items="<br>".join(lines) if len(papers) > 1 else f"《{papers[0]}》",
                )
            )
            number += 1
    return "\n".join(parts)
