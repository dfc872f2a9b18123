"""A catalogue in the shape of WeChat's category API, ``getAllCategories``.

``qualify.exter_list`` holds the alternatives, each an ``inner_list`` of papers that are handed in together.
Source: https://developers.weixin.qq.com/doc/oplatform/ (service categories of a mini-program).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.combinations import combinations_by_category
from generator.exports.indented import dumps
from generator.exports.rows import official
from generator.exports.shapes import left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Catalogue, Category
    from generator.findings import Finding


def to_wechat(catalogue: Catalogue) -> tuple[str, tuple[Finding, ...]]:
    """Return the JSON, and what its shape has no place for.

    Ids are numbers there: they count groups and categories in their order, and mean nothing besides.
    """
    ways = combinations_by_category(catalogue)
    findings: list[Finding] = []
    ids = [*(group.id for group in catalogue.groups), *(category.id for category in catalogue.categories)]
    numbers = {identifier: number for number, identifier in enumerate(ids, start=1)}
    father = {identifier: numbers[group.id] for group in catalogue.groups for identifier in group.categories}
    top = [numbers[group.id] for group in catalogue.groups]
    top += [numbers[category.id] for category in catalogue.categories if category.id not in father]
    listed: list[dict[str, Any]] = [{"id": 0, "name": "", "level": 0, "father": 0, "children": top}]
    for group in catalogue.groups:
        below = [numbers[identifier] for identifier in group.categories]
        listed.append({"id": numbers[group.id], "name": group.name, "level": 1, "father": 0, "children": below})
    for category in catalogue.categories:
        possible = ways[category.id]
        findings += left_out(category, too_many=possible is None, shape="WeChat")
        listed.append(
            {
                "id": numbers[category.id],
                "name": category.name,
                "level": 2 if category.id in father else 1,
                "father": father.get(category.id, 0),
                "children": [],
                "sensitive_type": int(bool(category.requirement and category.requirement.options)),
                "qualify": _qualify(category, possible or ()),
            }
        )
    data = {"errcode": 0, "errmsg": "ok", "categories_list": {"categories": listed}}
    return dumps(data) + "\n", tuple(findings)


def _qualify(category: Category, ways: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    url = official(category) or ""
    return {
        "exter_list": [{"inner_list": [{"name": name, "url": url} for name in way]} for way in ways],
        "remark": " ".join(category.requirement.text.split()) if category.requirement else "",
    }
