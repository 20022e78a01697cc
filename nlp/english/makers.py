"""Products called by their maker's name and a word more: "Velmora Studio" of Velmora, and "Studio" when the text goes on.

A text that names Velmora alone as well, and in the same breath, means two things by the two names. What acts as a company,
bears a trade or is told to be a part of the company is no product.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from nlp.english.goods import acts, singular
from nlp.english.judge import is_somewhere
from nlp.english.runs import Run, plain_words, word_before
from nlp.entities import Entity
from nlp.lexicon import place_set, word_set

_MOST = 3  # words of a maker's name before what it makes
_ITS = frozenset(["the", "its", "new", "our", "your", "a", "an", "their", "of", "on", "with", "for", "to", "using", "choosing", "chose", "use", "uses", "run", "running", "behind", "that", "and"])  # fmt: skip
_PART = re.compile(r"\b(?P<noun>[a-z][\w-]*)(?:,| called| named| as)? $")
_IS_PART = re.compile(r", (?:its|an?|the) (?:[\w-]+ ){0,3}?(?P<noun>[a-z][\w-]*)\b(?![\w-])")
_GOES_ON = re.compile(
    r" (?:costs?|has|will|is|runs|comes|ships|lets|works|sits|fits|keeps|starts|needs|can|sells|does|uses|helps|was|goes)\b"
)
_STOP = re.compile(r"[.!?\n] ?")


def by_makers(
    text: str, found: Sequence[Run], named: Sequence[Entity], cued: Collection[tuple[int, int]], title_end: int
) -> Iterator[tuple[int, int]]:  # fmt: skip
    """Yield where products stand that bear the names of companies among *named*; *cued* are spans told to be things."""
    yield from _owned(text, found, named)
    yield from _trademarks(text, found, named)
    makers = _makers(found, named)
    if not makers:
        return
    sure = {one.name for one in named if one.label == "ORG" and one.rank > _GUESSED}
    people = [one for one in named if one.label == "PERSON"]
    things: set[str] = set()
    none: set[str] = set(sure)
    for run, maker in _families(found, makers):
        rest = run.name[len(maker) + 1 :].split(" ")
        if run.name not in things | none:
            same = [one for one in found if one.name == run.name]
            alone = [one for one in found if one.name == maker]
            borne = any(run.start < one.start < run.end for one in people)
            thing = not borne and _may_follow(rest) and _is_thing(text, same, alone, rest, cued, title_end)  # fmt: skip
            (things if thing else none).add(run.name)
        if run.name in things:
            yield run.start, run.end
    shorts = {name.split(" ", 1)[1] for name in things if name.count(" ") == 1}
    for run in found if shorts else ():
        if run.name in shorts and (not run.head or _GOES_ON.match(text, run.end)):
            yield run.start, run.end


def _families(found: Sequence[Run], makers: Collection[str]) -> Iterator[tuple[Run, str]]:
    """Yield the runs that begin with one of *makers* and go on, and that company."""
    begun = {name.split(" ", 1)[0] for name in makers}
    for run in found:
        if " " not in run.name or run.name.split(" ", 1)[0] not in begun:
            continue
        words = run.name.split(" ")
        heads = (" ".join(words[:size]) for size in range(min(_MOST, len(words) - 1), 0, -1))
        maker = next((head for head in heads if head in makers), None)
        if maker is not None:
            yield run, maker


_GUESSED = 54


_MARKS = re.compile(r" (?:is|are) (?:an? )?(?:registered )?trade ?marks? of\b")


def _trademarks(
    text: str, found: Sequence[Run], named: Sequence[Entity]
) -> Iterator[tuple[int, int]]:
    """Yield the names that a text calls trademarks, without their owner's: Velmora and ArcPell are trademarks of Velmora."""
    if "rademark" not in text and "rade mark" not in text:
        return
    firms = {part for one in named if one.label == "ORG" and one.rank > _GUESSED for part in (one.name, one.name.split(" ")[0])}  # fmt: skip
    for place, run in enumerate(found):
        if not _MARKS.match(text, run.end):
            continue
        row = [run]
        for one in reversed(found[:place]):
            if text[one.end : row[-1].start] not in {", ", " and ", ", and "}:
                break
            row.append(one)
        yield from ((one.start, one.end) for one in row if one.name not in firms)


def _owned(text: str, found: Sequence[Run], named: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Yield what stands behind a company's genitive and is none of its people, places and parts: Velmora's Hollow Crown."""
    ends = {one.end for one in named if one.label == "ORG"}
    guessed = {(one.start, one.end) for one in named if one.label == "ORG" and one.rank <= _GUESSED}
    people = {one.start for one in named if one.label == "PERSON"}
    plain = plain_words()
    for run in found:
        own = text.startswith(("'s ", "’s "), run.start - 3) and run.start - 3 in ends
        if not own or run.start in people or not _may_follow(run.name.split(" ")):
            continue
        words = run.name.split(" ")
        behind = _WORD.match(text, run.end)
        if (
            behind is not None
            and singular(behind[1]) in word_set("en", "no_thing_nouns") | _ASPECTS
        ):
            continue
        strange = any(word.lower() not in plain and len(word) > _MOST for word in words)
        first = words[0]
        if (
            is_somewhere(run.name, first, words[-1])
            or first in _SERIES
            or run.name in word_set("en", "technologies")
        ):
            continue
        if (
            (strange or (run.start, run.end) in guessed)
            and not acts(text, run.name)
            and not _is_part(text, run)
        ):
            yield run.start, run.end


_WORD = re.compile(r" ([a-z][a-z-]+)")
_SERIES = frozenset(["Series", "Round", "Class", "Phase", "Group", "Black", "Head", "Code", "Best"])
_ASPECTS = frozenset(
    [
        "market",
        "operation",
        "customer",
        "sale",
        "revenue",
        "employee",
        "worker",
        "staff",
        "account",
        "page",
        "user",
        "bid",
        "deal",
        "contract",
        "listing",
        "share",
        "debt",
        "bank",
        "government",
        "mine",
        "field",
        "project",
        "terminal",
        "concession",
        "operation",
        "job",
        "base",
        "conference",
        "filing",
        "report",
        "summit",
        "policy",
        "law",
        "rule",
        "tax",
    ]
)


def _makers(found: Sequence[Run], named: Sequence[Entity]) -> set[str]:
    """Return the companies that a text names alone, and the first words of those with a trade."""
    firms = {one.name for one in named if one.label == "ORG"}
    firms |= {name.split(" ")[0] for name in firms if name.rsplit(" ", 1)[-1] in word_set("en", "org_suffixes")}  # fmt: skip
    common = plain_words()
    alone = {run.name for run in found}
    return {name for name in firms if name in alone and name.lower() not in common}


@cache
def _never() -> frozenset[str]:
    """Return words that go on with a company's name, its headline or its people."""
    listed = ("firm_tails", "org_suffixes", "bodies", "descriptors", "role_heads", "role_heads_sure", "company_verbs", "head_verbs", "titles", "first_names", "given_names", "no_thing_nouns", "calendar", "never_last")  # fmt: skip
    return frozenset(word.lower() for one in listed for word in word_set("en", one))


@cache
def _tails() -> frozenset[str]:
    return word_set("en", "product_tails") | word_set("en", "plan_names")


def _may_follow(rest: Sequence[str]) -> bool:
    name = " ".join(rest)
    if name in place_set("en") or name.isupper():
        return False
    return not any(word.lower() in _never() and word not in _tails() for word in rest)


def _is_thing(
    text: str, same: Sequence[Run], alone: Sequence[Run], rest: Sequence[str], cued: Collection[tuple[int, int]], title_end: int
) -> bool:  # fmt: skip
    """Say whether the name that stands at *same* is a thing of the company that stands at *alone*."""
    name = same[0].name
    if acts(text, name) or any(_is_part(text, run) for run in same):
        return False
    if any((run.start, run.end) in cued for run in same):
        return True
    # A company's full name stands first below the headline, and what it makes behind its maker.
    first = next((run.start for run in same if run.start > title_end), same[0].start)
    if any(title_end < run.start < first for run in alone):
        if rest[-1] in _tails():
            return True
        if any(word_before(text, run.start)[1].lower() in _ITS for run in same):
            return True
    if rest[-1] in _tails() and sum(run.start > title_end for run in alone) >= max(
        2, 2 * len(same)
    ):
        return True
    return any(_in_one_sentence(text, run, one) for run in same for one in alone)


def _in_one_sentence(text: str, one: Run, other: Run) -> bool:
    first, last = sorted((one, other))
    return last.start - first.end < _FAR and not _STOP.search(text, first.end, last.start)


_FAR = 160


def _is_part(text: str, run: Run) -> bool:
    """Say whether a name is told to be a company's part: its arm Velmora Capital."""
    before = _PART.search(text, max(0, run.start - 32), run.start)
    behind = _IS_PART.match(text, run.end)
    return any(hit is not None and singular(hit["noun"]) in word_set("en", "no_thing_nouns") for hit in (before, behind))  # fmt: skip
