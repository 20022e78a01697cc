"""People of a Chinese text, mended by what stands around them: small words cut off, teams left out, whom a title tells added.

What reads names reads signs: 梁辰遂 | 起诉 is 梁辰, who then did something; 乌迪那队 plays and is nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from nlp.chinese.evidence import made_of, ordinary
from nlp.chinese.office import goes_on, whole_name
from nlp.chinese.people import HONORIFICS
from nlp.chinese.tails import LOOSE
from nlp.entities import Entity
from nlp.lexicon import either, word_set
from nlp.names.model import Guess
from nlp.names.odds import surnames
from nlp.names.wordbook import given_names, wordbook
from text.han import HAN

_LEAST, _OFTEN = 2, 2  # characters of a name; places of it
_FULL = 3  # surname and given name
_SURE_MARGIN = 10.0  # from this on the model is believed about where a name ends
_BEHIND = frozenset("更遂仍还又便仅已也都就却亦")  # given names do not end with these
_LOOSELY = frozenset("曾均则将并即再才")  # nor with these, where the name stands alone elsewhere
_BEFORE = frozenset("当比向和与对被把给由从让请跟据敬随")
_FREE = re.compile(rf"[^{HAN}]|[说称表于已将出任向对在也与和]|$")  # behind a whole name
_TEAM_AFTER = re.compile(r"队(?![长友员医伍])|\s?(?:vs|VS|Vs)|主[队场]|客[队场]|主胜|客胜")
_NOBODY = frozenset("各这那某位老多我你他她们请叫有是在说")
_TITLES = re.compile("|".join((*HONORIFICS, "教授", "院士", "同志")))
_BEFORE_TITLE = re.compile(
    rf"(?:^|(?<=[\n，。！？；：、“”（）《》\s和与对向请找跟是为给由被把到]))(?P<name>[{HAN}]{{2,3}})\Z"
)


def mended(text: str, folk: Sequence[Entity], seen: Sequence[Guess]) -> list[Entity]:
    """Return people with whole names and nothing besides, without teams, and with those that only a title tells.

    *seen* is what the trained model takes for names.
    """
    sure = {
        one.start: one.end for one in seen if one.label == "PERSON" and one.margin >= _SURE_MARGIN
    }
    kept = [_whole(text, _cut(text, _seen_whole(text, one, sure))) for one in folk]
    teams = {one.name for one in kept if one.label == "PERSON" and _plays(text, one)}
    kept = [one for one in kept if one.name not in teams]
    taken = {place for one in kept for place in range(one.start, one.end)}
    told = [*_addressed(text), *_famous(text)]
    return kept + [one for one in told if taken.isdisjoint(range(one.start, one.end))]


def _seen_whole(text: str, one: Entity, sure: Mapping[int, int]) -> Entity:
    """Return somebody with the last sign that the model is sure of, whatever word it begins: 汪令仪 | 表示, not 汪令 | 仪表."""
    end = sure.get(one.start, 0)
    name = text[one.start : end]
    if one.label != "PERSON" or one.name != text[one.start : one.end] or end != one.end + 1:
        return one
    fits = len(name) == _FULL and name[0] in surnames() and name[-1] in given_names().second
    joins = name[-1] in LOOSE and not _FREE.match(text, end)
    joins = joins or text.startswith(HONORIFICS, end - 1)  # 卢澜 | 女士
    return one._replace(end=end, name=name) if fits and not joins else one


def _cut(text: str, one: Entity) -> Entity:
    """Return somebody without the small word that his name was read with."""
    name = text[one.start : one.end]
    if one.label != "PERSON" or len(name) <= _LEAST or one.name != name:
        return one
    alone, bare = text.count(name), name[:-1]
    if (
        goes_on(text, one.start, one.end)
        or name[-1] in _BEHIND
        or (name[-1] in _LOOSELY and text.count(bare) > alone)
    ):
        return one._replace(end=one.end - 1, name=bare)
    if name[0] in _BEFORE and text.count(name[1:]) > alone:
        return one._replace(start=one.start + 1, name=name[1:])
    return one


def _whole(text: str, one: Entity) -> Entity:
    """Return somebody with the last sign of his name, where it stands behind each place of the rest: 汪令仪, not 汪令.

    Or where a firm's name hides it (选举孙丽华 | 为独立董事).
    """
    name = text[one.start : one.end]
    longer = text[one.start : one.end + 1]
    if (
        one.label != "PERSON"
        or len(name) != _LEAST
        or len(longer) == len(name)  # nothing follows
        or one.name != name
        or name[0] not in surnames()
    ):
        return one
    if whole_name(text, one.end) > one.end:
        return one._replace(end=one.end + 1, name=longer)
    often = text.count(longer)
    if often < _OFTEN or often < text.count(name) or longer[-1] not in given_names().second:
        return one
    if longer[-1] in LOOSE:
        return one
    if text[one.end : one.end + 2] in wordbook() or not _FREE.match(text, one.end + 1):
        return one
    return one._replace(end=one.end + 1, name=longer)


def _plays(text: str, one: Entity) -> bool:
    return _TEAM_AFTER.match(text, one.end) is not None


def _famous(text: str) -> Iterator[Entity]:
    """Yield people whom everybody knows, where the signs are no part of other words: 那里 | 根本."""
    book = wordbook()
    for match in _known().finditer(text):
        start, end = match.span()
        if text[end - 1 : end + 1] in book or text[max(0, start - 1) : start + 1] in book:
            continue
        if not text.startswith(_THINGS, end):
            yield Entity(start, end, "PERSON", match[0], rank=53, confidence=0.8)


_THINGS = (
    "路",
    "大道",
    "号",
    "故居",
    "大学",
    "小学",
    "中学",
    "奖",
    "杯",
)  # that bear somebody's name


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    return re.compile(either("zh", "known_people"))


def _addressed(text: str) -> Iterator[Entity]:
    """Yield people of unlikely surnames before what people are called: 溥岚先生."""
    for title in _TITLES.finditer(text):
        match = _BEFORE_TITLE.search(text, max(0, title.start() - 4), title.start())
        name = match["name"] if match else ""
        if not match or name[0] in "和与对向请找跟是为给由被把到":
            continue
        told = made_of(name).get("strange", 0.0) == 1.0 and not ordinary(name)
        if told and name not in word_set("zh", "roles") and _NOBODY.isdisjoint(name):
            yield Entity(*match.span("name"), "PERSON", name, rank=53, confidence=0.75)
