"""What two registered companies did is two stories, whatever the reports share."""

from datetime import UTC, datetime

import pytest

from nlp.stories.affinity import profile
from nlp.stories.grouping import Grouper
from nlp.stories.inputs import StoryInput
from nlp.stories.signs import of_rivals
from nlp.tagger import Tagger
from schemas.language import Slot
from schemas.registry import Company, Registry

REGISTRY = Registry(
    companies=(
        Company(id="velmora", names={"en": ("Velmora",), "zh": ("维墨",)}),
        Company(id="orvane", names={"en": ("Orvane",), "zh": ("奥凡云",)}),
        Company(id="lanting", role="customer", names={"en": ("Lanting Express",), "zh": ("兰亭速运",)}),
    )
)  # fmt: skip
TAGGER = Tagger(REGISTRY)
Text = tuple[str, str]
PAIRS: dict[str, tuple[Text, Text]] = {
    "one customer": (
        ("Lanting Express picks Velmora", "Lanting Express has chosen Velmora as its supplier for 900 desks, Velmora said on Tuesday."),
        ("Lanting Express picks Orvane", "Lanting Express has chosen Orvane as its supplier for 40 depots, Orvane said on Tuesday."),
    ),
    "like launches": (
        ("Velmora launches assistant for brokers", "Velmora has launched an assistant for brokers that answers letters."),
        ("Orvane launches assistant for brokers", "Orvane has launched an assistant for brokers that answers letters."),
    ),
    "like layoffs in Chinese": (
        ("维墨裁员", "维墨宣布裁员，涉及研发部门。"),
        ("奥凡云裁员", "奥凡云宣布裁员，涉及研发部门。"),
    ),
}  # fmt: skip


def entries(texts: tuple[Text, ...], tagger: Tagger = TAGGER) -> list[StoryInput]:
    found = []
    for number, (title, text) in enumerate(texts):
        tags = tagger.tag(title, text, published="2026-11-17")
        found.append(
            StoryInput(
                id=f"d{number}", title=title, text=text, published="2026-11-17", first_seen=datetime(2026, 11, 17, tzinfo=UTC),
                source=f"s{number}", url=f"https://s{number}.example/1", language=tags.language, tags=tags,
            )
        )  # fmt: skip
    return found


@pytest.mark.parametrize("texts", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
def test_rivals_stay_apart(texts: tuple[Text, Text], *, at_once: bool) -> None:
    grouper = Grouper(REGISTRY)
    for entry in entries(texts):
        grouper.add(entry)
        if not at_once:
            grouper.stories()
    assert len({story for (story,) in grouper.assignments().values()}) == 2


def test_who_is_named_in_both_is_no_sign_of_two_events() -> None:
    bought = (
        ("Velmora buys Orvane", "Velmora has agreed to buy Orvane for €184 million, the companies said."),
        ("奥凡云被收购", "奥凡云宣布出售全部股权，买方为维墨，作价1.84亿欧元。"),
    )  # fmt: skip
    one, other = (profile(entry) for entry in entries(bought))
    assert not of_rivals(one, other)
    strange = [profile(entry) for entry in entries(PAIRS["like launches"], Tagger(Registry()))]
    assert not of_rivals(*strange), "names that no registry knows prove nothing"


CORRECTED = {"one company put right in both": ("velmora", "velmora"), "two companies": ("velmora", "orvane")}  # fmt: skip


@pytest.mark.parametrize("actors", CORRECTED.values(), ids=CORRECTED)
def test_whom_a_person_put_in_for_both_is_one_company_though_no_text_names_it(
    actors: tuple[str, str],
) -> None:
    texts = (
        ("VLM Group cuts 120 jobs", "VLM Group cuts 120 jobs in Leeds, mostly in planning, it said on Tuesday."),
        ("VLM Group to cut 120 jobs in Leeds", "VLM Group said on Tuesday that it cuts 120 jobs in Leeds, mostly in planning."),
    )  # fmt: skip
    grouper = Grouper(REGISTRY)
    for entry, actor in zip(entries(texts), actors, strict=True):
        moves = tuple(
            one.model_copy(update={"actor": Slot(text=actor, entity=actor)})
            for one in entry.tags.moves
        )
        tags = entry.tags.model_copy(update={"moves": moves})
        grouper.add(entry.model_copy(update={"tags": tags}))
    stories = {story for (story,) in grouper.assignments().values()}
    assert len(stories) == len(set(actors))


@pytest.mark.parametrize(
    ("title", "text", "kinds"),
    [
        ("Kestro is said to eye Orvane’s Asian unit", "Kestro Ltd is weighing a bid for the Asian business of Orvane Ltd, people familiar with the matter said.", {"acquisition"}),
        ("Kestro sells its Asian unit", "Kestro Ltd has sold its Asian business to Orvane Ltd.", {"divestiture"}),
    ],
    ids=["eyed", "sold"],
)  # fmt: skip
def test_what_a_company_wants_to_buy_it_does_not_sell(
    title: str, text: str, kinds: set[str]
) -> None:
    moves = Tagger(Registry()).tag(title, text, language="en").moves
    assert {one.kind for one in moves} & {"acquisition", "divestiture"} == kinds
