"""Whom a name of a text means, where a person put it right. Pure, as all of :mod:`store.correcting`."""

from schemas.corrections import Correction
from schemas.language import Mention, Move, Slot, Tags
from store.occurring import occurrences


def renamed(tags: Tags, text: str, one: Correction) -> Tags:
    """Return *tags* of *text* with every mention of the name given its entity, and every actor and slot that is the name.

    Where the tagger took the words for no name, or for a part of them, they become one. A product
    acts for its company, and the text is about the company.
    """
    name = one.name.casefold()
    wrong = {m.entity for m in tags.mentions if m.text.casefold() == name}
    mentions = tuple(
        m.model_copy(update={"entity": one.entity}) if m.text.casefold() == name else m
        for m in tags.mentions
    )
    if one.entity:
        mentions = _with_missing(mentions, text, one)
    left = {m.entity for m in mentions}
    about = [c for c in tags.about if c not in wrong or c in left]
    subject = one.company or one.entity
    if subject and wrong & set(tags.about) and subject not in about:
        about.append(subject)
    moves = tuple(_move(given, name, one) for given in tags.moves)
    return tags.model_copy(update={"mentions": mentions, "moves": moves, "about": tuple(about)})


def _move(given: Move, name: str, one: Correction) -> Move:
    def slot(old: Slot, entity: str | None) -> Slot:
        same = old.text.casefold() == name
        return old.model_copy(update={"entity": entity}) if same else old

    slots = {
        key: tuple(slot(value, one.entity) for value in filled)
        if isinstance(filled, tuple)
        else slot(filled, one.entity)
        for key, filled in given.slots.items()
    }
    actor = slot(given.actor, one.company or one.entity) if given.actor else None
    return given.model_copy(update={"actor": actor, "slots": slots})


def _with_missing(mentions: tuple[Mention, ...], text: str, one: Correction) -> tuple[Mention, ...]:
    """Add the name where it stands as words of its own and no mention has it, nor a longer one around it."""
    kept = list(mentions)
    for at in occurrences(text, one.name):
        end = at + len(one.name)
        if _is_within_a_word(text, at, end):
            continue
        over = [m for m in kept if m.start < end and at < m.end]
        if any(m.start <= at and end <= m.end for m in over):
            continue
        made = Mention(
            text=one.name,
            start=at,
            end=end,
            label="PRODUCT" if one.company else "ORG",
            entity=one.entity,
        )
        kept = [*(m for m in kept if m not in over), made]
    return tuple(sorted(kept, key=lambda m: (m.start, m.end)))


def _is_within_a_word(text: str, start: int, end: int) -> bool:
    """Say whether Latin letters or digits go on beyond the characters *start* to *end*."""
    pairs = (text[max(0, start - 1) : start + 1], text[end - 1 : end + 1])
    return any(len(pair) > 1 and pair.isascii() and pair.isalnum() for pair in pairs)
