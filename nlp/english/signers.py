"""Who speaks in an English text that says "we": the company that signs it, or whose name heads a post.

A blog or a letter names its author once, in the last line ("Jetty POS", "— Ximena Duarte, co-founder,
Fletero"); a post in its title ("Brickbot", "Janine, ops @ Kaffeebote").
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import known_small
from text.begins import found_at, holds_one, places_of_words

_QUOTED = re.compile(r"[“\"][^”\"\n]*[”\"]")
_WE = re.compile(r"\b(?:[Ww]e|WE|[Oo]ur|[Uu]s|[Ww]e['’](?:re|ve|ll|d))\b")
_OURS = ("we", "We", "WE", "our", "Our", "us", "Us")
_I = re.compile(r"\b(?:I|I['’](?:m|ve|ll|d))\b")
# The last line, or what follows the last stop or dash.
_TAIL = re.compile(
    r"(?:^|\n\s*|[.!?…)\]”\"]\s+|\s(?=[—–]))(?:[—–-]{1,2}\s*)?(?P<t>[^.!?\n—–“”\"]{2,70})$"
)
_SAID = 57  # the rank of a name that the text calls its own, over guesses
_LONGEST = 80  # more than the pattern's name, dashes and blanks
_ROLE = re.compile(
    r"\b(?:CEO|CTO|CFO|COO|founders?|co-founders?|chief|head|director|manager|president|chair\w*|boss|owner|partner|engineer|editor|support|team|ops|operations|sales|recruiter|HR|product|designer|developer|baker|brewer|works|at)\b",
    re.IGNORECASE,
)
_TEAM = re.compile(r"^(?:[Yy]our|[Tt]he)\s(?P<n>.+?)(?:\s(?:team|crew|people|family))$")
_AT = re.compile(r"(?:@\s?|\bat\s|\|\s?(?:[\w -]+,\s)?|,\s)(?P<n>[^@|,]{2,40})$")
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ0-9][\w’'.+-]*|&|and|of|de|the|[a-z]+[A-Z]\w*)(?:\s(?:[A-ZÀ-Þ0-9][\w’'.+-]*|&|and|of|de|the|eG|[a-z]+[A-Z]\w*)){0,4}$"
)
# By these words a text that says "we" names itself: "write to the Velmora support desk", "here at Velmora".
_OWN_NAME = r"(?P<n>[A-ZÀ-Þ][\w’'&.-]*(?: (?:&|of|[A-ZÀ-Þ][\w’'&-]*)){0,3})"
_OWN = re.compile(
    rf"\b(?:[Tt]he|[Yy]our) {_OWN_NAME}(?= (?:support|help ?desk|helpline|customer (?:service|care|support)|team|crew|newsroom|press office|community|family)\b)"
    rf"|\b(?:(?:[Hh]ere|[Ww]e|[Aa]ll of us|[Ee]veryone|[Ll]ife) at|[Tt]he (?:rest|whole) of|[Ww]elcome to|[Yy]our friends at|[Tt]hank you for (?:choosing|using|flying with|shopping with|banking with)) {_OWN_NAME.replace('?P<n>', '?P<m>')}"
)
_OWN_WORDS = ("the", "The", "your", "Your", "here", "Here", "we", "We", "all", "All", "everyone", "Everyone", "life", "Life", "welcome", "Welcome", "thank", "Thank")  # fmt: skip
_PICTURE = re.compile(r"[\s\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]")


def names(text: str, title_end: int, taken: set[int]) -> Iterator[Entity]:
    """Yield the company that speaks, where no other reader saw its name; *taken* are places of known names."""
    said = frozenset(_own(text)) if _says_we(text[title_end + 1 :]) else frozenset()
    for start, end in _places(text, title_end):
        if (start, end) not in said and not taken.isdisjoint(range(start, end)):
            continue
        name = text[start:end]
        if _is_name(name):
            rank = _SAID if (start, end) in said else 42
            yield Entity(start, end, "ORG", name, rank=rank, confidence=0.6)


def signer(text: str, title_end: int, entities: Sequence[Entity]) -> Entity | None:
    """Return the company that says "we" in *text*, if it signs it."""
    for start, end in _places(text, title_end):
        for one in entities:
            if one.label == "ORG" and one.start < end and start < one.end:
                return one
    return None


@lru_cache(maxsize=2)
def _places(text: str, title_end: int) -> tuple[tuple[int, int], ...]:
    """Return where the speaker's name may stand: asked by :func:`names` and then by :func:`signer`."""
    return tuple(_looked_for(text, title_end))


def _looked_for(text: str, title_end: int) -> Iterator[tuple[int, int]]:
    """Yield those places: last line, title."""
    body = _QUOTED.sub(lambda hit: " " * len(hit[0]), text[title_end + 1 :])
    we = next(found_at(_WE, body, places_of_words(body, _OURS)), None)
    if not we and not next(found_at(_I, body, places_of_words(body, ("I",))), None):
        return
    if we:
        yield from _own(text)
    stop = title_end + 1 + len(_without_pictures(text[title_end + 1 :]).rstrip(" .!"))
    tail = _TAIL.search(text, max(title_end + 1, _tail_from(text, stop)), stop)
    if tail and tail.start("t") > title_end + 20:
        yield from _named(text, *tail.span("t"))
    end = len(_without_pictures(text[:title_end]))
    heading = _AT.search(text, 0, end)
    if heading:
        yield heading.span("n")
    elif we and 0 < end <= 40:
        yield 0, end


# What a filing calls "the Company" stands before that, or behind "the Board of Directors of".
_DEFINED = re.compile(
    r"(?:,? (?:Inc|Ltd|plc|Corp)\.?)?(?: \([A-Z0-9: .]{2,20}\))? ?\((?:together with [^()]{2,60}, )?(?:the |collectively,? the |hereinafter )?[\"“](?:the )?(?:Company|Group|Issuer|Corporation|Bank|Firm)[\"”]"
)
_SPOKEN_OF = ("the Company", "The Company", "the Board", "The Board")
_BOARD = re.compile(r"\b[Bb]oard (?:of [Dd]irectors )?of (?=[A-Z])")


def defined(text: str, entities: Sequence[Entity]) -> Entity | None:
    """Return the company that a filing calls "the Company", if it says whom it calls so."""
    if not any(words in text for words in _SPOKEN_OF):
        return None
    firms = [one for one in entities if one.label == "ORG"]
    for one in firms:
        if _DEFINED.match(text, one.end):
            return one
    begins = {hit.end() for hit in _BOARD.finditer(text)}
    return next((one for one in firms if one.start in begins), None)


def _says_we(body: str) -> bool:
    return next(found_at(_WE, body, places_of_words(body, _OURS)), None) is not None


@lru_cache(maxsize=2)
def in_person(text: str) -> bool:
    """Say whether somebody speaks in a text, as in posts and letters: "I" or "we" stands outside quotations."""
    if not holds_one(text, _PERSONS):
        return False
    body = _QUOTED.sub("", text)
    said = places_of_words(body, ("I",))
    return _says_we(body) or next(found_at(_I, body, said), None) is not None


_PERSONS = (" we ", "We ", " our ", "Our ", " us ", " us.", "I ", "I'", "I’", "We'", "We’", " we'", " we’")  # fmt: skip


def _own(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text that says "we" names itself: in a paragraph that does."""
    for own in found_at(_OWN, text, places_of_words(text, _OWN_WORDS)):
        start, end = own.span("n" if own["n"] else "m")
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        if not _says_we(_QUOTED.sub("", text[first : last if last >= 0 else None])):
            continue
        yield start, start + len(text[start:end].rstrip(".’'"))


def _without_pictures(text: str) -> str:
    """Return *text* without the pictures and white space at its end."""
    end = len(text)
    while end and _PICTURE.match(text, end - 1):
        end -= 1
    return text[:end]


def _tail_from(text: str, stop: int) -> int:
    """Return a place before which no last line of a text that ends at *stop* begins."""
    place = max(0, stop - _LONGEST)
    while place and text[place].isspace():
        place -= 1
    return max(0, place - 1)


def _named(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the company of a signature: its last part that is no post, without "your … team"."""
    team = _TEAM.match(text[start:end])
    if team:
        yield start + team.start("n"), start + team.end("n")
        return
    parts = list(re.finditer(r"[^,|@]+", text[start:end]))
    for part in reversed(parts):
        words = part[0].strip()
        if words and not _ROLE.search(words):
            begin = start + part.start() + len(part[0]) - len(part[0].lstrip())
            yield begin, begin + len(words)
            return


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > 5 or not _NAME.match(name) or name in place_set("en"):
        return False
    low = [word.lower().strip(".,'’") for word in words]
    if (
        word_set("en", "headings") & set(low)
        or low[0] in word_set("en", "first_names")
        or low[0] in word_set("en", "given_names")
    ):
        return False
    return len(words) > 1 or low[0] not in common_english() | known_small()
