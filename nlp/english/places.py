"""Places in English texts: towns and regions of lists, and what stands where only a place does.

A list of the world's towns is full of surnames and words; so it counts alone for large towns outside English-speaking
countries, and elsewhere where a preposition, a trade of places ("the X valley") or a country behind speaks for a place. A
company's or a person's name that holds a place stays whole; of a name that is all of it, the surroundings decide.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.entities import Entity
from nlp.lexicon import common_english, known, listed_places, place_set, word_set
from nlp.names.model import known_small
from nlp.names.occurrences import occurrences
from text.begins import capitals as capital_places
from text.begins import found_at, holds_one

_NAME = r"[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[’'-][^\W\d_]+)*"
_RUN = re.compile(
    rf"{_NAME}(?:\s(?:(?:de|do|da|del|della|la|le|of the|upon|am|an der)\s)?{_NAME}){{0,2}}"
)
_WORD = re.compile(r"[^\W\d_]+")
# Rank of a place beside names that the model guesses (54): what stands around a place tells more.
_TOLD, _LISTED = 56, 33
_WHERE = r"(?:in|near|outside|around|throughout|across|through|via|north of|south of|east of|west of|beside|off)"
_SURE_BEFORE = re.compile(
    rf"(?:\b{_WHERE}|\b(?:city|town|village|port|province|state|county|district|region|island|suburb|prefecture|municipality|borough|governor|mayor|people|banks|market|streets|outskirts|suburbs|centre|center|capital|harbour|harbor|airport|hills|coast|docks|bishop|hinterland) of)\s(?:the\s)?(?:(?:[Cc]entral|[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|downtown|nearby|suburban|rural|north|south|east|west)\s)?$",
    re.IGNORECASE,
)
# What it ends with, without which it need not be tried.
_SURE_ENDS = ("in", "near", "outside", "around", "throughout", "across", "through", "via", "of", "beside", "off", "the", "central", "ern", "downtown", "nearby", "suburban", "rural", "north", "south", "east", "west")  # fmt: skip
_MAYBE_BEFORE = re.compile(
    r"\b(?:at|from|to|of|for|between|into|towards?|over|and|or|leaves|left|reach(?:es|ed)?|serves|on)\s(?:the\s)?$|,\s$|\(\s?$", re.IGNORECASE
)  # fmt: skip
# "in Velmora" of a stake, of trust and of what is invested is a company.
_HELD = re.compile(
    r"\b(?:stakes?|shares?|interests?|holdings?|shareholding|invest(?:s|ed|ing|ments?|ors?)?|confidence|trust|faith|positions?|control|per ?cent|%) in\s(?:the\s)?$",
    re.IGNORECASE,
)
_LANDSCAPE = r"(?:region|valley|harbour|harbor|port|province|prefecture|county|district|area|river|coast|coastline|peninsula|estuary|canal|delta|basin|islands?|archipelago|suburb|municipality|metropolitan area|border|airport|docks)"
_SITE = r"(?:plants?|factory|factories|mills?|sites?|depots?|works|warehouses?|yards?|boatyard|shipyard|refinery|smelter|mines?|quarry|lab|labs|laboratory|office|offices|store|stores|shop|branch|campus|brewery|foundry|distillery|terminal|tannery|workshop|hub|headquarters|cracker|kiln|line|wharf|market|exchange|fair)"
_SITE_BEHIND = re.compile(rf"\s(?:[a-z][a-z-]+\s){{0,2}}?{_SITE}\b(?!-)")
_BEHIND = re.compile(rf"-(?:based|born|area|headquartered)\b|\s{_LANDSCAPE}\b(?!-)")
_DETERMINED = re.compile(r"(?:\b(?:the|its|their|our|a|an|this|of|at)|['’]s?)\s$", re.IGNORECASE)
_PLACED = re.compile(
    rf"\b(?:{_SITE}|based|headquartered|located|situated|housed|born|lives?|living|built|opened|opens|opening|registered) (?:in|near|outside|around)\s$", re.IGNORECASE
)  # fmt: skip
_PLACED_ENDS = ("in", "near", "outside", "around")
_COMMA = re.compile(rf",\s(?P<wider>{_NAME}(?:\s{_NAME}){{0,2}}|U\.S\.|U\.K\.|[A-Z]{{2}}\b)")
_ARTICLES = re.compile(r"(?:The|A|An|In|At|Near|From|On|Of|To|For|And|Its|Our|Their)\s")

_STREETS = "Street|Road|Avenue|Boulevard|Lane|Quay|Terrace|Crescent|Highway|Wharf|Embankment|Turnpike|Parkway"
_STREET = re.compile(
    rf"(?:\b(?:{_NAME}|\d+(?:st|nd|rd|th))(?:\s{_NAME}){{0,2}}?\s(?:{_STREETS})"
    rf"|\b(?:Rue|Avenue|Boulevard|Quai|Place|Via|Viale|Piazza|Calle|Plaza|Paseo|Avenida|Rua|Praça|Corso)\s(?:(?:de la|de los|de las|della|del|des|de|du|d’|d'|da|do|dos|di|la|le|São|San)\s?)?{_NAME}(?:\s{_NAME})?"
    rf"|\b[A-ZÀ-Þ][\w-]*(?:stra(?:ss|ß)e|straat|gasse|allee|gatan|gata|vägen|veien|kade|gracht|plein)|\b[A-ZÀ-Þ]\w{{3,}}platz)(?![\w-])(?!\s[A-Z][a-z])"
)  # fmt: skip
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\s")
_STREET_WORDS = ("Street", "Road", "Avenue", "Boulevard", "Lane", "Quay", "Terrace", "Crescent", "Highway", "Wharf", "Embankment", "Parkway", "Turnpike", "Rue ", "Via ", "Viale ", "Piazza", "Calle ", "Plaza", "Paseo", "Rua ", "trasse", "traße", "straat", "gasse", "allee", "gatan", "gata", "plein", "gracht", "platz", "veien", "vägen", "Corso ", "Quai ", "Praça ", "Avenida")  # fmt: skip
# Waters, heights and parts of a county: by the word that begins or ends their names.
_SHAPED = re.compile(
    rf"\b(?:(?:Lake|Mount|Port|Fort|Cape|Isle of|Gulf of|Bay of|Strait of|Greater|Inner|Outer|Upper|Lower|North|South|East|West|New|San|Santa|Saint|St\.?|Los|Las|El|Le|La|Puerto|Bad|Sankt|Great|Little|Mid|Central|Northern|Southern|Eastern|Western)\s{_NAME}(?:\s{_NAME}){{0,2}}?"
    rf"|{_NAME}(?:\s{_NAME}){{0,2}}?\s(?:Valley|Bay|Harbour|Harbor|Islands?|County|Province|Prefecture|District|Peninsula|Canal|River|Beach|Heights|Ocean|Sea|Coast|Desert|Mountains|Basin|Strait|Gulf|Delta|Park|Square|Hill|Hills|Creek|Falls|Springs))(?![\w-])(?!\s[A-Z][a-z])"
)
_SURE_SHAPES = re.compile(r"(?:Lake|Mount|Gulf of|Bay of|Strait of|Isle of|Greater)\s|.*\s(?:Valley|County|Province|Prefecture|Peninsula|River|Ocean|Desert|Strait)$")  # fmt: skip


def found_places(
    text: str,
    capitals: Sequence[tuple[int, int]],
    named: Sequence[Entity],
    beside: Sequence[Entity],
) -> list[Entity]:
    """Return the places of *text* that lists or surroundings tell; *named* and *beside* are names that others saw."""
    firm = {place for e in beside if e.label != "PLACE" for place in range(e.start, e.end)}
    reader = _Reader(text, named, firm)
    found = [*_streets(text, reader), *_shaped(text, reader)]
    found += [*_listed(text, capitals, reader, found), *_unlisted(text, capitals, reader)]
    return [*found, *_again(text, found, reader)]


def without_places(named: Sequence[Entity], found: Sequence[Entity]) -> list[Entity]:
    """Return *named* without companies, wares and people whose whole name is one of the places *found*."""
    spans = {(one.start, one.end) for one in found if one.rank >= _TOLD}
    inner = {place for one in found if one.rank > _TOLD for place in range(one.start, one.end)}
    return [
        one for one in named if (one.start, one.end) not in spans and not (one.start in inner and one.end - 1 in inner)
    ]  # fmt: skip


class _Reader:
    """What a place must know of the text: where other names are, and of which kind."""

    def __init__(self, text: str, named: Sequence[Entity], firm: set[int]) -> None:
        self.text = text
        self.firm = firm
        self.held: dict[tuple[int, int], Entity] = {(e.start, e.end): e for e in named}
        self._named = [e for e in named if e.label in {"ORG", "PERSON", "PRODUCT"}]
        self._sure = {
            first
            for e in self._named
            if e.label in {"ORG", "PERSON"} and (e.rank > _GUESSED or " " in e.name)
            for first in _parts_of(e)
        }

    def inside(self, start: int, end: int) -> bool:
        """Say whether a longer name holds these characters, or one that others are sure of."""
        if not self.firm.isdisjoint(range(start, end)):
            return True
        return any(
            e.start < end and start < e.end and not (start <= e.start and e.end <= end)
            for e in self._named
        )

    def borne(self, name: str) -> bool:
        """Say whether somebody bears the name in this text, alone or with others."""
        return name in self._sure


_GUESSED = 54


def _parts_of(one: Entity) -> tuple[str, ...]:
    """Return a name, if more than the model sees it, with its first and its last word."""
    words = one.name.split(" ")
    whole = (one.name,) if one.rank > _GUESSED else ()
    return (*whole, words[0], words[-1]) if len(words) > 1 else whole


def _place(text: str, start: int, end: int, rank: int, confidence: float = 0.8) -> Entity:
    return Entity(start, end, "PLACE", text[start:end], rank=rank, confidence=confidence)


def _streets(text: str, reader: _Reader) -> Iterator[Entity]:
    if not holds_one(text, _STREET_WORDS):
        return
    ordinals = (hit.start() for hit in _ORDINAL.finditer(text))
    for hit in found_at(_STREET, text, sorted({*capital_places(text), *ordinals})):
        start = hit.start()
        while begun := _ARTICLES.match(text, start, hit.end()):
            start = begun.end()
        if " " not in text[start : hit.end()] and start != hit.start():
            continue  # the Street
        if text[start : hit.end()] in {"Wall Street", "Main Street", "Fleet Street"}:
            continue  # those who trade there
        if reader.firm.isdisjoint(range(start, hit.end())):
            yield _place(text, start, hit.end(), _TOLD + 1)


def _shaped(text: str, reader: _Reader) -> Iterator[Entity]:
    for hit in found_at(_SHAPED, text, capital_places(text)):
        start, end = hit.span()
        while begun := _ARTICLES.match(text, start, end):
            start = begun.end()
        words = text[start:end].split(" ")
        if len(words) < 2 or words[-1] in word_set("en", "org_suffixes") or reader.inside(start, end):  # fmt: skip
            continue
        if any(word in word_set("en", "bodies") for word in words if word not in {"County", "Port"}):  # fmt: skip
            continue
        before = text[max(0, start - 40) : start]
        sure = bool(_SURE_SHAPES.match(text[start:end]))
        told = before.endswith(" at ") or _SURE_BEFORE.search(before) is not None
        told = told and not _HELD.search(before)
        shaped = (sure and (start, end) not in reader.held) or _BEHIND.match(text, end)
        if told or (shaped and not reader.borne(text[start:end])):
            yield _place(text, start, end, _TOLD)


@cache
def _book() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the first word of listed places to the places that begin so, longest first, and of which kind they are."""
    small = known_small() | {word.lower() for word in common_english()}
    given = word_set("en", "first_names") | word_set("en", "given_names")
    firms = known("en") | known("words_en")
    trades = word_set("en", "bodies") | word_set("en", "org_suffixes")
    kinds: dict[str, int] = {}
    for listed, kind in (
        (listed_places("towns", "english"), _TOWN),
        (listed_places("regions", "regions"), _TOWN),
        (listed_places("towns", "small"), _SMALL),
        (listed_places("towns", "large"), _LARGE),
        (listed_places("regions", "sure"), _REGION),
    ):
        kinds.update(dict.fromkeys(listed, kind))
    book: dict[str, list[tuple[str, int]]] = {}
    for name in kinds.keys() - place_set("en") - trades - _MONTHS:
        low = name.lower()
        if len(name) < _SHORTEST:
            continue
        plain = low in small or low in given or name in firms or len(name) <= _SHORT
        book.setdefault(_WORD.findall(name)[0], []).append((name, _TOWN if plain else kinds[name]))
    return {
        first: tuple(sorted(names, key=lambda one: -len(one[0]))) for first, names in book.items()
    }


_SHORTEST, _SHORT = 3, 4  # letters of a name that is looked for, and that is sure by no list
# How much a list says: nothing without surroundings; that nobody else bears the name; a place; a place that no company is.
_TOWN, _SMALL, _LARGE, _REGION = range(4)
_MONTHS = frozenset(["March", "May", "June", "April", "August"])


def _listed(
    text: str, capitals: Sequence[tuple[int, int]], reader: _Reader, seen: Sequence[Entity]
) -> Iterator[Entity]:
    book = _book()
    free = 0
    ends = [one.end for one in seen]
    for start, stop in capitals:
        if start < free:
            continue
        word = text[start:stop]
        first = word if word.isalpha() else _first_of(word)
        for name, kind in book.get(first, ()):
            end = start + len(name)
            if not text.startswith(name, start) or text[end : end + 1].isalnum():
                continue
            rank = _rank_of(text, start, end, reader, kind)
            beside = any(_LINK.fullmatch(text, other, start) for other in ends if other < start)
            if rank or (beside and not reader.borne(name) and not _joined(text, start, end)):
                yield _place(text, start, end, rank or _LISTED, 0.85 if rank == _TOLD else 0.7)
                ends.append(end)
                free = end
            break


def _first_of(word: str) -> str:
    """Return the letters that a word begins with."""
    hit = _WORD.match(word)
    return hit[0] if hit else ""


_LINK = re.compile(r",? (?:and|or|to|for|via) |, ")


def _rank_of(text: str, start: int, end: int, reader: _Reader, kind: int) -> int:
    """Return how much a listed name counts here: 0 where it is none of a place."""
    if reader.inside(start, end) or _joined(text, start, end):
        return 0
    name, held = text[start:end], reader.held.get((start, end))
    before = text[max(0, start - 48) : start]
    if _is_told(text, end, before):
        return _TOLD
    if _DETERMINED.search(before) and _SITE_BEHIND.match(text, end) and (kind >= _LARGE or held is None or not reader.borne(name)):  # fmt: skip
        return _TOLD
    if held is None:
        return _alone(text, start, end, before, kind) if not reader.borne(name) or kind >= _LARGE else 0  # fmt: skip
    listed = _MAYBE_BEFORE.search(before) is not None
    sure = kind == _REGION or (kind == _LARGE and (listed or not _acts(text, end)))
    return _TOLD if sure and not (reader.borne(name) and held.rank > _GUESSED) else 0


def _alone(text: str, start: int, end: int, before: str, kind: int) -> int:
    """Return how much a listed name counts where nobody saw another name."""
    if kind >= _LARGE:
        return _TOLD
    if kind == _SMALL and end - start >= _LONG and not _acts(text, end):
        return _LISTED
    weak = before.endswith((", ", "and ", "or ", "for ", "( "))
    return _LISTED if not weak and _MAYBE_BEFORE.search(before) else 0


_LONG = 7  # letters of a small town's name that nobody else's is


def _is_told(text: str, end: int, before: str) -> bool:
    """Say whether what stands around a name makes it a place's."""
    if _BEHIND.match(text, end) or (_DETERMINED.search(before) and _FIRM_BEHIND.match(text, end)):
        return True
    ends = before.rstrip().lower().endswith(_SURE_ENDS)
    if ends and _SURE_BEFORE.search(before) and not _HELD.search(before):
        return True
    wider = _COMMA.match(text, end)
    return wider is not None and _is_wider(wider["wider"])


_FIRM_BEHIND = re.compile(r"\s(?:firm|company|start-?up|maker|manufacturer|retailer|group|lender|supplier|business|developer|concern|house|outfit)\b(?![’'-])")  # fmt: skip


_VERB = re.compile(r"\s(?P<verb>[a-z]+)\b")


def _acts(text: str, end: int) -> bool:
    hit = _VERB.match(text, end)
    return (
        hit is not None
        and hit["verb"] in word_set("en", "company_verbs")
        and hit["verb"] not in _WEAK
    )


_WEAK = frozenset(["is", "was", "has", "had", "will", "may", "could", "might", "now", "today", "yesterday", "became", "becomes"])  # fmt: skip


_BESIDE_BEFORE = re.compile(r"(?:^|[\s(“\"])(?P<word>[A-ZÀ-Þ][\w’'-]*)\s$")
_BESIDE_BEHIND = re.compile(r"\s(?:&\s)?[A-ZÀ-Þ][a-zà-ÿ]|-[A-Za-z]|\s&|\.\w")


def _joined(text: str, start: int, end: int) -> bool:
    """Say whether a name goes on with a capital on either side: Leeds Brewery, Jack London."""
    if _BESIDE_BEHIND.match(text, end) and not _BEHIND.match(text, end):
        return True
    return _follows_capital(text, start)


def _follows_capital(text: str, start: int) -> bool:
    """Say whether a capitalised word that begins no sentence stands right before."""
    hit = _BESIDE_BEFORE.search(text, max(0, start - 30), start)
    if hit is None or hit["word"].endswith(("'s", "’s")):
        return False
    low = hit["word"].lower()
    return low not in common_english() and low not in _STARTERS


_STARTERS = frozenset(["near", "outside", "around", "inside", "through", "across", "beyond", "leaving", "downtown", "metropolitan"])  # fmt: skip
_STATES = frozenset(
    ["AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "BC", "ON", "QC", "AB", "NSW", "UK", "US"]
)  # fmt: skip


def _is_wider(name: str) -> bool:
    """Say whether a name behind a comma is a country's or a region's."""
    words = name.split(" ")
    heads = (" ".join(words[:size]) for size in range(len(words), 0, -1))
    return any(head in _STATES or head in place_set("en") or head in _regions() for head in heads)


@cache
def _regions() -> frozenset[str]:
    return listed_places("regions", "sure")


_FROM_AND_COUNTRY = re.compile(r"\b(?:in|at|near|of|from|to)\s$")
_CITY_OF = re.compile(
    r"\b(?:city|town|village|port|province|district|island|suburb|municipality) of\s$"
)
_BASED = re.compile(r"-(?:based|born|headquartered)\b")
_SPACED = re.compile(rf"\s(?:city|{_LANDSCAPE[3:]}\b(?!-)")


def _unlisted(text: str, capitals: Sequence[tuple[int, int]], reader: _Reader) -> Iterator[Entity]:
    """Yield names that no list has, where what stands around them speaks of nothing but a place."""
    free = 0
    for start, stop in capitals:
        if start < free:
            continue
        if not text.startswith("-", stop) and not text.endswith(_MAY_PLACE, 0, start):
            continue
        hit = _RUN.match(text, start)
        if hit is None:
            continue
        end = hit.end()
        if _is_placed(text, start, end) and not reader.borne(hit[0]) and _may_be_place(hit[0]) and not reader.inside(start, end):  # fmt: skip
            free = end
            yield _place(text, start, end, _TOLD, 0.75)


# What ends before a place that no list has.
_MAY_PLACE = (" in ", "In ", " at ", "ear ", "side ", "ound ", " of ", "rom ", " to ", "the ", "The ", "its ", "eir ", "our ", "'s ", "’s ", " a ", " an ", "his ")  # fmt: skip


def _is_placed(text: str, start: int, end: int) -> bool:
    if _BASED.match(text, end):
        return True
    low = max(0, start - 48)
    if _SPACED.match(text, end) and _DETERMINED.search(text, low, start):
        return True
    if _BESIDE_BEHIND.match(text, end) or _follows_capital(text, start):
        return False
    before = text[low:start].rstrip().lower()
    if before.endswith(_PLACED_ENDS) and _PLACED.search(text, low, start):
        return True
    if before.endswith("of") and _CITY_OF.search(text, low, start):
        return True
    wider = _COMMA.match(text, end)
    return wider is not None and _is_wider(wider["wider"]) and _FROM_AND_COUNTRY.search(text, low, start) is not None  # fmt: skip


def _may_be_place(name: str) -> bool:
    words = name.split(" ")
    if name in word_set("en", "technologies") or name in known("en") or name in place_set("en"):
        return False
    if any(word in word_set("en", "org_suffixes") or word in word_set("en", "bodies") for word in words):  # fmt: skip
        return False
    small, common = known_small(), common_english()
    return words[0].lower() not in common_english() and not all(word.lower() in small or word.lower() in common for word in words) and not name.isupper() and words[-1] not in _MONTHS  # fmt: skip


def _again(text: str, found: Sequence[Entity], reader: _Reader) -> Iterator[Entity]:
    """Yield further mentions of places that their surroundings told once, where nobody bears the name."""
    names = {one.name for one in found if one.rank >= _TOLD and not reader.borne(one.name)}
    seen = {(one.start, one.end) for one in found}
    for start, end in occurrences(text, names, whole=True) if names else ():
        if (start, end) not in seen and not _joined(text, start, end) and not reader.inside(start, end):  # fmt: skip
            held = reader.held.get((start, end))
            yield _place(text, start, end, _LISTED if held and _acts(text, end) else _TOLD, 0.7)
