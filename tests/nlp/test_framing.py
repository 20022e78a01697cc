"""What a whole sentence is put under decides its status, whatever its other words are like."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

_EN = "Marrowby bought its rival Tesk for $40 million"
_ZH = "梨岚茶事以4,000万元收购了麓香茶铺"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


def _statuses(tagger: Tagger, text: str) -> list[str]:
    return [
        one.status
        for one in tagger.tag("", text, published="2026-05-04").moves
        if one.kind == "acquisition"
    ]


@pytest.mark.parametrize(
    "frame",
    [
        "If {}, the others would have to answer.",
        "Nobody can tell whether {}.",
        "Suppose for a moment that {}.",
        "The forecast assumes that {}.",
        "Whether {} is an open question.",
        "It is difficult to imagine that {}.",
        "Fifteen years ago, {}.",
        "Many years earlier, {}.",
        "In its early days, {}.",
        "Early in the 1990s, {}.",
        "In the autumn of 2009, {}.",
        "Older neighbours remember how {}.",
        "Twenty years have passed since {}.",
        "Did you know that {}?",
        "假使{}，别家也会跟进。",
        "很难想象{}。",
        "{}的可能性有多大？",
        "几十年前，{}。",
        "上个世纪末，{}。",
        "在前任老板手里，{}。",
        "{}，这都是十几年前的旧事了。",
        "谁会相信{}？",
    ],
)  # fmt: skip
def test_conditions_questions_and_things_long_past_are_no_news(tagger: Tagger, frame: str) -> None:
    assert _statuses(tagger, frame.format(_EN if frame.isascii() else _ZH)) == []


@pytest.mark.parametrize(
    "frame",
    [
        "The group disputes a report that {}.",
        "A statement that {} was fabricated.",
        "It is simply wrong that {}, the chairman said.",
        "Posts claiming that {} are fake, according to the group.",
        "{}, a newspaper wrote. The group denied the report.",
        "{}, a newspaper wrote. The group denied that.",
        "{}, a newspaper wrote. The group denied that on Monday.",
        "{}, a newspaper wrote. Marrowby denied it, calling the paper careless.",
        "There was a rumour: {}. Its spokesman denies this.",
        "A newsletter writes: {}. There is nothing in it.",
        "{}, a blog wrote. None of it is true.",
        "{}, says a post. The list of sites in it is invented.",
        "An article claims that {}. This is plain nonsense.",
        "公司否认{}。",
        "有消息称{}。公司否认。",
        "网上有人说{}。该公司随后否认了此事。",
        "董事长反驳了{}的说法。",
        "报社为误报{}一事致歉。",
        "公司表示，{}的消息不实。",
    ],
)
def test_what_is_denied_is_denied(tagger: Tagger, frame: str) -> None:
    assert _statuses(tagger, frame.format(_EN if frame.isascii() else _ZH)) == ["denied"]


@pytest.mark.parametrize(
    "frame",
    [
        "Word among the brokers is that {}.",
        "Leaked slides suggest that {}.",
        "{}, or so the gossip goes.",
        "{}, a person close to the talks said.",
        "一份外泄的纪要显示，{}。",
        "未经证实的消息说，{}。",
    ],
)
def test_hearsay_is_rumour(tagger: Tagger, frame: str) -> None:
    assert _statuses(tagger, frame.format(_EN if frame.isascii() else _ZH)) == ["rumoured"]


@pytest.mark.parametrize(
    "frame",
    [
        "Ten years after its founding, {}.",
        "Two years ago it failed, but now {}.",
        "If one thing was missing, it has come: {}.",
        "The rumours are confirmed: {}.",
        "Reports are true: the group has confirmed that {}.",
        "Founded in 1998, the group made news on Monday: {}.",
        "{}. The group denied a report that it would cut 200 jobs.",
        "{}. The seller denied any wrongdoing.",
        "{}. The list of sites was made up of two parts.",
        "{}. There is nothing left to pay.",
        "尽管此前否认过，{}。",
        "{}。公司否认将裁员100人。",
        "多年前没有谈成，但今天{}。",
        "发言人证实，{}。",
        "也就算了，没想到{}。",
        "{}. It denied that it would close the plant in Hull.",
        "{}. The company denied that Tesk's offices would be sold.",
        "{}. The firm denies that its chief executive is leaving.",
        "{}. It denied it would close the plant in Hull.",
        "{}. The group denied that on closing day anybody was paid twice.",
    ],
)
def test_what_is_news_stays_news(tagger: Tagger, frame: str) -> None:
    assert _statuses(tagger, frame.format(_EN if frame.isascii() else _ZH)) == ["done"]


def test_the_reason_is_told(tagger: Tagger) -> None:
    told = tagger.explain("", f"Nobody can tell whether {_EN}.", published="2026-05-04")
    reasons = {(one["reason"], one["because"]) for one in told if one["kind"] == "acquisition"}
    assert reasons == {("hypothetical", "whether")}


def test_who_denies_a_charge_does_not_deny_the_suit(tagger: Tagger) -> None:
    text = "Marrowby sued Tesk over unpaid rent in London on Monday. Tesk denied the claims."
    moves = tagger.tag("", text, published="2026-05-04").moves
    assert [(one.kind, one.status) for one in moves] == [("legal", "done")]
