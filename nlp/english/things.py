"""What an English move is about where no product is named plainly: names without a label, owned things, goods.

Each filler looks in one place only; ``nlp/frames/_slots.en.yaml`` says in which order a kind tries them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp.clauses import clause_of, core, object_span
from nlp.english.phrases import at, clause_at, named_in, noun_of, of_entity
from nlp.frames.compiling import FIRST, NEXT, pattern
from nlp.inflection import is_past
from nlp.lexicon import word_set
from nlp.reading import is_body, key_of
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.slots import Place

Span = tuple[int, int]
_VALUES = "".join(
    sign for label in ("MONEY", "PERCENT", "DATE", "PERSON", "PLACE", "ROLE") for sign in (FIRST[label], NEXT[label])
)  # fmt: skip
_ONLY_VALUES = re.compile(rf"[{_VALUES}\s\d.,%–-]*(?:\b(?:more|less|off|each|apiece)\b)?\s*$")
_SUM = re.compile(
    rf"[{FIRST['MONEY']}{FIRST['PERCENT']}]|\d\s?(?:%|per ?cent)|\b(?:whose|whoever)\b"
)
_HAS_WORD = re.compile(r"[A-Za-zÀ-ɏ]{3,}")
# A name: capitalised words with numbers between and after, such as no list of labels knows.
_NAME = re.compile(
    r"(?<![\w’'])(?:[A-ZÀ-Þ][\w+&-]*|[a-z]{1,2}[A-Z]\w+)(?:[ ](?:[A-ZÀ-Þ][\w+&-]*|\d+(?:\.\d+)*[A-Za-z]?|of(?= [A-Z])|the(?= [A-Z])|OS))*"
)
_OWNER = re.compile(
    rf"(?:\b(?:its|our|their|his|her)|[{FIRST['ORG']}{NEXT['ORG']}]['’]s?|\b[a-z]+['’]s)\s"
)
_OFF_OF = re.compile(r"\b(?:off|of|for|on|to|with|in)\s")
_FOR = re.compile(
    r"\b(?:for|to (?:supply|deliver|provide|build|run|operate|install|maintain|equip|make|produce|ship)|delivery of|supply of|supplies|deliver(?:s|ing)?|off|tubs of|batch(?:es)? of|bottles of|packs of|boxes of|units of)\s"
)
_GOODS = pattern(
    r"(?P<g>(?:[a-z-]+[ ](?<!the )(?<!its )(?<!and )(?<!of )(?<!our )(?<!for )(?<!all )(?<!a )(?<!an )){0,2}<product>)",
    "en",
)
_MAKER = re.compile(
    r"[ -](?:makers?|manufacturers?|producers?|builders?|firms?|compan\w+|groups?|operators?|suppliers?|vendors?|brands?|chains?|retailers?|sellers?|specialists?|giants?|start-?ups?|divisions?|units?|business(?:es)?|markets?|industry|sector|sales|prices?)\b"
)
_PRICE_VERB = pattern(
    r"\b(?P<v>(?:will |now |to |has |have |had |is to |are to )*(?:costs?|goes|go|going|gone|went|rises?|rose|climbs?|climbed|jumps?|falls?|fell|drops?|dropped|is|are|was|were|becomes?|became|stands?|moves?|comes?|came|gets?|been|slides?|slips?|doubles?|halves?|shrinks?|shrank|lists? (?:at|for)|sells? (?:at|for)|starts? at)(?: now| up| down| back| available)*(?: at| to| from| for| by| on)?) (?:only |just |about |around |some |over |now )?(?:{MONEY}|{PERCENT}|\d|cheaper|dearer|costlier|pricier|free|more|less|a (?:fifth|quarter|third|tenth))",
    "en",
)
_CHARGED = re.compile(
    r"\b(?:charg(?:e|es|ing|ed)(?:\s\S+){0,3}?\sfor|pay(?:s|ing)?(?:\s\S+){0,4}?\sfor|a surcharge on|fees? for|fees? on)\s"
)


def thing(place: "Place", span: Span | None) -> tuple[Slot, ...]:
    """Return the noun of *span* as a slot, where it names a thing: no amount, no verb, no person."""
    if span is None:
        return ()
    start, end = _to_verb(place.sentence.masked, *noun_of(place, span))
    return at(place, start, end) if _is_thing(place, start, end) else ()


def _to_verb(masked: str, start: int, end: int) -> tuple[int, int]:
    """Return a phrase up to a past verb that follows its noun: "Tagus crossing made drivers angry"."""
    words = list(re.finditer(r"\S+", masked[start:end]))
    for before, word in pairwise(words):
        plain = word[0].lower()
        if is_past(plain) and "-" not in plain and not before[0].lower().endswith("ly"):
            return start, start + before.end()
    return start, end


def _is_thing(place: "Place", start: int, end: int) -> bool:
    masked, raw = (
        place.sentence.masked[start:end],
        place.sentence.raw[start:end].strip(" ,.;:'’\"”"),
    )
    if not raw or len(raw) > 70 or not _HAS_WORD.search(raw) or _ONLY_VALUES.match(masked):
        return False
    if raw.startswith(("'", "’")) or raw[:2] in {"s ", "t "} or _SUM.search(masked):
        return False
    words = raw.lower().split()
    no_thing = word_set("en", "no_things")
    if (
        words[0] in word_set("en", "prepositions")
        or words[-1] in no_thing
        or (len(words) == 1 and words[0] in no_thing)
    ):
        return False
    lone_verb = raw[0].islower() and is_past(words[0]) and len(words) == 1
    return not lone_verb and not _is_actor(place, start, end)


def _is_actor(place: "Place", start: int, end: int) -> bool:
    begin = place.sentence.start
    return any(
        one.label in {"ORG", "PERSON"} and one.start <= begin + start and begin + end <= one.end
        and (one.label == "PERSON" or is_body(one) or (place.parties.actor is not None and key_of(one) == key_of(place.parties.actor)))
        for one in place.sentence.entities
    )  # fmt: skip


def product_here(place: "Place") -> tuple[Slot, ...]:
    """Return a product that is named in the object, the subject, or nearest in the sentence."""
    found = clause_at(place)
    for span in (found.patient, found.subject):
        if span and (one := named_in(place, "PRODUCT", span)):
            return of_entity(place, one)
    near = [e for e in place.sentence.entities if e.label == "PRODUCT"]
    here = place.sentence.start + place.start
    return of_entity(place, min(near, key=lambda e: abs(e.start - here))) if near else ()


def product_anywhere(place: "Place") -> tuple[Slot, ...]:
    """Return a product named in a neighbouring sentence, in the title, or anywhere."""
    here = place.sentence.start + place.start
    found = [e for e in place.reading.entities if e.label == "PRODUCT"]
    if not found:
        return ()
    one = min(found, key=lambda e: abs(e.start - here))
    text = place.reading.text[one.start : one.end]
    return (Slot(text=text, start=one.start, end=one.end, entity=one.entity),)


def name_done_to(place: "Place") -> tuple[Slot, ...]:
    """Return the name that the act is done to, whatever its label: "switch off the servers of Hollow Fleet"."""
    span = clause_at(place).patient or object_span(place.sentence.masked, place.end)
    return _name_in(place, span) if span else ()


def name_doing(place: "Place") -> tuple[Slot, ...]:
    """Return a name in the subject that is not the actor's: "RouteMind now reads tide tables"."""
    span = clause_at(place).subject
    return _name_in(place, span) if span else ()


def _name_in(place: "Place", span: Span) -> tuple[Slot, ...]:
    for start, end in _names(place, span):
        if not _is_actor(place, start, end):
            return at(place, start, end)
    return ()


def _names(place: "Place", span: Span) -> Iterator[Span]:
    """Yield names within *span* that are no place, person, day or amount; a sentence's first word is none."""
    begin = place.sentence.start
    taken = [
        (e.start - begin, e.end - begin)
        for e in place.sentence.entities
        if e.label in {"PLACE", "PERSON", "DATE", "MONEY", "PERCENT", "ROLE", "LAW"}
    ]
    months = word_set("en", "calendar")
    for hit in _NAME.finditer(place.sentence.raw, *span):
        start, end = hit.span()
        if any(a < end and start < b for a, b in taken) or hit[0].lower() in months:
            continue
        first_word = start == 0 and " " not in hit[0] and hit[0].isalpha()
        if not first_word and len(hit[0]) > 1:
            yield start, end


def done_to(place: "Place") -> tuple[Slot, ...]:
    """Return the noun that a verb's act is done to."""
    return thing(place, clause_at(place).patient) if place.rule.verb_forms else ()


def own(place: "Place") -> tuple[Slot, ...]:
    """Return what the company owns and the sentence names: "FirmaSur's signing tool", "its small turbines"."""
    masked = place.sentence.masked
    best: tuple[int, tuple[Slot, ...]] | None = None
    for hit in _OWNER.finditer(masked):
        span = object_span(masked, hit.end())
        if span is None or span[0] > hit.end() + 1:
            continue
        found = thing(place, core(masked, span))
        near = abs(hit.start() - place.end)
        if found and (best is None or near < best[0]):
            best = near, found
    return best[1] if best else ()


def for_what(place: "Place") -> tuple[Slot, ...]:
    """Return what a contract, an order or an offer is for: the phrase after "for", "to supply", "off"."""
    masked = place.sentence.masked
    for hit in _FOR.finditer(masked, max(0, place.start - 20)):
        if found := thing(place, object_span(masked, hit.end())):
            return found
    return ()


def priced_subject(place: "Place") -> tuple[Slot, ...]:
    """Return what costs more or less: the subject of a verb of price, or what is charged for."""
    masked = place.sentence.masked
    hits = sorted(_PRICE_VERB.finditer(masked), key=lambda h: abs(h.start("v") - place.start))
    for hit in hits:
        found = thing(place, clause_of(place.rule, masked, *hit.span("v")).subject)
        if found:
            return found
    for charged in _CHARGED.finditer(masked):
        if found := thing(place, object_span(masked, charged.end())):
            return found
    return ()


def goods(place: "Place") -> tuple[Slot, ...]:
    """Return a thing that is sold, by its noun: nearest the trigger."""
    hits = [
        h
        for h in _GOODS.finditer(place.sentence.masked)
        if not _maker(place.sentence.masked, h.end())
    ]
    for hit in sorted(hits, key=lambda h: abs(h.start("g") - place.end)):
        if found := thing(place, hit.span("g")):
            return found
    return ()


def _maker(masked: str, end: int) -> bool:
    """Say whether a thing only tells what a company makes: "lift maker"."""
    return _MAKER.match(masked, end) is not None


def of_what(place: "Place") -> tuple[Slot, ...]:
    """Return the phrase that the first preposition after the trigger governs: "end of sale for the K9"."""
    masked = place.sentence.masked
    hit = _OFF_OF.search(masked, place.end)
    return (
        thing(place, object_span(masked, hit.end())) if hit and hit.start() - place.end < 12 else ()
    )


def name_anywhere(place: "Place") -> tuple[Slot, ...]:
    """Return a name with a number or a version, of the title first: "Quillworks 8.3"."""
    for sentence in place.reading.sentences[:6]:
        for hit in _NAME.finditer(sentence.raw):
            if re.search(r"\s\d+(?:\.\d+)*\w?$|\b(?:OS|Pro|Max|Mini|Plus|XL)$", hit[0]):
                start = sentence.start + hit.start()
                return (Slot(text=hit[0], start=start, end=start + len(hit[0])),)
    return ()
