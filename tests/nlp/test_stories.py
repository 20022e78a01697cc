"""Twenty hard cases in both languages: which reports are one story, and which must stay apart."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from nlp.stories.affinity import profile
from nlp.stories.form import build
from nlp.stories.grouping import Grouper, StoryInput
from nlp.tagger import Tagger
from schemas.language import Move, Slot, Span, Tags
from schemas.registry import Company, Registry
from schemas.stories import Story

REGISTRY = Registry(
    companies=(
        Company(id="velmora", names={"en": ("Velmora",), "zh": ("维墨科技", "维墨")}, tier=1),
        Company(id="orsted", names={"en": ("Orvane Cloud", "Orvane"), "zh": ("奥凡云",)}, tier=2),
        Company(id="kestro", names={"en": ("Kestro",), "zh": ("凯斯卓",)}),
        Company(
            id="lanting",
            role="customer",
            names={"en": ("Lanting Express",), "zh": ("兰亭速运",)},
            tier="strategic",
        ),
    )
)
TAGGER = Tagger(REGISTRY)
NIL = Tagger(Registry())
Text = tuple[str, str, str]  # day, title, text

BUY_EN: Text = (
    "2026-06-15",
    "Velmora to buy Kestro",
    "Velmora has agreed to acquire Kestro for €184 million, the companies said.",
)
BUY_ZH: Text = (
    "2026-06-16",
    "维墨科技收购凯斯卓",
    "维墨科技宣布将以1.84亿欧元收购凯斯卓全部股权。",
)
LONG = (
    "Velmora opened a support centre in Ghent on Monday. The centre employs forty people and answers customers in"
    " five languages. Mayor and staff cut a cake. The building was once a textile mill and has a view of the canal."
    " Velmora said that more centres would follow if customers liked the first one."
)

ONE_STORY: dict[str, Sequence[Text]] = {
    "both languages tell one takeover": [BUY_EN, BUY_ZH],
    "a price rise in both languages": [
        (
            "2026-06-15",
            "Velmora raises prices",
            "Velmora will raise the price of its team plan from €89 to €99 on 1 July.",
        ),
        ("2026-06-15", "维墨涨价", "维墨科技宣布，团队版价格自7月1日起由89欧元涨至99欧元。"),
    ],
    "an appointment in both languages": [
        (
            "2026-06-15",
            "New chief at Orvane",
            "Orvane Cloud has appointed Maria Oduya chief executive.",
        ),
        ("2026-06-16", "奥凡云换帅", "奥凡云任命 Maria Oduya 为首席执行官。"),
    ],
    "a reprint with a line of boilerplate": [
        ("2026-06-15", "Velmora opens centre", LONG),
        (
            "2026-06-16",
            "Support centre for Ghent",
            LONG + " This text was provided by a news service. Copyright 2026.",
        ),
    ],
    "a rumour denied within days": [
        (
            "2026-06-15",
            "Orvane said to eye Kestro",
            "Orvane Cloud is considering a takeover of Kestro, two people familiar with the matter said.",
        ),
        (
            "2026-06-17",
            "Orvane: no bid for Kestro",
            "Orvane Cloud denied reports that it wants to acquire Kestro.",
        ),
    ],
    "buyer and seller tell one deal": [
        (
            "2026-06-15",
            "Velmora buys Kestro",
            "Velmora has agreed to acquire Kestro for $30 million.",
        ),
        (
            "2026-06-15",
            "Kestro sold",
            "Kestro will be acquired by Velmora for $30 million, it said.",
        ),
    ],
    "a contract told by vendor and press": [
        (
            "2026-06-15",
            "Lanting picks Orvane",
            "Lanting Express has chosen Orvane Cloud under a contract worth €8 million.",
        ),
        ("2026-06-18", "奥凡云中标", "奥凡云中标兰亭速运云服务项目，合同额800万欧元。"),
    ],
    "lay-offs with the same number": [
        ("2026-06-15", "Velmora cuts 300 jobs", "Velmora will cut 300 jobs in Ghent."),
        ("2026-06-16", "维墨裁员", "维墨科技计划裁员300人。"),
    ],
    "an outage in both languages": [
        (
            "2026-06-15",
            "Orvane down",
            "Orvane Cloud suffered an outage on Monday; customers were unable to log in.",
        ),
        ("2026-06-15", "奥凡云宕机", "奥凡云今日出现宕机，用户无法登录。"),
    ],
    "texts without a move that say the same": [
        (
            "2026-06-15",
            "Canal festival in Ghent",
            "The canal festival in Ghent drew thousands of visitors with music, boats and lanterns on Saturday night.",
        ),
        (
            "2026-06-16",
            "Thousands at Ghent canal festival",
            "Thousands of visitors came to the canal festival in Ghent on Saturday for music, lanterns and boats.",
        ),
    ],
}
APART: dict[str, Sequence[Text]] = {
    "two deals of one buyer": [
        BUY_EN,
        (
            "2026-06-16",
            "Velmora buys Fogbank",
            "Velmora has agreed to acquire Fogbank for $20 million.",
        ),
    ],
    "two buyers on one day": [
        BUY_EN,
        (
            "2026-06-15",
            "Orvane buys Fogbank",
            "Orvane Cloud has agreed to acquire Fogbank for €184 million.",
        ),
    ],
    "a follow-up weeks later": [
        BUY_EN,
        (
            "2026-07-20",
            "Velmora completes Kestro deal",
            "Velmora has completed the acquisition of Kestro.",
        ),
    ],
    "rivals raise prices on one day": [
        (
            "2026-06-15",
            "Velmora raises prices",
            "Velmora will raise the price of its team plan from €89 to €99 on 1 July.",
        ),
        (
            "2026-06-15",
            "Orvane raises prices",
            "Orvane Cloud will raise the price of its team plan from €79 to €85 on 1 July.",
        ),
    ],
    "two people leave one company": [
        (
            "2026-06-15",
            "Velmora loses finance chief",
            "Anna Lindholm has stepped down as chief financial officer of Velmora.",
        ),
        (
            "2026-06-17",
            "Velmora loses engineer",
            "Tom Ashby has stepped down as chief technology officer of Velmora.",
        ),
    ],
    "two contracts with other customers": [
        (
            "2026-06-15",
            "Lanting picks Orvane",
            "Lanting Express has chosen Orvane Cloud under a contract worth €8 million.",
        ),
        (
            "2026-06-16",
            "Bank picks Orvane",
            "Corriston Bank has chosen Orvane Cloud under a contract worth €3 million.",
        ),
    ],
    "a price rise and a price cut": [
        ("2026-06-15", "维墨涨价", "维墨科技宣布，团队版价格由89欧元涨至99欧元。"),
        ("2026-06-15", "维墨裁员", "维墨科技计划裁员300人。"),
    ],
    "an award and a lawsuit": [
        ("2026-06-15", "Orvane honoured", "Orvane Cloud won a design award for its console."),
        ("2026-06-15", "Orvane sued", "Velmora has sued Orvane Cloud over a patent."),
    ],
    "results of two companies": [
        (
            "2026-06-15",
            "Velmora grows",
            "Velmora said first-quarter revenue rose 12% to €310 million.",
        ),
        (
            "2026-06-15",
            "Orvane grows",
            "Orvane Cloud said first-quarter revenue rose 9% to €120 million.",
        ),
    ],
    "unlike texts without a move": [
        (
            "2026-06-15",
            "Canal festival",
            "The canal festival in Ghent drew thousands of visitors on Saturday.",
        ),
        (
            "2026-06-15",
            "Bridge repairs",
            "Repairs of the railway bridge near Leeds take until autumn.",
        ),
    ],
}


def inputs(texts: Sequence[Text], tagger: Tagger = TAGGER) -> list[StoryInput]:
    made = []
    for number, (day, title, text) in enumerate(texts):
        tags = tagger.tag(title, text, published=day)
        made.append(
            StoryInput(
                id=f"d{number}", title=title, text=text, published=day,
                first_seen=datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=number),
                source=f"s{number}", url=f"https://news.example/{number}", language=tags.language, tags=tags,
            )
        )  # fmt: skip
    return made


def grouped(entries: Sequence[StoryInput], registry: Registry = REGISTRY) -> Grouper:
    grouper = Grouper(registry)
    for entry in entries:
        grouper.add(entry)
    return grouper


@pytest.mark.parametrize("name", ONE_STORY)
def test_reports_of_one_event_meet(name: str) -> None:
    assigned = grouped(inputs(ONE_STORY[name])).assignments()
    assert len({stories[0] for stories in assigned.values()}) == 1


@pytest.mark.parametrize("name", APART)
def test_other_events_stay_apart(name: str) -> None:
    assigned = grouped(inputs(APART[name])).assignments()
    assert len({stories[0] for stories in assigned.values()}) == 2


def test_names_found_without_a_registry_are_enough() -> None:
    texts = [
        BUY_EN,
        (
            "2026-06-16",
            "Kestro goes to Velmora",
            "Velmora agreed to buy Kestro for €184 million on Monday.",
        ),
    ]
    assigned = grouped(inputs(texts, NIL), Registry()).assignments()
    assert assigned["d0"] == assigned["d1"]


def test_two_scripts_meet_by_an_exact_amount_without_a_registry() -> None:
    texts = [
        BUY_EN,
        BUY_ZH,
        ("2026-06-16", "远川收购石湖", "远川影业宣布将以2.31亿欧元收购石湖科技全部股权。"),
    ]
    assigned = grouped(inputs(texts, NIL), Registry()).assignments()
    assert assigned["d0"] == assigned["d1"] != assigned["d2"]


def test_the_order_in_which_pages_of_one_crawl_arrive_changes_nothing() -> None:
    same_day = [
        (BUY_EN[0], title, text)
        for _day, title, text in ONE_STORY["both languages tell one takeover"]
    ]
    entries = inputs(same_day)
    arrived = datetime(2026, 6, 15, 9, tzinfo=UTC)

    def told(seconds: Sequence[int]) -> Story:
        pairs = zip(entries, seconds, strict=True)
        seen = [
            e.model_copy(update={"first_seen": arrived + timedelta(seconds=s)}) for e, s in pairs
        ]
        (story,) = grouped(sorted(seen, key=lambda one: one.first_seen)).stories()
        return story

    one, other = told(range(len(entries))), told(range(len(entries), 0, -1))
    assert (one.id, one.representative, one.title) == (other.id, other.representative, other.title)
    assert [r.document_id for r in one.reports] == [r.document_id for r in other.reports]


def test_a_document_with_two_events_is_in_two_stories() -> None:
    both = (
        "2026-06-16",
        "Velmora buys, Orvane falls silent",
        f"{BUY_EN[2]} Orvane Cloud suffered an outage on Monday; customers were unable to log in.",
    )
    outage = ONE_STORY["an outage in both languages"][1]
    grouper = grouped(inputs([BUY_EN, outage, both]))
    assigned = grouper.assignments()
    assert set(assigned["d2"]) == {assigned["d0"][0], assigned["d1"][0]}
    assert len(assigned["d0"]) == len(assigned["d1"]) == 1  # who tells one event stays with it
    kinds = {one.id: {move.move.kind for move in one.moves} for one in grouper.stories()}
    assert kinds == {assigned["d0"][0]: {"acquisition"}, assigned["d1"][0]: {"incident"}}


def test_what_a_text_says_of_a_rival_by_the_way_is_not_where_the_rivals_news_belongs() -> None:
    aside = (
        "2026-06-15",
        "Velmora earns more in the first quarter",
        (
            "Velmora's revenue rose 17% to €50.1 million in the first quarter of 2026. Its rival Orvane Cloud was less"
            " lucky: it cut its forecast for 2026 to revenue of $80 million last week."
        ),
    )
    news = (
        "2026-06-17",
        "Orvane Cloud struggles",
        (
            "Orvane Cloud suffered an outage on Wednesday; customers were unable to log in. The company had cut its forecast"
            " for 2026 to revenue of $80 million on 9 June."
        ),
    )
    assigned = grouped(inputs([aside, news])).assignments()
    assert set(assigned["d0"]).isdisjoint(assigned["d1"])


@pytest.mark.parametrize(
    ("first", "second", "main"),
    [(0.93, 0.95, "results"), (0.6, 0.95, "guidance"), (0.95, 0.6, "results")],
    ids=["about as sure", "surer later", "surer first"],
)
def test_of_moves_about_as_sure_a_report_is_about_the_one_told_first(
    first: float, second: float, main: str
) -> None:
    text = "Revenue rose 17%. It cut its forecast."
    start = len("Velmora\n")
    moves = (
        Move(kind="guidance", status="done", confidence=second, evidence=(Span(start=start + 18, end=start + 38),)),
        Move(kind="results", status="done", confidence=first, evidence=(Span(start=start, end=start + 17),)),
    )  # fmt: skip
    (entry,) = inputs([("2026-06-15", "Velmora", text)])
    tags = entry.tags.model_copy(update={"moves": moves})
    told = profile(entry.model_copy(update={"tags": tags}))
    assert [event.kind for event in told.main] == [main]


def test_ids_are_the_same_in_every_run_and_when_continued() -> None:
    entries = inputs([BUY_EN, BUY_ZH, APART["two deals of one buyer"][1]])
    at_once = grouped(entries)
    first = grouped(entries[:1])
    continued = Grouper(REGISTRY, first.stories(), entries[:1])
    for entry in entries[1:]:
        continued.add(entry)
    assert continued.assignments() == at_once.assignments()
    assert {s.id: len(s.reports) for s in at_once.stories()} == {
        **{s.id: len(s.reports) for s in first.stories()},
        **{s.id: len(s.reports) for s in continued.stories()},
    }


def test_adding_a_document_twice_changes_nothing() -> None:
    entries = inputs([BUY_EN])
    grouper = grouped([*entries, *entries])
    (story,) = grouper.stories()
    assert len(story.reports) == 1


def test_reprints_do_not_corroborate() -> None:
    (story,) = grouped(inputs(ONE_STORY["a reprint with a line of boilerplate"])).stories()
    assert story.sources == 1
    assert [r.reprint_of for r in story.reports] == [None, "d0"]


def test_independent_sources_are_counted() -> None:
    (story,) = grouped(inputs([BUY_EN, BUY_ZH])).stories()
    assert story.sources == 2
    assert story.companies[0] == "velmora"
    assert (story.kind, story.status, story.day) == ("acquisition", "announced", "2026-06-15")


def test_the_companys_own_report_of_the_day_represents() -> None:
    press, own = inputs(
        [
            BUY_EN,
            (
                "2026-06-15",
                "Our future with Kestro",
                "We have agreed to acquire Kestro for €184 million. Velmora",
            ),
        ]
    )
    own = own.model_copy(
        update={
            "company": "velmora",
            "tags": TAGGER.tag(own.title, own.text, published="2026-06-15", publisher="velmora"),
        }
    )
    (story,) = grouped([press, own]).stories()
    assert (story.representative, story.title) == ("d1", "Our future with Kestro")


def test_the_summary_begins_with_the_evidence() -> None:
    text = "It was a rainy Monday in Ghent and the canal was full. Velmora has agreed to acquire Kestro for €184 million."
    (story,) = grouped(inputs([("2026-06-15", "News", text)])).stories()
    assert story.reports[0].sentences[0] == "Velmora has agreed to acquire Kestro for €184 million."
    assert all(sentence in text for sentence in story.reports[0].sentences)


def moves_of(kinds: Sequence[tuple[str, int, float, str, str | None]]) -> Tags:
    """Return tags with moves: kind, where the evidence starts, confidence, status, actor."""
    made = tuple(
        Move(
            kind=kind, status=status, confidence=sure, evidence=(Span(start=start, end=start + 5),),
            actor=Slot(text=actor or "a rival", entity=actor),
        )
        for kind, start, sure, status, actor in kinds
    )  # fmt: skip
    return Tags(language="en", moves=made, about=("velmora",))


def test_what_the_title_says_is_what_a_story_is_about_and_strangers_settle_nothing() -> None:
    (entry,) = inputs([BUY_EN])
    body = len(BUY_EN[1]) + 1
    told = [
        ("acquisition", 0, 0.8, "rumoured", "velmora"),
        ("guidance", body, 0.75, "done", "velmora"),
        ("guidance", body + 9, 0.7, "done", "kestro"),
        ("acquisition", body + 20, 0.46, "denied", None),
    ]
    (story,) = grouped([entry.model_copy(update={"tags": moves_of(told)})]).stories()
    assert (story.kind, story.status) == ("acquisition", "rumoured")
    body_only = [("acquisition", body, 0.8, "rumoured", "velmora"), *told[1:3]]
    tags = moves_of(body_only)
    first = tags.moves[0].model_copy(update={"trigger": "Buy"})
    said = tags.model_copy(update={"moves": (first, *tags.moves[1:])})
    (named,) = grouped([entry.model_copy(update={"tags": said})]).stories()
    assert named.kind == "acquisition", "the title has the word that the body tells it with"
    sure = [*told[:3], ("acquisition", body + 20, 0.9, "denied", None)]
    (settled,) = grouped([entry.model_copy(update={"tags": moves_of(sure)})]).stories()
    assert settled.status == "denied"


def test_a_story_is_of_the_kind_that_most_documents_tell_not_of_its_surest_aside() -> None:
    entries = inputs([BUY_EN] * 4)
    body = len(BUY_EN[1]) + 1
    deal = moves_of([("acquisition", body, 0.9, "announced", "velmora")]).moves
    post = moves_of([("appointment", 0, 0.99, "announced", "velmora")]).moves
    told = [(entry, deal, None) for entry in entries[:3]]
    story = build("st1", [*told, (entries[3], post, None)], REGISTRY, None)
    assert story.kind == "acquisition"
    copied = [told[0], *((entry, deal, "d0") for entry in entries[1:3]), (entries[3], post, None)]
    assert build("st2", copied, REGISTRY, None).kind == "appointment", "reprints are no witnesses"


def test_documents_that_are_not_here_any_more_still_say_what_a_story_is_of() -> None:
    first, later = inputs([BUY_EN] * 2)
    body = len(BUY_EN[1]) + 1
    deal = moves_of([("acquisition", 0, 0.9, "announced", "velmora")]).moves
    aside = moves_of([("guidance", body, 0.99, "done", "velmora")]).moves
    story = build("st1", [(first, deal, None)], REGISTRY, None)
    assert build("st1", [(later, aside, None)], REGISTRY, story).kind == "acquisition"
