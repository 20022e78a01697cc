"""Whether two candidates name one company as who acts, or two companies that do the same each for itself."""

from typing import TYPE_CHECKING

from nlp.reading import key_of
from nlp.stories.parties import han_head
from schemas.kinds import MoveKind

if TYPE_CHECKING:
    from nlp.moves import Candidate

# What one sentence tells of one side, another may tell of the other.
_TWO_SIDED: frozenset[MoveKind] = frozenset(
    ["legal", "acquisition", "divestiture", "investment", "customer-win", "customer-loss", "partnership", "licensing"]
)  # fmt: skip


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

    In English: the first words of Saffron Quay Foods.
    """
    if language == "zh":
        part, whole = sorted((one, other), key=len)
        head = han_head(part)
        return part in whole or (whole.endswith("公司") and head != "" and head in whole)
    short, long = sorted((one.casefold().split(), other.casefold().split()), key=len)
    return bool(short) and long[: len(short)] == short


def of_two(one: list["Candidate"], other: list["Candidate"]) -> bool:
    """Say whether two companies do the same, each in a sentence of its own that begins with it and does not name the other."""
    kind = one[0].rule.kind
    if kind in _TWO_SIDED:
        return False
    ours, theirs = ([c for c in group if c.headed] for group in (one, other))
    return bool(ours and theirs) and not any(
        same_actor(a, b) or _names(a, b) or _names(b, a) for a in ours for b in theirs
    )


def _names(one: "Candidate", other: "Candidate") -> bool:
    """Say whether the sentence of one candidate names who acts in the other."""
    actor = other.parties.actor
    return actor is not None and actor.name in one.sentence.raw
