"""What is most like a document: its own telling words, company and kind of move, in any language."""

import math
from collections import Counter

from schemas.searching import Hit, IndexedDocument, SearchResults
from schemas.stories import Factor
from search.base import Backend, Candidate
from search.clauses import And, AnyOf, Clause, Every, Or, Term, Without
from search.describe import describe
from search.highlight import highlight, look_over
from search.nodes import Query
from search.plan import STOP_WORDS, TITLE_BOOST, Look, in_field, plan
from text.analysis import phrase
from text.segment import Segmenter
from text.streams import read_streams

_MOST_ASKED = 60  # words of a document whose rarity is looked up
_MOST_WORDS = 20  # of them that are searched for: more make it slower, not better
_MOST_COMMON = 0.25  # a word in more than a quarter of all documents tells nothing
_SHORTEST = 3  # letters
_ABOUT = 6.0  # about the same company: worth as much as some shared words, across languages
_MOVE = 3.0
_DIGITS = 3


def similar(
    backend: Backend, document: IndexedDocument, query: Query, segmenter: Segmenter, *, limit: int
) -> SearchResults:
    """Return up to *limit* documents of other stories that are most like *document*, best first."""
    words = telling_words(backend, document, segmenter)
    likeness = _likeness(document, words)
    if likeness is None:
        return SearchResults(query=query.text, total=0, interpretation=describe(query))
    others: list[Clause] = [Without(AnyOf("id", (document.id,)))]
    if document.story:
        others.append(Without(AnyOf("story", (document.story,))))
    top = backend.top(And((plan(query, segmenter).clause, likeness, *others)), limit * 3)
    best = sorted(top.candidates, key=lambda one: (-round(one.score, _DIGITS), one.id))
    chosen = _one_per_story(best)[:limit]
    hits = _hits(backend, chosen, words)
    return SearchResults(
        query=query.text, total=len(hits), hits=hits, interpretation=describe(query)
    )


def telling_words(
    backend: Backend, document: IndexedDocument, segmenter: Segmenter
) -> dict[str, float]:
    """Return the tokens that tell *document* from others, with their weight up to 1."""
    counts = _tokens(document, segmenter)
    asked = [token for token, _ in counts.most_common(_MOST_ASKED)]
    everything = max(*backend.sizes([Every()]), 1)
    weights: dict[str, float] = {}
    for token, size in zip(asked, _rarest(backend, asked), strict=True):
        if 1 < size <= max(everything * _MOST_COMMON, 2):
            rarity = math.log(1 + everything / size) / math.log(1 + everything)
            weights[token] = rarity * (1 - 1 / (1 + counts[token]))
    best = sorted(weights, key=lambda token: (-weights[token], token))[:_MOST_WORDS]
    return {token: weights[token] for token in best}


def _rarest(backend: Backend, words: list[str]) -> list[int]:
    """Return how many documents have each of *words*; a Chinese one counts as its rarest pair of characters.

    To count the words themselves took five sixths of the time among a million documents.
    """
    parts = [[word] if word.isascii() else phrase(word) for word in words]
    every = list(dict.fromkeys(part for some in parts for part in some))
    of_both = zip(
        every, backend.frequencies("body", every), backend.frequencies("title", every), strict=True
    )
    sizes = {part: max(body, title) for part, body, title in of_both}
    return [min(sizes[part] for part in some) for some in parts]


def _tokens(document: IndexedDocument, segmenter: Segmenter) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, times in ((document.title, 3), (document.text, 1)):
        streams = read_streams(text, segmenter)
        for token in streams.places.split():
            if token.isascii() and len(token) >= _SHORTEST and token not in STOP_WORDS:
                counts[token] += times
        for word in streams.words.split():
            if len(word) > 1:
                counts[word] += times
    return counts


def _term(token: str, boost: float = 1.0) -> Clause:
    if token.isascii():
        return Or((Term("body", token, boost), Term("title", token, boost * TITLE_BOOST)))
    body = in_field("body", tuple(phrase(token)), boost)
    return Or((body, Term("title_words", token, boost * TITLE_BOOST)))


def _likeness(document: IndexedDocument, words: dict[str, float]) -> Clause | None:
    parts: list[Clause] = [_term(token, round(weight, 4)) for token, weight in words.items()]
    if document.about:
        parts.append(AnyOf("about", document.about, _ABOUT))
    if document.moves:
        parts.append(AnyOf("moves", document.moves, _MOVE))
    return Or(tuple(parts)) if parts else None


def _one_per_story(rows: list[Candidate]) -> list[Candidate]:
    seen: set[str] = set()
    kept: list[Candidate] = []
    for row in rows:
        if row.story is None or row.story not in seen:
            kept.append(row)
            seen.add(row.story or "")
    return kept


def _hits(backend: Backend, rows: list[Candidate], words: dict[str, float]) -> tuple[Hit, ...]:
    documents = backend.documents([row.id for row in rows])
    looks = tuple(Look(token) for token in words)
    best = max((row.score for row in rows), default=1.0)
    hits: list[Hit] = []
    for row in rows:
        if (found := documents.get(row.id)) is None:
            continue
        seen = look_over(found.title, found.text, looks)
        points = round(100 * row.score / best, _DIGITS)
        shared = dict.fromkeys(look.text for part in (seen.title, seen.text) for look in part)
        detail = {"words": ", ".join(shared)} if shared else {}
        hits.append(
            Hit(
                id=row.id,
                score=points,
                document=found,
                highlights=highlight(found.title, found.text, seen),
                why=(Factor(name="words", points=points, detail=detail),),
            )
        )
    return tuple(hits)
