"""Slots of English moves that tell what it is about: subjects, effects, judgements, prizes, sites, skills."""

import re
from typing import TYPE_CHECKING

from nlp.english import values
from nlp.english.parties import against, customer
from nlp.english.phrases import Filler, at, clause_at, named_in, noun_of, of_entity, searched
from nlp.frames.compiling import pattern
from nlp.reading import is_body, key_of
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.slots import Place

_TOPIC_END = re.compile(
    r"\s(?:in|on|at|by|from|under|after|before|since|with|which|that|when|while|and|but|as|who|until|this|last|next|today|yesterday|within)\s(?=[\ue000-\ue0ff]|the\s|its\s|an?\s|week|month|year|spring|summer|autumn|winter|court|will|said|has|is).*$"
)
_EFFECT = re.compile(
    r"(?P<e>\b(?:may|might|could|can|would|had|was|were|to)\s(?:not\s|have\s|be\s)?(?:break|open|double|catch|overheat|fail|leak|cause|lose|stop|crack|burst|injur\w+|explod\w+|detach|come|copied|declin\w+|shut|stall|expose[sd]?|swallow\w*|choke|stolen|seen?|read|unlock|deliver|ignite|jam|contain)\b[^,.;]{0,50}|\bdeclined [\w ]{3,24}|\bunable to [\w ]{3,30}|\bcould not [\w ]{3,30}|\b(?:listeria|salmonella|glass (?:dust|splinters|shards)|metal (?:fragments|splinters)|undeclared (?:nuts|milk|\w+)|mould|fire risk|risk of [\w ]{3,24}|choking hazard|overheating|short circuits?|plastic)\b|\b(?:took|accepted|printed|sold|sent) no [\w ]{3,30}|\b(?:froze|went blank|fell over|stood still|went dark|locked up|shut down|caught fire|burst into flames|overheated)\b[\w ]{0,20}|\bcould not be [\w ]{3,24}|\bwere (?:grounded|delayed|cancelled|stranded|exposed|locked out|copied|stolen|unable)\b[\w ]{0,20}|\bwithout (?:power|service|coffee|heat|phone|water|signal)\b|\b(?:metal|burnt|bitter|off) taste\b|\bstopped (?:working|braking|charging|responding)\b|\bcarried off [\w ]{3,30}|\b(?:an? )?(?:intruder|hacker|attacker)s? (?!forum)[\w ]{3,40})",
    re.IGNORECASE,
)
_JUDGEMENT = re.compile(
    r"\b(?P<j>excellent|flawless|terrible|awful|horrible|useless|rubbish|worst(?: \w+){0,5}|best(?: \w+){0,3}|disappoint\w+|so slow|slow|late|clunky|buggy|unreliable|reliable|overpriced|painful|a joy|a pain|smooth|clean|sad|whiter|happy|unhappy|pleased|impressed|fed up|love (?:it|this)|never again|stood still|stopped working|keeps? (?:crashing|freezing|losing)|loses? [\w ]{3,40}|lost (?:every )?\w+|broke[\w ]{0,30}|split[\w ]{0,20}|leaks?|sticks?|tight|unbeatable|drives me[\w ]{0,24}|worth every[\w ]*|waste of money|would (?:not |n[o’']t )?(?:recommend|buy)[\w ]{0,20}|screams?|noisy|quiet|sturdy|flimsy|easy|rude|friendly|helpful|fast|brilliant|superb|great|good|bad|poor|perfect|comfortable|dull|sore|joy|heavenly|hopeless|alas|loud(?: as [\\w ]+)?|avoid|bravo|works? (?:fine|well|perfectly)|does the job|rubbish|went back to|go again|customer for life|worth it|not worth[\\w ]*|thirsty|pretty|spotless|flawed|charming|cheap|pricey|expensive|warm|cold|gladly[\\w ]{0,24}|lauded|praised?|answers? [\w ]{3,40})\b",
    re.IGNORECASE,
)
_ASPECT = re.compile(
    r"(?:^|[.;,:“\"]\s?|\band\s|\bbut\s|\bthe\s|\bThe\s|\bits\s|\bits\s|\bmy\s)(?P<a>[A-Za-z][\w’'-]*(?:\s[\w’'-]+)?)\s?(?=:|\s(?:is|are|was|were|has|have|never|keeps?|stopped|leaks?|screams?|loses?|lost|takes?|took|brakes?|drives?|answers?|sticks?|stood|comes?|came|split|broke|works?|tight)\b)"
)
_NO_ASPECT = frozenset(
    [
        "it",
        "they",
        "this",
        "that",
        "there",
        "which",
        "who",
        "he",
        "she",
        "we",
        "i",
        "you",
        "one",
        "reporting",
        "what",
    ]
)
_HONOUR = re.compile(
    r"(?P<h>(?:[A-ZÀ-Þ][\w’'-]*\s(?:(?:of|for|the|in|and)\s(?:the\s)?(?=[A-Z]))?){0,5}(?:Awards?|Prize|Medal|Ranking|Trophy|Matrix|Quadrant|List|Star|Cup|Premio \w+|of the Year|Index|Wave)(?:\s(?:for|of|in)\s[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)?|Premio [A-Z]\w+|(?:[A-Z][\w’'-]+\s)+of the Year|\b(?:gold|silver|bronze) (?:medal|award)|inner circle|\b[\w-]+ (?:award|prize|medal|trophy|ranking|shortlist)\b)"
)
_ISSUED = re.compile(
    r"\b(?:by|from|of|at)\s(?:the\s)?(?P<o>[A-ZÀ-Þ][\w’'&-]+(?:\s(?:(?:of|for|and|&)\s)?(?:[A-ZÀ-Þ][\w’'&-]+|the\s[A-Z]\w+))*)"
)
_PURPOSE = re.compile(
    r"\bfor\s(?:the\s|its\s|our\s|an?\s)?(?P<p>[\w’' -]{3,50}?)(?=[,.;:]|\s(?:from|since|by|in|on|with|and|at|instead|within|this|next|last)\b|$)"
)
_TALENT = pattern(
    r"(?P<r>(?:[\w-]+\s){0,1}(?:<talent>)(?:\sand\s(?:[\w-]+\s)?(?:<talent>))?)", "en"
)
_NOT_ROLE = re.compile(
    r"^(?:\d[\d,]*|the|more|new|of|for|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|hundred|experienced|additional|extra|about|some|its|our|their|and|other|to|as|with|first|many|several|dozens|are|is|hires?|hiring|recruits?|seeks?|posts?|takes?|on)\s",
    re.IGNORECASE,
)
_TECH_ONLY = pattern("<tech>", "en")
_SITE_NOUN = pattern("(?P<u>(?:[\\w-]+\\s)?(?:<site>))", "en")
_UNIT_NOUN = re.compile(
    r"(?P<u>(?:[\w’'-]+\s){0,2}(?:division|unit|department|dept|arm|business|team|shift|plant|factory|mill|lab|office|subsidiary|desk|crew|newsrooms?|segment|branch|group|staff|bakery|foundry|yard|warehouse|call centre))\b"
)
_PLACE_WORD = re.compile(
    r"\b(?:in|near|to|from|at|outside|for|of|around)\s(?P<p>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)"
)
_CAN = re.compile(
    r"\b(?:can now|now lets? (?:you|users|customers)|lets? (?:you|users|customers)|can|now|able to|possible to)\s(?P<f>[a-z][^,.;:]{4,60})"
)
_QUOTED = re.compile(r"[“\"‘](?P<q>[^”\"’\n]{2,60})[”\"’]")
_CALLED = re.compile(
    r"\b(?:called|named|slogan|motto|claim|under the (?:name|title)|dubbed|reads?)\s[“\"‘]?(?P<q>[A-ZÀ-Þ][\w’' -]{1,40}?)[”\"’,.;]"
)


def topic(*words: str) -> Filler:
    """Return the filler for what it is about: the phrase after one of *words* that follows the trigger."""
    expression = re.compile(
        rf"\b(?:{'|'.join(words)})\s(?P<t>(?![\ue000-\ue0ff]|court\b|an? (?:licen[cs]e|patent)|the (?:court|company|regulator|time|end|year)|its (?:site|website)|condition)[^,.;:()]{{4,70}})"
    )

    def fill(place: "Place") -> tuple[Slot, ...]:
        hit = expression.search(place.sentence.masked, place.start)
        if hit is None:
            return ()
        start, end = hit.span("t")
        tail = _TOPIC_END.search(place.sentence.masked[start:end])
        return at(place, start, start + tail.start() if tail else end)

    return fill


def effect(place: "Place") -> tuple[Slot, ...]:
    """Return what the fault or attack does."""
    for sentence in values.near_sentences(place):
        hit = _EFFECT.search(sentence.raw)
        if hit:
            start, end = sentence.start + hit.start("e"), sentence.start + hit.end("e")
            return (Slot(text=place.reading.text[start:end].rstrip(), start=start, end=end),)
    return ()


def polarity(place: "Place") -> tuple[Slot, ...]:
    """Return the words that judge: of the trigger's sentence, else of the others."""
    if found := searched(place, _JUDGEMENT, "j"):
        return found
    for sentence in place.reading.sentences:
        hit = _JUDGEMENT.search(sentence.raw)
        if hit and sentence is not place.sentence:
            start, end = sentence.start + hit.start("j"), sentence.start + hit.end("j")
            return (Slot(text=place.reading.text[start:end], start=start, end=end),)
    return ()


def aspect(place: "Place") -> tuple[Slot, ...]:
    """Return which side of the product is judged: "brakes", "phone"."""
    found = []
    for hit in _ASPECT.finditer(place.sentence.raw):
        words = hit["a"]
        if words.lower().split()[0] not in _NO_ASPECT:
            found += list(at(place, *hit.span("a")))
    return tuple(found[:3])


def honour(place: "Place") -> tuple[Slot, ...]:
    """Return the prize or ranking."""
    return searched(place, _HONOUR, "h") or searched(place, _QUOTED, "q")


def issuer(place: "Place") -> tuple[Slot, ...]:
    """Return who gives the prize: another organisation, or who "by" names."""
    actor = place.parties.actor
    for one in place.sentence.entities:
        if one.label == "ORG" and (actor is None or key_of(one) != key_of(actor)):
            left = place.reading.text[max(place.sentence.start, one.start - 10) : one.start]
            if is_body(one) or re.search(r"\b(?:by|of|from|at)\s(?:the\s)?$", left):
                return of_entity(place, one)
    hit = _ISSUED.search(place.sentence.raw)
    if hit and (actor is None or hit["o"].casefold() != actor.name.casefold()):
        return at(place, *hit.span("o"))
    return customer(place) if place.parties.other is not None else ()


def purpose(place: "Place") -> tuple[Slot, ...]:
    """Return what a technology is used for: the phrase after "for", else what runs on it."""
    hit = _PURPOSE.search(place.sentence.raw, place.start)
    if hit:
        return at(place, *hit.span("p"))
    span = clause_at(place).patient if place.rule.verb_forms else clause_at(place).subject
    if span is None or named_in(place, "ORG", span):
        return ()
    return at(place, *noun_of(place, span))


def technology(place: "Place") -> tuple[Slot, ...]:
    """Return the technologies named."""
    found = []
    for hit in _TECH_ONLY.finditer(place.sentence.masked):
        found += list(at(place, *hit.span()))
    unique = {slot.text: slot for slot in found}
    return tuple(unique.values())[:4]


def supplier(place: "Place") -> tuple[Slot, ...]:
    """Return the company a technology comes from."""
    return against(place)


def talent(place: "Place") -> tuple[Slot, ...]:
    """Return whom a company hires: "packaging engineers"."""
    hits = list(_TALENT.finditer(place.sentence.masked))
    if not hits:
        return ()
    best = min(hits, key=lambda h: abs(h.start("r") - place.end))
    start, end = best.span("r")
    while head := _NOT_ROLE.match(place.sentence.raw[start:end]):
        start += head.end()
    return at(place, start, end)


def where(place: "Place") -> tuple[Slot, ...]:
    """Return the places named near the trigger, also such as no list knows."""
    known = [e for e in place.sentence.entities if e.label == "PLACE"]
    begin = place.sentence.start
    taken = [(e.start - begin, e.end - begin) for e in place.sentence.entities]
    extra = [
        hit.span("p")
        for hit in _PLACE_WORD.finditer(place.sentence.raw)
        if not any(a < hit.end("p") and hit.start("p") < b for a, b in taken)
    ]
    spans = sorted([(e.start - begin, e.end - begin) for e in known] + extra)
    after = [s for s in spans if s[0] >= place.start] or spans
    if not after:
        return _place_before(place) if place.rule.kind in _SITED else ()
    first = min(after, key=lambda s: abs(s[0] - place.end))
    joined = [first]
    for span in after:
        between = place.sentence.raw[joined[-1][1] : span[0]] if span[0] > joined[-1][1] else "."
        if between in {" and ", ", ", ", and "}:
            joined.append(span)
    return tuple(slot for span in joined for slot in at(place, *span))


_EXCHANGE = re.compile(
    r"\b(?P<x>(?:the )?(?:[A-ZÀ-Þ]\w+ ){0,3}(?:Stock Exchange|Securities Exchange|Exchange|Bourse|Börse)(?! will| said| has)|Nasdaq(?: [A-Z]\w+){0,2}|NASDAQ(?: [A-Z]\w+){0,2}|NYSE(?: American| Arca)?|Euronext(?: [A-Z]\w+)?|ASX|AIM|TSX(?: Venture)?|HKEX|Tadawul|Prime Market|Main Market|STAR Market|Bursa \w+|[A-ZÀ-Þ]\w+ (?:bourse|exchange|stock market))\b"
)


def exchange(place: "Place") -> tuple[Slot, ...]:
    """Return the exchange on which shares are to trade, in the sentence or those beside it."""
    for sentence in values.near_sentences(place):
        hit = _EXCHANGE.search(sentence.raw)
        if hit:
            start, end = sentence.start + hit.start("x"), sentence.start + hit.end("x")
            start += 4 if place.reading.text.startswith("the ", start) else 0
            return (Slot(text=place.reading.text[start:end], start=start, end=end),)
    return ()


# Of these kinds the place is told somewhere: "opens a hub there".
_SITED = frozenset({"expansion", "market-exit", "hiring", "public-offering"})


def _place_before(place: "Place") -> tuple[Slot, ...]:
    """Return the place that a sentence before the trigger's names last, else the first after it."""
    places = [e for e in place.reading.entities if e.label == "PLACE"]
    before = [e for e in places if e.end <= place.sentence.start]
    one = before[-1] if before else next((e for e in places if e.start >= place.sentence.end), None)
    if one is None:
        return ()
    text = place.reading.text[one.start : one.end]
    return (Slot(text=text, start=one.start, end=one.end, entity=one.entity),)


def site(place: "Place") -> tuple[Slot, ...]:
    """Return the plant, shop or office, of the object first."""
    span = clause_at(place).patient
    masked = place.sentence.masked
    hits = list(_SITE_NOUN.finditer(masked))
    if not hits:
        return ()
    inside = [h for h in hits if span and span[0] <= h.start("u") and h.end("u") <= span[1] + 1]
    best = min(inside or hits, key=lambda h: abs(h.start("u") - place.end))
    return at(place, *noun_of(place, best.span("u")))


def team(place: "Place") -> tuple[Slot, ...]:
    """Return the department, team or site concerned."""
    hits = list(_UNIT_NOUN.finditer(place.sentence.raw))
    if not hits:
        return ()
    best = min(hits, key=lambda h: abs(h.start("u") - place.end))
    start, end = best.span("u")
    while head := _NOT_ROLE.match(place.sentence.raw[start:end]):
        start += head.end()
    return at(place, *noun_of(place, (start, end)))


def feature(place: "Place") -> tuple[Slot, ...]:
    """Return what is new in the product: what users "can now" do, else the object."""
    hit = _CAN.search(place.sentence.raw, max(0, place.start - 12))
    if hit:
        return at(place, *hit.span("f"))
    span = clause_at(place).patient
    if span:
        return at(place, *noun_of(place, span))
    return at(place, place.start, place.end)


def title_of(place: "Place") -> tuple[Slot, ...]:
    """Return a name given in quotation marks or after "called"."""
    return searched(place, _QUOTED, "q") or searched(place, _CALLED, "q")
