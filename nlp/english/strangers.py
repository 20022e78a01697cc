"""Companies called by words like any other, or by letters and digits: "Copper Kettle has cut", "HBX wants to".

What the model knows of such a name are its words, and they speak against it. But a text that names it in the headline and
again below, always with capitals, and lets it do what companies do, means a company.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.entities import Entity
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import Guess, known_small
from nlp.names.occurrences import occurrences
from text.begins import found_at

_LEAST = 2  # mentions of a name that nobody else knows
_MOST_WORDS = 4
_WORD = r"(?:[A-ZÀ-Þ][\w+-]*(?:[’'](?!s\b)\w+|[.&][\w+-]+)*|\d+[A-Za-z]\w*|[a-z]{1,4}[A-Z]\w*)"
_RUN = re.compile(
    rf"(?<![\w’'.&@#$€£/\\-]){_WORD}(?:(?: (?:&|of|and) | ){_WORD}|(?<=[a-z]) \d{{1,3}}(?= [A-Z])){{0,{_MOST_WORDS}}}(?![\w$€£%@/-])"
)
_PLAIN = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[’'-]?[A-Za-zÀ-ÿ]+)*")
_LETTERS = re.compile(r"[A-Z]{2,5}|[A-Z]&[A-Z]")
# What stands behind a company that acts: no "says", which people and offices do as well.
_ACTS = re.compile(
    r"(?:['’]s? \w+)? (?:(?P<aux>has|will|is|may|could|might|had|wants|is set|is close|said|near|to) (?:not |also |now |just |been |to |quietly ){0,3})?(?P<verb>[a-z]+)\b"
)
_SAID_OF_IT = re.compile(
    r"(?:['’]s?)? (?:chief|boss|founder|shares?|customers?|stores?|shops?|plants?|factory|employees|staff|investors?|investor relations|profits?|revenue|sales|in (?:advanced )?talks|close to|set to|fined|sued|investigated|hit with)\b"
)
_SAID_BEFORE = re.compile(
    r"\b(?:awarded to|(?:chief|head|director|manager|founder|president)(?: of [a-z]+)? (?:at|of)|shares (?:in|of)|stake in|takeover of|customers? of|owned by|acquired by|bought by|made by|rating on|rating action:|a customer of|joins) $",
    re.IGNORECASE,
)
_OFFICES = frozenset(
    ["congress", "parliament", "government", "senate", "labour", "police", "court", "church", "treasury", "army", "navy", "cabinet", "customs", "state", "mankind", "nature", "science", "everyone", "nobody", "management", "staff", "industry", "business", "society", "brexit", "capitol", "kremlin", "whitehall", "downing", "republicans", "democrats", "tories"]
)  # fmt: skip
_WEAK = frozenset(
    ["said", "says", "told", "is", "was", "has", "had", "will", "may", "could", "might", "now", "today", "yesterday", "went", "goes", "stayed", "stays", "led", "leads", "began", "begins", "became", "becomes", "ended", "ends", "fired", "fires", "orders", "ordered", "approves", "approved", "charges", "charged", "made", "makes", "warns", "warned", "beat", "beats", "plc"]
)  # fmt: skip
_STEM = re.compile(r"(?:e?d|es|s|ing|e)$")
_DETERMINED = re.compile(r"\b(?:the|an?|its|their|our|his|her|this|that|every|each)\s$", re.IGNORECASE)  # fmt: skip
_INNER = re.compile(r"[a-z,;] $")
_DESCRIBED = re.compile(r"([\w-]+)\s$")


def strangers(
    text: str, title_end: int, beside: Sequence[Entity], guesses: Sequence[Guess]
) -> Iterator[Entity]:
    """Yield companies of plain words, of letters, of letters and digits, that the headline and the text name."""
    taken = {place for one in beside for place in range(one.start, one.end)}
    taken |= {
        place
        for g in guesses
        if g.label == "PERSON" and g.margin > _NO_PERSON
        for place in range(g.start, g.end)
    }
    speaker = _speaker(text, title_end)
    names = [
        *filter(None, [speaker]),
        *_names(text, title_end),
        *_small(text, title_end),
        *_odd(text),
    ]
    for name in dict.fromkeys(names):
        spans = occurrences(text, [name], whole=True)
        free = [span for span in spans if taken.isdisjoint(range(*span))]
        headed = any(start < title_end for start, _ in free)
        told = len(free) >= _LEAST and headed and any(end > title_end for _, end in free)
        told = told or (bool(free) and _is_odd(name))
        if free and name == speaker and _may_be(text, name, free):
            yield from (_company(name, span) for span in free)
            continue
        if told and _may_be(text, name, free) and _acting(text, name, free):
            yield from (_company(name, span) for span in free)


def _company(name: str, span: tuple[int, int]) -> Entity:
    return Entity(*span, "ORG", name, rank=43, confidence=0.6)


def _speaker(text: str, title_end: int) -> str | None:
    """Return whose name a headline has before a colon or a dash, where the text speaks as that company."""
    run = _RUN.match(text, 0, title_end)
    if run is None or not _HEADED.match(text, run.end()) or not _OURS.search(text, title_end):
        return None
    plain = " " not in run[0] and (run[0].lower() in known_small() or len(run[0]) < _SHORTEST)
    return None if plain or run[0].lower() in word_set("en", "headings") else run[0]


_HEADED = re.compile(r":\s|\s[-–—]\s|\s\(official\)|\sinvestor relations\b")
_OURS = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Tt]he (?:Company|Group|Board))\b")
_SHORTEST = 3
_NO_PERSON = 2.0  # below that a guess of a person hides no company


def _names(text: str, title_end: int) -> Iterator[str]:
    """Yield the runs of the headline that may be names, without the words that only begin it."""
    if _is_cased(text[:title_end]):
        return
    for run in _RUN.finditer(text, 0, title_end):
        words = run[0].split(" ")
        headed = not run.start() and len(words) > _MOST_OF_BODIES
        if words[0] == "The" and (headed or re.search(rf"[a-z,] {re.escape(run[0])}\b", text)):
            yield run[0]  # headlines leave articles out, but for those of names
        while words and (words[0].lower() in _FIRST or _is_trade(words[0])):
            words = words[1:]
        if words and len(words) <= _MOST_WORDS:
            yield " ".join(words)


_MOST_OF_BODIES = 2  # words: The Treasury

_FIRST = frozenset(["the", "a", "an", "how", "why", "what", "is", "will", "can", "as", "in", "at", "on", "for", "from", "inside", "about"])  # fmt: skip


def _is_trade(word: str) -> bool:
    low = word.lower()
    return _is_firm(low) or low in word_set("en", "nationalities")


def _is_cased(headline: str) -> bool:
    """Say whether a headline writes most of its words with capitals, so that they tell nothing."""
    words = [word for word in headline.split() if word[:1].isalpha() and len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


_ODD = re.compile(
    r"(?<![\w’'.&@#$€£/\\-])(?=\w*[a-z]{3})(?:[A-Z]?[a-z]*[A-Z][a-z]+(?:[A-Z]+[a-z]*)?|(?=\w*\d)[A-Z0-9][A-Za-z]*\d?[A-Za-z]+\d?)(?![\w$€£%@/.-]\w|\w)"
)
_HUMP = re.compile(r"[A-Z\d](?:(?<=\w[A-Z])|(?<=\d))")
_LEAST_LETTERS = 5


def _odd(text: str) -> Iterator[str]:
    """Yield words with capitals or digits within, as only names have: NuvoMed, 4Front, Area9."""
    yield from (hit[0] for hit in found_at(_ODD, text, _humped(text)) if _is_odd(hit[0]))


def _humped(text: str) -> list[int]:
    """Return where the words begin that have capitals within, or digits."""
    places: set[int] = set()
    for hit in _HUMP.finditer(text):
        place = hit.start()
        while place and (text[place - 1].isalnum() or text[place - 1] == "_"):
            place -= 1
        places.add(place)
    return sorted(places)


def _is_odd(word: str) -> bool:
    humps = any(map(str.isdigit, word)) or any(map(str.isupper, word[1:]))
    ware = (
        word[0] == "i" and word[1:2].isupper()
    )  # iPad and its like are wares, unless a headline says else
    return len(word) >= _LEAST_LETTERS and word.isalnum() and humps and not (word.isupper() or ware)


_BEGINS = re.compile(r"(?:^|\n|[.!?] )(?P<word>[a-z]{4,})(?=['’]s| [a-z])")


def _small(text: str, title_end: int) -> Iterator[str]:
    """Yield what headline or sentence begin with in small letters, though other sentences begin with capitals."""
    found = [hit["word"] for hit in _BEGINS.finditer(text) if hit["word"] not in known_small()]
    if found and len(_BIG_BEGINS.findall(text, title_end)) >= len(found):
        yield from (word for word in found if word not in common_english())


_BIG_BEGINS = re.compile(r"(?:\n|[.!?] )[\"“]?[A-ZÀ-Þ]")


def _may_be(text: str, name: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a run of words may name a company: no place, body or person, and after no article."""
    words = name.removeprefix("The ").split(" ")
    low = words[0].lower()
    if name in place_set("en") or any(
        name in word_set("en", one) for one in ("acronyms", "technologies")
    ):
        return False
    if any(word in word_set("en", "bodies") for word in words):
        return False
    if words[-1].lower() in word_set("en", "never_last"):
        return False
    if low in word_set("en", "first_names") or low in word_set("en", "given_names"):
        return False
    if any(_DETERMINED.search(text, max(0, start - 8), start) for start, _ in spans):
        return False
    return len(words) == 1 or not all(word.lower() in common_english() for word in words)


def _acting(text: str, name: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a name does what companies do; a word like any other twice, if it is never within a sentence."""
    acts = sum(acts_as_company(text, *span) for span in spans)
    if " " in name or not _PLAIN.fullmatch(name):
        return acts > 0
    low = name.lower()
    if (
        len(name) < 4
        or low in common_english()
        or low in word_set("en", "headings")
        or low in _OFFICES
        or re.search(rf"\b{low}\b", text)
    ):
        return False
    inner = any(_INNER.search(text, max(0, start - 2), start) for start, _ in spans)
    return acts > (0 if inner else 1)


def acts_as_company(text: str, start: int, end: int) -> bool:
    """Say whether what stands behind a name is what companies do or have, or their noun stands before it."""
    noun = _DESCRIBED.search(text, max(0, start - 24), start)
    if noun is not None and _is_firm(noun[1].lower()):
        return True
    if _SAID_BEFORE.search(text, max(0, start - 40), start) or _SAID_OF_IT.match(text, end):
        return True
    hit = _ACTS.match(text, end)
    if hit is None:
        return False
    verb = hit["verb"]
    if verb in word_set("en", "company_verbs"):
        return verb not in _WEAK
    return hit["aux"] is not None and _STEM.sub("", verb) in _stems()


def _is_firm(noun: str) -> bool:
    return noun in word_set("en", "descriptors") or noun.endswith("maker")


@cache
def _stems() -> frozenset[str]:
    return frozenset(_STEM.sub("", verb) for verb in word_set("en", "company_verbs") - _WEAK)
