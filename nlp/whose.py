"""Whose name it is where several bear it: a person or product of two companies, somebody nobody registered."""

import re
from collections import defaultdict
from collections.abc import Sequence

from nlp.english import words as english_words
from nlp.naming import Name
from text.han import HAN

Found = tuple[int, int, Name]
_HAN = re.compile(f"[{HAN}]")
_FREQUENT = 2  # characters of a Chinese name that thousands have


def of_whom(text: str, found: Sequence[Found]) -> list[Found]:
    """Return *found* without the people and products that are another's, as far as the text tells.

    Of those that companies share, that one stays whose company the text names, of two such the one named nearer; none
    where it names none of them. A frequent Chinese name, and somebody whom the text calls a farmer or a teacher, needs a
    company named, too.
    """
    named: dict[str, list[int]] = defaultdict(list)
    bearers: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    told: dict[str, set[str]] = defaultdict(set)
    for start, end, name in found:
        if name.label == "ORG":
            named[name.company].append(start)
        else:
            bearers[start, end, name.label].add(name.company)
        told[name.company].add(name.entity)
    owner = {
        place: min(companies, key=lambda one: _distance(place[0], named[one]), default="")
        for place, companies in bearers.items()
        if len(companies) > 1
    }

    def stays(start: int, end: int, name: Name) -> bool:
        if name.label == "ORG":
            return True
        if (start, end, name.label) in owner:
            return bool(named[name.company]) and owner[start, end, name.label] == name.company
        others = told[name.company] - {name.entity}
        return name.label != "PERSON" or bool(others) or not _is_anybody(text, start, end)

    return [one for one in found if stays(*one)]


def _distance(place: int, starts: Sequence[int]) -> float:
    return min((abs(place - start) for start in starts), default=float("inf"))


def _is_anybody(text: str, start: int, end: int) -> bool:
    if _HAN.search(text[start:end]):
        return end - start <= _FREQUENT
    return english_words.is_apposed(text, end)
