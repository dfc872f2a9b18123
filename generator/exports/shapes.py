"""What the shapes of other platforms have no place for, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.catalogue import All, Choose, Qualification
from generator.findings import Finding, Severity
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Category, Tree

RULE: Final = "inexpressible"
CODE: Final = "X001"


def left_out(category: Category, *, too_many: bool, shape: str) -> Iterator[Finding]:
    """Yield a finding where the shape of another platform loses something of a requirement."""
    requirement = category.requirement
    if requirement is None:
        return
    lost = list(dict.fromkeys(_conditions(requirement.tree)))
    if requirement.doubts:
        lost.append(_("what could not be read for certain"))
    if too_many:
        lost.insert(0, _("the combinations of papers, which are too many to list"))
    if lost:
        message = _("{shape} has no place for {lost}").format(shape=shape, lost=_(", ").join(lost))
        hint = _("it stands in the remark, in the words of the source")
        severity = Severity.WARNING if too_many or requirement.doubts else Severity.INFO
        yield Finding(RULE, CODE, severity, message, hint, category.source, requirement.span, category.path)


def _conditions(tree: Tree) -> Iterator[str]:
    if getattr(tree, "holder", None):
        yield _("whom an option is for")
    if tree.remark:
        yield _("remarks")
    match tree:
        case Choose(parts=parts) | All(parts=parts):
            for part in parts:
                yield from _conditions(part)
        case Qualification(scope=scope, issuer=issuer, copies=copies):
            if scope:
                yield _("what a paper must cover")
            if issuer:
                yield _("who issues a paper")
            if copies:
                yield _("how many copies are needed")
