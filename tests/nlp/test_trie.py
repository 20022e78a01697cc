"""The words of a text found for all places at once: the same as looking them up one by one."""

import random

import numpy as np

from benchmarks.tagging import articles
from nlp.names import trie
from nlp.names.wordbook import dictionary, frequency, mark, numbered, wordbook
from text.folding import to_simplified

LONGEST = 16


def one_by_one(text: str, words: dict[str, int], place: int) -> tuple[int, int]:
    """Return length and value of the longest word at *place*."""
    for size in range(min(len(text) - place, LONGEST), 0, -1):
        if text[place : place + size] in words:
            return size, words[text[place : place + size]]
    return 0, -1


def test_the_longest_word_at_each_place_is_found() -> None:
    draw = random.Random(5)
    spelled = {"".join(draw.choices("abcde云", k=draw.randint(2, 6))) for _ in range(3000)}
    words = {word: n % 200 for n, word in enumerate(sorted(spelled))}
    built = trie.built(words)
    again = trie.read(*trie.plain(built))
    for _ in range(20):
        text = "".join(draw.choices("abcdef云🙂", k=draw.randint(1, 200)))
        starts = np.arange(len(text))
        found = built.longest(numbered(text), starts)
        assert [*zip(*(one.tolist() for one in found), strict=True)] == [
            one_by_one(text, words, place) for place in range(len(text))
        ]
        assert np.array_equal(found, again.longest(numbered(text), starts))


def test_chinese_words_are_marked_where_they_begin_end_and_lie() -> None:
    book = dict.fromkeys(wordbook(), 1)
    for title, text in articles("zh", 2):
        plain = to_simplified(f"{title}\n{text}")
        begins, finishes, around = mark(plain, np.arange(len(plain)))
        sizes = [one_by_one(plain, book, place)[0] for place in range(len(plain))]
        assert (begins > 0).tolist() == [size > 0 for size in sizes]
        ends = {place + size - 1 for place, size in enumerate(sizes) if size}
        assert np.flatnonzero(finishes).tolist() == sorted(ends)
        covered, free = [False] * len(plain), 0
        for place, size in enumerate(sizes):
            if size and place >= free:
                free = place + size
                covered[place:free] = [True] * size
        assert (around > 0).tolist() == covered


def test_a_word_is_counted_as_the_dictionary_counts_it() -> None:
    """The first, the last, one of a single character, the doubled one, and words that are in none."""
    listed = {word: count for word, count, _ in reversed(list(dictionary()))}
    for word in ("的", min(listed), max(listed), *sorted(listed)[::20_000]):
        assert frequency(word) == listed[word], word
    assert [frequency(word) for word in ("", " ", "\n", "\uffff", "的的的")] == [0] * 5
