"""Strange names that are companies by how they stand, and words that stand so and are none."""

from math import exp, log

import pytest

from benchmarks.tagging import articles
from nlp.chinese import standing as chinese_standing
from nlp.chinese.evidence import no_name
from nlp.chinese.likely import Sums
from nlp.chinese.standing import choose
from nlp.entities import Entity
from nlp.names.model import guesses
from nlp.tagger import Tagger
from schemas.registry import Registry
from text.folding import to_simplified

TAGGER = Tagger(Registry(), scorer=None)

NAMES = [
    ("橘屿下调全年目标", "社区团购企业橘屿把全年成交额目标下调一成，称旺季订单不及预期。", "橘屿"),
    ("鹭汀：终止收购", "鹭汀公告，终止收购一家冷链公司。", "鹭汀"),
    ("高管变动", "箱包品牌砚秋宣布换帅，砚秋创始人退居二线。", "砚秋"),
    ("冰柜涨价", "知情人士透露，桐霁饮品拟上调冰柜押金。桐霁饮品未回应。", "桐霁饮品"),
]


@pytest.mark.parametrize(("title", "text", "name"), NAMES)
def test_a_strange_name_shows_by_where_it_stands(title: str, text: str, name: str) -> None:
    found = {
        text_of(title, text, one.start, one.end)
        for one in TAGGER.tag(title, text, published="2026-06-15", language="zh").mentions
        if one.label == "ORG"
    }
    assert name in found


def text_of(title: str, text: str, start: int, end: int) -> str:
    return f"{title}\n{text}"[start:end]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("消息人士：旺季提前", "消息人士称，旺季提前了两周，消息人士没有说为什么。"),
        ("战略合作升温", "业内谈战略合作的人多了，战略合作签得却少了。"),
    ],
)
def test_everyday_words_are_no_companies(title: str, text: str) -> None:
    mentions = TAGGER.tag(title, text, published="2026-06-15", language="zh").mentions
    assert not [one for one in mentions if one.label == "ORG"]


def test_of_overlapping_spans_the_likelier_stays_and_nothing_that_is_taken() -> None:
    spans, likely = [(0, 4), (2, 6), (8, 10), (12, 14)], [0.5, 0.9, 0.8, 0.1]
    assert choose(spans, likely, {9}) == [(2, 6)]
    assert choose(spans, likely, set()) == [(2, 6), (8, 10)]


def test_sums_by_parts_are_those_of_the_facts_one_by_one() -> None:
    weights = chinese_standing._weights()
    compared = 0
    for title, text in articles("zh", 6):
        whole, end = f"{title}\n{text}", len(title)
        guessed = guesses(whole, "zh")
        proposed = [
            Entity(one.start, one.end, "ORG", whole[one.start : one.end], rank=54)
            for one in guessed[::2]
        ]
        told = chinese_standing.standing(whole, end, proposed, guessed)
        by_span = {(one.start, one.end): one for one in proposed}
        sums = Sums(weights).of(
            to_simplified(whole), end, [one[:2] for one in told], by_span, guessed
        )
        for one in told:
            sure = chinese_standing.probability(one.facts, weights)
            assert 1 / (1 + exp(-sums[one.start, one.end])) == pytest.approx(sure)
        compared += len(told)
    assert compared > 200


def test_runs_that_are_spared_are_not_likely_enough() -> None:
    weights = chinese_standing._weights()
    least = chinese_standing._LEAST
    spared = 0
    for title, text in articles("zh", 12):
        whole, end = f"{title}\n{text}", len(title)
        guessed = guesses(whole, "zh")
        vain = Sums(weights).hopeless(to_simplified(whole), end, guessed, log(least / (1 - least)))
        for one in chinese_standing.standing(whole, end, [], guessed):
            if vain((one.start, one.end)):
                spared += 1
                assert chinese_standing.probability(one.facts, weights) < least
    assert spared > 200


@pytest.mark.parametrize("words", ["经", "均", "某会计师事务所", "本次", "大概能拿"])
def test_words_that_name_no_company(words: str) -> None:
    assert no_name(words)


@pytest.mark.parametrize("words", ["云岭集团", "青禾科技", "Velmora", "簇云"])
def test_words_that_may_name_one(words: str) -> None:
    assert not no_name(words)


def test_what_companies_do_and_parties_of_a_contract_are_no_names() -> None:
    text = "发行人与受托管理人商定，回购股份的方案由债权人会议审议，云岭证券有限公司出席。"
    found = TAGGER.read("", text, language="zh").entities
    names = {one.name for one in found if one.label == "ORG"}
    assert "云岭证券有限公司" in names
    assert not names & {"发行人", "受托管理人", "债权人", "回购股份", "债权人会议"}
