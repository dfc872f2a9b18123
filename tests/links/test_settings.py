"""The links section of the settings: what is read, what is refused, and the exceptions for sites."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from generator.links.networks import network
from generator.links.settings import CACHE, OPTIONS, LinkSettings, Patience, Site, patience, read_settings

BASE = Path("/project")


def test_nothing_said_is_the_defaults_with_a_cache() -> None:
    assert read_settings({}, BASE) == LinkSettings(cache=BASE / CACHE)


def test_everything_can_be_said() -> None:
    said = {
        "allow_net": ["10.0.0.0/8", "::1"],
        "deny_net": "10.1.0.0/16",
        "timeout": 5,
        "retries": 0,
        "concurrency": 9,
        "per_host": 2,
        "pause": 0.5,
        "robots": True,
        "contact": "https://a.example/",
        "fresh": "2 hours",
        "fail_after": "3 days",
        "cache": "c.sqlite",
        "signs": "signs.yml",
        "sites": {"A.example.": {"per_host": 1, "pause": 2, "skip": "no", "accept": [403, 404], "anchors": False}},
    }
    assert set(said) == set(OPTIONS)
    settings = read_settings(said, BASE)
    assert settings.allow == (network("10.0.0.0/8"), network("::1"))
    assert settings.deny == (network("10.1.0.0/16"),)
    assert settings.fresh == timedelta(hours=2)
    assert settings.fail_after == Patience(2, timedelta(days=3))
    assert (settings.cache, settings.signs) == (BASE / "c.sqlite", BASE / "signs.yml")
    assert settings.sites == {"a.example": Site(1, 2, "no", frozenset([403, 404]), anchors=False)}


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ([], "mapping"),
        ({"time": 1}, "'time'"),
        ({"timeout": "long"}, "timeout"),
        ({"timeout": 0}, "timeout"),
        ({"retries": True}, "retries"),
        ({"retries": 1.5}, "retries"),
        ({"allow_net": "all"}, "allow_net"),
        ({"robots": "yes"}, "robots"),
        ({"fresh": "2 runs"}, "fresh"),
        ({"fail_after": "soon"}, "fail_after"),
        ({"fail_after": 3}, "fail_after"),
        ({"contact": "a\r\nX: y"}, "contact"),
        ({"sites": ["a"]}, "mapping"),
        ({"sites": {"a.example": 1}}, "mapping"),
        ({"sites": {"a.example": {"skips": "x"}}}, "a.example.skips"),
        ({"sites": {"a.example": {"accept": [9]}}}, "a.example.accept"),
        ({"timeout": float("nan")}, "timeout"),
    ],
)
def test_what_cannot_be_used_is_named(said: object, named: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - what it says is looked at below
        read_settings(said, BASE)
    assert named in str(raised.value)


def test_nothing_where_a_value_stands_is_the_default() -> None:
    assert read_settings({"timeout": None}, BASE).timeout == 20


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("1 run", Patience(1)), ("2 runs", Patience(2)), ("1 week", Patience(2, timedelta(days=7)))],
)
def test_patience_is_counted_in_runs_or_time(written: str, wanted: Patience) -> None:
    assert patience(written) == wanted


def test_the_nearest_domain_says_what_is_different() -> None:
    settings = read_settings({"sites": {"example.com": {"per_host": 3}, "a.example.com": {"per_host": 1}}}, BASE)
    assert settings.site("b.a.example.com.").per_host == 1
    assert settings.site("b.example.com").per_host == 3
    assert settings.site("example.org") == Site()
    assert settings.site("developers.weixin.qq.com").per_host == 4
