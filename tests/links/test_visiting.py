"""How long to wait, and that nobody is rushed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from generator.catalogue import Span
from generator.links.asking import agent, ask
from generator.links.collecting import Target, Use
from generator.links.memory import Memory
from generator.links.networks import network
from generator.links.scheduling import growing
from generator.links.settings import LinkSettings, Patience
from generator.links.visiting import retry_after
from tests.links.server import GOOD, Asked, response, serving

OPEN = LinkSettings(allow=(network("127.0.0.2"),), timeout=5, retries=2, pause=0, first_pause=0.01)


def targets(*urls: str) -> list[Target]:
    return [Target(url, (Use(0, Span(0, 0)),)) for url in urls]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("9" * 400, 999_999_999),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("١", None),
    ],
)
def test_seconds_to_wait(written: str, wanted: float | None) -> None:
    assert retry_after(written) == wanted


def test_a_date_to_wait_for() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=100)
    assert 98 <= (retry_after(format_datetime(soon, usegmt=True)) or 0) <= 100
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert retry_after("Wed, 99 Oct 2015 07:28:00 GMT") is None


def test_pauses_grow_to_a_bound_and_are_never_in_step() -> None:
    drawn = [growing(3) for _time in range(50)]
    assert len(set(drawn)) > 1
    assert all(1.5 <= seconds <= 2.5 for seconds in drawn)
    assert growing(40) <= 37.5


def test_the_name_is_honest() -> None:
    assert "leimu/" in agent(None)
    assert "+mailto:a@a.example" in agent("mailto:a@a.example")


@pytest.mark.slow
def test_who_was_told_too_many_asks_one_by_one_and_after_the_pause() -> None:
    times: list[float] = []

    async def limited(_asked: Asked, writer: object) -> None:
        times.append(time.monotonic())
        # The first six come at once, since nobody has said anything yet.
        data = response(429, "x", "Retry-After: 1") if len(times) <= 6 else response(200, GOOD)
        writer.write(data)  # type: ignore[attr-defined]

    with serving({"/x": limited}) as server:
        settings = LinkSettings(allow=(network("127.0.0.2"),), timeout=5, retries=3, pause=0, per_host=6)
        answers = list(ask(targets(*(f"{server.base}/x?{n}" for n in range(12))), settings, Memory(None), Patience()))
    assert {answer.verdict for answer in answers} == {"ok"}
    after = times[6:]
    assert after[0] - times[0] >= 0.95
    # No burst: what comes behind the pause is spread.
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(after[:6]))


@pytest.mark.slow
def test_a_page_is_asked_for_once_whatever_places_are_named() -> None:
    with serving({"/x": response(200, "<p id='a'>x</p><p id='b'>" + "y" * 300)}) as server:
        urls = [f"{server.base}/x{place}" for place in ("#a", "#b", "#c", "")] + [f"HTTP{server.base[4:]}/x"]
        answers = {a.target.url: a.verdict for a in ask(targets(*urls), OPEN, Memory(None), Patience())}
        assert list(map(answers.get, urls)) == ["ok", "ok", "broken", "ok", "ok"]
        assert server.count("/x") == 1


@pytest.mark.slow
def test_a_redirect_carries_the_place_of_each_address() -> None:
    behaviours = {
        "/x": response(301, "", "Location: /y"),
        "/y": response(200, "<p id='a'>x</p>" + "y" * 300),
        "/z": response(301, "", "Location: /y#a"),
    }
    with serving(behaviours) as server:
        urls = [f"{server.base}/x#a", f"{server.base}/x#b", f"{server.base}/x", f"{server.base}/z#b"]
        answers = {a.target.url: (a.verdict, a.redirect) for a in ask(targets(*urls), OPEN, Memory(None), Patience())}
    assert answers[urls[0]] == ("redirected", f"{server.base}/y#a")
    assert answers[urls[1]][0] == "broken"
    assert answers[urls[2]] == ("redirected", f"{server.base}/y")
    assert answers[urls[3]] == ("redirected", f"{server.base}/y#a")


@pytest.mark.slow
def test_redirects_that_take_for_ever_are_left() -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.4)
        writer.write(response(302, "", f"Location: /x?{asked.count}"))

    with serving({"/x": slow}) as server:
        began = time.monotonic()
        (answer,) = ask(targets(f"{server.base}/x"), replace(OPEN, timeout=0.5, retries=0), Memory(None), Patience())
        assert answer.verdict == "timeout"
        assert time.monotonic() - began < 3
