"""Where no document has all the words: those that have most of them, told as such."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from search.messages import say
from search.nodes import All, Either, Named, Node, Phrase, Prefix, Query, Words
from search.plan import is_stop_word

_MOST_WORDS = 8  # of a query that is relaxed: beyond, ways to leave one out are too many


def relaxed(query: Query) -> Iterator[Query]:
    """Yield *query* with one of its words free to miss, then with all but one; fields stay asked for.

    A company that is named stays asked for as well: a document about another one is no answer.
    """
    if not isinstance(query.root, All):
        return
    parts = query.root.parts
    words = [part for part in parts if _may_miss(part)]
    rest = tuple(part for part in parts if not _may_miss(part))
    if len(words) > _MOST_WORDS or len(words) + bool(rest) < 2 or not words:
        return
    for size in dict.fromkeys((len(words) - 1, 1)):
        if not 0 < size < len(words):
            continue
        ways = tuple(All(way) if size > 1 else way[0] for way in combinations(words, size))
        yield _with(query, (*rest, Either(ways)), "most-words")
    if any(isinstance(part, Named) for part in rest):
        yield _with(query, (*rest, Either((*words, rest[0]))), "name-only")


def _may_miss(part: Node) -> bool:
    text = part.text if isinstance(part, Words | Phrase | Prefix) else ""
    return bool(text) and not is_stop_word(text)


def _with(query: Query, parts: tuple[Node, ...], code: str) -> Query:
    root = All(parts) if len(parts) > 1 else parts[0]
    return replace(query, root=root, notes=(*query.notes, say(query.lang, code)))
