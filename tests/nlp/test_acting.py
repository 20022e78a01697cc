"""Who acts: the names of a passage as candidates, and a ranking learnt from passages."""

import numpy as np
import pytest

from nlp.entities import Entity
from nlp.moves import find_moves
from nlp.slotting.acting import Seen, Span, candidates, features, nearest
from nlp.slotting.filling import recognised
from nlp.slotting.ranking import Choice, choice, rank
from nlp.slotting.window import TITLE, Tokens, Window, window
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
BUYERS = ("Kestro", "Orvane", "Velmora", "Sundal", "Havbris", "Tarnwick", "Ostvik", "Brenlow")


def passage(text: str, title: str = "", language: str = "en") -> Window:
    reading = FRAMES.read(title, text, language=language)
    found = [one for one in find_moves(reading)[1] if one.rule.kind == "acquisition"]
    one = next(one for one in found if not one.sentence.title)
    return window(reading, one, {})


def blank(one: Window) -> Seen:
    """Return what a chain sees that knows nothing: two tags, the second the actor's."""
    scores = np.tile(np.array([5.0, 0.0], np.float32), (len(one.tokens), 1))
    return Seen(scores, 1, [""] * len(one.tokens))


def names(one: Window, told: list[list[Span]]) -> list[list[str]]:
    words = one.tokens.words
    return [[" ".join(words[span.first : span.end]) for span in mentions] for mentions in told]


def bought(buyer: str, target: str, turned: bool) -> Window:
    if turned:
        return passage(f"{target} Ltd has been acquired by {buyer} Ltd for $3 million.")
    return passage(f"{buyer} Ltd has acquired {target} Ltd for $3 million.")


def pairs(count: int) -> list[tuple[str, str]]:
    return [(BUYERS[n % 8], BUYERS[(n + 1 + n // 8) % 8]) for n in range(count)]


def test_the_mentions_of_one_name_are_one_candidate_short_forms_too() -> None:
    one = passage(
        "Kestro Ltd has acquired Orvane Ltd. Kestro paid cash. The fair of Tarnwick goes on.",
        title="Kestro buys Orvane",
    )
    told = names(one, candidates(one, blank(one), "en"))
    assert [mentions[0] for mentions in told[:2]] == ["Kestro", "Orvane"]
    assert told[0] == ["Kestro", "Kestro Ltd", "Kestro"]
    assert ["Tarnwick"] in told
    assert ["The"] not in told


def test_words_that_the_chain_takes_for_the_actor_are_tried_without_being_a_name() -> None:
    one = passage("云栈科技收购了开石软件，因为便宜。", language="zh")
    seen = blank(one)
    first = one.tokens.words.index("因")
    assert ["因 为"] not in names(one, candidates(one, seen, "zh"))
    seen.scores[first : first + 2, 1] = 4.0
    assert ["因 为"] in names(one, candidates(one, seen, "zh"))


def test_it_learns_from_words_who_acts_and_tells_how_likely_it_is() -> None:
    choices = []
    for buyer, target in pairs(40):
        for turned in (False, True):
            one = bought(buyer, target, turned)
            made = choice(one, blank(one), (f"{buyer} Ltd",), "en")
            assert made is not None
            choices.append(made)
    actors = rank(choices)
    for turned in (False, True):
        one = bought("Wendolm", "Quarrion", turned)
        (span, chance), *others = actors.ranked(one, blank(one), "en")
        assert sum(other for _, other in others) == pytest.approx(1 - chance)
        assert one.tokens.words[span.first] == "Wendolm"
        assert 0.5 < chance <= 1
    again = rank(choices)
    assert np.array_equal(again.features, actors.features)
    assert np.array_equal(again.weights, actors.weights)


def test_a_passage_in_which_the_actor_does_not_stand_is_not_learnt_from() -> None:
    one = bought("Kestro", "Orvane", turned=False)
    assert choice(one, blank(one), ("Somebody Else",), "en") is None


def test_a_passage_without_names_has_no_actor() -> None:
    one = bought("Kestro", "Orvane", turned=False)
    nothing = np.zeros(0, np.int64)
    tokens = Tokens(nothing, nothing, [], nothing, nothing, np.zeros(0, bool), nothing)
    empty = one._replace(tokens=tokens, names=())
    ranking = rank(
        [Choice(features(one, blank(one), candidates(one, blank(one), "en")), [True, False])] * 3
    )
    assert ranking.ranked(empty, blank(empty), "en") == []


def test_what_was_learnt_from_one_passage_tells_nothing_and_fails_nowhere() -> None:
    one = bought("Kestro", "Orvane", turned=False)
    ranking = rank([Choice([np.array([1, 2]), np.array([3])], [True, False])])
    chances = [chance for _, chance in ranking.ranked(one, blank(one), "en")]
    assert chances == pytest.approx([1 / len(chances)] * len(chances))
    assert len(chances) > 1


def test_the_mention_in_the_sentence_of_the_trigger_stands_for_a_name() -> None:
    one = passage("Kestro Ltd has acquired Orvane Ltd.", title="Kestro buys Orvane")
    mentions = candidates(one, blank(one), "en")[0]
    assert one.tokens.away[mentions[0].first] == TITLE
    assert nearest(one, mentions) == mentions[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_features_do_not_depend_on_which_passages_were_read_before(language: str) -> None:
    text = {"en": "Kestro Ltd has acquired Orvane Ltd.", "zh": "云栈科技收购了开石软件。"}[language]
    one = passage(text, language=language)
    told = candidates(one, blank(one), language)
    before = features(one, blank(one), told)
    features(bought("Tarnwick", "Brenlow", turned=True), blank(one), told[:0])
    assert [list(a) for a in features(one, blank(one), told)] == [list(b) for b in before]


def test_what_is_explained_names_the_actor_that_the_ranking_chose() -> None:
    text = "Wokwise copied nothing, and Mantou Machines was bought by Kestro on Friday."
    told = [row for row in Tagger(Registry()).explain("", text, language="en") if row["kept"]]
    assert told
    for row in told:
        assert row["actor"] == row["actors"][0]["name"] == "Kestro"
        assert row["actors"][0]["chance"] > row["actors"][1]["chance"]


@pytest.mark.parametrize(
    ("title", "text", "words", "who"),
    [
        ("洛溪水务集团有限公司的说明", "我司账面头寸不足，利息未能按时兑付。", "账面头寸不足", "洛溪水务集团有限公司"),
        ("Bowline Wireless cuts a price", "Bowline said its plans drop to $30.", "Bowline", "Bowline"),
        ("Listing", "Kudira will list its shares, the Nigerian Exchange said.", "Kudira", "Kudira"),
    ],
)  # fmt: skip
def test_who_acts_is_a_company_that_the_text_knows(
    title: str, text: str, words: str, who: str
) -> None:
    reading = Tagger(Registry()).read(title, text)
    start = reading.text.index(words)
    actor = Entity(start, start + len(words), "ORG", words, confidence=0.5)
    found = recognised(reading, actor)
    assert reading.text[found.start : found.end] == who
