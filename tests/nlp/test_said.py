"""Words alone make a move only beside a word for it; goods by number, proceeds and gains are no deals."""

import pytest

from nlp.tagger import Tagger
from schemas.kinds import MoveKind
from schemas.registry import Registry

TAGGER = Tagger(Registry())

QUOTED = {
    "quoted": "The money for the sheds comes from the growers, according to Rhett Oakman, Calder Air's managing director of airfield affairs.",
    "explains": "Here's how Edmark's chief analyst, Jessica Cald, summed it up.",
    "on track": "According to CFO Patricia Yar, Calder Freight is on track to meet that goal.",
    "went so far": "Salver Inc. chief executive Marc Benn went so far as to liken sugar to cigarettes.",
}
STAY: dict[str, tuple[str, MoveKind]] = {
    "leaves": ("Calder Freight's finance chief Patricia Yar goes at the end of May.", "departure"),
    "comes": ("Patricia Yar joins Calder Freight as chief financial officer.", "appointment"),
    "buys a firm": (
        "Calder Air has agreed to buy Tarn Aero, a maker of 12 kinds of jets, for $90 million.",
        "acquisition",
    ),
    "sells": (
        "Calder Corp agreed to sell its seed unit to Brill Farms for $90 million and expects a gain on the sale.",
        "divestiture",
    ),
    "buys with the proceeds": (
        "Calder Corp said the proceeds will fund the acquisition of Brill Seeds Inc for $90 million.",
        "acquisition",
    ),
}
STAY |= {
    f"machines {number}": (text, "acquisition")
    for number, text in enumerate(
        (
            "Calder Air will acquire Tarn Airways, which has 30 aircraft.",
            "Calder Lines agreed to buy rival Brill Shipping, adding 40 ships to its fleet.",
            "Calder Air buys Brill Air for $5 billion to get its 300 aircraft.",
            "Calder Freight agreed to acquire Tarn Logistics, which runs 1,200 trucks across Europe.",
            "Calder Air bought Brill Air and ordered 30 jets.",
        )
    )
}
STAY |= {
    f"share {number}": (text, "investment")
    for number, text in enumerate(
        (
            "Calder Corp takes 25% of the energy trader Tarn Power.",
            "Calder Corp picks up 10% of space firm Tarn Orbital.",
            "Calder Corp takes 20% of market maker Brill Securities.",
            "Calder Corp takes 20% of Tarn Foods to gain market share.",
        )
    )
}
STAY |= {
    "shown the door": ("Calder Freight shows finance chief Patricia Yar the door.", "departure"),
    "sworn in": ("Patricia Yar sworn in as Calder Freight chairman.", "appointment"),
    "cut loose": ("Calder Corp cuts its seed unit loose.", "divestiture"),
    "sold at a gain": (
        "Calder Corp booked a gain on the sale of its seed unit, which it offloaded on Monday.",
        "divestiture",
    ),
}
NO_DEALS: dict[str, tuple[str, MoveKind]] = {
    "jets": ("Calder Airlines signs definitive agreement for 30 Tarn 9 jets.", "acquisition"),
    "helicopters": (
        "Calder Airlines has agreed to purchase from Tarn Aero 12 helicopters and support services.",
        "acquisition",
    ),
    "proceeds": (
        "Calder Corp filed for an offering of up to $500 million of notes. Proceeds will be used for general corporate purposes, including the acquisition of aircraft.",
        "acquisition",
    ),
    "gain": (
        "Calder Corp reported first-quarter net income of $64.6 million, after a $175.2 million pretax gain from the sale of its lens business.",
        "divestiture",
    ),
    "buses": (
        "Calder Transit has agreed to buy 40 electric buses from Tarn Motors.",
        "acquisition",
    ),
    "turbines": (
        "Calder Power signed a contract with Tarn Wind for up to 12 wind turbines.",
        "acquisition",
    ),
    "jets on a day": (
        "Calder Airlines signed a final purchase agreement with Tarn Aero in Tehran on Saturday for 30 Tarn 9 jets.",
        "acquisition",
    ),
    "share of a market": ("Calder Corp takes 25% of the market from Tarn Foods.", "investment"),
    "market share": (
        "Analyst firm Orsett puts Calder Cloud's market share at 31% in the quarter.",
        "investment",
    ),
    "the target": (
        "Calder Co has agreed to buy Tarn Foods for $90 million. The acquired company had sales of $60 million last year.",
        "results",
    ),
    "application": (
        "Calder Air plans to refile an application with the Department of Transportation for approval to acquire Brill Air Group.",
        "patent",
    ),
}


@pytest.mark.parametrize("name", QUOTED)
def test_who_is_quoted_takes_and_leaves_no_office(name: str) -> None:
    kinds = {move.kind for move in TAGGER.tag("", QUOTED[name]).moves}
    assert not kinds & {"appointment", "departure"}


@pytest.mark.parametrize("name", STAY)
def test_what_says_it_stays(name: str) -> None:
    text, kind = STAY[name]
    assert kind in {move.kind for move in TAGGER.tag("", text).moves}


@pytest.mark.parametrize("name", NO_DEALS)
def test_what_sounds_like_a_deal_is_none(name: str) -> None:
    text, kind = NO_DEALS[name]
    assert kind not in {move.kind for move in TAGGER.tag("", text).moves}


CHINESE: dict[str, tuple[str, MoveKind, str | None]] = {
    "surety": ("朔凌股份与恒岭租赁签订了担保合同。", "customer-win", None),
    "surety with a bank": (
        "公司与朔凌银行西安分行签署了《最高额保证合同》，提供最高额为4,000万元的担保。",
        "customer-win",
        None,
    ),
    "supplies": ("朔凌股份与恒岭电网签订了5亿元供货合同。", "customer-win", "朔凌股份"),
    "has invested": ("恒岭旅游公司完成对朔凌旅游的战略投资。", "investment", "恒岭旅游公司"),
    "raised none": ("恒岭旅游公司完成对朔凌旅游的战略投资。", "funding", None),
    "raised and invested": (
        "恒岭数科获朔凌科技投资1亿元，并完成对柏川软件的投资。",
        "funding",
        "恒岭数科",
    ),
    "delivers and vouches": (
        "恒岭数科拿下朔凌电网大单，合同额5亿元，另需银行贷款合同。",
        "customer-win",
        "恒岭数科",
    ),
    "retires with honours": ("恒岭数科首席技术官张建国荣休。", "departure", "恒岭数科"),
    "storms out": ("恒岭数科总裁王志强拂袖而去。", "departure", "恒岭数科"),
    "sacks his boss": ("恒岭数科总裁王志强炒了老板。", "departure", "恒岭数科"),
    "a name takes in the verb": ("恒岭数科董事长张伟走了。", "departure", "恒岭数科"),
    "a president is quoted": (
        "恒岭数科总裁王志强表示，重新收拾心情再出发，更换设备。",
        "departure",
        None,
    ),
    "earned by the target": (
        "朔凌股份拟以3亿元收购恒岭食品100%股权。公告显示，标的公司去年营收2.1亿元，净利润1800万元。",
        "results",
        None,
    ),
    "asked in quotation marks": (
        "朔凌科技发布会上问“谁来买单？”，随后推出新款手机朔星5。",
        "product-launch",
        "朔凌科技",
    ),
    "called by a number": (
        "朔凌9X系列今天又发布了。",
        "product-launch",
        "朔凌",
    ),
    "adds to its shares": (
        "控股股东朔凌资本累计增持恒岭股份3,515,206股，占公司总股本的0.129%。",
        "investment",
        "朔凌资本",
    ),
}


@pytest.mark.parametrize("name", CHINESE)
def test_contracts_and_money_that_changes_hands_in_chinese(name: str) -> None:
    text, kind, actor = CHINESE[name]
    told = [one.actor and one.actor.text for one in TAGGER.tag("", text).moves if one.kind == kind]
    assert told == ([actor] if actor else [])


def test_who_hires_a_broker_to_sell_is_the_seller() -> None:
    moves = TAGGER.tag("", "Norfell Foods hired Brill Securities to sell its Tarn unit.").moves
    assert [(one.kind, one.actor and one.actor.text) for one in moves] == [
        ("divestiture", "Norfell Foods")
    ]
