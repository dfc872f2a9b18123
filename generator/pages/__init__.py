"""Rendering: a Catalogue in, Markdown pages, assets and a navigation out.

The room knows no host: what it makes is built alike by MkDocs, ProperDocs and Zensical.
"""

from generator.builtin import asset_directory, theme_directory
from generator.pages.assets import SCRIPT, assets, published_names
from generator.pages.model import Asset, NavItem, Page, PageKind, PageOptions, Rendering, Revision
from generator.pages.render import render

__all__ = [
    "SCRIPT",
    "Asset",
    "NavItem",
    "Page",
    "PageKind",
    "PageOptions",
    "Rendering",
    "Revision",
    "asset_directory",
    "assets",
    "published_names",
    "render",
    "theme_directory",
]
