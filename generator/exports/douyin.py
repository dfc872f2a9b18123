"""A catalogue in the shape of Douyin's category API.

``certification.relation`` is a list of expressions that all must hold: ``|`` is or, ``&`` is and and binds closer; the
numbers in them are those of ``certification.certifications``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.catalogue import All, Nothing
from generator.combinations import combinations
from generator.exports.indented import dumps
from generator.exports.shapes import left_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalogue import Catalogue, Category, Tree
    from generator.findings import Finding


def to_douyin(catalogue: Catalogue) -> tuple[str, tuple[Finding, ...]]:
    """Return the JSON, and what its shape has no place for."""
    findings: list[Finding] = []
    numbers = {entry.id: number for number, entry in enumerate(catalogue.qualifications, start=1)}
    groups = {identifier: group.name for group in catalogue.groups for identifier in group.categories}
    listed = []
    for category in catalogue.categories:
        relation = _relation(catalogue, category, numbers)
        findings += left_out(category, too_many=relation is None, shape="Douyin")
        used = {int(each) for term in relation or () for each in term.replace("|", "&").split("&")}
        listed.append(
            {
                "id": category.id,
                "name": category.name,
                "parent": groups.get(category.id),
                "certification": {
                    "relation": relation or [],
                    "certifications": [
                        {"id": number, "name": catalogue.qualifications[number - 1].name} for number in sorted(used)
                    ],
                    "remark": " ".join(category.requirement.text.split()) if category.requirement else "",
                },
            }
        )
    return dumps({"categories": listed}) + "\n", tuple(findings)


def _relation(catalogue: Catalogue, category: Category, numbers: Mapping[str, int]) -> list[str] | None:
    """Return the expressions of a requirement; None where one of them would be too long."""
    if category.requirement is None:
        return []
    terms = [_term(catalogue, part, numbers) for part in _together(category.requirement.tree)]
    return None if None in terms else [term for term in terms if term]


def _together(tree: Tree) -> list[Tree]:
    """Return the parts of a tree that are all needed."""
    if isinstance(tree, All):
        return [inner for part in tree.parts for inner in _together(part)]
    return [] if isinstance(tree, Nothing) else [tree]


def _term(catalogue: Catalogue, tree: Tree, numbers: Mapping[str, int]) -> str | None:
    ways = combinations(tree)
    if ways is None:
        return None
    if () in ways:
        # One way asks for nothing, so the whole does not hold anybody back.
        return ""
    return "|".join("&".join(str(_number(catalogue, name, numbers)) for name in way) for way in ways)


def _number(catalogue: Catalogue, name: str, numbers: Mapping[str, int]) -> Any:  # noqa: ANN401 - every paper has one
    entry: Any = catalogue.qualification_of(name)
    return numbers[entry.id]
