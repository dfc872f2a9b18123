"""Rendering: a Catalogue in, Markdown pages, assets and a navigation out.

The room knows no host: what it makes is built alike by MkDocs, ProperDocs and Zensical.
"""

from generator.pages.model import Asset, NavItem, Page, PageKind, PageOptions, Rendering, Revision
from generator.pages.render import render
from generator.pages.templating import asset_directory, theme_directory

__all__ = [
    "Asset",
    "NavItem",
    "Page",
    "PageKind",
    "PageOptions",
    "Rendering",
    "Revision",
    "asset_directory",
    "render",
    "theme_directory",
]
