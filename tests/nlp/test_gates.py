"""What is spared for speed would have given nothing: each short cut against the long way, on the corpora."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pytest

from benchmarks.tagging import articles
from nlp import moves, triggers
from nlp.corpora import FOLDER, read_items
from nlp.english import bodies as english_bodies
from nlp.english import companies as english_companies
from nlp.english import roles as english_roles
from nlp.english import signers as english_signers
from nlp.english import wares as english_wares
from nlp.learning.model import Weights, shipped
from nlp.learning.outlook import Outlook
from nlp.learning.scorer import status_features
from nlp.learning.sight import Sight
from nlp.learning.units import Scores, fired, passages, scores_of, units
from nlp.moves import Candidate, find_moves
from nlp.names.occurrences import occurrences
from nlp.prominence import Layout, possible
from nlp.reading import Reading
from nlp.tagger import Tagger
from text.begins import capitals, found_at, places_of_words

LANGUAGES = ("en", "zh")
PUBLISHED = "2026-05-04"


@pytest.fixture(scope="module")
def weights() -> Mapping[str, Weights]:
    return shipped().languages


def readings(tagger: Tagger, language: str, step: int = 40) -> Iterator[Reading]:
    """Yield corpus texts, one in *step*, and some long articles made of them."""
    paths = sorted((FOLDER / language).glob("*.jsonl"))
    items = [one for path in paths for one in read_items(path)][::step]
    texts = [(one.title, one.text) for one in items] + articles(language, 3)
    for title, text in texts:
        yield tagger.read(title, text, published=PUBLISHED, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_found_at_once_are_those_of_the_named_features(
    tagger: Tagger, weights: Mapping[str, Weights], language: str
) -> None:
    sight = Sight(weights[language].words, language)
    for reading in readings(tagger, language):
        found = passages(reading, find_moves(reading)[1])
        named = scores_of(found, weights[language].words)
        whole, parts = sight.scores([one.sentences for one in found], fired(found))
        assert np.allclose(whole, named.whole, atol=1e-4)
        assert np.allclose(parts, named.parts, atol=1e-4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_words_say_of_the_status_is_that_of_the_named_features(
    tagger: Tagger, weights: Mapping[str, Weights], language: str
) -> None:
    sight = Sight(weights[language].words, language, weights[language].status_words)
    for reading in readings(tagger, language):
        told = [status_features(reading, one) for one in reading.sentences]
        named = weights[language].status_words.scores(told)
        assert np.allclose(sight.statuses(reading.sentences), named, atol=1e-4)


def test_a_sign_of_ours_in_a_text_parts_no_sentence(
    tagger: Tagger, weights: Mapping[str, Weights]
) -> None:
    reading = tagger.read(
        "", "Kestro has \ue0fe bought Velmora. It paid $4 million.", language="en"
    )
    found = passages(reading, [])
    whole, parts = Sight(weights["en"].words, "en").scores([one.sentences for one in found], [])
    assert (len(whole), len(parts)) == (1, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_that_words_alone_make_a_move_is_passed_over(
    tagger: Tagger, weights: Mapping[str, Weights], language: str
) -> None:
    outlook = Outlook(weights[language].kind, weights[language].needed)
    sure = looked_at = possible = 0
    for reading in readings(tagger, language):
        found = passages(reading, find_moves(reading)[1])
        scores: Scores = scores_of(found, weights[language].words)
        open_ = outlook.promising(reading, found, scores)
        looked_at += sum(map(len, open_))
        possible += len(found) * len(weights[language].words.labels)
        for one in units(reading, found, scores):
            logit = weights[language].kind.logits(one.facts)[0]
            needed = weights[language].needed(one.kind)
            if not one.live and logit >= np.log(needed / (1 - needed)):
                sure += 1
                place = weights[language].words.labels.index(one.kind)
                assert place in open_[found.index(one.passage)], (one.kind, reading.text)
    assert sure > 10
    assert looked_at < 0.05 * possible


@pytest.mark.parametrize("language", LANGUAGES)
def test_moves_left_unread_are_no_prominent_ones(
    tagger: Tagger, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spared = 0

    def every(candidates: Sequence[Candidate], _layout: Layout) -> list[Candidate]:
        return list(candidates)

    def counted(candidates: Sequence[Candidate], layout: Layout) -> list[Candidate]:
        nonlocal spared
        kept = possible(candidates, layout)
        spared += len(candidates) - len(kept)
        return kept

    for title, text in articles(language, 12):
        reading = tagger.read(title, text, published=PUBLISHED, language=language)
        told = []
        for left in (every, counted):
            monkeypatch.setattr(moves, "possible", left)
            told.append(find_moves(reading, scorer=tagger.scorer, news=True)[0])
        assert told[0] == told[1]
    assert spared > 10


def test_rules_whose_surroundings_are_not_there_would_not_have_applied(tagger: Tagger) -> None:
    index = triggers._index("en", 0.0)
    assert index.around is not None
    spared = 0
    for reading in readings(tagger, "en", 80):
        for one in reading.sentences:
            tried = triggers.triggered("en", one.lower, one.masked)
            keys = triggers._keys(index, "en", one.lower)
            rules = {rule for _, number, _ in keys for rule, *_ in index.rules[number]}
            for rule in rules - tried.keys():
                hits = [hit.span() for hit in rule.trigger.finditer(one.masked)]
                assert not list(triggers.matches(rule, one.masked, hits)), (rule.name, one.raw)
                spared += bool(hits)
    assert spared > 100


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (english_bodies._HEAD, english_bodies._all_words()),
        (english_roles._heads(), english_roles._begins()),
        (english_companies._LEGAL, english_companies._LEGAL_WORDS),
        (english_companies._CONTRACT, english_companies._CONTRACT_WORDS),
    ],
    ids=["bodies", "posts", "legal forms", "contracts"],
)
def test_what_a_dear_pattern_finds_holds_one_of_the_words_asked_first(
    pattern: re.Pattern[str], words: Sequence[str]
) -> None:
    paths = sorted((FOLDER / "en").glob("*.jsonl"))
    texts = [one.whole for path in paths for one in read_items(path)]
    found = [hit[0] for text in texts for hit in pattern.finditer(text)]
    assert all(any(word in one for word in words) for one in found)
    if words in (english_roles._begins(), english_bodies._all_words()):
        assert found == [
            hit[0]
            for text in texts
            for hit in found_at(pattern, text, sorted(places_of_words(text, words)))
        ]


def test_a_signature_is_looked_for_in_the_end_alone() -> None:
    paths = sorted((FOLDER / "en").glob("*.jsonl"))
    for text in (one.whole.rstrip() for path in paths for one in read_items(path)):
        short = english_signers._TAIL.search(text, english_signers._tail_from(text, len(text)))
        whole = english_signers._TAIL.search(text)
        assert (short and short.span("t")) == (whole and whole.span("t"))


EDGES = (
    "Its X-4 sells well.\nTheir ABCD-12 and the e-Glide ship; a B2B deal, 's K9 too.",
    "A kettle, code-named Otter, a platform it calls Brightkeep Pro 5, and a van known as Dunlin.",
    "Plans\nBasic: $9 a month. Pro Team is now from US$19.50 per seat; Max | Plus at € 5 a user, Lite £3 / Solo £2.5 monthly",
    "sold under the Fernwhite label, and under its “Old Mill” brand",
)


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        (english_wares._CODE, english_wares._before_codes),
        (english_wares._CALLED, english_wares._before_calls),
        (english_wares._PLAN, english_wares._item_begins),
        (english_wares._BRAND, lambda text: places_of_words(text, ("under the ", "under its "))),
    ],
    ids=["codes", "called", "plans", "brands"],
)
def test_patterns_of_wares_are_tried_wherever_they_can_begin(
    pattern: re.Pattern[str], begins: Callable[[str], Iterable[int]]
) -> None:
    paths = sorted((FOLDER / "en").glob("*.jsonl"))
    texts = [*EDGES, *(one.whole for path in paths for one in read_items(path))]
    found = [[hit.span() for hit in pattern.finditer(text)] for text in texts]
    assert any(found[: len(EDGES)])
    assert found == [
        [hit.span() for hit in found_at(pattern, text, begins(text))] for text in texts
    ]


def test_the_word_before_a_ware_and_what_it_is_are_read_as_by_patterns() -> None:
    before = re.compile(r"(?P<word>[\w-]+|['’]s)(?P<comma>,?) [“\"‘]?$")
    paths = sorted((FOLDER / "en").glob("*.jsonl"))
    whole = [one.whole for path in paths for one in read_items(path)][::5]
    for text in (*EDGES, "Nova's Lumo, the re-used ‘Ember’,  Zed", *whole):
        for start in capitals(text):
            hit = before.search(text, max(0, start - 20), start)
            assert english_wares._word_before(text, start) == (
                (hit["word"], hit["comma"] != "") if hit else ("", False)
            )
            apposed, told = english_wares._apposed(), english_wares._apposition(text, start)
            assert (told and told.span()) == ((hit := apposed.match(text, start)) and hit.span())


def test_many_names_are_found_where_each_is_looked_for_alone() -> None:
    names = ("Ostler", "Ostler Mills", "Brae", "eVelo", "Nørre", "Brae-Tor", "3Fold", "Q", "Zed")
    text = "Ostler Mills sold Brae-Tor; Braemar, eVelo and 3Fold met Nørre. Q: Ostler’s, (Brae) Zed"
    told = [text[start:end] for start, end in occurrences(text, names, whole=True)]
    assert told == ["Ostler Mills", "Brae-Tor", "eVelo", "3Fold", "Nørre", "Q", "Ostler", "Brae", "Zed"]  # fmt: skip
