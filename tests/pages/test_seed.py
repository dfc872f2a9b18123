"""The project's own source, read for real and published."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue import Catalogue
from generator.pages import PageOptions, render
from generator.source import ReadSettings, read_files
from tests.pages.published import published
from tests.pages.test_laws import squeeze

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    file = ROOT / "catalogue" / "sources" / "mini-program-live.md"
    return read_files([file], settings=ReadSettings(base=ROOT))


@pytest.fixture(scope="module")
def pages(catalogue: Catalogue) -> dict[str, str]:
    made = render(catalogue, PageOptions(site_name="小程序直播类目"))
    return {page.path: squeeze(published(page.markdown).text) for page in made.pages}


def test_every_cell_stands_on_its_categorys_page_word_for_word(catalogue: Catalogue, pages: dict[str, str]) -> None:
    lost = []
    for category, table in zip(catalogue.categories, catalogue.sources[0].tables, strict=True):
        page = pages[f"{category.id}.md"]
        lost += [cell.text for row in table.rows for cell in row.cells if squeeze(cell.text) not in page]
    assert lost == []


def test_introduction_and_notices_stand_on_the_home_page(pages: dict[str, str]) -> None:
    assert "6个大类，17个类目，" in pages["index.md"]
    assert "个人认证的微信小程序暂不支持直播业务" in pages["index.md"]
    assert "微信小程序的类目即为微信小程序的服务场景" in pages["index.md"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("jiaoyu/zaixianshipinkecheng1.md", "以下5项任选1项适用公立学校《事业单位法人证书》"),
        ("yiliao/hulianwang.md", "须同时提供以下2项"),
        ("yiliao/gonglijigou.md", "《医疗机构执业许可证》"),
        ("jinrong/jijin.md", "须包含"),
        ("jinrong/simujijin.md", "注意暂不支持涉及私募产品公开募集"),
        ("qiche/qicheyushou.md", "适用下属子/分公司须同时提供以下3项"),
        ("gongju/shipinkefu.md", "无需提供资质"),
    ],
)
def test_requirements_read_as_trees(pages: dict[str, str], path: str, words: str) -> None:
    assert words in pages[path]
