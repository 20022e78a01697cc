"""How far a denial reaches within an English sentence: not over a predicate of its own that "and" joins to it.

"X has scrapped its float and raised 40 million": two acts, of which the first is called off. "X denied that it would close A
and sell B": one denial of both, for "sell" shares the "would" of what is denied.
"""

import re
from collections.abc import Iterator

from nlp.frames.compiling import FIRST, NEXT, pattern
from nlp.inflection import is_past

_WILL = "will|would|shall|is|are|may|might|could|can"
_HAS = "has|have|had|was|were"
_NAMES = frozenset({FIRST["ORG"], NEXT["ORG"]})
_NO_ACT = frozenset({"proposed", "planned", "related", "said", "added", "called", "used", "based"})
# Coordination with a verb of its own: "and (it) has instead bought", ", while B opened", "but named".
_JOINED = pattern(
    r"(?:[,;–—](?: (?:and|but|while|yet))?| (?:and|but|while|yet))"
    r"(?: (?:(?P<firm>{ORG})|{PERSON}|it|they|he|she|we|I|(?:the )?(?:company|group|firm|chain|maker|retailer|owner|bank|airline|union|boss|insurer|lender)|its [a-z]+))?"
    rf"(?: (?:instead|also|now|then|later|separately|meanwhile|already|just|[a-z]+ly))* (?:(?P<aux>{_HAS}|{_WILL})(?: (?:instead|also|now|then|[a-z]+ly|been|be))* )?(?P<verb>[a-z]+)\b",
    "en",
)
_AUX = re.compile(rf"\b(?:(?P<will>{_WILL}|plans?|to)|(?P<has>{_HAS}|having|did))\b", re.IGNORECASE)
# "And denied it", "and rejected the report": what is told before is denied after.
_BACK = re.compile(
    r"\w+ (?:it|this|that|them|both|all|any such|(?:the|those|these|such|all) (?:\w+ )?(?:reports?|claims?|stor(?:y|ies)|rumou?rs?|talk|speculation|suggestions?|news|plans?|deal|idea))\b(?! that\b)"
)


def reaches(masked: str, hit: tuple[int, int], trigger: tuple[int, int], *, title: bool) -> bool:
    """Say whether the denial at *hit* governs the *trigger* of a masked sentence; *title*: of one in headline style."""
    if hit[0] < trigger[1] and trigger[0] < hit[1]:
        return True
    if hit[1] <= trigger[0]:
        return not any(
            _parts(masked, hit[1], cut) for cut in _cuts(masked, hit[1], trigger, title=title)
        )
    for cut in _cuts(masked, trigger[1], hit, title=title):
        if cut.start("verb") >= hit[0] - 1 and not _BACK.match(masked, cut.start("verb")):
            return False
    return True


def _cuts(
    masked: str, start: int, last: tuple[int, int], *, title: bool
) -> Iterator[re.Match[str]]:
    """Yield where, between *start* and the words at *last*, a predicate with a verb of its own begins."""
    place = start
    while hit := _JOINED.search(masked, place):
        verb = hit.start("verb")
        if verb > last[1]:
            return
        word = hit["verb"].lower()
        headline = title and verb == last[0] and word.endswith("s")
        if hit["firm"] and masked[hit.start() - 1 : hit.start()] in _NAMES:
            place = hit.start() + 1
            continue  # "between A and B has ended": one subject
        if hit["aux"] or headline or (is_past(word) and word not in _NO_ACT):
            yield hit
        place = hit.start() + 1


def _parts(masked: str, start: int, cut: re.Match[str]) -> bool:
    """Say whether a predicate is none of those that are denied: its tense is not theirs."""
    aux = cut["aux"] or ""
    own = "will" if aux and _AUX.fullmatch(aux) and aux in _WILL.split("|") else "has"
    return not any(hit.lastgroup == own for hit in _AUX.finditer(masked, start, cut.start()))


_OWN = re.compile(
    r".*(?:,|;|\band|\bbut) (?=(?:(?:also|now|already|then|instead|later|separately|\w+ly) )*(?:has|have|had|is|are|was|were)\b)",
    re.DOTALL,
)
_OWN_VERBS = re.compile(
    r"(?:(?:also|now|already|just|then|instead|later|separately|has|have|had|is|are|was|were|been|\w+ly) ?)*$"
)


def own_part_of(left: str, trigger: str) -> str:
    """Return what stands left of a trigger without the predicate before its own: "will open a plant and has | hired"."""
    whole = left + trigger
    hit = _OWN.match(whole)
    if hit is None or hit.end() > len(left) or not _OWN_VERBS.match(left, hit.end()):
        return left
    return left[hit.end() :]
