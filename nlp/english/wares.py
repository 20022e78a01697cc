"""Products by what stands around their names: a model's number, a noun of things, "called", a price list.

A name that the text elsewhere gives to a company or a person stays theirs: "the Velmora tablet" of Velmora Ltd.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain

from nlp.english.goods import told_things
from nlp.english.judge import Judge
from nlp.english.makers import by_makers
from nlp.english.runs import runs
from nlp.entities import Entity
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import known_small
from nlp.names.occurrences import occurrences
from text.begins import capitals, found_at, holds_one, places_of_words

_W = r"(?:[A-ZÀ-Þ][a-zà-ÿ\w]*(?:(?:-(?![a-z])|[’'](?!s\b))[A-Za-zÀ-ÿ\d]\w*)*(?!-[a-z]))"
_NAME = (
    rf"{_W}(?:(?:\s(?:of|the|de|des|du|&|and|in|la))?(?:\s(?:of|the|de|des|du|la))?\s{_W}){{0,3}}"
)
_VERSION = r"(?:\d{1,4}(?:\.\d{1,2})?[A-Za-z]{0,2}(?:\s(?:Pro|Max|Plus|Mini|Ultra|Lite|SE|XL|GT))?|[A-Z]{1,2}\d{1,4}[a-z]?|II|III|IV|VI{0,3}|IX)"
_NUMBER = re.compile(
    rf" (?=[\dA-Z])(?<=[\wÀ-ÿ] )(?P<v>(?:No\. )?{_VERSION})(?![\w%$€£’°/-]|[.,:]\d|\s?(?:%|per ?cent\b|percent\b|million\b|billion\b|bn\b|m\b|km\b|kg\b|MW\b|GW\b|crore\b|lakh\b|tonnes\b|people\b|jobs\b|stores\b|shops\b|staff\b|workers\b|years?\b|months\b|days\b|weeks\b|hours\b|times\b|points\b|basis\b|employees\b|pence\b|cents\b|euros?\b|dollars\b|pounds\b|shares\b|and \d))"
)
_NAME_BEFORE = re.compile(rf"(?<![\w’'$€£.-])(?P<n>{_W}(?: {_W}){{0,2}})$")
_FAR = 60  # characters of a name before its number
_CODE = re.compile(
    r"(?P<d>\b(?:[Tt]he|[Ii]ts|[Aa]n?|new|our|their|this)\s|['’]s\s)(?P<n>(?:[A-Z]{1,4}-\d{1,4}[A-Za-z]{0,2}(?:-\d+)?|[A-Z]{1,3}\d{1,4}[A-Za-z]{0,2})(?: [A-Z][a-z]+(?![\w-]| [A-Z]))?|[ei]-[A-Z][a-z]+)(?![\w%/-])(?P<a>\s[a-z]+)?"
)
# Each begins with what is rare in a text: "X-4", and of "e-Motion" the hyphen.
_HAS_CODE = (re.compile(r"[A-Z]-?\d"), re.compile(r"-[A-Z](?<=\b[ei]-[A-Z])"))
_BEFORE_CODE = 12  # characters that "their" and the first letters of a code take
_NO_CODE = re.compile(r"(?:Q|H|FY|ISO|CO|G|I|F|K|S|BS|EN|UTF|COVID|AL|B2|C)-?\d$|(?:A|M|I|B|E|US)-?\d{1,3}$|(?:FY|ISO|COVID|CO|PM|S|Q|EN|IEC)-?\d+|[BK]\d[BK]|G\d+|Y2K")  # fmt: skip
_OWN = re.compile(r"(?:\b(?:the|its|a|an|their|our|your|this|new|of|for|with|his|her|my|on)|['’]s)\s$", re.IGNORECASE)  # fmt: skip
_DETS = frozenset(["the", "its", "their", "our", "your", "his", "her", "my", "a", "an", "new", "more", "of", "for", "on"])  # fmt: skip
_CALLED = re.compile(
    rf"\b(?P<noun>[a-z][\w-]+)(?:,|\s(?:it|they|we))?\s(?:is\s|was\s|to be\s)?(?:called|named|dubbed|branded|titled|christened|calls|call|known as|code-?named|sold as|marketed as)\s(?:the\s)?[“\"‘]?(?P<n>{_NAME}(?:\s{_VERSION})?)"
)
_BRAND = re.compile(rf"\bunder (?:the|its) [“\"‘]?(?P<n>{_NAME})[”\"’]? (?:brand|label|name|banner|marque)s?\b")  # fmt: skip
_PLAN = re.compile(
    rf"(?:(?<=[\n.;|•·] )|(?<=\n)|^|(?<=/ )|(?<=[.;] ))(?P<n>{_W}(?:\s{_W}){{0,2}}):?\s(?:is\s|at\s|[–—-]\s|costs\s)?(?:now\s)?(?:from\s)?(?:US|CA|HK|A|C|R)?[$€£¥₹]\s?\d[\d.,]*(?=[^.;\n]{{0,30}}?(?:\ba month|\bper|/|\bmonthly|\ba year|\bseat|\buser|\beach\b))"
)
_SIGN = re.compile(r"[$€£¥₹]")
_CODES_BY = ("called", "named", "dubbed", "branded", "titled", "christened", "calls", "call", "known as", "sold as", "marketed as")  # fmt: skip
_SPACED_CODES_BY = tuple(f"{word} " for word in _CODES_BY)
_BEFORE_CALLED = 40  # characters from the noun to such a word, unless the noun is very long
_SMALL_BEGIN = re.compile(r"\b[a-z]")


@cache
def _described() -> re.Pattern[str]:
    nouns = "|".join(sorted(sorted(word_set("en", "ware_nouns")), key=len, reverse=True))
    return re.compile(
        rf"(?P<n>{_NAME}(?:\s{_VERSION})?)[”\"’]?\s(?:[a-z]+\s)?(?P<noun>{nouns})(?![\w’'-]|\s(?:maker|manufacturer|firm|company|group|retailer|owner|operator|developer|supplier|division|unit|business|industry|market|shop|bar|house|store|chain|dealer|trade|exporter|importer|worker|driver|farm|field)s?\b)"
    )


_APPOSED = (", a ", ", an ", ", its ", ", our ", ", the ", ", their ")
# Who makes the things is no thing: "Sandholt, a maker of kettles".
_MAKES = r"(?:makers?|manufacturers?|producers?|sellers?|suppliers?|providers?|operators?|developers?|owners?|builders?|distributors?|retailers?|chains?|publishers?|firms?|company|companies|groups?|start-?ups?|brewers?|bakers?|importers?|exporters?|vendors?|designers?|brands?)"


@cache
def _apposed() -> re.Pattern[str]:
    nouns = "|".join(sorted(sorted(word_set("en", "ware_nouns")), key=len, reverse=True))
    return re.compile(
        rf"(?P<n>{_NAME}(?: {_VERSION})?), (?:an?|its|our|the|their) (?:(?!{_MAKES}\b)[\w-]+ ){{0,3}}?(?:set of (?:[\w-]+ )?)?(?P<noun>{nouns}|blocks)\b(?! (?:maker|firm|company|group|retailer|operator|supplier|brand|chain))"
    )


@cache
def _before_names() -> frozenset[str]:
    """Return nouns of things that a name may stand behind: the app Pocketly."""
    listed = ("ware_before", "things_before", "ware_nouns")
    return frozenset[str]().union(*(word_set("en", one) for one in listed)) - _NOT_ALONE


_BEGINS = re.compile(r"(?:^|[\n.!?:•“\"]\s?)$")
# With a comma these stand before names of things too: its cloud service, Tidepool, went down.
_SERVICES = frozenset(["service", "platform", "software", "product", "brand", "site", "website", "marketplace", "card", "account", "system", "tool", "wallet", "label", "chip", "pump", "paint", "van", "variant", "version", "flagship", "seller"])  # fmt: skip
# Before a name without a comma these say nothing: "the service Berlin wanted", "the brand Veltra".
_NOT_ALONE = frozenset(["arm", "service", "platform", "product", "brand", "site", "website", "marketplace", "label", "system", "light", "test", "tests", "line", "cover", "policy", "collection", "milk", "feed", "water", "tool", "plan", "plans", "account", "accounts", "model", "range"])  # fmt: skip
_COSTS = re.compile(
    r" (?:now |will )?(?:costs? (?:from )?[$€£¥\d]|starts? at [$€£¥]|sells? for [$€£¥]|retails? (?:at|for)|(?:is|are) priced at|hits? (?:the )?(?:shelves|stores|shops)|ships (?:in|from|on) |comes in (?:two|three|four|five|six) )"
)
_PRICED = (" cost", " start", " sell", " retail", " priced ", " hit", " ships ", " comes in ")
_AT_END = re.compile(rf"(?<![\w’'$€£-])(?P<n>{_NAME}(?: {_VERSION})?)$")
_BY = re.compile(r"\b(?:from|by|at) $")
_TAKEN_WORDS = ("prescrib", "patients on ", "dose", "tablets of ", "bottles of ", "cans of ", "packs of ", "boxes of ", "copies of ")  # fmt: skip
_TAKEN = re.compile(rf"\b(?:prescrib(?:e|es|ed|ing)|patients on|doses? of|tablets of|bottles of|cans of|packs of|boxes of|copies of) (?P<n>{_NAME})(?= [a-z]|[.,;:]|$)")  # fmt: skip
_EDITIONS = ("Pro", "Plus", "Max", "Mini", "Ultra", "Lite", "Premium", "Enterprise", "OS", "Pay", "Zero", "Essentials", "Unlimited")  # fmt: skip
_EDITION = re.compile(rf"(?<![\w’'$€£-]){_W}(?: {_W})? (?:{'|'.join(_EDITIONS)})(?: {_VERSION})?(?![\w’'-]| [A-Z])")  # fmt: skip
_EDITION_END = re.compile(rf" (?:{'|'.join(_EDITIONS)})(?![\w’'-])")
_EDITION_WORDS = tuple(f" {one}" for one in _EDITIONS)
_VERSION_OF = re.compile(rf"\b[Vv]ersions? \d[\d.]* of (?P<n>{_NAME})(?= [a-z]|[.,;:]|$)")
_LAUNCHED = re.compile(r"(?:launch|unveil|introduc|releas|relaunch|discontinu|recall|debut)\w*|show(?:n|s|ing)|present(?:s|ed)|sells?|sold|makes|of|for|to|bought")  # fmt: skip
_BEHIND_NOUN = re.compile(
    rf"(?P<n>{_NAME}(?: {_VERSION})?)(?:,|[”\"’]| (?!(?:said|says|told|announced|reported|warned|added|adds)\b)[a-z]|\.|$)"
)
_BEFORE_NOUN = re.compile(
    r"(?:(?:^|[.!?\n] ?)(?=[A-Z])|\b(?:the|its|their|our|his|her|an?|new|latest|first|studio)|['’]s) (?:[a-z-]+ )?[\w-]+,? [“\"‘]?$", re.IGNORECASE
)  # fmt: skip
_NEAR, _QUOTES = 20, ("“", '"', "‘")  # how far, and over what, a word before a name is read


def wares(
    text: str, title_end: int, capitals: Sequence[tuple[int, int]],
    named: Sequence[Entity], beside: Sequence[Entity],
) -> list[Entity]:  # fmt: skip
    """Return the products that *text* tells; *named* are names that others saw, *beside* what is no name of them."""
    judge = Judge(text, named, beside)
    found: dict[tuple[int, int], Entity] = {}
    every = runs(text)
    cued = list(told_things(text, every))
    borne = by_makers(text, every, named, {one[:2] for one in cued}, title_end)
    for start, end in chain(
        (span for one in borne for span in judge.free(*one)),
        _spans(text, capitals, judge),
        (span for *one, sure in cued for span in judge.named(*one, sure=sure)),
    ):
        if not any(s < end and start < e for s, e in found):
            found[start, end] = Entity(start, end, "PRODUCT", text[start:end], rank=57, confidence=0.7)  # fmt: skip
    names = {one.name for one in found.values() if not one.name.isdigit()}
    for start, end in occurrences(text, names, whole=True) if names else ():
        if not any(s < end and start < e for s, e in found) and not judge.covered(start, end):
            found[start, end] = Entity(start, end, "PRODUCT", text[start:end], rank=56, confidence=0.65)  # fmt: skip
    return list(found.values())


def _spans(
    text: str, capitals: Sequence[tuple[int, int]], judge: Judge
) -> Iterator[tuple[int, int]]:
    for hit in _NUMBER.finditer(text):
        span = _model(text, hit, judge)
        if span is not None:
            yield span
    for hit in found_at(_CODE, text, _before_codes(text)):
        noun = (hit["a"] or "").strip()
        told = "-" in hit["n"] or noun in word_set("en", "ware_nouns")
        if told and not _NO_CODE.match(hit["n"]):
            yield from judge.free(*hit.span("n"))
    yield from _called(text, judge)
    yield from _by_edition(text, judge)
    yield from _sold(text, judge)
    for hit in found_at(_BRAND, text, places_of_words(text, ("under the ", "under its "))):
        yield from judge.named(*hit.span("n"))
    for start, _ in capitals:
        yield from _beside(text, start, judge)
    for hit in found_at(_PLAN, text, _item_begins(text)):
        yield from judge.plan(*hit.span("n"))


def _by_edition(text: str, judge: Judge) -> Iterator[tuple[int, int]]:
    """Yield names with a word for an edition, and those that a version is told of."""
    told = any(_EDITION_END.match(text, at) for at in places_of_words(text, _EDITION_WORDS))
    for hit in _EDITION.finditer(text) if told else ():
        yield from judge.edition(*hit.span())
    for hit in _VERSION_OF.finditer(text) if "ersion" in text else ():
        yield from judge.free(*hit.span("n"))


def _sold(text: str, judge: Judge) -> Iterator[tuple[int, int]]:
    """Yield the names of what has a price, hits the shelves or is prescribed."""
    for hit in _COSTS.finditer(text) if holds_one(text, _PRICED) else ():
        name = _AT_END.search(text, max(0, hit.start() - _FAR), hit.start())
        if name is not None and not _BY.search(text, max(0, name.start() - 6), name.start()):
            yield from judge.named(*name.span("n"))
    for hit in _TAKEN.finditer(text) if holds_one(text, _TAKEN_WORDS) else ():
        yield from judge.named(*hit.span("n"))


def _before_codes(text: str) -> list[int]:
    """Return where an article before a model's letters and digits may begin."""
    codes = (hit.start() for one in _HAS_CODE for hit in one.finditer(text))
    return sorted({at for code in codes for at in range(max(0, code - _BEFORE_CODE), code)})


def _item_begins(text: str) -> Iterator[int]:
    """Yield the capitals that begin an item of a list and have a price behind them, without a stop or comma between."""
    begun = 0
    for sign in _SIGN.finditer(text):
        first = max(begun, text.rfind(".", 0, sign.start()), text.rfind(",", 0, sign.start()))
        begun, every = sign.end(), capitals(text)
        for place in every[bisect_left(every, first) : bisect_left(every, begun)]:
            before = text[max(0, place - 2) : place]
            if not before or before[-1] == "\n" or (before[-1] == " " and before[0] in "\n.;|•·/"):  # fmt: skip
                yield place


def _before_calls(text: str) -> list[int]:
    """Return where the noun of a thing may begin that is called something."""
    places: set[int] = set()
    for call in places_of_words(text, _CODES_BY):
        start = max(0, call - _BEFORE_CALLED)
        while start and (text[start - 1].isalnum() or text[start - 1] in "-_"):
            start -= 1
        places.update(hit.start() for hit in _SMALL_BEGIN.finditer(text, start, call))
    return sorted(places)


def _called(text: str, judge: Judge) -> Iterator[tuple[int, int]]:
    nouns = word_set("en", "ware_nouns")
    told = holds_one(text, _SPACED_CODES_BY)
    for hit in found_at(_CALLED, text, _before_calls(text)) if told else ():
        if hit["noun"] in nouns or hit["noun"].rstrip("s") in nouns:
            yield from judge.named(*hit.span("n"))


def _beside(text: str, start: int, judge: Judge) -> Iterator[tuple[int, int]]:
    """Yield the name that begins at a capital, where a noun of things stands before it or behind."""
    before, comma = _word_before(text, start)
    if not before:
        if _BEGINS.search(text, max(0, start - 3), start) and (hit := _apposition(text, start)):
            yield from judge.named(*hit.span("n"))
        return
    word = before.lower()
    if word != before and not _BEGINS.search(text, max(0, start - len(before) - 4), start - len(before) - 1):  # fmt: skip
        return  # the Front Desk Letter, the New York bar
    hit = None
    nouns = _before_names()
    if comma or word in nouns:
        if (word in nouns or (comma and word in _SERVICES)) and _BEFORE_NOUN.search(text, max(0, start - 44), start):  # fmt: skip
            hit = _BEHIND_NOUN.match(text, start)
    elif word in _DETS or word in {"'s", "’s"}:
        hit = _described().match(text, start) or _apposition(text, start)
    elif _is_launched(word):
        hit = _apposition(text, start)
    if hit is None:
        return
    first, both, last = hit["n"].partition(" and ")
    if both and hit.re is _described() and hit["noun"].endswith("s"):  # the Solo and Duo plans
        yield from judge.named(hit.start("n"), hit.start("n") + len(first))
        yield from judge.named(hit.end("n") - len(last), hit.end("n"))
        return
    yield from judge.named(*hit.span("n"))


def _apposition(text: str, start: int) -> re.Match[str] | None:
    """Return a name and what the words behind its comma, the first one, say that it is."""
    told = text.startswith(_APPOSED, max(0, text.find(",", start)))
    return _apposed().match(text, start) if told else None


def _word_before(text: str, start: int) -> tuple[str, bool]:
    """Return the word (or "'s") before a name, also before its quotation mark, and whether a comma is between."""
    before = text[max(0, start - _NEAR) : start]
    if before.endswith(" ") and (word := before[before.rfind(" ", 0, -1) + 1 : -1]).isalpha():
        return word, False
    before = before.removesuffix("\n")
    if before.endswith(_QUOTES):
        before = before[:-1]
    if not before.endswith(" "):
        return "", False
    comma = before.endswith(", ")
    before = before[: -2 if comma else -1]
    word = before[before.rfind(" ") + 1 :]
    if not word.isalpha():
        begin = len(word)
        while begin and (word[begin - 1].isalnum() or word[begin - 1] in "-_"):
            begin -= 1
        begin -= word[begin:] == "s" and word[begin - 1 : begin] in {"'", "’"}
        word = word[begin:]
    return word, comma and word != ""


@lru_cache(maxsize=4096)
def _is_launched(word: str) -> bool:
    """Say whether a word tells that somebody makes or sells something."""
    return _LAUNCHED.fullmatch(word) is not None


def _model(text: str, hit: re.Match[str], judge: Judge) -> tuple[int, int] | None:
    """Return a name with its number, without the article before it; None where they are no product's."""
    name = _NAME_BEFORE.search(text, max(0, hit.start() - _FAR), hit.start())
    if name is None:
        return None
    start, end = name.start("n"), hit.end("v")
    words = name["n"].split(" ")
    own = False
    while len(words) > 1 and (words[0].lower() in common_english() or words[0].lower() in _DETERMINERS):  # fmt: skip
        own = own or words[0].lower() in _DETERMINERS
        start += len(words[0]) + 1
        words = words[1:]
    own = own or _OWN.search(text, max(0, start - 8), start) is not None
    last, version = words[-1], hit["v"].removeprefix("No. ")
    if _is_no_model(words) or _STANDARD.match(text, end) or judge.covered(start, end):
        return None
    roman = version.isalpha()
    if (roman and judge.person(words[0], start)) or (
        last.isupper() and len(last) <= _LETTERS and not own
    ):
        return None
    year = re.fullmatch(r"(?:19|20)\d\d", version) is not None
    if year and not (own and re.match(r"\s[a-z]+", text[end : end + 12]) and not _VERB.match(text, end)):  # fmt: skip
        return None
    telling = not version.isdigit()
    strange = last.lower() not in known_small()
    return (start, end) if own or (telling and (strange or len(words) > 1)) else None


def _is_no_model(words: Sequence[str]) -> bool:
    """Say whether words before a number are a section's, a month's, a place's, a licence's."""
    listed = word_set("en", "no_models")
    last = words[-1]
    return (
        last in listed
        or words[0] in listed
        or words[0] in word_set("en", "technologies")
        or last.lower() in common_english()
        or last in place_set("en")
        or last in word_set("en", "bodies")
    )


_STANDARD = re.compile(r" (?:licen[cs]e|standard|specification|protocol|certificat)")
_LETTERS = 3
_VERB = re.compile(r"\s(?:is|was|were|are|has|had|will|and|to|in|at|on|for|with|results?|report|accounts?|budget|season|guidance|edition|conference|summit|games|election|census)\b")  # fmt: skip
_DETERMINERS = frozenset(["the", "its", "a", "an", "their", "our", "your", "this", "new", "his", "her"])  # fmt: skip
