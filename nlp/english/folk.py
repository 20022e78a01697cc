"""People whom the model of names takes half, too wide or for a company, and people who are told by their surname alone.

Names with initials, particles, hyphens and syllables of Chinese or Korean are read whole; who speaks behind a quotation
is a person, as is who succeeds somebody.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from nlp.english.bearing import is_given
from nlp.entities import Entity
from nlp.lexicon import common_english, known, place_set, word_set
from nlp.names.model import Guess, known_small

_PARTICLES = frozenset(["van", "von", "de", "di", "da", "do", "dos", "das", "del", "della", "der", "den", "du", "la", "le", "ten", "ter", "af", "av", "bin", "ibn", "al", "el"])  # fmt: skip
_SMALL_FIRST = re.compile(r"[a-zß-ÿ]+ (?=[A-ZÀ-Þ])")
_OF = re.compile(r",? (?:of|from|at|for|to) (?=[A-Z])|,? who\b")
_REST = re.compile(r"[’'-]?\w[\w’'-]*")
_APOSTROPHE = re.compile(r"[A-ZÀ-Þ][\w-]+(?: [A-Z]\.)? (?:d|D|O|L|l)['’][A-ZÀ-Þ][\w-]+$")
# The syllables that given names are made of in pinyin; so in Korean.
_SYLLABLE = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|uang|iong|ian|uan|iao|uai|ang|eng|ing|ong|yun|ai|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|an|a|e|i|o|u)"
_PINYIN_GIVEN = re.compile(rf"{_SYLLABLE}(?:-?{_SYLLABLE})?", re.IGNORECASE)
_KOREAN_GIVEN = re.compile(r"[A-Z][a-z]{1,5}-[a-z]{2,6}")
_JOINED_GIVEN = 4  # letters of two syllables written as one: Jianguo
_W = r"[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[’'-][^\W\d_]+)*"
_NAME = rf"(?:(?:van|von|de|der|den|di|el|al|la|le) )*{_W}"
_SAYS = r"(?:said|says|added|adds|told|wrote|writes|argued|argues|recalled|recalls|explained|explains|insisted|insists|joked|warned|noted|quipped|admitted|admits|shrugged|laughed|conceded)"
_HYPHENED = re.compile(r"(?<![\w’'.-])(?P<first>[A-Z][a-z]+) [A-Z][a-z]{1,5}-[a-z]{2,6}(?![\w-])")
_SPOKEN = re.compile(
    rf"[,.!?…][”\"’'] {_SAYS} (?P<said>{_NAME})(?=[.,;:]| (?:in|on|at|of|who|when|after|during|as|while)\b|\n|$)"
    rf"|[,.!?…][”\"’'] (?P<says>{_NAME}) {_SAYS}\b"
)
_NAME_GOES_ON = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'-]*|\b(?:van|von|der|den|de|di|da|do|el|al|bin|la|le)) $"
)
_TELLS = re.compile(
    r" (?:told (?:staff|employees|colleagues|us|me)|(?:said|says|wrote|writes) (?:he|she|his|her)\b|quit\b)"
)
_SUCCEEDS = re.compile(
    r" (?:(?:will |is to )?(?:succeeds?|replaces?)|succeeded|replaced|takes over from|took over from|will take over from|reports to) $"
)


def whole(text: str, seen: Sequence[Guess]) -> list[Guess]:
    """Return the guesses with people's names whole and alone: Lee Seo-yeon, not "Lee Seo-" nor "under Pillar"."""
    kept = []
    for one in seen:
        edged = _edged(text, one) if one.label == "PERSON" else one
        if edged is None:
            continue
        borne = _is_borne(text, edged) or (
            _TELLS.match(text, edged.end) and is_given(text[edged.start : edged.end])
        )
        kept.append(edged._replace(label="PERSON") if borne else edged)
    return kept


def _edged(text: str, one: Guess) -> Guess | None:
    start, end = one.start, one.end
    if text[end - 1 : end] == "-" and (rest := _REST.match(text, end)):
        end = rest.end()
    if wide := _OF.search(text, start, end):
        end = wide.start()
    while (small := _SMALL_FIRST.match(text, start, end)) and small[0].strip() not in _PARTICLES:
        start = small.end()
    if start and (text[start - 1].isalnum() or text[start - 1] in "'’") and text[start].islower():
        return None  # the s of "Brazil's"
    if start != one.start and " " not in text[start:end]:
        return None  # one word of a phrase: under Pillar
    return one._replace(start=start, end=end) if start < end else None


def _is_borne(text: str, one: Guess) -> bool:
    """Say whether a company among the guesses is a person by its form: Marguerite d'Aubigny, Wang Jianguo."""
    if one.label != "ORG":
        return False
    name = text[one.start : one.end]
    first, _, last = name.partition(" ")
    if not last or name in known("en"):
        return False
    if _APOSTROPHE.fullmatch(name):
        return is_given(first)
    return first in word_set("en", "syllabic_surnames") and _is_syllables(last)


def _is_syllables(given: str) -> bool:
    if _KOREAN_GIVEN.fullmatch(given):
        return True
    joined = len(given) >= _JOINED_GIVEN and given.lower() not in known_small()
    return joined and given[0].isupper() and _PINYIN_GIVEN.fullmatch(given) is not None


def single_people(text: str, named: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the people told by one word or a form of the east: who speaks behind a quotation, who succeeds a person.

    *named*: what is a company or a product with good reason stays one.
    """
    firms = {word for one in named if one.label != "PERSON" and _is_sure(one) for word in one.name.split(" ")[:1]}  # fmt: skip
    people = {one.start for one in named if one.label == "PERSON"}
    for hit in _HYPHENED.finditer(text):
        if hit["first"] in word_set("en", "syllabic_surnames"):
            yield Entity(*hit.span(), "PERSON", hit[0], rank=55, confidence=0.8)
    for hit in _SPOKEN.finditer(text):
        yield from _single(text, *hit.span(hit.lastgroup or 0), firms)
    for start in sorted(people):
        if verb := _SUCCEEDS.search(text, max(0, start - 28), start):
            begin = text.rfind(" ", max(0, verb.start() - 24), verb.start()) + 1
            begin = max(begin, text.rfind("\n", 0, verb.start()) + 1)
            if _NAME_GOES_ON.search(text, max(0, begin - 24), begin):
                continue  # Sunita Rao replaces her
            yield from _single(text, begin, verb.start(), firms)


def _is_sure(one: Entity) -> bool:
    return one.rank > _GUESSED or one.entity is not None


_GUESSED = 54


def _single(text: str, start: int, end: int, firms: Collection[str]) -> Iterator[Entity]:
    name = text[start:end]
    word = name.rsplit(" ", 1)[-1]
    if _may_be_surname(word) and word not in firms and (start == 0 or not text[start - 1].isalnum()):  # fmt: skip
        yield Entity(start, end, "PERSON", name, rank=55, confidence=0.75)


def _may_be_surname(word: str) -> bool:
    return (
        len(word) > 2
        and word[0].isupper()
        and not word.isupper()
        and word.lower() not in common_english()
        and word.lower() not in known_small()
        and word not in _no_people()
    )


@cache
def _no_people() -> frozenset[str]:
    return (
        frozenset(known("en")) | place_set("en") | word_set("en", "acronyms") | word_set("en", "calendar")
        | word_set("en", "bodies") | word_set("en", "org_suffixes") | word_set("en", "nationalities")
    )  # fmt: skip
