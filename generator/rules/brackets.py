"""Brackets and quotation marks that have lost their other half."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PAIRS: Final = ("（）", "()", "《》", "〈〉", "【】", "〔〕", "「」", "『』", "“”")
PARTNER: Final = {pair[at]: pair[1 - at] for pair in _PAIRS for at in (0, 1)}
"""Each bracket → the one that it needs, equally wide."""
_OPENING: Final = {pair[0] for pair in _PAIRS}
# A half-width bracket that a full-width one closes is no lonely one.
_KIND: Final = {char: pair[0].translate(str.maketrans("（", "(")) for pair in _PAIRS for char in pair}
_SIGNS: Final = re.escape("".join(PARTNER))
_BRACKET: Final = re.compile(f"[{_SIGNS}]")
_SIGN: Final = re.compile(rf"[{_SIGNS}]|\n(?=\s{{0,4}}(?:[0-9]{{1,2}}[.、．)）]|[①-⑳]))")
"""A bracket, or the line break before the next item of a list."""
_PAIR: Final = "|".join(f"{re.escape(pair[0])}[^{_SIGNS}]*+{re.escape(pair[1])}" for pair in _PAIRS if pair != "《》")
_SIDE_BY_SIDE: Final = re.compile(rf"[^{_SIGNS}]*+(?:(?:《[^{_SIGNS}\n]*+》|{_PAIR})[^{_SIGNS}]*+)*+")
"""Pairs with no other bracket within them."""
_NUMBERING: Final = re.compile(
    r"(?:^|[\s；;。，,、：:）)》])(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])([)）])", re.MULTILINE
)
"""The bracket of 1) and 一）, which nothing opens."""
_NO_BRACKET: Final = re.compile(r"(?<=[0-9０-９])”|(?<=[:;]-)[()]|(?<=[:;])(?:\)|\((?!\w))|\((?=-?[:;])")
"""Inches and minutes, 5’10”, and faces, :) and :-(."""

_END: Final = r"(?=[；;。]?[^\S\n]*(?:\n|$))"
_REMARK: Final = r"(?:(?![须需应另]|提供|提交)[\w·“”\"/]){2,60}"
"""A remark in brackets; a demand may as well stand behind them, and of several words only the first within."""
_CLOSED_BY: Final = {
    "《": re.compile(r"[^\W与及和或且]{2,60}" + _END),
    "（": re.compile(_REMARK + _END),
    "(": re.compile(_REMARK + _END),
    "“": re.compile(rf"\w{{1,40}}(?:(?=[）)])|{_END})"),
}
"""What may follow an opening bracket so that its other half can only stand behind that."""
_OPENED_BY: Final = re.compile(r"(?:^|[\s.．、：:，,/+）)》])([^\W0-9与及和或且的][^\W与及和或且的]{3,60})$")
"""What may stand before a lonely 》 so that 《 can only stand in front of that."""
_ISSUED: Final = re.compile("部门|颁发|核发|签发|批准的|委员会|主管")
_NO_PAPER: Final = re.compile(
    "具备|持有|取得|具有|拥有|获得|获取|办理|办妥|出具|提供|提交|上传|出示|详见|[须需应]|复印|扫描|影印|原件|正本|副本|正副|照片|截图|盖章"
)
"""Words of the sentence or remark round a name, hardly ever of the name itself."""
_PAPER: Final = re.compile("(?:证|执照|证书|(?:批准|许可|授权|证明|确认|通知|声明|承诺)书|承诺函|证明|批文|批件)$")
_REACH: Final = 80
_MANY: Final = 20
"""Where more brackets are alone, nobody can tell what belongs to what."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Mend:
    """How a text with a lonely bracket is made whole."""

    first: int
    last: int
    """The indices of the first and last character that it hangs on: the bracket, and what it belongs to."""
    edits: tuple[tuple[int, int, str], ...]
    """(index, length, new): what is replaced, or with length 0 written in front of a character; in order."""
    new: str
    """The bracket that is written; empty where one is removed."""

    def applied(self, text: str) -> str:
        """Return the text mended."""
        for at, length, new in reversed(self.edits):
            text = text[:at] + new + text[at + length :]
        return text


def lonely(text: str) -> list[int]:
    """Return the indices of brackets without their other half, in order."""
    # Nearly every text has none, or pairs side by side only; one with a backslash is code.
    if _SIDE_BY_SIDE.fullmatch(text) or "\\" in text:
        return []
    alone = _alone(text, frozenset())
    numbering = _no_brackets(text) if alone else frozenset()
    if numbering:
        # 1) and 5” open nothing and close nothing, but (Windows 7) and “24” do.
        alone = min([at for at in alone if at not in numbering], _alone(text, numbering), key=len)
    curly = [at for at in alone if text[at] in "“”"]
    if len(curly) == text.count('"'):
        # “…" is a pair, though of two widths.
        return [at for at in alone if at not in curly]
    return alone


def _no_brackets(text: str) -> frozenset[int]:
    """Return the indices of signs that need not be brackets: in numbers of items, measures and faces."""
    numbering = {match.start(1) for match in _NUMBERING.finditer(text)}
    return frozenset(numbering | {match.start() for match in _NO_BRACKET.finditer(text)})


def _alone(text: str, numbering: frozenset[int]) -> list[int]:
    alone: list[int] = []
    stack: list[int] = []
    waiting: dict[str, int] = {}
    for match in _SIGN.finditer(text):
        at, char = match.start(), match[0]
        if at in numbering:
            continue
        if char == "\n":
            # The name of a paper does not reach into the next item.
            alone += [place for place in stack if text[place] == "《"]
            stack = [place for place in stack if text[place] != "《"]
            waiting["《"] = 0
            continue
        kind = _KIND[char]
        if char in _OPENING:
            stack.append(at)
            waiting[kind] = waiting.get(kind, 0) + 1
        elif not waiting.get(kind):
            alone.append(at)
        else:
            # What opened later and is not closed by now never will be.
            while _KIND[text[stack[-1]]] != kind:
                waiting[_KIND[text[stack[-1]]]] -= 1
                alone.append(stack.pop())
            stack.pop()
            waiting[kind] -= 1
    return sorted(alone + stack)


def opens(char: str) -> bool:
    """Return whether a bracket is an opening one."""
    return char in _OPENING


def mend(text: str, at: int, alone: Sequence[int], is_known: Callable[[str], bool]) -> Mend | None:
    """Return how the text is mended, where there is one right way: a doubled bracket goes, a clear end is marked.

    ``alone`` are the lonely brackets of the text; ``is_known`` tells a paper that the catalogue knows by its name.
    """
    if len(alone) > _MANY:
        return None
    way = _doubled(text, at, alone) or _half(text, at, is_known)
    # What mends one bracket may tear another pair apart.
    return way if way and len(lonely(way.applied(text))) < len(alone) else None


def _doubled(text: str, at: int, alone: Sequence[int]) -> Mend | None:
    for other in (at - 1, at + 1):
        if 0 <= other < len(text) and text[other] == text[at] and other not in alone:
            return Mend(min(at, other), max(at, other), ((at, 1, ""),), "")
    return None


def _half(text: str, at: int, is_known: Callable[[str], bool]) -> Mend | None:
    """Return where the other half stands, if it can stand in one place only."""
    char = text[at]
    if char in _CLOSED_BY:
        rest = _CLOSED_BY[char].match(text, at + 1)
        if not rest or (char == "《" and not _is_paper(rest[0], is_known)):
            return None
        if char == "(" and _HAN.search(rest[0]):
            return Mend(at, rest.end() - 1, ((at, 1, "（"), (rest.end(), 0, "）")), "）")
        return Mend(at, rest.end() - 1, ((rest.end(), 0, PARTNER[char]),), PARTNER[char])
    if char == "》":
        name = _OPENED_BY.search(text[max(0, at - _REACH) : at])
        if name and not _ISSUED.search(name[1]) and _is_paper(name[1], is_known):
            return Mend(at - len(name[1]), at, ((at - len(name[1]), 0, "《"),), "《")
    return None


def _is_paper(name: str, is_known: Callable[[str], bool]) -> bool:
    """Return whether words can only be the whole name of a paper."""
    return is_known(name) or bool(_PAPER.search(name) and not _NO_PAPER.search(name))
