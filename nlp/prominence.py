"""Where news stands: a text says what happened in its title and lead; the rest is mostly background.

Reports are written as an inverted pyramid, so a move that is first told in a later paragraph of a
long text needs stronger words to be news (MOVES.md rule 4).
"""

from collections.abc import Sequence

from schemas.language import Move

# Texts up to this many characters are all lead: a brief, a filing note, a chat message.
_SHORT = {"en": 600, "zh": 240}
# Confidence a move needs in title and lead, and after them. Measured on the invented market, 24 Nov
# 2026: after the lead, of 182 wrong moves 172 are below, of 20 right ones 14.
_LEAD = 0.6
LATER = 0.8
# A first paragraph shorter than this is a dateline or a kicker; the lead goes on after it.
_DATELINE = 60


def prominent(moves: Sequence[Move], title: str, text: str, language: str) -> list[Move]:
    """Return the moves that the text reports as its news, given where their evidence stands."""
    if not is_long(text, language):
        return list(moves)
    end = len(title) + 1 + lead_length(text)
    return [
        move
        for move in moves
        if move.confidence >= (_LEAD if move.evidence[0].start < end else LATER)
    ]


def is_long(text: str, language: str) -> bool:
    """Say whether a text has more to it than a lead."""
    return len(text) > _SHORT.get(language, 600)


# In a text without paragraphs the lead is what fits in about so many characters: two or three sentences.
_RUN_ON = 450


def lead_length(text: str) -> int:
    """Return how many characters the lead has: the first paragraph that is more than a dateline."""
    end = text.find("\n\n", _DATELINE)
    if end >= 0:
        return end
    stop = text.find(". ", _RUN_ON)  # no paragraphs: the first sentences are the lead
    return len(text) if stop < 0 else stop + 1
