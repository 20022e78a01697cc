"""Companies of a Chinese text without a headline that enough speaks for: posts, comments, flashes.

Such a text may be of anything, so what only the model or a tail tells stays doubtful. It is borne out where the facts of
:mod:`nlp.chinese.evidence` add up: a strange name with a trade behind it, seen by the model, that acts as companies do.
A name that is one at one place is one wherever its letters stand.
"""

from collections.abc import Sequence
from functools import lru_cache

from nlp.chinese.evidence import THING, Span, left, made_of, right, without_tail
from nlp.chinese.standing import log_odds
from nlp.chinese.tails import generic
from nlp.entities import Entity
from nlp.lexicon import known, word_set
from nlp.names.model import Guess
from text.folding import to_simplified

# Log odds that are enough; what the model's margin (a tenth of it, up to 2.5), a strange name and a tail add to them. Tried on the
# even halves of public sets and on texts of our own without their titles, 29 November 2026: of those there four in five came back.
_ENOUGH = 3.5
_ELSEWHERE, _PLAIN = (
    6.5,
    18.0,
)  # what is enough where nothing is of business, and the margin it needs there
_MOST_MARGIN = 25.0
_STRANGE, _TAILED = 1.5, 1.0
_HALF = 0.5  # of a strange name's characters no word covers so many
_SEEN = 12.0  # the margin that a name of known words needs
_LATIN_SEEN = 5.0  # the margin that a Latin name needs
_UNSEEN, _HARDLY = 3.0, 1.5  # with less of a margin the model as good as sees nothing
_ACTS = frozenset(
    {"telling", "organ", "adverb", "date"}
)  # what stands behind whoever does something
_UNBOUND = 1.0  # a noun right behind a name makes it part of something: 县域 | 咖啡 | 市场
_KNOWN = 58  # from this rank on a name is listed, and doubtful for how it is used
_CONFIDENCE = 0.7
_QUOTES = "“「『《‘"
_JOINTS = "、和与及"


def borne_out(
    text: str, firms: Sequence[Entity], guesses: Sequence[Guess], folk: Sequence[Entity],
    *, business: bool = True,
) -> list[Entity]:  # fmt: skip
    """Return *firms* with those no longer doubtful that enough speaks for, which is more where *text* is no *business*.

    *guesses* are what the trained model sees, *folk* the people of the text, whom nothing makes a company here.
    """
    people = {one.start for one in folk if one.label == "PERSON"}
    doubtful = [
        one
        for one in firms
        if one.doubtful
        and one.rank < _KNOWN
        and (one.start not in people or _made_of(to_simplified(one.name))[1])
    ]
    if not doubtful:
        return list(firms)
    spans = [(one.start, one.end) for one in doubtful]
    margins = _margins(text, spans, guesses)
    totals = log_odds(text, firms, guesses, spans)
    plain = to_simplified(text)
    weights = {span: _weight(plain, span, totals[span], margins.get(span, 0.0)) for span in spans}
    least = _ENOUGH if business else _ELSEWHERE
    sure = {
        span
        for span, weight in weights.items()
        if weight >= least and (business or margins.get(span, 0.0) >= _PLAIN)
    }
    names = {text[start:end] for start, end in sure}
    return [
        one._replace(confidence=_CONFIDENCE)
        if one in doubtful and text[one.start : one.end] in names
        else one
        for one in firms
    ]


def _margins(text: str, spans: Sequence[Span], guesses: Sequence[Guess]) -> dict[Span, float]:
    """Return how surely the model takes each of *spans* for a company, or for the end of one that begins with its town."""
    found = dict.fromkeys(spans, 0.0)
    for start, end in spans:
        for one in guesses:
            if one.label == "ORG" and one.start <= start < end == one.end:
                led = text[one.start : start]
                if not led or led[-1] in _JOINTS:
                    found[start, end] = one.margin
    return found


def _weight(plain: str, span: Span, total: float, margin: float) -> float:
    """Return what speaks for a name: its log odds, and what it is made of; next to nothing where that rules it out."""
    start, end = span
    name = plain[start:end]
    if plain[start - 1 : start] in _QUOTES or _ruled_out(name):
        return -_ENOUGH
    behind = right(plain, end)
    if name.isascii():
        return total + margin / 10 + _STRANGE if margin >= _LATIN_SEEN else -_ENOUGH
    strange, tailed = _made_of(name)
    if not strange and (margin < _SEEN or not tailed):
        return -_ENOUGH
    if not strange and (behind in {"of", "stop", "list"} or plain[start - 1] == "在"):
        return -_ENOUGH  # 清洁能源的, 在滨湖剧院推出
    introduced = left(plain, 0, start) == "a kind of company"
    if not introduced and (
        margin < _HARDLY or (margin < _SEEN and not tailed and behind not in _ACTS)
    ):
        total -= _UNSEEN
    total += min(margin, _MOST_MARGIN) / 10 + _STRANGE * strange + _TAILED * tailed
    return total - _UNBOUND * (behind in {"nothing", "a word n"})


@lru_cache(maxsize=4096)
def _made_of(name: str) -> tuple[bool, bool]:
    """Say whether a name is strange, and whether it has a company's tail or one of a trade."""
    head = without_tail(name)
    if len(head) == len(name) and name[-2:] in word_set("zh", "trade_ends") and len(name) > 3:
        head = name[:-2]
    facts = made_of(head) if len(head) > 1 else {}
    return facts.get("strange", 0.0) >= _HALF, len(head) < len(name)


@lru_cache(maxsize=4096)
def _ruled_out(name: str) -> bool:
    """Say whether a name is a kind or a thing, or begins with a well-known name, whose page or part it is (腾讯汽车)."""
    if name in generic() or name.endswith(THING):
        return True
    if name in word_set("zh", "latin_words") or name in word_set("zh", "technologies"):
        return True
    return any(name[:size] in known("zh") for size in range(2, len(name)))
