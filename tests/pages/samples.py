"""The sample help centre of these tests: categories of the project's own source, and odder ones."""

from __future__ import annotations

from generator.catalogue import Catalogue, Category, Field, LinkRole, NoticeKind, Section, Span, Tree
from tests.pages.factory import Draft, catalogue

GUIDE = "https://cloud.tencent.com/document/product/454/12554"
OFFICIAL = "https://developers.weixin.qq.com/miniprogram/product/material/"


def _rows(draft: Draft, scenario: str, scope: str, label: str, requirement: str) -> list[Field]:
    return [
        draft.field("小程序直播场景", scenario, meaning="scenario"),
        draft.field("类目适用范围", scope, meaning="scope"),
        draft.field(label, requirement, meaning="requirement"),
    ]


def _usual(
    draft: Draft, identifier: str, path: tuple[str, str], tree: Tree, rows: list[Field], *notices: str
) -> Category:
    name = "-".join(path)
    intro = draft.block(
        f"具备【{name}】类目，可使用 标准直播+直播标签 进行接入。",
        f'<p>具备【{name}】类目，可使用 <a href="{GUIDE}">标准直播+直播标签</a> 进行接入。</p>',
    )
    made = [draft.notice(text) for text in notices]
    links = (
        draft.link(f"{OFFICIAL}{identifier}.html"),
        draft.link(GUIDE, "标准直播+直播标签", LinkRole.REFERENCE),
    )
    body = (intro, *made, draft.record())
    return draft.category(identifier, *path, tree=tree, fields=rows, notices=made, links=links, body=body)


def _social(draft: Draft) -> None:
    tree = draft.choose(
        draft.paper("信息网络传播视听节目许可证"),
        draft.paper("网络文化经营许可证", scope="经营范围含网络表演"),
        draft.all_of(draft.paper("统一社会信用代码"), draft.paper("情况说明函件"), holder="政府主体"),
    )
    cell = (
        "1.《信息网络传播视听节目许可证》\n2.《网络文化经营许可证》（经营范围含网络表演）\n"
        "3.《统一社会信用代码》及《情况说明函件》（适用于政府主体）"
    )
    rows = _rows(
        draft,
        "涉及娱乐性质，如明星直播、生活趣事直播、宠物直播等",
        "适用于提供在线直播等服务",
        "资质要求（3选1）",
        cell,
    )
    notice = (
        "如提供时政信息服务，需补充“时政信息类目”。\n"
        "选择该类目后首次提交代码审核，需经当地互联网主管机关审核确认，预计审核时长7天左右。"
    )
    _usual(draft, "shejiao/zhibo", ("社交", "直播"), tree, rows, notice)
    draft.group("shejiao", "社交", "shejiao/zhibo")


def _finance(draft: Draft) -> None:
    scene = "金融产品视频客服理赔、金融产品推广直播等"
    tree: Tree = draft.choose(draft.paper("金融许可证"), draft.paper("金融机构许可证"))
    rows = _rows(
        draft,
        scene,
        "适用于提供银行业务在线服务或交易等服务",
        "资质要求（2选1）",
        "1. 《金融许可证》\n2. 《金融机构许可证》",
    )
    _usual(draft, "jinrong/yinhang", ("金融业", "银行"), tree, rows)
    tree = draft.choose(draft.paper("金融许可证"), draft.paper("金融机构许可证"))
    rows = _rows(
        draft,
        scene,
        "适用于提供信托理财业务在线服务或交易等服务",
        "资质要求（2选1）",
        "1. 《金融许可证》\n2. 《金融机构许可证》",
    )
    _usual(draft, "jinrong/xintuo", ("金融业", "信托"), tree, rows)
    tree = draft.choose(
        draft.paper("经营证券期货业务许可证", scope="业务范围必须包含“基金”"),
        draft.paper("基金托管业务许可证"),
        draft.paper("基金销售业务资格证书"),
    )
    cell = "1.《经营证券期货业务许可证》且业务范围必须包含“基金”\n2.《基金托管业务许可证》\n3.《基金销售业务资格证书》"
    rows = _rows(draft, scene, "适用于基金管理公司从事股票、债券等金融工具的投资服务", "资质要求（3选1）", cell)
    _usual(draft, "jinrong/jijin", ("金融业", "公募基金"), tree, rows)
    names = [
        "保险公司法人许可证",
        "经营保险业务许可证",
        "保险营销服务许可证",
        "经营保险代理业务许可证",
        "经营保险经纪业务许可证",
    ]
    tree = draft.choose(*(draft.paper(name) for name in names))
    cell = "\n".join(f"{n}. 《{name}》" for n, name in enumerate(names, start=1))
    rows = _rows(draft, scene, "适用于提供保险业务在线服务或交易等服务", "资质要求（5选1）", cell)
    _usual(draft, "jinrong/baoxian", ("金融业", "保险"), tree, rows)
    tree = draft.all_of(
        draft.plain_paper("全国中小企业股份转让系统有限责任公司的书面许可"),
        draft.paper("非经营性互联网信息服务备案核准"),
    )
    cell = "全国中小企业股份转让系统有限责任公司的书面许可与《非经营性互联网信息服务备案核准》"
    rows = _rows(draft, scene, "适用于提供新三板信息行情资讯等服务", "资质要求", cell)
    _usual(draft, "jinrong/xinsanban", ("金融业", "新三板信息服务平台"), tree, rows)
    ids = [each.id for each in draft.categories if each.id.startswith("jinrong/")]
    draft.group("jinrong", "金融业", *ids, body=[draft.block("以下类目按金融监管要求审核。")])


def _car(draft: Draft) -> None:
    admission = "工信部道路机动车辆生产企业准入许可"
    tree = draft.choose(
        draft.all_of(draft.paper("营业执照"), draft.paper(admission), holder="汽车厂商"),
        draft.all_of(
            draft.paper("营业执照"), draft.paper("厂商授权销售文件"), draft.paper(admission), holder="汽车经销商/4s店"
        ),
        draft.all_of(
            draft.paper("营业执照"),
            draft.paper(admission),
            draft.paper("股权关系证明函", remark="含双方盖章"),
            holder="下属子/分公司",
        ),
    )
    cell = (
        f"1. 汽车厂商：《营业执照》与《{admission}》\n"
        f"2. 汽车经销商/4s店：《营业执照》与《厂商授权销售文件》与《{admission}》\n"
        f"3. 下属子/分公司：《营业执照》与《{admission}》与《股权关系证明函》（含双方盖章）"
    )
    rows = _rows(draft, "汽车预售、汽车推广类直播", "适用于提供汽车在线预付款等服务", "资质要求（3选1）", cell)
    notice = "暂不支持在线整车销售，如涉及整车销售服务，建议改为价格指导或移除相关功能。"
    _usual(draft, "qiche/qicheyushou", ("汽车", "汽车预售服务"), tree, rows, notice)
    draft.group("qiche", "汽车", "qiche/qicheyushou")


def _tools(draft: Draft) -> None:
    scenario = "不涉及以上几类内容的一对一视频客服服务，如企业售后一对一视频服务等"
    rows = _rows(draft, scenario, "适用于提供企业售后客服一对一视频等服务", "资质要求", "-")
    _usual(draft, "gongju/shipinkefu", ("工具", "视频客服"), draft.nothing(), rows)
    draft.group("gongju", "工具", "gongju/shipinkefu")


def _odd(draft: Draft) -> None:
    """Add what the project's own source does not hold: nesting, doubts, two cells, unknown labels and tables."""
    tree = draft.all_of(
        draft.paper("营业执照", copies="2 份", remark="加盖公章"),
        draft.choose(
            draft.paper("药品经营许可证", issuer="市级药品监督管理部门"),
            draft.all_of(
                draft.paper("互联网药品信息服务资格证书"),
                draft.choose(draft.plain_paper("合作协议"), draft.plain_paper("授权书"), count=1),
            ),
        ),
        remark="图片须清晰可见",
    )
    rows = [
        draft.field("小程序直播场景", "药品知识直播", "健康讲座", meaning="scenario"),
        draft.field("审核时长", "约 7 个工作日"),
        draft.field("资质要求", "《营业执照》（2 份）与以下任选其一……", meaning="requirement"),
    ]
    table = draft.table(("材料", "格式", "大小"), ("扫描件", "PDF 或 JPG", "不超过 5 MB"))
    picture = draft.block("示例图", '<p>示例图 <img src="https://img.example.cn/a/b.png" alt="证照样式"></p>')
    body = (draft.record(), table, picture, draft.notice("原件备查。", NoticeKind.NOTE))
    draft.category(
        "qita/yaopin",
        "其他",
        "药品 *零售* [含 <OTC>]",
        tree=tree,
        fields=rows,
        body=body,
        remark="视地区而定",
        breadcrumb=("医药", "药品"),
    )
    doubtful = draft.choose(draft.paper("食品经营许可证"), draft.paper("食品生产许可证"))
    rows = [draft.field("所需资质", "《食品经营许可证》、《食品生产许可证》", meaning="requirement")]
    draft.category(
        "qita/shipin",
        "其他",
        "食品",
        tree=doubtful,
        fields=rows,
        body=(draft.record(),),
        doubts=["《食品经营许可证》、《食品生产许可证》"],
    )
    rows = [draft.field("说明", "暂未开放")]
    draft.category(
        "qita/qidai",
        "其他",
        "待定",
        fields=rows,
        body=(draft.record(),),
        notices=[draft.notice("敬请期待。", NoticeKind.WARNING)],
    )
    draft.group("qita", "其他", "qita/yaopin", "qita/shipin", "qita/qidai")


def sample() -> Catalogue:
    """Return the sample help centre."""
    draft = Draft()
    first = "个人认证的微信小程序暂不支持直播业务，政府主体认证的小程序可直接使用 标准直播+直播标签 进行接入。"
    second = "本文仅提供参考，详细的微信小程序类目及申请资质要求需以微信最新的 服务类目说明 为准。"
    linked = second.replace("服务类目说明", f'<a href="{OFFICIAL}">服务类目说明</a>')
    html = f"<ul><li>{first}</li><li>{linked}</li></ul>"
    prose = "在小程序后台的【设置】>【基本设置】>【服务类目】中，可以选择符合小程序功能的类目。"
    draft.introduction = [draft.notice(f"{first}\n{second}", html=html), draft.block(prose)]
    for add in (_social, _finance, _car, _tools, _odd):
        add(draft)
    lonely = draft.choose(draft.paper("营业执照"), draft.paper("组织机构代码证"))
    draft.category(
        "zhengwu", "政务", tree=lonely, fields=[draft.field("资质要求", "营业执照或代码证", meaning="requirement")]
    )
    draft.sections.append(Section("常见问题 & 解答", 2, (draft.block("如何提交？在后台提交。"),), Span(0, 1)))
    return catalogue(
        draft, title="微信小程序直播类目与资质", moved=[("jinrong/bank", "jinrong/yinhang"), ("finance", "jinrong")]
    )
