"""Whether an English text denies a move, and whether it holds anything that can: words of a model alone deny nothing."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from nlp.reading import Reading, Sentence
from nlp.status import markers
from nlp.triggers import triggered
from schemas.kinds import MoveKind

# A headline's denial covers the first sentences under it; later ones speak for themselves.
_UNDER_TITLE = 3
# In these kinds something ends: "cancelled its contract" is the move, not its denial.
_ENDINGS: frozenset[MoveKind] = frozenset(
    ["customer-loss", "product-retirement", "packaging-change", "guidance", "market-exit", "layoffs", "departure",
     "price-decrease", "promotion", "distress", "customer-review", "award", "incident", "results", "technology"]
)  # fmt: skip
# A headline tells several things, one after the other.
_ITEMS = re.compile(r"[;:–—]|, | - |\b(?:and|but|as|while|after)\b")

# Without one of these nothing is denied and nothing called off, whatever else the words are like.
_REFUSING = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nobody|nothing|nowhere|without|cannot|instead|stays?|staying|remain\w*|keeps?|kept|off|away|out|dead"
    r"|false|fake|wrong\w*|erroneous|errors?|hoax|fiction|fantas\w+|invent\w+|nonsense|rubbish|rumou?r\w*|speculat\w+|talk|claim\w*|stor(?:y|ies)|fairy|forge(?:d|ry|ries)"
    r"|mis(?:read|led|lead|tak|under|repre|quot|inform|chie)\w*|dis(?:own|miss|pute|pel|prov|agree|contin|card)\w*|un(?:true|founded|substant|support|chang|likely|wound)\w*|in(?:accurate|correct)|baseless|groundless|contra\w+"
    r"|den(?:y|ies|ied|ying|ials?)|refut\w+|refus\w+|reject\w*|rebut\w*|rul(?:e|es|ed|ing) out|scrap\w*|abandon\w*|drop\w*|ditch\w*|cancel\w*|shelv\w+|ax(?:e|es|ed|ing)|halt\w*|stop\w*|end(?:s|ed|ing)?"
    r"|laps\w+|terminat\w+|collaps\w+|withdr\w+|revers\w+|suspen\w+|postpon\w+|delay\w*|defer\w*|freez\w+|froze\w*|ice|fell|falls?|fail\w*|pull\w*|kill\w*|brok\w*|bin(?:s|ned)|torn|think\w*|thoughts)\b|n['’]t\b",
    re.IGNORECASE,
)

# What says no of the move itself: not "300 jobs, not 500" nor "which no longer makes printers", "though no price was given".
_NEGATED = re.compile(
    r"\b(?:will|would|shall|should|can|could|is|are|was|were|be|do|does|did|has|have|had) not\b|n['’]t\b"
    r"|\b(?:never|nor|neither|none|nobody|cannot)\b|(?<!with )(?<!at )\bno\b(?! longer\b)",
    re.IGNORECASE,
)
_BESIDES = re.compile(r",? \b(?:which|who|whose|where|though|although)\b[^,;]*")

# "The unit is not for sale" denies nothing else that the same headline tells.
OF_SALES = re.compile(r"\b(?:(?:is|are|was|were) )?not (?:for sale|selling)\b")
SALES: frozenset[MoveKind] = frozenset(
    ["divestiture", "acquisition", "investment", "public-offering", "market-exit"]
)


# Without one of these nothing is hearsay, whatever the words are like.
_HEARD = re.compile(
    r"\b(?:s(?:ay|ays|aid)|tell\w*|told|hear\w*|hint\w*|rumou?r\w*|report\w*|sources?|people|persons?|insiders?|talk\w*|gossip|whisper\w*|may|might|could|would|should|consider\w*|likely|expect\w*|plan\w*"
    r"|prepar\w*|ey(?:e|es|ed|eing)|mull\w*|weigh\w*|explor\w*|near(?:s|ing)?|close|study\w*|look\w*|think\w*|thought|believe\w*|reckon\w*|claim\w*|alleg\w*|accord\w*|suggest\w*|understood|apparent\w*|leak\w*"
    r"|supposed\w*|seem\w*|appear\w*|possib\w*|potential\w*|perhaps|probab\w*|maybe|speculat\w*|discuss\w*|negotiat\w*|comment|confirm\w*|unconfirmed|wants?|seek\w*|set|about|in (?:the )?works|swear\w*|shown|seen|saw|documents?|filings?|memos?|court\w*|circl\w*|tipped|interest\w*|afraid|fears?|staff|employees|neighbou?r\w*|friend\w*|guy|mate|contact\w*|drafts?|if true)\b|\?",
    re.IGNORECASE,
)


def hearable(reading: Reading, sentence: Sentence) -> bool:
    """Say whether anything in or near a sentence, or in the headline, can make hearsay of what it tells."""
    first, last = max(0, sentence.number - 2), sentence.number + 3
    near = (*reading.sentences[:1], *reading.sentences[first:last])
    return any(_HEARD.search(one.raw) for one in near)


def deniable(reading: Reading, sentence: Sentence, kind: MoveKind) -> bool:
    """Say whether anything in or near a sentence, or in the headline, can deny the move of *kind* that it tells or call it off."""
    denials = list(markers("en").hits("denied_sentence", sentence.masked))
    if denials and all(_was_before(sentence.masked, hit.start()) for hit in denials):
        # "will not close the plant, it said after denying reports" says no itself.
        said = _BESIDES.sub("", _without(sentence.masked, [hit.span() for hit in denials]))
        if not _NEGATED.search(said) and not markers("en").search("dropped_sentence", said):
            return False
    first, last = max(0, sentence.number - 2), sentence.number + 3
    near = (*reading.sentences[:1], *reading.sentences[first:last])
    words = (one.raw if kind in SALES else OF_SALES.sub("", one.raw) for one in near)
    return any(_REFUSING.search(one) for one in words)


def _without(masked: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return *masked* with blanks in the place of *spans*."""
    for start, end in spans:
        masked = masked[:start] + " " * (end - start) + masked[end:]
    return masked


def denied(
    reading: Reading,
    sentence: Sentence,
    kind: MoveKind,
    span: tuple[int, int],
    beside: tuple[str, str],
) -> str:
    """Return the words of a denial that covers the trigger of *kind* at *span*, or nothing.

    *beside*: what stands left of the trigger, and the clause around it.
    """
    words = markers("en")
    left, around = beside
    dropped = kind not in _ENDINGS
    told = _own(sentence, "denied_sentence", span, ending=not dropped)
    if not told and dropped and words.search("dropped_sentence", around):
        told = _own(sentence, "dropped_sentence", span)
    if not told and sentence.number <= _UNDER_TITLE and not sentence.title:
        told = _over(reading, kind, dropped=dropped)
    if told and not (told.endswith(("for sale", "selling")) and kind not in SALES):
        return told
    later = " until " in sentence.masked  # "will not go on sale until May"
    if dropped and not later and (hit := words.search("refused_left", left)):
        return hit[0]
    if (hit := words.search("negated_left", left)) and words.search("answers", sentence.masked):
        return hit[0]  # "X has not hired Y, it said": who answers denies
    return ""


def _own(sentence: Sentence, name: str, span: tuple[int, int], *, ending: bool = False) -> str:
    """Return the words of a list in a sentence, or nothing.

    *ending*: the trigger at *span* itself may say no ("they won't renew"), and that denies nothing.
    """
    words = markers("en")
    for hit in words.hits(name, sentence.masked):
        if ending and hit.start() < span[1] and span[0] < hit.end():
            continue
        before, between = sentence.masked[: hit.start()], sentence.masked[hit.end() : span[0]]
        # "A week after denying talks, X has agreed to buy Y" tells what is so now.
        first = "," in between and words.search("denied_first", before)
        behind = span[1] <= hit.start() and name == "denied_sentence"
        if not first and not (behind and _was_before(sentence.masked, hit.start())):
            return hit[0]
    return ""


def _was_before(masked: str, place: int) -> bool:
    """Say whether the denial at *place* is of the past: "buys it, weeks after denying talks"."""
    return markers("en").search("denied_before", masked[:place]) is not None


def _over(reading: Reading, kind: MoveKind, *, dropped: bool) -> str:
    """Return the words of the headline that deny what a sentence under it tells, or nothing: not where it tells the kind beside them."""
    title = reading.sentences[0]
    if not title.title:
        return ""
    words = markers("en")
    hit = words.search("denied_title", title.masked)
    if hit is None and dropped:
        hit = words.search("dropped_sentence", title.masked)
    if hit is None or kind in _beside(title.masked, hit.start()):
        return ""
    return hit[0]


@lru_cache(maxsize=64)
def _beside(masked: str, place: int) -> frozenset[MoveKind]:
    """Return the kinds that a headline tells in other items than that at *place*, and not in that."""
    cuts = [0, *(hit.end() for hit in _ITEMS.finditer(masked)), len(masked)]
    items = [(a, b) for a, b in pairwise(cuts) if a < b]
    kinds = [
        (a <= place < b, {rule.kind for rule in triggered("en", masked[a:b].lower(), masked[a:b])})
        for a, b in items
    ]
    own = {kind for inside, found in kinds if inside for kind in found}
    return frozenset(
        kind for inside, found in kinds if not inside for kind in found if kind not in own
    )
