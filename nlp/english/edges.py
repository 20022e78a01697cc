"""Where the names of companies begin and end in an English text, by how it writes them elsewhere.

The model sees a name sentence by sentence, and takes a plain word at its edge for what it mostly is: of "Three Tall Oaks"
it leaves the number, of "Bank of Carrow" the bank. A text that never writes the one without the other says better.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from nlp.entities import Entity
from nlp.lexicon import place_set, word_set
from nlp.names.model import Guess, known_small
from nlp.names.occurrences import occurrences
from text.begins import holds_one

_LEAST = 2  # so often a text must write a name with the word beside it
_MOST = 3  # words that are joined to a name on either side
_INNER = r"[\w+-]*(?:[’'](?!s\b)\w+|[.&][\w+-]+)*"
_WORD = rf"(?:[A-ZÀ-Þ0-9]{_INNER}\.?|[a-z]+[A-Z]\w*)"
_OF = "de|du|di|da|do|del|della|des|van|von"  # within foreign names
_BEFORE = re.compile(
    rf"(?<![\w’'.&-])(?P<word>{_WORD})(?P<link> (?:of (?:the )?|(?:and|&|{_OF}) )?)$"
)
_BEHIND = re.compile(rf"(?: of (?:the )?| (?:and|&) )(?P<word>[A-ZÀ-Þ0-9]{_INNER})(?![\w&])")
_AND = re.compile(r" (?:and|&) ")
_SAID = re.compile(r"\b(?:said|says|told|added|by) $")
_VERB = re.compile(r" (?P<verb>[a-z]+s)\b")
_SEVERAL = re.compile(
    r" (?:are|were|have|both|each|together|agree|sign|form|plan|merge|join|work|team|want"
    r"|(?:to|will|may) (?:merge|form|join|team|work|set up|cooperate|combine|link|partner|create))\b"
)
_PARTICLES = re.compile(
    r"(?<![\w’'-])(?:(?:van|von|de|di|da|do|del|della|der|den|du|el|la|le|zu|zum|ten|ter|af|av) ){1,2}$"
)
_BEGINNERS = frozenset(
    [
        "the", "a", "an", "in", "on", "at", "it", "its", "this", "that", "these", "those", "he", "she", "they", "we", "you", "i",
        "as", "after", "for", "from", "with", "by", "to", "of", "and", "but", "or", "if", "when", "while", "where", "what", "who",
        "how", "no", "not", "all", "some", "many", "our", "their", "his", "her", "my", "your", "there", "here", "than", "then",
        "so", "such", "now", "today", "yesterday", "since", "until", "under", "over", "into", "out", "up", "new", "last", "next",
        "also", "meanwhile", "both", "like", "why", "will", "can", "is", "are", "about", "inside", "only", "even", "once", "because",
        "although", "though", "however", "former", "rival", "update", "exclusive", "breaking", "correction", "shares",
    ]
)  # fmt: skip
_COMPASS = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"})  # fmt: skip


def _is_beside(word: str) -> bool:
    """Say whether a word with a capital stands before names without being part of them: Brickmaker, Dutch, Monday."""
    low = word.lower().rstrip(".")
    return (
        low in word_set("en", "descriptors")
        or low.endswith("maker")
        or (low in word_set("en", "nationalities") and low not in _COMPASS)
        or low in word_set("en", "titles")
        or low in word_set("en", "never_last")
        or low in word_set("en", "headings")
        or word in word_set("en", "acronyms")
        or low in {"president", "chairman", "chairwoman", "founder", "director", "minister"}
        or (low.isdigit() and len(low) > 3)
    )  # fmt: skip


def widened(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return *named* with those companies' names made longer that the text never writes without the words beside them."""
    longer: dict[str, tuple[int, int]] = {}
    for name in dict.fromkeys(text[e.start : e.end] for e in named if e.label == "ORG"):
        left, right = _joined(text, name)
        if left or right:
            longer[name] = left, right
    if not longer:
        return list(named)
    return [_wide(text, one, longer) for one in named]


def _wide(text: str, one: Entity, longer: dict[str, tuple[int, int]]) -> Entity:
    found = longer.get(text[one.start : one.end]) if one.label == "ORG" else None
    if found is None:
        return one
    start, end = one.start - found[0], one.end + found[1]
    return one._replace(start=start, end=end, name=text[start:end])


def _joined(text: str, name: str) -> tuple[int, int]:
    """Return how many characters before and behind every mention of *name* are the same words of it."""
    spans = occurrences(text, [name], whole=True)
    if len(spans) < _LEAST:
        return 0, 0
    left, right = 0, _genitive(text, spans)
    for _ in range(_MOST):
        more = _same_before(text, [(start - left, end + right) for start, end in spans])
        if not more:
            break
        left += more
    for _ in range(_MOST):
        more = _same_behind(text, [(start - left, end + right) for start, end in spans])
        if not more:
            break
        right += more
    return left, right


def _same_before(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Return the length of the word, and what links it, before all of *spans*; 0 where it is none of theirs."""
    hits = [_BEFORE.search(text, max(0, start - 40), start) for start, _ in spans]
    first = hits[0]
    if first is None or any(hit is None or hit[0] != first[0] for hit in hits):
        return 0
    word, link = first["word"], first["link"]
    beside = not link.strip() and _is_beside(word)
    if beside or (word.lower() in _BEGINNERS and not _inside(text, hits)):
        return 0
    if word.endswith(".") and len(word) > 2 and not re.search(r"\w\.\w", word):
        return 0
    if _AND.fullmatch(link) and not _singular(text, spans):
        return 0
    if link.startswith(" of") and not _is_whole(text, word, first[0].rstrip(), spans):
        return 0
    return len(first[0])


def _same_behind(text: str, spans: Sequence[tuple[int, int]]) -> int:
    hits = [_BEHIND.match(text, end) for _, end in spans]
    first = hits[0]
    if first is None or any(hit is None or hit[0] != first[0] for hit in hits):
        return 0
    if _is_beside(first["word"]):
        return 0
    end = len(first[0])
    if _AND.match(first[0]) and not _singular(text, [(s, e + end) for s, e in spans]):
        return 0
    return end


def _is_whole(text: str, word: str, before: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether what stands before "of" is a part of the name and no person of that company: Bank, Sons, not Williams."""
    if {word.lower(), word.lower().removesuffix("s")} & known_small():
        return True
    said = any(
        _SAID.search(text, max(0, start - 50), start - len(before) - 1) for start, _ in spans
    )
    return not said and text.count(word) == text.count(before)


_GENITIVE = re.compile(r"['’]s\b")
_AFTER_NAME = re.compile(r" (?P<verb>[a-z]+)\b|[,.:;?!)]|\n|$| [-–—] ")


def _genitive(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Return the length of a genitive that is a part of the name, as nothing is said to be the company's: Brannigan's cuts."""
    hits = [_GENITIVE.match(text, end) for _, end in spans]
    if not all(hits):
        return 0
    behind = [_AFTER_NAME.match(text, hit.end()) for hit in hits if hit is not None]
    acts = sum(hit is not None and hit["verb"] in word_set("en", "company_verbs") for hit in behind)
    stops = sum(hit is not None and hit["verb"] is None for hit in behind)
    return len("'s") if acts and acts + stops >= _LEAST else 0


def _inside(text: str, hits: Iterable[re.Match[str] | None]) -> bool:
    """Say whether a word that begins sentences is written with a capital within one."""
    return any(
        hit is not None and text[hit.start() - 1 : hit.start()] == " " and text[hit.start() - 2].islower()
        for hit in hits
    )  # fmt: skip


def _singular(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether what the text says of two words with "and" between them is said of one company."""
    verbs = [hit["verb"] for _, end in spans if (hit := _VERB.match(text, end))]
    return not word_set("en", "company_verbs").isdisjoint(verbs) and not any(
        _SEVERAL.match(text, end) for _, end in spans
    )


_DASHED = re.compile(r"\s[-–—]\s")
_ABOUT = re.compile(r"(?:About|Dear|Inside) (?=[A-ZÀ-Þ])")
_DESCRIBED = re.compile(r"^(?:[\w-]+\s){0,3}?(?P<noun>[\w-]+)\s(?=[A-ZÀ-Þ0-9])")
_PLACED = re.compile(r",\s(?P<place>[A-ZÀ-Þ][\w’' -]+)$")


def parted(text: str, seen: Sequence[Guess]) -> list[Guess]:
    """Return the companies among the guesses without what stands beside them: a trade, a place, another behind a dash."""
    begun = (_begun(text, one) for one in seen)
    return [part for one in begun for part in (_parts(text, one) if one.label == "ORG" else (one,))]


def _begun(text: str, one: Guess) -> Guess:
    """Return a guess of whole words, without that of the heading that it stands in: About | Brennan Foods."""
    start, end = one.start, one.end
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1  # the model parts digits from letters: 3|Pines
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    about = _ABOUT.match(text, start, end)
    return one._replace(start=about.end() if about else start, end=end)


def _parts(text: str, one: Guess) -> Iterator[Guess]:
    dashes = [dash.span() for dash in _DASHED.finditer(text, one.start, one.end)]
    if not dashes or text[one.start : one.end].isupper():
        yield _bare(text, one)
        return
    bounds = [one.start, *(place for dash in dashes for place in dash), one.end]
    pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
    pieces = [piece for piece in pieces if _may_name(text[slice(*piece)])] or [(one.start, one.end)]
    for start, end in pieces:
        yield _bare(text, one._replace(start=start, end=end))


def _may_name(part: str) -> bool:
    """Say whether a part between dashes is a name: no day, no place with an agency behind it, no word like any other."""
    return (
        part[:1].isalnum()
        and not part.isdigit()
        and not part.endswith(")")
        and not part[:1].islower()
        and part.lower() not in known_small()
    )


def _bare(text: str, one: Guess) -> Guess:
    words = text[one.start : one.end]
    described = _DESCRIBED.match(words)
    if described is not None and _is_trade(described["noun"]):
        one = one._replace(start=one.start + described.end())
    placed = _PLACED.search(text, one.start, one.end)
    if placed is not None and placed.start() > one.start and placed["place"] in place_set("en"):
        one = one._replace(end=placed.start())
    return one


def _is_trade(word: str) -> bool:
    """Say whether a noun tells what a company is: utility, Brickmaker; not so with a capital, as in Exchange Bank."""
    low = word.lower()
    return (low in word_set("en", "descriptors") and word.islower()) or low.endswith("maker")


_LAST_WORD = re.compile(r"([^\W\d_]+) $")


# "Board of Velmora", "Officer of Velmora Inc.": the company; the Board of Trade is none.
_OFFICE = re.compile(
    r"(?:(?:Board|Board of Directors|Officers?|Directors?|Chairman|Chair|Management|Shareholders|Trustees|Secretary) of )(?=[A-ZÀ-Þ])(?!Trade\b|Education\b|Elections\b|Governors\b|Health\b|Supervisors\b|Directors\b|State\b|Defen[cs]e\b|Commerce\b)"
)


def without_offices(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return names; those of companies begin behind whose board or officers they are."""
    return [_behind_office(text, one) for one in named]


def _behind_office(text: str, one: Entity) -> Entity:
    hit = _OFFICE.match(text, one.start, one.end) if one.label == "ORG" else None
    if hit is None or one.end - hit.end() < 3:
        return one
    return one._replace(start=hit.end(), name=text[hit.end() : one.end])


def with_particles(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return *named* with the small words before companies that only such words stand before: van der Hoek."""
    if not holds_one(
        text,
        (
            "van ",
            "von ",
            "de ",
            "di ",
            "da ",
            "do ",
            "del",
            "der ",
            "du ",
            "el ",
            "la ",
            "le ",
            "te",
        ),
    ):
        return list(named)
    return [_with_particle(text, one) for one in named]


def _with_particle(text: str, one: Entity) -> Entity:
    if one.label != "ORG":
        return one
    hit = _PARTICLES.search(text, max(0, one.start - 16), one.start)
    if hit is None:
        return one
    before = _LAST_WORD.search(text, max(0, hit.start() - 24), hit.start())
    if before is not None and not _is_english(text, before[1], text[hit.start() : one.end]):
        return one  # Banco de Sureste, pour le Commerce: the model's business
    return one._replace(start=hit.start(), name=text[hit.start() : one.end])


def _is_english(text: str, before: str, name: str) -> bool:
    """Say whether a word before a name with a particle is no part of it: an English one, or not always that word."""
    low = before.lower()
    if low in word_set("en", "descriptors") or (before.islower() and low in known_small()):
        return True
    return text.count(name) > text.count(f"{before} {name}")
