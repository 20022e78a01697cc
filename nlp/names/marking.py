"""Texts in which the companies of the moves are marked, and no other names: much more to learn companies from.

What a person marked as actor, partner, buyer … is a company, whom the text appoints is a person. Of
the other words a reader of moves says nothing: they may be people, places or products, and are no
company unless the model that is there already is sure of it.
"""

import re
from collections.abc import Iterable, Iterator

from nlp.corpora import Item, LabelledMove
from nlp.names.chain import Chain
from nlp.names.model import guesses
from nlp.names.variety import Labelled

_PARTIES = ("partner", "buyer", "supplier", "successor", "investors")
_PEOPLE = frozenset({"appointment", "departure"})
# A party may be described and not named: 一家欧洲家族基金, 某连锁酒店的餐厅.
_NAME = re.compile(
    r"(?!一家|某|[两三多几]家|[本该我其]|公司$)[^的，。：“”、\s]{2,16}|[A-Z][\w&.'-]+(?: [\w&.'-]+){0,4}"
)
_LONGEST_PERSON = 23
_SURE = 1.0  # of a company that nobody marked


def marked(items: Iterable[Item], chain: Chain) -> Iterator[Labelled]:
    """Yield Chinese texts with the names that their moves mark, and the companies *chain* is sure of."""
    for item in items:
        names = [name for move in item.moves for name in _names(move)]
        if not names:
            continue
        names += [(one.text, one.label) for one in item.mentions]
        if item.brief:
            names += _seen(item.whole, [name for name, _ in names], chain)
        yield item.whole, list(dict.fromkeys(names))


def _names(move: LabelledMove) -> Iterator[tuple[str, str]]:
    parties = [move.actor, *(one for slot in _PARTIES for one in move.values(slot))]
    yield from ((one, "ORG") for one in parties if _NAME.fullmatch(one))
    if move.kind in _PEOPLE:
        yield from ((one, "PERSON") for one in move.values("person") if len(one) <= _LONGEST_PERSON)


def _seen(text: str, names: list[str], chain: Chain) -> Iterator[tuple[str, str]]:
    for one in guesses(text, "zh", chain):
        words = text[one.start : one.end]
        apart = not any(words in name or name in words for name in names)
        if one.label == "ORG" and one.margin > _SURE and apart:
            yield words, "ORG"
