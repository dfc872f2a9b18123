"""What stands before the papers of an item: party label, verb, marker, colon."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from generator.source.requirement.phrases import is_filler, is_heading
from generator.source.requirement.runs import trimmed
from generator.source.requirement.tokens import Kind, Token
from generator.source.requirement.words import PATTERNS, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARKERS: Final = frozenset({Kind.CHOOSE, Kind.ALL})
_CONTENT: Final = frozenset({Kind.TITLE, Kind.LOOSE})
_IDLE: Final = frozenset({Kind.BLANK, Kind.COMMA, Kind.STOP, Kind.COLON})
_SILENT: Final = _IDLE | _MARKERS | {Kind.VERB}
_SOFT: Final = frozenset({Kind.COMMA, Kind.BLANK, Kind.BRACKET})
_GENERIC: Final = frozenset(words("labels", "generic"))
_LABELLING: Final = frozenset({Kind.COLON, Kind.STOP})
_ENDING: Final = frozenset({Kind.TITLE, Kind.COLON, Kind.NUMBER, Kind.QUOTE}) | _MARKERS
_CUTTING: Final = frozenset({Kind.COLON, Kind.TAG, Kind.VERB}) | _MARKERS
SHAPING: Final = _CUTTING | _LABELLING
"""A statement without any of these is one clause without a head."""
_LABEL_EDGES: Final = _IDLE | {Kind.VERB}
_LABELLED: Final = [Kind.TEXT, Kind.COLON, Kind.TITLE]
_LAST: Final = frozenset({Kind.BLANK, Kind.STOP})
_ALIKE: Final = 2
"""So many characters at their ends make labels alike: 境内主体, 境外主体."""
_MUST: Final = words("verbs", "must")


@dataclass(slots=True)
class Head:
    """The words before the papers."""

    holder: tuple[int, int] | None = None
    heading: tuple[int, int] | None = None
    """Words that head a list but name no party."""
    marker: Token | None = None
    rest: Sequence[Token] = ()


def read_head(folded: str, tokens: Sequence[Token], *, below: bool) -> Head:
    """Return the head of a clause; ``below`` says that a list of items stands below it."""
    if [token.kind for token in tokens[:3]] == _LABELLED:
        # 甲机构：《…》, the commonest head.
        return _labelled(folded, tokens[:1], None, trimmed(tokens[2:]))
    cutters = list(_cutters(folded, tokens, below=below))
    if not cutters:
        return Head(rest=trimmed(tokens))
    cut = cutters[-1] + 1
    marker = next((tokens[at] for at in cutters if tokens[at].kind in _MARKERS), None)
    spoken = next((at for at, token in enumerate(tokens) if _speaks(folded, token)), len(tokens))
    ends = [at for at in cutters if at > spoken and tokens[at].kind is not Kind.COLON]
    colons = [at for at in cutters if tokens[at].kind is Kind.COLON]
    last = ends[0] if ends else colons[-1] if colons else int(tokens[0].kind is Kind.TAG)
    label = trimmed([token for token in tokens[:last] if token.kind not in _MARKERS], _LABEL_EDGES)
    return _labelled(folded, label, marker, trimmed(tokens[cut:]))


def _labelled(folded: str, label: Sequence[Token], marker: Token | None, rest: Sequence[Token]) -> Head:
    if not label:
        return Head(marker=marker, rest=rest)
    words_of = label[0].inner if label[0].kind is Kind.TAG and len(label) == 1 else (label[0].start, label[-1].end)
    said = folded[slice(*words_of)]
    if is_filler(said) and said not in _GENERIC:
        return Head(marker=marker, rest=rest)
    if is_heading(said) or said in _GENERIC:
        return Head(heading=words_of, marker=marker, rest=rest)
    return Head(holder=words_of, marker=marker, rest=rest)


def _speaks(folded: str, token: Token) -> bool:
    """Return whether a token has words of its own, being no punctuation, marker or verb."""
    return token.kind not in _SILENT and bool(folded[token.start : token.end].strip())


def _cutters(folded: str, tokens: Sequence[Token], *, below: bool) -> Iterator[int]:
    """Yield the indices of colons, markers and verbs that end a part of the head."""
    content = next((at for at, token in enumerate(tokens) if token.kind in _CONTENT), len(tokens))
    if _CUTTING.isdisjoint([token.kind for token in tokens[:content]]):
        return
    end = len(trimmed(tokens, _LAST))
    for at in range(content):
        token = tokens[at]
        follows = below or at + 1 < end
        match token.kind:
            case Kind.COLON | Kind.CHOOSE | Kind.ALL:
                ends = follows
            case Kind.TAG:
                ends = at == 0 and at + 1 < end
            case Kind.VERB:
                ends = _ends_label(folded, tokens, at)
            case _:
                ends = False
        if ends:
            yield at


def _ends_label(folded: str, tokens: Sequence[Token], at: int) -> bool:
    """Return whether a verb ends a label (X主体，提供 …) rather than being part of a name (为公众提供服务的证明)."""
    token = tokens[at]
    if at == 0 or tokens[at - 1].kind is Kind.COMMA or folded.startswith(_MUST, token.start):
        return True
    after = next((other for other in islice(tokens, at + 1, at + 4) if other.kind is not Kind.BLANK), None)
    if after is None or after.kind in _ENDING:
        return True
    return bool(PATTERNS.copies.match(folded, after.start)) or folded.startswith(("以下", "下列"), after.start)


def leading_marker(folded: str, tokens: Sequence[Token]) -> tuple[Token | None, Sequence[Token]]:
    """Return the marker that the tokens begin with, with nothing but filler before it, and the tokens after it."""
    if _MARKERS.isdisjoint([token.kind for token in tokens]):
        return None, tokens
    for at, token in enumerate(tokens):
        if token.kind in _MARKERS:
            return token, trimmed(tokens[at + 1 :], _IDLE)
        if token.kind not in _LABEL_EDGES and not is_filler(folded[token.start : token.end]):
            break
    return None, tokens


def labelled_clauses(folded: str, tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Return the clauses of a statement that each have a label of their own: 甲：《…》；乙：《…》."""
    kinds = [token.kind for token in tokens]
    if Kind.STOP not in kinds:
        # What stands before the first colon is a clause of its own only if it holds papers.
        colons = kinds.count(Kind.COLON)
        if not colons:
            return _parallel_clauses(folded, tokens)
        if colons == 1 and _CONTENT.isdisjoint(kinds[: kinds.index(Kind.COLON)]):
            return [tokens]
    starts = [0]
    edge, seen, colon = 0, False, False
    spoken = marked = False
    for at, token in enumerate(tokens):
        if token.kind is Kind.COLON:
            if seen and spoken and not marked:
                starts.append(edge)
                seen = False
            colon = True
        elif token.kind in _CONTENT or token.kind is Kind.STOP or (seen and token.kind in _SOFT):
            seen = seen or colon or token.kind in _CONTENT
            edge, spoken, marked = at + 1, False, False
        else:
            spoken = spoken or _speaks(folded, token)
            marked = marked or token.kind in _MARKERS
    if len(starts) > 1:
        return [tokens[first:last] for first, last in zip(starts, [*starts[1:], len(tokens)], strict=True)]
    return _verb_clauses(folded, tokens)


def _verb_clauses(folded: str, tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Return the clauses between full stops, if each begins with a label and a verb: 甲提供《…》；乙提供《…》."""
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        clauses[-1].append(token)
        if token.kind is Kind.STOP:
            clauses.append([])
    spoken = [clause for clause in clauses if trimmed(clause)]
    if len(spoken) < 2:  # noqa: PLR2004 - no semicolon parts them
        return _parallel_clauses(folded, tokens)
    if all(read_head(folded, clause, below=False).holder for clause in spoken):
        return list(spoken)
    return [tokens]


def _parallel_clauses(folded: str, tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Return the clauses between commas, if their labels end alike: 甲主体提供《…》，乙主体提供《…》."""
    kinds = [token.kind for token in tokens]
    if Kind.COMMA not in kinds or kinds.count(Kind.VERB) < 2:  # noqa: PLR2004 - a verb in each of two clauses
        return [tokens]
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind is Kind.COMMA:
            clauses.append([])
        else:
            clauses[-1].append(token)
    ends = {_end_of_label(folded, clause) for clause in clauses}
    return list(clauses) if len(clauses) > 1 and len(ends) == 1 and "" not in ends else [tokens]


def _end_of_label(folded: str, clause: Sequence[Token]) -> str:
    """Return the last characters of a clause's label; nothing where it has none or no paper follows it."""
    head = read_head(folded, clause, below=False)
    if head.holder is None or _CONTENT.isdisjoint([token.kind for token in head.rest]):
        return ""
    return folded[slice(*head.holder)][-_ALIKE:]
