"""Titles of posts in English texts: modifier* field* head (of field(s))?, in small letters, with capitals, at sentence starts.

The words are data (``role_…`` in ``nlp/lexicon/en.yaml``). A head that is also a word like any other ("engineer", "member")
makes a post only beside a person's name, behind "as", or with a rank before it: chief engineer, board member.
"""

import re
from functools import cache

from nlp.entities import Entity
from nlp.inflection import is_past
from nlp.lexicon import word_set
from text.begins import found_at, places_of_words

_LETTERS = re.compile(r"C(?:E|F|T|O|I|M|P)O|CHRO|CISO|CRO|CSO")
_BEFORE = re.compile(r"(?P<word>[A-Za-z][A-Za-z’-]*)(?P<link> (?:and |& )?)$")
_SMALL_WORD = re.compile(r" (?P<word>[a-z][a-z-]*)(?![\w’'])")
_BIG_WORD = re.compile(r" (?P<word>[A-Z][\w-]*|AI|IT|HR|M&A|R&D)(?![\w’'])")
_JOINED = re.compile(r",?(?: and| &)(?= )")
_OF = re.compile(r" (?:of|for)(?= [A-Za-z])")
_PARENTHESIS = re.compile(r" \((?:[A-Z]?[a-z]+(?: (?:and|&) [A-Z]?[a-z]+| [A-Z]?[a-z]+)?)\)")
_COMMA_FIELD = re.compile(r", (?P<word>[A-Z][a-z]+)(?: (?:and|&) [A-Z][a-z]+| [A-Z][a-z]+(?= (?:and|&)))?(?=[,.;]|$| at\b| for\b)")  # fmt: skip
_PERSON_BEHIND = re.compile(
    r",? (?:Mr\.? |Ms\.? |Mrs\.? |Dr\.? |Sir |Prof\.? )?[A-ZÀ-Þ][\w’'-]+(?:\s(?:[a-z]{2,3}\s){0,2}[A-ZÀ-Þ][\w’'.-]*)+|,? (?:Mr|Ms|Mrs|Dr)\.? [A-Z]|, who\b"
)
_PERSON_BEFORE = re.compile(
    r"[A-ZÀ-Þ][\w’'-]+(?:(?:, | (?:\(|as |becomes |became |to be |is |was )))(?:the |its |their |our |a |an |his |her |new |former |then |[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)?['’]s? )*$"
)
_AS = re.compile(
    r"\b(?:as|became|becomes|become|appointed|named|elected|promoted to|promoted from|from|to|role of|post of|position of|job of)(?: (?:the|its|their|our|a|an|new|interim|group))* $", re.IGNORECASE
)  # fmt: skip
_POST_VERB = re.compile(r"\b(?:as|becom\w+|became|appoint\w+|nam(?:ed|es|ing)|elect\w+|promot\w+|resign\w+|succeed\w*|elevat\w+|role|post|position|job)\b")  # fmt: skip
_STARTS = re.compile(r"(?:^|[.!?:;\n“\"(]\s*|/ )$")
_MOST = 6  # words of a post before its head
_LONGEST_FIELD = 4  # words behind "of"
_BEHIND_HEADS = frozenset(["head", "director", "president", "vice-president", "professor", "minister", "secretary", "manager", "dean"])  # fmt: skip
_BACK, _ON = 90, 80


@cache
def _heads() -> re.Pattern[str]:
    words = word_set("en", "role_heads_sure") | word_set("en", "role_heads")
    small = "|".join(sorted(sorted(words), key=len, reverse=True))
    big = "|".join(sorted(sorted({word.title() for word in words} | {word.capitalize() for word in words}), key=len, reverse=True))  # fmt: skip
    return re.compile(rf"(?<![\w’'])(?:(?:[Dd]irector|[Ss]ecretary)[ -][Gg]eneral\b|(?:{small}|{big})(?![\w’-]|'\w(?<!'s))|(?:C[EFTOIMPRS]O|CHRO|CISO)(?!\w)|chief of staff|Chief of Staff)")  # fmt: skip


@cache
def _begins() -> tuple[str, ...]:
    words = word_set("en", "role_heads_sure") | word_set("en", "role_heads")
    shortest = {word for word in words if not any(word != other and word.startswith(other) for other in words)}  # fmt: skip
    return tuple(sorted({*shortest, *map(str.capitalize, shortest), "CEO", "CFO", "CTO", "COO", "CIO", "CMO", "CPO", "CRO", "CSO", "CHRO", "CISO"}))  # fmt: skip


_CHAIRED = re.compile(r" (?:the|a|an|its|their|this|meetings?)\b")  # who will chair the board


def roles(text: str) -> list[Entity]:
    """Return the posts that *text* names, whole."""
    found: list[Entity] = []
    done = 0
    for hit in found_at(_heads(), text, places_of_words(text, _begins())):
        if hit.start() < done:
            continue
        if hit[0] == "chair" and _CHAIRED.match(text, hit.end()):
            continue
        span = _post(text, hit, done)
        if span is not None:
            found.append(Entity(*span, "ROLE", rank=40))
            done = span[1]
    return found


def _post(text: str, hit: re.Match[str], done: int) -> tuple[int, int] | None:
    head = hit[0].lower()
    letters = _LETTERS.fullmatch(hit[0]) is not None
    capital = hit[0][0].isupper() and not letters and not _STARTS.search(text, max(0, hit.start() - 3), hit.start())  # fmt: skip
    start = _begin(text, hit.start(), max(done, hit.start() - _BACK), capital=capital)
    end = _end(text, hit.start(), hit.end(), head)
    own = text[start : hit.end()].lower()
    if letters or _is_sure(text, start, hit, own, end, capital=capital):
        return start, end
    return None


@cache
def _parts() -> frozenset[str]:
    """Return what may stand before the head of a post."""
    return word_set("en", "role_modifiers") | word_set("en", "role_fields")


def _begin(text: str, start: int, least: int, *, capital: bool) -> int:
    """Return where the modifiers and fields before a head begin."""
    listed = _parts()
    place = start
    for _ in range(_MOST):
        hit = _BEFORE.search(text, least, place)
        if hit is None:
            break
        word, low = hit["word"], hit["word"].lower()
        starts = _STARTS.search(text, max(0, hit.start() - 3), hit.start()) is not None
        if word[0].isupper() != capital and not (word[0].isupper() and starts) and word not in {"HR", "IT", "AI"}:  # fmt: skip
            break
        if low not in listed:
            break
        if hit["link"].strip() and (place == start or low in word_set("en", "role_heads_sure")) and not _fielded(text, hit.start(), place, start):  # fmt: skip
            break
        place = hit.start()
        if starts:
            break
    opened = _opened(text, place, least, capital=capital)
    return opened if opened is not None else place


def _fielded(text: str, start: int, place: int, head: int) -> bool:
    """Say whether "and" joins two fields, not two posts: sales and marketing | director."""
    return place < head and text[place:head].split(" ", maxsplit=1)[0].lower() in word_set(
        "en", "role_fields"
    )


def _opened(text: str, place: int, least: int, *, capital: bool) -> int | None:
    """Return where fields begin that no list has: the noun between an article or a sentence's start and the post."""
    start = place
    for _ in range(2):
        hit = _BEFORE.search(text, least, start)
        if hit is None or hit["link"] != " " or capital:
            return None
        word, low = hit["word"], hit["word"].lower()
        if low in word_set("en", "role_stops") or low in word_set("en", "nationalities") or low.endswith(("ly", "ed", "'s", "’s")) or is_past(low) or low in word_set("en", "company_verbs"):  # fmt: skip
            return None
        starts = _STARTS.search(text, max(0, hit.start() - 3), hit.start()) is not None
        if word[0].isupper() and not starts:
            return None
        start = hit.start()
        if starts or _DETERMINED.search(text, max(0, start - 8), start):
            return start
    return None


_DETERMINED = re.compile(r"(?:\b(?:the|its|our|their|his|her|an?)|['’]s?|,)\s$", re.IGNORECASE)


def _end(text: str, start: int, end: int, head: str) -> int:
    """Return where a post ends: behind what it is the head "of", or a field in brackets."""
    bracket = _PARENTHESIS.match(text, end)
    if bracket is not None and not text[bracket.start() + 2 : bracket.end() - 1].lower().startswith(
        "the "
    ):
        return bracket.end()
    if head not in _BEHIND_HEADS:
        return end
    comma = _COMMA_FIELD.match(text, end)
    if comma is not None and comma["word"].lower() in word_set("en", "role_fields"):
        return comma.end()
    of = _OF.match(text, end)
    if of is None:
        return end
    stop = _fields(text, of.end())
    return stop if stop is not None else end


def _fields(text: str, place: int) -> int | None:
    """Return where the fields behind "of" end; None where no field but a company or an article follows."""
    pattern = _SMALL_WORD if text[place + 1].islower() else _BIG_WORD
    end: int | None = None
    linked = False
    for number in range(_LONGEST_FIELD):
        hit = pattern.match(text, place)
        if hit is None:
            break
        low = hit["word"].lower()
        listed = low in word_set("en", "role_fields") or low in word_set("en", "role_modifiers")
        if not listed and (low in word_set("en", "role_stops") or low in word_set("en", "prepositions") or low in word_set("en", "company_verbs") or is_past(low) or low in _NO_FIELDS):  # fmt: skip
            break
        if pattern is _BIG_WORD and not listed and (number or _SMALL_WORD.match(text, hit.end()) is None):  # fmt: skip
            break
        if pattern is _BIG_WORD and not listed:
            break
        if not listed and (number > 1 or linked):
            break
        end = place = hit.end()
        joined = _JOINED.match(text, place)
        if joined is not None:
            place, linked = joined.end(), True
            if pattern.match(text, place) is None:
                break
    after = _SMALL_WORD.match(text, end) if end is not None else None
    if after is not None and (after["word"] in word_set("en", "descriptors") or after["word"].endswith("maker")):  # fmt: skip
        return None  # the head of a company: head of sports car maker Averell
    return end


_NO_FIELDS = frozenset(["has", "had", "have", "will", "would", "may", "can", "could", "should", "about", "around", "nearly", "up", "what", "which", "where", "there", "here", "during", "today", "yesterday", "last", "next", "wants", "thinks", "believes", "sees", "talks", "does", "did"])  # fmt: skip


def _is_sure(
    text: str, start: int, hit: re.Match[str], own: str, end: int, *, capital: bool
) -> bool:
    """Say whether the words name a post here."""
    head = hit[0].lower()
    words = own.split(" ")
    before = text[max(0, start - 40) : start]
    told = _PERSON_BEFORE.search(before) is not None and (not text[start].isupper() or "," in before[-12:] or capital)  # fmt: skip
    trade = head in word_set("en", "role_trades")
    beside = not trade and (told or _PERSON_BEHIND.match(text, end) is not None)
    given = _AS.search(before) is not None and _POST_VERB.search(text, max(0, start - 60), start) is not None  # fmt: skip
    if head in word_set("en", "role_heads_sure"):
        if _ANY.search(before) and not (beside or given or head.startswith("spokes")):
            return False
        return not capital or len(words) > 1 or end > hit.end() or beside or head in _BIG_ALONE
    if head == "head" and text.startswith(" of ", hit.end()):
        return end > hit.end() or not capital
    if head in {"executive", "officer"} and "chief" in words[:-1]:
        return text[hit.end() : hit.end() + 8].lower() != " officer"
    ranked = len(words) > 1 and words[-2] in word_set("en", "role_ranks")
    if head in _NEEDING:
        ranked = len(words) > 1 and words[-2] in _NEEDING[head]
        return ranked or (len(words) > 1 and head != "member" and (beside or given))
    return ranked or beside or given or (head in _STATES and _OF_STATE.match(text, end) is not None)


_ANY = re.compile(r"\b(?:an?|any|each|every|your|no)\s(?:good\s)?$", re.IGNORECASE)
_BIG_ALONE = frozenset(["president", "chairman", "chairwoman", "chair", "founder", "co-founder"])
# Heads that other words are before them make a post, and which of these do so alone.
_NEEDING = {
    "executive": frozenset({"chief"}),
    "member": frozenset({"board", "council", "committee", "cabinet"}),
    "officer": frozenset({"executive", "compliance", "press", "chief"}),
    "partner": frozenset({"managing", "founding"}),
    "chief": word_set("en", "role_fields") - {"police", "fire", "party", "union"},
    "boss": word_set("en", "role_fields") - {"party"},
    "representative": frozenset({"employee", "board"}),
    "lead": frozenset[str](),
    "buyer": frozenset[str](),
    "leader": frozenset[str](),
    "head": frozenset[str](),
}
# Who governs a place stands for a person: the governor of Chiapas.
_STATES = frozenset(["governor", "mayor", "minister", "ambassador", "commissioner"])
_OF_STATE = re.compile(r" (?:of|for|to) (?:the )?[A-Z]")
