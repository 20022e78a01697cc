"""Who sells and who buys in an English sentence on a customer won or lost, by the words between the two.

The seller makes the move (MOVES.md rule 1), yet mostly the customer is the subject: "Alden Hotels has
moved its rotas to Shiftly", "a contract with Rollo is terminated".
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.entities import Entity
from nlp.frames.compiling import pattern
from nlp.reading import Reading, Sentence, key_of

_BY = r"(?:(?:the |its |a |an )?(?:{PRODUCT}|[\w-]+) (?:by|from|of) (?:the )?)?"
_V = r"(?P<v>{ORG})"
# What a customer does, and how the seller's name follows it.
_BUYS = (
    r"\b(?:orders|ordered|ordering|an? (?:[\w-]+ ){0,3}order|bought|buys|buying|purchas\w+|sourc(?:es|ed|ing))\b[^.;]{0,70}?\b(?:from|at|of) (?:the )?" + _V,
    r"\b(?:mov(?:e|es|ed|ing)|migrat\w+|switch(?:es|ed|ing)?|hands?|handed|handing|gives?|giving|gave|given|awards?|awarded|awarding|entrust\w*|pass(?:es|ed)?|transfer\w*|convert\w*)\b[^.;]{0,90}?\b(?:to|onto) (?:the )?" + _BY + _V,
    r"\b(?:choos\w+|chose|chosen|picks?|picked|picking|selects?|selected|selecting|opts? for|opted for|plump\w* for|settl\w+ on|decid\w+ (?:on|for)|go(?:es|ing)? (?:with|for)|went (?:with|for)|names|named|appoints?|appointed|hir(?:es|ed)|commission(?:s|ed)|turn(?:s|ed) to|entrust(?:s|ed)|tak(?:es|en|ing) on|took on|lean\w+ towards?)\b (?:the )?" + _BY + _V,
    r"\b(?:sign(?:s|ed)?(?: up)?|put its name[^.;]{0,30}?) with (?:the )?" + _BY + _V,
    r"\b(?:run|runs|ran|running|goes live|went live|live|build|builds|built|relies|relied|standardi[sz]\w+|bets?)\b[^.;]{0,40}?\bon (?:the )?" + _BY + _V,
    r"\b(?:scans?|feeds?|pays?|works?|bills?|fed|served|supplied|equipped|catered) (?:\w+ ){0,4}?(?:with|by|on) (?:[\w-]+ (?:by|from|of) )?" + _V,
    r"\b(?:Winner|Supplier|Contractor|Awardee|Concessionaires?|Operator|Provider|Awarded to|Successful (?:tenderer|bidder))\b[^:.;]{0,20}: ?" + _V,
    r"\b(?:awarded|goes|went|passes|falls) to (?:the )?" + _V,
    _V + r" (?:is to be|has been|was|will be) (?:awarded|chosen|picked|selected|named)\b",
    _V + r",? (?:in|wins|came|again, until)\b",
)  # fmt: skip
_LEAVES = (
    r"\b(?:from|off) (?:the )?" + _BY + _V + r" (?:to|onto|and onto|in favour of)\b",
    r"\b(?:contract|deal|agreement|pact|business|account|years|order|mandate|option)\b[^.;,]{0,40}?\b(?:with|of) (?:the )?" + _V,
    r"\b(?:drop(?:s|ped|ping)?|ditch(?:es|ed|ing)?|dump(?:s|ed|ing)?|leav(?:e|es|ing)|left|abandon(?:s|ed|ing)?|replac(?:e|es|ed|ing)|quits?|quitting|sack(?:s|ed|ing)?|fir(?:es|ed)|part(?:s|ed|ing)? (?:ways |company )?with|walk(?:s|ed|ing)? away from|turn(?:s|ed|ing)? (?:its|their|his|her) back on|(?:throw|thrown|threw|throws|boot\w*|kick\w*|ripp?\w*) out|done with|tired of|instead of|in place of|rather than|no longer with|take over [^.;]{0,40}from|taking over [^.;]{0,40}from|takes over [^.;]{0,40}from|succeed(?:s|ing)?|goodbye,? |bye,? )\s?(?:the |its |ticket |gates of ){0,2}" + _BY + _V,
    _V + r"(?:['’]s)?[^.;]{0,40}?\b(?:loses?|lost|losing|is being replaced|will be replaced|was replaced|is out|out\b|was dropped|hands the|was outbid|was not successful|had not|went\b|had the job|had to hand)",
    r"\((?:was|previously|formerly|until now) " + _V,
    r"\bnot by " + _V,
)  # fmt: skip
_OURS = pattern(
    r"(?P<c>{ORG})[^.;]{0,50}?\b(?:on|with|to|from|left|leaving|chose|picked|joined|took|put|signed|dropped|ditched)\b (?:\w+ )?us\b|\b(?:we|WE) (?:got|GOT|bagged|won|landed|lost|LOST|signed|have|['’]ve \w+) (?:the |THE )?(?P<d>{ORG})",
    "en",
)
# Where none of these is told, a company behind a preposition sells to the subject, unless the subject does what sellers do.
_GOVERNED = pattern(r"\b(?:from|by|with|on|onto|to) (?:the )?" + _BY + _V, "en")
_SELLS = re.compile(
    r"\b(?:w[io]ns?|winning|bag\w*|land(?:s|ed)?|secur\w+|clinch\w*|suppl\w+|deliver\w*|sell\w*|sold|ship\w*|equip\w*|provid\w+|install\w*|serv(?:e|es|ing)|signs|signed|gets?|got|book\w*|receiv\w+|scoop\w*|vendor|extends?|extended|renews?|renewed|contract|builds?|to build)\b",
    re.IGNORECASE,
)

# Who is left, by whom and for whom: "Ossory Mills drops Veldra for Kestro".
_SWAPS = pattern(
    r"(?P<c>{ORG})(?:,[^,.;]{2,60},)?[^,.;]{0,24}? (?:(?:drop(?:s|ped|ping)?|ditch(?:es|ed|ing)?|dump(?:s|ed|ing)?|leav(?:es|ing)|left|abandon(?:s|ed|ing)?|quits?) (?P<v>{ORG})(?: [\w-]+){0,3} (?:for|in favour of)"
    r"|(?:replac(?:es?|ed|ing)|swap(?:s|ped|ping)?) (?P<w>{ORG})(?: [\w-]+){0,3} (?:with|for|by)"
    r"|(?:switch(?:es|ed|ing)?|mov(?:es?|ed|ing)|migrat(?:es?|ed|ing)|defect(?:s|ed|ing)?)(?: [\w-]+){0,4} from (?P<x>{ORG})(?: [\w-]+){0,3} (?:to|onto)) (?:the |its |rival |competitor |local |market leader ){0,3}(?P<s>{ORG})",
    "en",
)


class Swap(NamedTuple):
    """Whom a customer leaves, and for whom."""

    seller: Entity
    customer: Entity
    successor: Entity


def swap(sentence: Sentence) -> Swap | None:
    """Return who is left by whom for whom, where a sentence plainly says so."""
    hit = _SWAPS.search(sentence.masked)
    if hit is None:
        return None
    seller = next(name for name in "vwx" if hit[name])
    told = [_named(sentence, hit.start(name)) for name in (seller, "c", "s")]
    found = [one for one in told if one is not None]
    return Swap(*found) if len({key_of(one) for one in found}) == len(told) else None


class Trade(NamedTuple):
    """The seller, and the customer where the sentence names one."""

    seller: Entity
    customer: Entity | None


_WIN = tuple(pattern(one, "en") for one in _BUYS)
_LOSS = tuple(pattern(one, "en") for one in _LEAVES)


def trade(reading: Reading, sentence: Sentence, kind: str, begin: int) -> Trade | None:
    """Return who sells and who buys; *begin* is where the trigger stands (in the text)."""
    ours = _OURS.search(sentence.masked)
    if ours and reading.main is not None:
        customer = _named(sentence, ours.start("c") if ours["c"] else ours.start("d"))
        if customer is not None and key_of(customer) != key_of(reading.main):
            return Trade(reading.main, customer)
    found = list(_sellers(sentence, _WIN if kind == "customer-win" else _LOSS))
    if not found and kind == "customer-win" and not _SELLS.search(sentence.masked):
        found = [pair for pair in _sellers(sentence, (_GOVERNED,)) if _customer(sentence, pair[1])]
    if not found:
        return None
    seller = min(found, key=lambda pair: (pair[0], abs(pair[1].start - begin)))[1]
    return Trade(seller, _customer(sentence, seller))


def _sellers(
    sentence: Sentence, patterns: Sequence[re.Pattern[str]]
) -> Iterator[tuple[int, Entity]]:
    for rank, one in enumerate(patterns):
        for hit in one.finditer(sentence.masked):
            company = _named(sentence, hit.start("v"))
            if company is not None:
                yield rank, company


def _named(sentence: Sentence, place: int) -> Entity | None:
    at = sentence.start + place
    return next((e for e in sentence.entities if e.label == "ORG" and e.start <= at < e.end), None)


def _customer(sentence: Sentence, seller: Entity) -> Entity | None:
    """Return the company that stands before the seller, nearest the head of the sentence."""
    return next(
        (
            e
            for e in sentence.entities
            if e.label == "ORG" and key_of(e) != key_of(seller) and e.start < seller.start
        ),
        None,
    )
