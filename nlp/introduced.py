"""What a text calls a registered company once it has told its full name: 白石 of 白石药业, 沱钢 of 沱江特钢, Southgate of Southgate Foods."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from nlp.aliases import aliases
from nlp.chinese.evidence import without_tail
from nlp.disambiguation import Place, weigh
from nlp.entities import Entity
from nlp.lexicon import common_english, word_set
from nlp.names.wordbook import wordbook
from text.folding import to_simplified
from text.han import HAN

_HAN = re.compile(f"[{HAN}]")
_SHORTENED = 4  # characters of a Chinese name that is cut to two
_HEAD = 3
_LEAST_LATIN = 4
_NEEDED = {True: 1.0, False: 0.5}  # of a Chinese name, of others


def introduced(
    text: str, known: Sequence[Entity], taken: Mapping[str, object], small: int
) -> tuple[list[Entity], set[tuple[int, int]]]:
    """Return the places of short names that nobody registered of the companies *known* in the text, and where these are words.

    *taken*: names of the registry in small letters; *small*: where capitals end.
    """
    whose: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, int] = {}
    full: dict[str, Entity] = {}
    for one in known:
        if one.label != "ORG" or one.entity is None:
            continue
        for short in _shortened(text[one.start : one.end]):
            if short.lower() not in taken:
                whose[short][one.entity] += 1
                first[short] = min(first.get(short, one.start), one.start)
                full.setdefault(short, one)
    found = []
    refused = set()
    spans = [(one.start, one.end) for one in known]
    title_end = max(0, text.find("\n"))
    for short, ids in whose.items():
        (entity, most), *rest = ids.most_common(2)
        if rest and rest[0][1] == most:
            continue  # two companies of the text begin so
        for start, end in _places(text, short, spans):
            place = Place(text, start, end, title_end, small=start >= small)
            told = start > first[short] or start < title_end
            if told and weigh(place, (), spans) >= _NEEDED[bool(_HAN.search(short))]:
                one = full[short]._replace(start=start, end=end, entity=entity)
                found.append(one._replace(confidence=0.8, rank=88))
            else:
                refused.add((start, end))
    return found, refused


def _places(text: str, short: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    edge = "" if _HAN.search(short) else r"\b"
    for hit in re.finditer(f"{edge}{re.escape(short)}{edge}", text):
        if not any(start < hit.end() and hit.start() < end for start, end in spans):
            yield hit.span()


@lru_cache(maxsize=4096)
def _shortened(name: str) -> tuple[str, ...]:
    """Return what the name may be cut to where the text has told it in full."""
    if not _HAN.search(name):
        return tuple(_english(name))
    found = set()
    for one in (name, *aliases(name)):
        plain = to_simplified(one)
        head = without_tail(plain)
        if head != plain and 1 < len(head) <= _HEAD:
            found.add(one[: len(head)])
        if len(plain) == _SHORTENED and head != plain:
            pairs = {one[0] + one[-1], one[0] + one[-2]}
            found |= {pair for pair in pairs if to_simplified(pair) not in wordbook()}
    return tuple(sorted(found))


def _english(name: str) -> Iterator[str]:
    for one in (name, *aliases(name)):
        head, *rest = one.split(" ")
        if len(rest) == 1 and rest[0] in word_set("en", "org_suffixes") and _is_head(head):
            yield head


def _is_head(word: str) -> bool:
    return len(word) >= _LEAST_LATIN and word[0].isupper() and word.lower() not in common_english()
