"""What is shown for a move says how it stands: the denial or the confirmation, and the rumour behind it."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Company, Registry

TAGGER = Tagger(
    Registry(
        companies=(
            Company(id="velmora", names={"en": ("Velmora",), "zh": ("维墨科技", "维墨")}),
            Company(id="portulan", names={"en": ("Portulan Freight",), "zh": ("港通货运",)}),
        )
    )
)
TEXTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "denied in the next sentence": (
        "Velmora denies plan to buy Portulan Freight",
        "Velmora is in talks to buy Portulan Freight for €184 million, the Harbour Post reported on Monday, citing people familiar with the matter. Velmora on Tuesday denied the report. “There are no such talks,” a spokeswoman said.",
        "denied", ("Velmora on Tuesday denied the report.", "Velmora is in talks to buy Portulan Freight for €184 million"),
    ),
    "denied with the move said again": (
        "Velmora CEO not leaving, company says",
        "Reports on Sunday said Annika Brandsma would leave Velmora as chief executive by spring. The company denied on Monday that Annika Brandsma is stepping down.",
        "denied", ("The company denied on Monday that Annika Brandsma is stepping down.", "Reports on Sunday said Annika Brandsma would leave Velmora as chief executive by spring."),
    ),
    "denied in Chinese": (
        "维墨科技否认收购港通货运",
        "据知情人士透露，维墨科技正洽谈以12亿元收购港通货运。维墨科技11月17日回应称，相关传闻不属实，公司没有收购港通货运的计划。",
        "denied", ("维墨科技11月17日回应称，相关传闻不属实，公司没有收购港通货运的计划。", "维墨科技正洽谈以12亿元收购港通货运。"),
    ),
    "called off in Chinese": (
        "维墨科技终止收购港通货运",
        "维墨科技今年3月宣布拟以12亿元收购港通货运。昨日，维墨科技公告称，决定终止本次收购。",
        "denied", ("维墨科技公告称，决定终止本次收购。", "维墨科技今年3月宣布拟以12亿元收购港通货运。"),
    ),
    "confirmed in Chinese": (
        "维墨科技确认收购港通货运",
        "此前市场传闻维墨科技拟收购港通货运。11月17日，维墨科技发布公告确认，已与港通货运签署收购协议，交易金额12亿元。",
        "announced", ("维墨科技发布公告确认，已与港通货运签署收购协议", "此前市场传闻维墨科技拟收购港通货运。"),
    ),
    "the denial alone": (
        "维墨科技回应裁员传闻",
        "近日有网传消息称，维墨科技将裁员300人。对此，维墨科技回应称，裁员消息不实，公司经营一切正常。",
        "denied", ("维墨科技回应称，裁员消息不实",),
    ),
    "a rumour": (
        "Velmora said to eye Portulan Freight",
        "Velmora is in talks to buy Portulan Freight for €184 million, people familiar with the matter said.",
        "rumoured", ("Velmora is in talks to buy Portulan Freight for €184 million",),
    ),
    "news": (
        "Velmora buys Portulan Freight",
        "Velmora has acquired Portulan Freight for €184 million. The deal does not need approval.",
        "done", ("Velmora has acquired Portulan Freight for €184 million.",),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("title", "text", "status", "shown"), TEXTS.values(), ids=TEXTS)
def test_the_evidence_says_how_a_move_stands(
    title: str, text: str, status: str, shown: tuple[str, ...]
) -> None:
    (move,) = TAGGER.tag(title, text, published="2026-11-17").moves
    whole = f"{title}\n{text}"
    assert move.status == status
    assert tuple(whole[span.start : span.end] for span in move.evidence) == shown
