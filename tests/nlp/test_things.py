"""Separate moves of one company stay two stories, however many other texts are around."""

from datetime import UTC, datetime

import pytest

from nlp.stories.grouping import Grouper
from nlp.stories.inputs import StoryInput
from nlp.tagger import Tagger
from schemas.language import Slot
from schemas.registry import Company, Registry

REGISTRY = Registry(
    companies=(
        Company(id="quillmark", names={"en": ("Quillmark",)}),
        Company(id="orvane", names={"en": ("Orvane",), "zh": ("奥凡云",)}),
        Company(id="kuilong", names={"zh": ("奎隆科技", "奎隆")}),
    )
)
TAGGER = Tagger(REGISTRY)
Text = tuple[str, str]
PLACES = (
    "Arden",
    "Bexley",
    "Corran",
    "Dunmore",
    "Elmet",
    "Farrow",
    "Garth",
    "Holt",
    "Ilkley",
    "Jarrow",
)
WARES = ("ovens", "lamps", "saddles", "violins", "kayaks")
# Fifty texts of other companies, no two of one event.
AROUND: tuple[Text, ...] = tuple(
    (f"{place} {ware.title()} extends {ware} line", f"{place} {ware.title()} makes {ware} in a town by the sea; the {ware} are sold in {number + 3} shops.")
    for number, (place, ware) in enumerate((place, ware) for place in PLACES for ware in WARES)
)  # fmt: skip
WALLET = (
    "Quillmark unveils mobile wallet for commuters",
    "Quillmark today launched a mobile wallet that lets commuters pay on buses and ferries. The wallet works on phones from four makers.",
)
FINANCE = (
    "Quillmark names Dora Penhallow finance chief",
    "Quillmark has appointed Dora Penhallow as chief financial officer. She comes from a bank.",
)
ROBOT = ("奎隆科技发布手术机器人", "奎隆科技今日发布一款手术机器人，面向基层医院的骨科医生。")
PAYROLL = (
    "Quillmark launches payroll app",
    "Quillmark has launched a payroll app for small restaurants.",
)
RAIL = (
    "Quillmark partners with Tarn Rail",
    "Quillmark has signed a partnership with Tarn Rail on ticketing.",
)
APART: dict[str, tuple[Text, Text]] = {
    "launches": (WALLET, ("Quillmark unveils fraud scanner for insurers", "Quillmark today launched a fraud scanner that reads claims for insurers. The scanner marks suspicious invoices.")),
    "hires": (FINANCE, ("Quillmark names Ivo Strand head of research", "Quillmark has appointed Ivo Strand as head of research. He led a laboratory before.")),
    "hires without names": (
        ("Quillmark hires marketing chief", "Quillmark has hired a new chief marketing officer to lead its brand work."),
        ("Quillmark hires head of security", "Quillmark has hired a new head of security after a string of attacks on the industry."),
    ),
    "partners": (RAIL, ("Quillmark partners with Osk Foods", "Quillmark has signed a partnership with Osk Foods on cold storage.")),
    "launches in Chinese": (ROBOT, ("奎隆科技发布仓储管理软件", "奎隆科技今日发布一款仓储管理软件，供跨境电商卖家管理库存。")),
    "hires in Chinese": (
        ("奎隆科技任命周屿为首席财务官", "奎隆科技宣布任命周屿为首席财务官，即日生效。"),
        ("奎隆科技任命何澄为研发副总裁", "奎隆科技宣布任命何澄为研发副总裁，即日生效。"),
    ),
    "launches in two languages": (PAYROLL, ("Quillmark推出车队保险", "Quillmark今日推出面向货运车队的保险产品，按里程计费。")),
}  # fmt: skip
TOGETHER: dict[str, tuple[Text, Text]] = {
    "a launch": (WALLET, ("Commuters get a wallet from Quillmark", "Passengers can now pay on ferries and buses with a mobile wallet, which Quillmark released on Tuesday.")),
    "a hire": (FINANCE, ("New CFO at Quillmark", "Dora Penhallow, formerly of a bank, becomes CFO of Quillmark, the company said.")),
    "a launch in Chinese": (ROBOT, ("奎隆进军骨科，推出手术机器人", "昨日，奎隆科技推出首款骨科手术机器人，主打基层医院市场。")),
    "a launch in two languages": (PAYROLL, ("Quillmark推出薪酬应用", "Quillmark今日推出面向小型餐馆的薪酬应用。")),
    "a customer lost in two languages": (
        ("Brockwell Foods leaves Quillmark for Orvane", "Brockwell Foods has ended its contract with Quillmark after nine years and will use Orvane's software from March."),
        ("布罗克韦尔食品弃用Quillmark", "布罗克韦尔食品结束与Quillmark九年的合同，明年3月起改用奥凡云的软件。"),
    ),
    "a rumour and its denial": (
        ("Quillmark in talks to buy Orvane, sources say", "Quillmark is in advanced talks to acquire Orvane, a maker of route planning software, for about £310 million, two people familiar with the matter said."),
        ("Quillmark denies Orvane takeover talks", "Quillmark on Wednesday denied that it was in talks to acquire Orvane. “We do not comment on gossip, and there are no such talks,” said spokeswoman Ada Finch."),
    ),
    "a partnership": (RAIL, ("Tarn Rail to sell tickets through Quillmark", "Tarn Rail and Quillmark will work together on ticketing, the two said on Wednesday.")),
}  # fmt: skip


def entry_of(name: str, text: Text) -> StoryInput:
    tags = TAGGER.tag(*text, published="2026-11-17")
    return StoryInput(
        id=name, title=text[0], text=text[1], published="2026-11-17", first_seen=datetime(2026, 11, 17, tzinfo=UTC),
        source=name, url=f"https://{name}.example/1", language=tags.language, tags=tags,
    )  # fmt: skip


@pytest.fixture(scope="module")
def around() -> list[StoryInput]:
    return [entry_of(f"around{number}", text) for number, text in enumerate(AROUND)]


def stories_of(pair: tuple[Text, Text], around: list[StoryInput]) -> set[str]:
    grouper = Grouper(REGISTRY)
    for entry in (*around, entry_of("one", pair[0]), entry_of("other", pair[1])):
        grouper.add(entry)
    found = grouper.assignments()
    return {found["one"][0], found["other"][0]}


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_separate_moves_of_one_company_stay_apart(
    pair: tuple[Text, Text], around: list[StoryInput]
) -> None:
    assert len(stories_of(pair, around)) == 2
    assert len(stories_of(pair, [])) == 2


@pytest.mark.parametrize("pair", TOGETHER.values(), ids=TOGETHER)
def test_one_move_told_in_other_words_is_one_story(
    pair: tuple[Text, Text], around: list[StoryInput]
) -> None:
    assert len(stories_of(pair, around)) == 1


def test_a_story_is_of_whom_a_title_names_not_of_who_is_taken_for_the_doer() -> None:
    grouper = Grouper(REGISTRY)
    ours = entry_of("one", TOGETHER["a customer lost in two languages"][0])
    theirs = entry_of("other", TOGETHER["a customer lost in two languages"][1])
    wrong = [
        move.model_copy(
            update={"actor": Slot(text="奥凡云", entity="orvane"), "kind": "customer-loss"}
        )
        for move in theirs.tags.moves[:1]
    ]
    grouper.add(
        theirs.model_copy(update={"tags": theirs.tags.model_copy(update={"moves": tuple(wrong)})})
    )
    grouper.add(ours)
    (story,) = grouper.stories()
    assert story.kind == "customer-loss"
    assert story.companies[0] == "quillmark"


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("Quillmark launches London wallet for commuters", "On Holding"),
        ("Quillmark sues the maker of its wallets", "The Orsett Group"),
        ("Quillmark is said to launch a wallet", "AI Corp"),
        ("Quillmark pays on account", "The On Company"),
    ],
)
def test_a_part_of_a_word_or_an_article_names_nobody(title: str, wrong: str) -> None:
    assert companies_of(title, "Quillmark", wrong)[0] == "quillmark"


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("Orvane's wallet is out", "The Orvane Group"),
        ("New: on holding shares fall", "On Holding"),
        ("今日奥凡云发布新品", "奥凡云"),
        ("发布AI新品的是QM公司", "QM"),
    ],
)
def test_a_name_is_found_beside_marks_and_chinese(title: str, right: str) -> None:
    assert companies_of(title, right, "Kuilong")[0] == "quillmark"


def companies_of(title: str, right: str, wrong: str) -> tuple[str, ...]:
    """Return whose a story of one text is: a surer move of it is of *wrong*, whom its title does not name."""
    entry = entry_of("one", (title, WALLET[1]))
    move = entry.tags.moves[0]
    doers = ((right, "quillmark", 0.7), (wrong, "orvane", 0.9))
    moves = tuple(
        move.model_copy(update={"actor": Slot(text=text, entity=entity), "confidence": sure})
        for text, entity, sure in doers
    )
    grouper = Grouper(REGISTRY)
    grouper.add(entry.model_copy(update={"tags": entry.tags.model_copy(update={"moves": moves})}))
    (story,) = grouper.stories()
    return story.companies
