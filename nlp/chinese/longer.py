"""Whether a registered Chinese name is but a part of a longer one: 王伟 of 王伟民, 蓝湾汽车 of 蓝湾汽车站."""

import re
from functools import lru_cache

from nlp.chinese.words import BEHIND, thing_of_a_trade
from nlp.lexicon import word_set
from nlp.names.odds import Reading, ends_names, person
from nlp.names.wordbook import wordbook
from text.folding import to_simplified
from text.han import HAN

_RUN = re.compile(f"[{HAN}]*")
_AROUND = 12  # characters on each side that are read as words
_LONGEST_WORD = 4
# By how much (in logarithms of odds) another's name must beat the registered one: behind it, behind it where a word begins
# there (增持, 微博), before it. Tried on 150 invented phrases, 30 November 2026.
_ENOUGH, _OVER_WORD, _SURNAME = 3.0, 7.8, 3.5


def in_longer(text: str, start: int, end: int, *, somebody: bool) -> bool:
    """Say whether the registered name at *start*–*end*, *somebody*'s or a firm's, is a part of something else's."""
    if not somebody:
        return end - start > _SHORT and thing_of_a_trade(text, end)
    if end - start != len("王伟"):
        return False
    plain = to_simplified(text[max(0, start - _AROUND) : end + _AROUND])
    at = min(start, _AROUND)
    name = plain[at : at + end - start]
    return _goes_on(name, _run(plain[at + len(name) :])) or _has_surname(
        _run(plain[:at][::-1])[::-1], name
    )


_SHORT = 3  # names up to this long are judged as words are (nlp/chinese/words.py)


def _run(plain: str) -> str:
    hit = _RUN.match(plain)
    return hit[0] if hit else ""


@lru_cache(maxsize=4096)
def _goes_on(name: str, behind: str) -> bool:
    """Say whether the first character *behind* a name is the end of it rather than a word or its beginning."""
    if not behind or behind[0] in BEHIND or not ends_names(behind[0]):
        return False
    read = Reading(behind).behind
    gain = person(name + behind[0]) + read[1] - person(name) - read[0]
    return gain > (_OVER_WORD if _begins_word(behind) else _ENOUGH)


@lru_cache(maxsize=4096)
def _has_surname(before: str, name: str) -> bool:
    """Say whether the last character *before* a name is its surname: 李|文强."""
    if not before:
        return False
    read = Reading(before).ahead
    return person(before[-1] + name) + read[-2] - person(name) - read[-1] > _SURNAME


def _begins_word(run: str) -> bool:
    """Say whether a word begins where *run* does, and none that is said of people one character later: 华|表示."""
    told = word_set("zh", "person_verbs") | word_set("zh", "roles")
    some = (run[:size] for size in range(2, _LONGEST_WORD + 1))
    if any(word in told for word in some):
        return True
    later = (run[1 : 1 + size] for size in range(2, _LONGEST_WORD + 1))
    return any(run[:size] in wordbook() for size in range(2, _LONGEST_WORD + 1)) and not any(
        word in told for word in later
    )
