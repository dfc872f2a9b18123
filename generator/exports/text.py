"""A catalogue as an outline that people read in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import All, Choose, LinkRole, Nothing, Qualification
from generator.messages import gettext as _
from generator.messages import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Catalogue, Category, Tree


def to_text(catalogue: Catalogue) -> str:
    """Return the outline: each category with its requirement as a tree, and the counts on the last line."""
    return "".join(f"{_harmless(line)}\n" for line in _catalogue(catalogue))


def _harmless(line: str) -> str:
    """Return a line without the characters that steer a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\u3000" else "\ufffd" for sign in line)


def _catalogue(catalogue: Catalogue) -> Iterator[str]:
    if catalogue.title:
        yield from (catalogue.title, "")
    for category in catalogue.categories:
        yield from _category(catalogue, category)
        yield ""
    yield from _papers(catalogue)
    count = len(catalogue.qualifications)
    papers = ngettext("{count} qualification", "{count} qualifications", count).format(count=count)
    count = len(catalogue.sources)
    files = ngettext("{count} file", "{count} files", count).format(count=count)
    said = _("{categories} and {papers} in {files}")
    yield said.format(categories=_categories(len(catalogue.categories)), papers=papers, files=files)


def _papers(catalogue: Catalogue) -> Iterator[str]:
    """Yield the papers with how many categories accept each, and a line between them and what follows."""
    if catalogue.qualifications:
        yield _("qualifications:")
        for entry in catalogue.qualifications:
            accepted = _categories(len(entry.categories))
            yield f"  《{entry.name}》{_remark(', '.join(entry.aliases))}  [{entry.id}]  {accepted}"
        yield ""


def _categories(count: int) -> str:
    return ngettext("{count} category", "{count} categories", count).format(count=count)


def _category(catalogue: Catalogue, category: Category) -> Iterator[str]:
    source = catalogue.source_of(category)
    place = f"{source.file}:{source.position(category.span.start).line}"
    yield f"{' / '.join(category.path)}  [{category.id}]  {place}"
    for label, text in ((_("scenario"), category.scenario), (_("scope"), category.scope)):
        if text:
            yield f"  {label}: {' '.join(text.split())}"
    if category.requirement is None:
        yield "  " + _("requirement: no such row")
    else:
        yield "  " + _("requirement:")
        yield from _tree(category.requirement.tree, "    ")
    for notice in category.notices:
        yield f"  {notice.kind}: {' '.join(notice.text.split())}"
    for link in category.links:
        if link.role is LinkRole.OFFICIAL:
            yield "  " + _("official: {href}").format(href=link.href)


def _tree(tree: Tree, indent: str) -> Iterator[str]:
    match tree:
        case Qualification():
            yield f"{indent}{_holder(tree.holder)}《{tree.name}》{_conditions(tree)}"
        case Nothing():
            nothing = _("nothing is required")
            yield f"{indent}{nothing}{_remark(tree.remark)}"
        case Choose(count=count, parts=parts):
            choice = _("any {count} of {total}").format(count=count, total=len(parts))
            yield f"{indent}{_holder(tree.holder)}{choice}{_remark(tree.remark)}"
            for part in parts:
                yield from _tree(part, f"{indent}  ")
        case All(parts=parts):
            everything = _("all of")
            yield f"{indent}{_holder(tree.holder)}{everything}{_remark(tree.remark)}"
            for part in parts:
                yield from _tree(part, f"{indent}  ")


def _holder(holder: str | None) -> str:
    return f"{holder}: " if holder else ""


def _conditions(paper: Qualification) -> str:
    """Return what is said of a paper besides its holder and name, in brackets."""
    stated = [text for text in (paper.scope, paper.issuer, paper.copies, paper.remark) if text]
    return _remark("; ".join(stated))


def _remark(remark: str | None) -> str:
    return f" ({' '.join(remark.split())})" if remark else ""
