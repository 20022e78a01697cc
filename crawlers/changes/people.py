"""Who came, went or does something else on a page of people; how a name or a post is written is no news."""

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from crawlers.changes.matching import key
from schemas.changes import Change
from schemas.documents import PeoplePage
from text.kept import yaml_of

_WORDS = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_LETTER = re.compile(r"^[a-z]$")
_Post = frozenset[frozenset[str]]


def people_changes(old: PeoplePage, new: PeoplePage) -> list[Change]:
    """Return who joined, left or has another role. A page without anybody was not read."""
    if not old.people or not new.people:
        return []
    before = {name_key(one.name): one for one in old.people}
    after = {name_key(one.name): one for one in new.people}
    after = {_as_known(name, after, before): one for name, one in after.items()}
    before = {_as_known(name, before, after): one for name, one in before.items()}
    found: list[Change] = []
    for name, person in before.items():
        if name not in after:
            found.append(_change(person.name, "left", person.role or person.name, None, 0.9))
        elif (role := after[name].role) and person.role and post_key(role) != post_key(person.role):
            found.append(_change(after[name].name, "role", person.role, role, 0.8))
    found += [
        _change(person.name, "joined", None, person.role or person.name, 0.9)
        for name, person in after.items()
        if name not in before
    ]
    # A list that was replaced as a whole was read from another place on the page.
    lost = sum(1 for one in found if one.field == "left")
    return [] if lost == len(before) and lost > 3 else found


@lru_cache(5_000)
def name_key(name: str) -> str:
    """Return a name without titles, letters behind it and middle initials: Dr. Ada M. Orsett, PhD.

    Jr. and Sr. stay: father and son are two people.
    """
    plain = key(name)
    for word in _data()["chinese"]:
        plain = plain.removesuffix(word)
    own, _, behind = plain.partition(",")
    letters = {*_data()["letters"], *_data()["surnames"]}
    further = [one for one in _WORDS.findall(behind) if _undotted(one) not in letters]
    words = [
        *_without_letters(_untitled(own), re.split("[,，]", name)[0]),
        *_untitled(" ".join(further)),
    ]
    inner = [one for one in words[1:-1] if not _LETTER.match(one)]
    kept = [*words[:1], *inner, *words[1:][-1:]]
    return " ".join(kept) or plain


def _untitled(name: str) -> list[str]:
    return [one for one in _WORDS.findall(name) if one not in set(_data()["titles"])]


def _without_letters(words: list[str], name: str) -> list[str]:
    """Return *words* without degrees behind them, where two are left: in Jun Ma it is the family name."""
    letters = {*_data()["letters"], *(one for one in _data()["surnames"] if _stands_out(one, name))}
    while len(words) > 2 and _undotted(words[-1]) in letters:
        words = words[:-1]
    return words


def _stands_out(word: str, name: str) -> bool:
    """Say whether *word* is in capitals in a name that is not: Wei Orsett MA, and neither Ma nor ORSETT MA."""
    return not name.isupper() and word.upper() in _WORDS.findall(name)


def _undotted(word: str) -> str:
    return word.replace(".", "")


def _as_known(name: str, here: Collection[str], there: Collection[str]) -> str:
    """Return *name* as the other page writes it: with or without Jr., unless two of the name stand here."""
    alike = [one for one in here if _family(one) == _family(name)]
    others = [one for one in there if _family(one) == _family(name)]
    if len(alike) == len(others) == 1 and _family(name) == others[0]:
        return others[0]
    return name


def _family(name: str) -> str:
    first, _, last = name.rpartition(" ")
    return first if last in _data()["generations"] else name


@lru_cache(5_000)
def post_key(role: str) -> _Post:
    """Return the posts in a role, each as the words that tell it apart.

    It is the same for CEO, Chief Executive and 首席执行官（CEO）, and in whatever order posts are listed.
    What stands between commas and holds no post (Vice President, Sales and Marketing) belongs to the one before.
    """
    plain = key(role).replace("-", " ")
    posts: Mapping[str, str] = _data()["posts"]
    for short, long in posts.items():
        if not short.isascii():
            plain = plain.replace(short, f" {long} ")
    found: list[set[str]] = []
    for part in _between().split(plain):
        words = {one for some in _WORDS.findall(part) for one in posts.get(some, some).split()}
        if found and not (_is_post(words) and _is_post(found[-1])):
            found[-1] |= words
        else:
            found.append(words)
    idle = set(_data()["idle"])
    kept = frozenset(frozenset(one - idle) for one in found if one - idle)
    return kept or frozenset({frozenset({plain})})


def _is_post(words: Collection[str]) -> bool:
    heads: Collection[str] = _data()["heads"]
    return any(
        one in words if one.isascii() else any(one in word for word in words) for one in heads
    )


@cache
def _between() -> re.Pattern[str]:
    words = "|".join(_data()["between"])
    return re.compile(rf"[,;/、|()&+]|兼(?![职并容顾])任?|\b(?:{words})\b")


@cache
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml_of(Path(__file__).with_suffix(".yaml"))
    return found


def _change(name: str, field: str, old: str | None, new: str | None, weight: float) -> Change:
    return Change(
        kind="person", subject=name[:200], field=field, old=old, new=new, significance=weight
    )
