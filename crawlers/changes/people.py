"""Who came, went or does something else on a page of people; how a name or a post is written is no news."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from crawlers.changes.matching import key
from schemas.changes import Change
from schemas.documents import PeoplePage

_WORDS = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_LETTER = re.compile(r"^[a-z]$")


def people_changes(old: PeoplePage, new: PeoplePage) -> list[Change]:
    """Return who joined, left or has another role. A page without anybody was not read."""
    if not old.people or not new.people:
        return []
    before = {name_key(one.name): one for one in old.people}
    after = {name_key(one.name): one for one in new.people}
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
    """Return a name without titles, letters behind it and middle initials: Dr. Ada M. Orsett, PhD."""
    plain = key(name)
    for word in _data()["chinese"]:
        plain = plain.removesuffix(word)
    idle = {*_data()["titles"], *_data()["letters"]}
    words = [one for one in _WORDS.findall(plain) if one not in idle]
    inner = [one for one in words[1:-1] if not _LETTER.match(one)]
    kept = [*words[:1], *inner, *words[1:][-1:]]
    return " ".join(kept) or plain


@lru_cache(5_000)
def post_key(role: str) -> frozenset[str]:
    """Return the words that tell a post apart: the same for CEO, Chief Executive and 首席执行官（CEO）."""
    plain = key(role)
    posts: Mapping[str, str] = _data()["posts"]
    for short, long in posts.items():
        if not short.isascii():
            plain = plain.replace(short, f" {long} ")
    words = (posts.get(one, one) for one in _WORDS.findall(plain))
    idle = set(_data()["idle"])
    return frozenset(one for some in words for one in some.split() if one not in idle)


@cache
def _data() -> Mapping[str, Any]:
    file = Path(__file__).with_suffix(".yaml")
    found: Mapping[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return found


def _change(name: str, field: str, old: str | None, new: str | None, weight: float) -> Change:
    return Change(
        kind="person", subject=name[:200], field=field, old=old, new=new, significance=weight
    )
