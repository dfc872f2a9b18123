"""The forms that commands write in, by the names that users give them."""

from __future__ import annotations

from enum import StrEnum


class CatalogueFormat(StrEnum):
    """The forms of ``leimu parse``."""

    TEXT = "text"
    JSON = "json"


class FindingFormat(StrEnum):
    """The forms of ``leimu check``."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


class LinkFormat(StrEnum):
    """The forms of ``leimu links``."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    MARKDOWN = "markdown"


class ExportFormat(StrEnum):
    """The forms of ``leimu export``."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    WECHAT = "wechat"
    DOUYIN = "douyin"


class DifferenceFormat(StrEnum):
    """The forms of ``leimu diff``."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
