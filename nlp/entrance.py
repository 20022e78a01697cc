"""How a text comes in: cleared of what is no news, in the one form that lists, frames and models know; and the way back.

The steps, in this order: furniture and mark-up go (text/clearing.py); lines of one width are joined (text/wrapping.py);
Chinese becomes simplified and half-width (nlp/plain.py), English without capitals gets them (nlp/english/small.py);
headline and dateline are read for what they say (nlp/openings.py). Only the first moves places; all tags are told in
the places and the words of the text as it came.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from nlp.english.small import capitalised, has_no_capitals
from nlp.openings import Finder, opened
from nlp.plain import plain
from schemas.language import Mention, Move, Slot, Span, Tags
from text.boilerplate import boilerplate_spans
from text.clearing import Cleared, cleared
from text.language import base, detect
from text.wrapping import unwrapped

Spans = Sequence[tuple[int, int]]


class Entered(NamedTuple):
    """A title, a line feed and a text as they are read: the headline ends at *title_end*.

    *body* is where the text begins after the title as given; *clear* and *full* lead back to the text as it came.
    """

    text: str
    title_end: int
    language: str
    body: int
    clear: Cleared
    full: str

    def skipped(self, given: Spans | None) -> list[tuple[int, int]]:
        """Return the spans of boilerplate in what is read; those *given* count in the text as it came."""
        if given is None:
            lines = unwrapped(self.clear.text[self.body :])
            return [(at + self.body, to + self.body) for at, to in boilerplate_spans(lines)]
        before = self.clear.back(self.body - 1) + 1
        forth = self.clear.forth
        return [(forth(start + before), forth(end + before)) for start, end in given]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the text as it came that stand for *start* to *end* of what is read."""
        return self.clear.span(start, end)

    def words(self, start: int, end: int) -> str:
        """Return the same characters as they were written."""
        return self.full[slice(*self.span(start, end))]


def entered(title: str, text: str, language: str, named: Finder, *, whole: bool = True) -> Entered:
    """Return *title* and *text* as they are read.

    *language* ``auto`` is looked for; *named* finds registered names; without *whole* furniture stays.
    """
    clear = cleared(title, text, whole=whole)
    end = clear.forth(len(title))
    head, body = clear.text[:end], unwrapped(clear.text[end + 1 :])
    code = base(language)
    if code in {"auto", "", "und"}:
        code = detect(f"{head}\n{body}")
    whole_text = f"{head}\n{body}"
    if code == "zh":
        whole_text = plain(whole_text)
    elif code == "en" and has_no_capitals(whole_text):
        whole_text = capitalised(whole_text, named(whole_text))
    read, title_end = opened(whole_text[:end], whole_text[end + 1 :], code, named)
    return Entered(read, title_end, code, end + 1, clear, f"{title}\n{text}")


def as_it_came(tags: Tags, text: Entered) -> Tags:
    """Return tags of what was read with the places, and the words there, of the text as it came."""
    if text.text == text.full:
        return tags
    return tags.model_copy(
        update={
            "mentions": tuple(one.model_copy(update=_placed(one, text)) for one in tags.mentions),
            "moves": tuple(_move(one, text) for one in tags.moves),
        }
    )


def _placed(one: Mention | Slot, text: Entered) -> dict[str, Any]:
    """Return the place of a mention or value, and the words that stand there where they were read there."""
    if one.start is None or one.end is None:
        return {"text": _written(one.text, text)}
    start, end = text.span(one.start, one.end)
    here = one.text == text.text[one.start : one.end]
    return {"start": start, "end": end, "text": text.full[start:end] if here else _written(one.text, text)}  # fmt: skip


def _written(said: str, text: Entered, after: int = 0) -> str:
    """Return words that were read somewhere as they are written there; others as they are."""
    place = text.text.find(said, after)
    place = place if place >= 0 or not after else text.text.find(said)
    return text.words(place, place + len(said)) if said and place >= 0 else said


def _slots(several: Iterable[Slot], text: Entered) -> tuple[Slot, ...]:
    return tuple(one.model_copy(update=_placed(one, text)) for one in several)


def _move(one: Move, text: Entered) -> Move:
    slots = {
        name: _slots(value, text) if isinstance(value, tuple) else _slots([value], text)[0]
        for name, value in one.slots.items()
    }
    spans = [text.span(span.start, span.end) for span in one.evidence]
    first = one.evidence[0].start if one.evidence else 0
    return one.model_copy(
        update={
            "actor": _slots([one.actor], text)[0] if one.actor else None,
            "slots": slots,
            "evidence": tuple(Span(start=start, end=end) for start, end in spans),
            "trigger": _written(one.trigger, text, first),
        }
    )
