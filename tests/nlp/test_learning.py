import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.corpora import Item, items
from nlp.learning import calibration, card, comparing
from nlp.learning.deep import DeepModel
from nlp.learning.features import features, places
from nlp.learning.fitting import deepened, fit
from nlp.learning.model import SHIPPED, load, save, shipped
from nlp.learning.scorer import Scorer
from nlp.learning.training import frames_digest, train
from nlp.tagger import Tagger
from schemas.errors import InvalidRecordError
from schemas.kinds import MOVE_KINDS
from schemas.language import Move
from schemas.registry import Registry
from tests.nlp.conftest import cases

EXACT = 1e-6


def sentence_features(text: str, language: str) -> list[str]:
    reading = Tagger(Registry(), scorer=None).read("", text, language=language)
    return features(reading.sentences[0], language)


def test_names_are_hidden_and_concepts_are_shared_by_both_languages() -> None:
    english = sentence_features("Velmora Ltd bought Kestro Ltd for $3 million.", "en")
    chinese = sentence_features("维墨科技有限公司收购了开石软件有限公司。", "zh")
    assert not any("velmora" in one or "kestro" in one for one in english)
    assert {"C:buy", "P:<org>+buy"} <= set(english) & set(chinese)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("公司考虑IPO。", "C:list"),
        ("公司拟每10股派2元。", "C:dividend"),
        ("员工领了N+1。", "C:layoff"),
        ("两家公司对簿公堂。", "C:legal"),
        ("主教练宣布首发名单。", "C:sport"),
    ],
)
def test_chinese_words_of_every_spelling_mean_their_concept(text: str, concept: str) -> None:
    assert concept in sentence_features(text, "zh")


def test_a_fitted_model_tells_its_texts_apart() -> None:
    texts = [["a", "x"], ["a", "y"], ["a", "z"], ["b", "x"], ["b", "y"], ["b", "z"]] * 4
    truth = np.array([[float(one[0] == "a")] for one in texts], np.float32)
    scores = fit(texts, ["A"], truth, np.ones_like(truth), penalty=0.1).scores(
        [["a", "x"], ["b", "x"], ["never seen"]]
    )
    assert scores[0, 0] > 0 > scores[1, 0]


# What tells a launch is "new" and "phone" together, or "old" and "price": no sum of words knows that.
_TOGETHER = [["new", "phone"], ["new", "price"], ["old", "phone"], ["old", "price"]]


@pytest.fixture(scope="module")
def deep() -> DeepModel:
    texts = [[*one, filler] for one in _TOGETHER for filler in "abcdefgh"] * 12
    truth = np.array([[one[:2] in (_TOGETHER[0], _TOGETHER[3])] for one in texts], np.float32)
    wide = fit(texts, ["launch"], truth, np.ones_like(truth), penalty=0.1)
    assert np.abs(wide.scores(_TOGETHER)).max() < 1
    return deepened(wide, texts, truth, np.ones_like(truth))


def test_hidden_units_know_what_words_mean_together(deep: DeepModel) -> None:
    logits = deep.scores(_TOGETHER)[:, 0]
    assert [bool(one > 0) for one in logits] == [True, False, False, True]


def test_what_each_word_adds_is_its_exact_share(deep: DeepModel) -> None:
    text = ["phone", "unheard of", "new"]
    shares = deep.contributions(text, "launch")
    assert {name for name, _ in shares} == {"phone", "new"}
    assert [points for _, points in shares] == sorted((p for _, p in shares), reverse=True)
    units = deep.below.scores([text])[0, 1:]
    rest = deep.below.bias[0] + (deep.below.bias[1:] * (units > 0)) @ deep.units[:, 0]
    logit = deep.scores([text])[0, 0]
    assert sum(points for _, points in shares) + rest == pytest.approx(logit, abs=1e-4)
    assert deep.contributions(["unheard of"], "launch") == []


def test_hidden_units_are_read_again_from_a_file(deep: DeepModel) -> None:
    again = DeepModel.from_arrays(deep.arrays("words"), "words")
    assert again.labels == deep.labels == ("launch",)
    assert np.allclose(again.scores(_TOGETHER), deep.scores(_TOGETHER), atol=0.2)


def test_weights_stay_the_eight_bits_they_are_read_as_and_count_the_same(deep: DeepModel) -> None:
    small = DeepModel.from_arrays(deep.arrays("words"), "words")
    below = small.below
    wide = replace(below, weights=below.weights * below.unit, unit=np.float32(1))
    texts = [["en:mill", "en:opens"], ["en:opens"], ["en:nobody knows"], list(below.vocabulary)]
    assert below.weights.dtype == np.int8
    assert np.array_equal(below.scores(texts), wide.scores(texts))
    assert np.array_equal(below.real(np.array([0])), wide.weights[:1])


def test_a_model_read_from_its_file_scores_alike(tmp_path: Path) -> None:
    model = shipped()
    save(model, tmp_path / "again.json")
    again = load(tmp_path / "again.json")
    told = [sentence_features("Orvane Cloud suffered an outage on Monday.", "en")]
    before, after = (one.languages["en"].words.scores(told) for one in (model, again))
    assert np.abs(before - after).max() < EXACT
    for language in ("en", "zh"):
        for part in ("", "slots."):
            name = f"{part}{language}.npz"
            written = (tmp_path / f"again.{name}").read_bytes()
            assert written == SHIPPED.with_name(f"moves.{name}").read_bytes()


@pytest.mark.parametrize("harm", ["numbers", "json", "gone"])
def test_a_damaged_model_is_said_to_be_so_with_the_way_to_mend_it(
    tmp_path: Path, harm: str
) -> None:
    path = tmp_path / "moves.json"
    save(shipped(), path)
    if harm == "numbers":
        path.with_name("moves.zh.npz").write_bytes(b"PK")
    elif harm == "json":
        path.write_text("{", encoding="utf-8")
    else:
        path.unlink()
    with pytest.raises(InvalidRecordError) as caught:
        load(path)
    assert "zhibi nlp train" in caught.value.remedy


def test_the_same_frames_have_the_same_digest_in_every_process() -> None:
    told = "from nlp.learning.training import frames_digest; print(frames_digest())"
    found = {
        subprocess.run(
            [sys.executable, "-c", told], env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert found == {f"{frames_digest()}\n"}


def test_the_shipped_model_is_small_and_its_card_tells_its_figures_and_hash() -> None:
    model = shipped()
    assert SHIPPED.with_suffix(".md").read_text(encoding="utf-8") == card.card(model)
    assert model.digest in card.card(model)
    assert sum(one.stat().st_size for one in SHIPPED.parent.iterdir()) < 40_000_000
    assert all(tuple(own.words.labels) == MOVE_KINDS for own in model.languages.values())


def test_confidence_is_better_calibrated_than_the_weights_of_the_frames() -> None:
    told = shipped().about["reliability"]
    for language in ("en", "zh"):
        own = told[f"frames' own confidence, {language}"]
        assert told[f"weighed, {language}"]["ece"] < 0.03
        assert told[f"weighed, where a frame fired, {language}"]["brier"] < 0.6 * own["brier"]


def test_the_model_reads_nearly_all_cases_of_the_frames() -> None:
    tagger = Tagger(Registry())
    found = [
        _right(tagger, language, case) for language in ("en", "zh") for case in cases(language)
    ]
    assert sum(found) / len(found) > 0.85


def _right(tagger: Tagger, language: str, case: object) -> bool:
    kind, status, _actor, title, text = case  # type: ignore[misc]
    moves = tagger.tag(title, text, published="2026-06-15", language=language).moves
    if kind == "none":
        return not moves
    return any(one.kind == kind and one.status == status for one in moves)


def few() -> list[Item]:
    return [
        one
        for language in ("en", "zh")
        for number, one in enumerate(items(language))  # type: ignore[arg-type]
        if number % 24 == 0
    ]


def test_the_same_texts_give_the_same_model(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        model = train(few()).model
        save(model, tmp_path / f"{name}.json")
        written.append({one.name[3:]: one.read_bytes() for one in tmp_path.glob(f"{name}.*")})
    assert written[0] == written[1]


def test_probabilities_that_are_right_so_often_are_called_reliable() -> None:
    said = [0.2] * 10 + [0.8] * 10
    right = [True] * 2 + [False] * 8 + [True] * 8 + [False] * 2
    assert calibration.reliability(said, right).ece == pytest.approx(0, abs=1e-9)
    assert calibration.reliability(said, [not one for one in right]).ece == pytest.approx(0.6)


def test_a_model_that_finds_nothing_is_worse_and_the_same_model_is_not() -> None:
    rows = comparing.gold()[::3]
    tagger = Tagger(Registry(), scorer=None)

    def read(row: comparing.Row) -> Sequence[Move]:
        return tagger.tag(row["title"], row["text"], published=row["published"]).moves

    _, old = comparing.read_all(rows, read)
    _, new = comparing.read_all(rows, lambda _row: [])
    assert comparing.worse(old, old) == []
    told = comparing.worse(old, new)
    assert any(one.startswith("en: macro-F1 fell from") for one in told)
    assert not any("F1" in one for one in comparing.worse(new, old))


def test_each_candidate_says_what_its_probability_is_made_of() -> None:
    tagger = Tagger(Registry())
    told = tagger.explain(
        "Velmora buys Kestro", "Velmora Ltd has bought its rival Kestro Ltd.", language="en"
    )
    (one,) = [row for row in told if row["kept"] and row["sentence"].startswith("Velmora Ltd")][:1]
    weighed = one["weighed"]
    assert weighed["probability"] >= weighed["needed"]
    assert any(fact["fact"] == "words" for fact in weighed["facts"])
    assert any(
        word["words"] in {"bought", "Velmora Ltd has bought"} for word in weighed["words"]
    ) or (weighed["words"][0]["points"] > 0)
    json.dumps(told)


@pytest.mark.parametrize(
    ("language", "title", "text", "names"),
    [
        pytest.param(
            "en",
            "Velmora raises prices",
            "Velmora Ltd, where Anna Berg was finance chief, will raise its prices by 12% on 3 May 2027.",
            ("Velmora Ltd", "Anna Berg", "finance chief", "12%", "3 May 2027"),
            id="en",
        ),
        pytest.param(
            "zh",
            "砚禾电器涨价",
            "砚禾电器有限公司2027年5月3日起上调水壶价格12%，首席执行官方一称成本上涨。",
            ("砚禾电器有限公司", "方一", "首席执行官", "12%", "2027年5月3日"),
            id="zh",
        ),
    ],
)
def test_words_that_weighed_are_told_whole(
    language: str, title: str, text: str, names: tuple[str, ...]
) -> None:
    reading = Tagger(Registry()).read(title, text, published="2026-06-15", language=language)
    sentence = reading.sentences[1]
    told = {
        sentence.words(*span)
        for name in features(sentence, language)
        if (span := places(name, sentence, language))
    }
    assert set(names) <= told
    cut = {one for one in told if any(one.endswith(name[:-1]) for name in names)}
    assert not cut
    assert all(text.count(one) for one in told)


def test_words_alone_may_make_a_move_where_no_frame_fires() -> None:
    model = shipped()
    gold = [row for row in comparing.gold() if row["moves"]]
    tagger = Tagger(Registry(), scorer=Scorer(model))
    found = [
        move
        for row in gold
        for move in tagger.tag(row["title"], row["text"], published=row["published"]).moves
        if move.rule.endswith("/words")
    ]
    assert found
    assert all(move.evidence and move.trigger for move in found)
    assert min(move.confidence for move in found) >= 0.5, "surer than where a frame fires, too"
