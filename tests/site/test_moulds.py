"""Moulds: what templates do with pages is noted, and done for others; what cannot be done afterwards is refused."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from generator.site.moulds import squeezed
from generator.site.tracing import MARK, Hole, Stand, Trace, UnlikeError, Use, holds, later


def printed(template: str, values: dict[str, str], **more: Any) -> tuple[str, Trace]:
    env = jinja2.Environment()
    for name, apply in list(env.filters.items()):
        env.filters[name] = later(name, apply, lambda: True)
    trace = Trace(values)
    words = {name: trace.hole(name) for name in values}
    return env.from_string(template).render(**words, **more), trace


def test_what_is_printed_leaves_marks() -> None:
    text, trace = printed("<b>{{ title }}</b>{{ title | striptags | e }}.", {"title": "A"})
    uses = [trace.uses[int(found[1])] for found in MARK.finditer(text)]
    assert MARK.sub("-", text) == "<b>-</b>-."
    assert uses == [Use("title"), Use("title", ("striptags", "e"))]


@pytest.mark.parametrize(
    ("template", "answers"),
    [
        ("{% if title %}a{% endif %}", {("title", ""): True}),
        ("{{ title | d('x', true) }}", {("title", ""): True}),
        ("{% if '<h1' in title %}a{% endif %}", {("title", "<h1"): False}),
        ("{{ (none or title) | e }}", {}),
    ],
)
def test_questions_are_kept(template: str, answers: dict[tuple[str, str], bool]) -> None:
    _text, trace = printed(template, {"title": "A"})
    assert trace.answers == answers


def test_answers_are_those_of_the_words() -> None:
    assert [holds("", ""), holds("a", ""), holds("abc", "b"), holds("abc", "d")] == [False, True, True, False]


@pytest.mark.parametrize(
    "template",
    [
        "{{ title | upper }}",
        "{{ title | replace('A', 'B') }}",
        "{{ title.split('x') }}",
        "{{ title[0] }}",
        "{{ title + 'x' }}",
        "{{ 'x' + title }}",
        "{{ title | length }}",
        "{% if title == 'A' %}{% endif %}",
        "{% if 'A' in (title | e) %}{% endif %}",
        "{% if title | striptags %}{% endif %}",
        "{{ ('x' ~ title) | e }}",
        "{{ 'x' | replace('x', title) }}",
        "{{ '%s' | format(title) }}",
        "{% for letter in title %}{{ letter }}{% endfor %}",
        "{{ page.file.src_uri }}",
        "{{ page['file'].src_uri }}",
    ],
)
def test_what_cannot_be_done_afterwards_is_refused(template: str) -> None:
    page = Stand({"title": "A"})
    with pytest.raises((UnlikeError, jinja2.UndefinedError)):
        printed(template, {"title": "A"}, page=page)


def test_what_stands_for_a_page_lacks_what_no_page_has() -> None:
    page = Stand({"title": "A"}, missing=frozenset({"typeset"}))
    text, _trace = printed("{{ page.title }}{% if page.typeset %}x{% endif %}", {}, page=page)
    assert text == "A"
    with pytest.raises(UnlikeError):
        printed("{{ page.encrypted }}", {}, page=page)


def test_a_hole_stays_where_texts_are_put_together() -> None:
    trace = Trace({"title": "A"})
    hole = trace.hole("title")
    assert isinstance(hole, Hole)
    assert MARK.fullmatch(str.join("", [hole]))
    with pytest.raises(UnlikeError):
        hole.strip()
    with pytest.raises(UnlikeError):
        f"{hole}"


def test_indents_go_and_words_stay() -> None:
    assert squeezed("  \n  <li>\n\n    a b\n  </li>\n") == "\n<li>\na b\n</li>\n"


def test_filters_are_themselves_while_nothing_is_traced() -> None:
    apply = later("upper", str.upper, lambda: False)
    assert apply("a\ue0f00\ue0f1") == "A\ue0f00\ue0f1"
    with pytest.raises(UnlikeError):
        later("upper", str.upper, lambda: True)("a\ue0f00\ue0f1")
