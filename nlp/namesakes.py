"""Whether two candidates name one company as who acts."""

import re
from typing import TYPE_CHECKING

from nlp.reading import key_of
from nlp.stories.parties import han_head

if TYPE_CHECKING:
    from nlp.moves import Candidate


def same_actor(one: "Candidate", other: "Candidate") -> bool:
    """Say whether two candidates name the same company as who acts, by one name or by a short form of it."""
    ours, theirs = one.parties.actor, other.parties.actor
    if ours is None or theirs is None:
        return False
    if key_of(ours) == key_of(theirs) or (ours.entity and theirs.entity):
        return key_of(ours) == key_of(theirs)
    return _is_short_for(ours.name, theirs.name, one.rule.language)


def _is_short_for(one: str, other: str, language: str) -> bool:
    """Say whether one name is a part of the other, or the shares' name of a full one: 沧浪酒店 of 沧浪酒店集团, 砂海股份 of 浙江砂海纸业有限公司.

    In English: the first words of Saffron Quay Foods, Inc.
    """
    if language == "zh":
        part, whole = sorted((one, other), key=len)
        head = han_head(part)
        return part in whole or (whole.endswith("公司") and head != "" and head in whole)
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and long[: len(short)] == short


def _words(name: str) -> list[str]:
    """Return the words of a Latin name without commas and stops, which one writes and another leaves out."""
    return re.sub(r"[.,]", "", name).casefold().split()
