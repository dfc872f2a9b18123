"""Signs: what gives a page away, what does not, and tables that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.links.documents import Document
from generator.links.signs import known_signs, load_signs

NAV = "导航 " * 300


def sign(title: str = "", body: str = "", heading: str = "") -> str | None:
    return known_signs().of(Document(f"<title>{title}</title><h1>{heading}</h1><body>{body}</body>"))


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404 (Not Found)!!1",
        "Not Found",
        "Page not found | Example",
        "页面不存在 - 某站",
        "抱歉，找不到您访问的页面",
        "404错误",
        "This page isn’t available",
        "The page cannot be found",
        "Oops! That page can't be found",
        "网页走丢了",
        "内容已删除",
    ],
)
def test_titles_that_say_that_there_is_no_page(title: str) -> None:
    assert sign(title, NAV) == "missing"
    assert sign("某站", NAV, heading=title) == "missing"


@pytest.mark.parametrize(
    "title",
    [
        "排查 404 错误的方法",
        "How to fix 404 errors",
        "404 error code: what it means",
        "404 页面配置说明",
        "HTTP 状态码说明",
        "服务类目",
        "Room 404",
        "Lost and found",
        "登录与注册接口说明",
        "Sign language",
        "链接不能打开怎么办",
    ],
)
def test_titles_of_pages_about_such_things(title: str) -> None:
    assert sign(title, NAV) is None


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("您访问的页面不存在，请返回首页", "missing"),
        ("Sorry, the page you requested could not be found.", "missing"),
        ("404", "missing"),
        ("该商品已下架", "missing"),
        ("该内容已被发布者删除", "missing"),
        ("请完成安全验证", "wall"),
        ("Checking your browser before accessing", "wall"),
        ("请先登录", "login"),
        ("服务类目说明", None),
    ],
)
def test_words_of_pages_that_say_little_else(words: str, wanted: str | None) -> None:
    assert sign("某站", words) == wanted
    assert sign("某站", NAV + words) is None


def test_a_table_of_the_project_is_put_to_the_known_one(tmp_path: Path) -> None:
    (tmp_path / "s.yml").write_text("missing: {words: ['GONE fishing']}\n", encoding="utf-8")
    signs = load_signs(tmp_path / "s.yml")
    assert signs.of(Document("<body>gone Fishing</body>")) == "missing"
    assert signs.of(Document("<title>404</title>")) == "missing"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[", "YAML"),
        ("- a", "none of"),
        ("gone: {title: [a]}", "gone"),
        ("missing: [a]", "missing"),
        ("missing: {body: [a]}", "body"),
        ("missing: {title: a}", "title"),
        ("missing: {title: ['(']}", "regular"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "s.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=named):
        load_signs(tmp_path / "s.yml")


def test_an_empty_table_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "s.yml").write_text("", encoding="utf-8")
    assert load_signs(tmp_path / "s.yml").patterns == known_signs().patterns
