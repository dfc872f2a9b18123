"""Typing queries into the search box of a site as a person would, and counting what comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import yaml

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

ROOT = Path(__file__).parents[2]
QUERIES = Path(__file__).with_name("queries.yml")
OTHERS = Path(__file__).with_name("others.yml")
LOCALES = ("zh", "zh-Hant", "en")
SETTLED = 70
"""Milliseconds for which the list must stay as it is to be taken for the answer."""

# Counts what is asked of the worker of the search and what it answers: on a busy machine an answer is long in coming,
# and the list keeps still until it does. The numbers of the messages are the theme's: 2 asks, 3 answers.
_COUNTING = """
if (window.lmAsked === undefined) {
  window.lmAsked = window.lmAnswered = 0
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given)
      this.addEventListener("message", ({ data }) => { window.lmAnswered += data?.type === 3 })
    }
    postMessage(message, ...more) {
      window.lmAsked += message?.type === 2
      super.postMessage(message, ...more)
    }
  }
}
"""
# Waits in the page itself: a question over the wire every few milliseconds would take longer than the search.
_ANSWER = """
async ([settled, most]) => {
  const list = document.querySelector(".md-search-result__list")
  const meta = document.querySelector(".md-search-result__meta")
  const state = () => meta.textContent.trim() + list.innerHTML.length
  const start = performance.now()
  let last = state(), since = start
  while (performance.now() - start < most) {
    await new Promise(done => setTimeout(done, 15))
    const now = state()
    if (now !== last || window.lmAsked !== window.lmAnswered) { last = now; since = performance.now() }
    if (performance.now() - since > settled) break
  }
  return [...list.querySelectorAll(".md-search-result__item")]
    .map(item => item.querySelector("a").getAttribute("href"))
}
"""


@dataclass(frozen=True)
class Query:
    """What somebody types, and the pages that are right."""

    kind: str
    locale: str
    words: str
    wanted: frozenset[str]
    """Addresses, without the directory of a language: ``jinrong/yinhang``."""

    @property
    def half(self) -> Literal["tune", "blind"]:
        """Which half it is in: what is tuned is tuned on the one, and judged on the other."""
        return "tune" if sha256((self.locale + self.words).encode()).digest()[0] % 2 else "blind"


@dataclass
class Score:
    """How a class of queries did."""

    ranks: list[int | None] = field(default_factory=list)
    """The place of the first wanted page, from 1; None where it is not among the results."""
    empty: int = 0

    def hit(self, most: int) -> float:
        """Return how many of a hundred had a wanted page among the first so many."""
        return 100 * sum(rank is not None and rank <= most for rank in self.ranks) / len(self.ranks)

    @property
    def mrr(self) -> float:
        """The mean of one over the rank."""
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks)

    @property
    def none(self) -> float:
        """How many of a hundred found nothing at all."""
        return 100 * self.empty / len(self.ranks)


def queries(file: Path = QUERIES) -> tuple[Query, ...]:
    """Return all queries, with the addresses of the pages that they want."""
    ids = yaml.safe_load((ROOT / "catalogue" / "ids.yml").read_text(encoding="utf-8"))
    papers = {entry["name"]: entry["id"] for entry in ids["qualifications"]}

    def address(wanted: str) -> str:
        if wanted.startswith("《"):
            return f"qualifications/{papers[wanted.strip('《》')]}"
        return wanted.removeprefix("group:")

    return tuple(
        Query(each["class"], each["locale"], each["q"], frozenset(map(address, each["wanted"])))
        for each in yaml.safe_load(file.read_text(encoding="utf-8"))
    )


def page_of(href: str, site: str) -> str:
    """Return the address of a result without the site, the directory of its language, and what follows it."""
    path = urlsplit(href).path.removeprefix(urlsplit(site).path)
    first, _, rest = path.partition("/")
    return (rest if first in LOCALES else path).strip("/")


def ask(page: Page, words: str) -> list[str]:
    """Type a query into the box of the page, letter by letter, and return the addresses of the results in order."""
    box = page.locator("[data-md-component=search-query]")
    box.fill("")
    box.press("Shift")
    box.press_sequentially(words)
    found: list[str] = page.evaluate(_ANSWER, [SETTLED, 20_000])
    return found


@contextmanager
def searching(page: Page, site: str, locale: str) -> Iterator[None]:
    """Open the home page of a language with the search box in use and its index loaded."""
    page.add_init_script(_COUNTING)
    page.goto(site + ("" if locale == "zh" else f"{locale}/"))
    page.locator("[data-md-component=search-query]").click()
    ask(page, "warm")
    # Times out where the answers of the search are not counted any more.
    page.wait_for_function("window.lmAnswered > 0")
    yield
    page.keyboard.press("Escape")


def run(page: Page, site: str, asked: Iterable[Query]) -> dict[str, Score]:
    """Type queries into a site and return the scores by class; ``all`` is that of all together."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    listed = tuple(asked)
    for locale in LOCALES:
        own = [query for query in listed if query.locale == locale]
        if not own:
            continue
        with searching(page, site, locale):
            for query in own:
                found = [page_of(href, site) for href in ask(page, query.words)]
                rank = next((place for place, each in enumerate(found, 1) if each in query.wanted), None)
                for kind in (query.kind, "all"):
                    scores[kind].ranks.append(rank)
                    scores[kind].empty += not found
    return dict(scores)


def table(columns: Sequence[tuple[str, dict[str, Score]]]) -> str:
    """Return scores side by side: hit@1, hit@5, MRR and the share without result, by class."""
    kinds = dict.fromkeys(kind for _name, scores in columns for kind in scores if kind != "all")
    lines = ["| class | n | " + " | ".join(f"{name}: @1 | @5 | MRR | none" for name, _scores in columns) + " |"]
    lines.append("|---|---|" + "---|" * (4 * len(columns)))
    for kind in (*kinds, "all"):
        count = max(len(scores[kind].ranks) for _name, scores in columns if kind in scores)
        cells = [
            f"{score.hit(1):.0f} | {score.hit(5):.0f} | {score.mrr:.2f} | {score.none:.0f}"
            for _name, scores in columns
            if (score := scores.get(kind))
        ]
        lines.append(f"| {kind} | {count} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def serve_indexes(page: Page, folder: Path) -> None:
    """Let a page get the indexes of another catalogue in the place of its own."""

    def answer(route: Route) -> None:
        name = urlsplit(route.request.url).path.rpartition("/")[2]
        route.fulfill(body=(folder / name).read_bytes(), content_type="application/json")

    page.route("**/assets/search/*.json*", answer)
