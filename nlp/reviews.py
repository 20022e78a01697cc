"""The move that a customer's review is: the page says of whom it is and how many stars it gives, so no words are needed."""

from collections.abc import Sequence

from nlp.tagger import Tagger
from schemas.documents import Review
from schemas.language import Move, Slot, Slots, Span

_STATED = 0.95  # how sure a move is that the page itself states
_OPINIONS = 1  # of an average of more, none is this page's news


def with_review(
    moves: Sequence[Move], document: Review, tagger: Tagger, company: str | None
) -> tuple[Move, ...]:
    """Return *moves* with the review that *document* is; *company* is whose source it came from, if anybody's.

    An average of many opinions is none, nor is a review of what the registry does not know. What the words say already
    (aspects, verdict) stays; whom they take for the actor does not.
    """
    product, owner = tagger.owner(document.reviewed or "")
    owner = owner or company
    if owner is None or document.rating is None or (document.ratings or 0) > _OPINIONS:
        return tuple(moves)
    told = next((one for one in moves if one.kind == "customer-review"), None)
    slots: Slots = dict(told.slots) if told else {}
    slots["amount"] = Slot(text=_stars(document))
    if document.reviewed:
        slots["product"] = Slot(text=document.reviewed, entity=product)
    actor = Slot(text=tagger.name(owner, document.language) or owner, entity=owner)
    others = [one for one in moves if one.kind != "customer-review"]
    evidence = told.evidence if told else (Span(start=0, end=len(document.title)),)
    review = Move(
        kind="customer-review", status="done", confidence=_STATED, actor=actor, slots=slots,
        evidence=evidence, rule="review", trigger=told.trigger if told else "",
    )  # fmt: skip
    return (*others, review)


def _stars(document: Review) -> str:
    assert document.rating is not None
    return f"{document.rating.normalize():f} / {(document.rating_max or 5):f}"
