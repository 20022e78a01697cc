"""What pages ask of a large store says the same as reading every record would, on both engines."""

from datetime import timedelta
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from schemas.changes import Change, RecordedChange
from schemas.health import Health, Judgement, SourceStats
from schemas.kinds import ChangeKind
from schemas.language import Mention, Move, Slot, Span, Tagged, Tags, Value
from schemas.stories import Factor
from store import Store, schema
from store.stories import StoryBrief
from store.tagbriefs import TagBrief

A, B = "http://velmora.example/a", "http://velmora.example/b"


def test_stories_in_brief_are_those_of_the_period_as_they_were_at_its_end(
    store: Store, make: Any
) -> None:
    one, two = make.document(store, A), make.document(store, B)
    store.stories.save([make.story("t1", one, score=3.0), make.story("t2", two, customers=("u",))])
    store.stories.save([make.story("t1", one, two, updated=make.at(days=2), score=9.0)])
    store.stories.save([make.story("t2", updated=make.at(days=3), ended=True, into="t1")])
    for start, end in ((0, 1), (0, 3), (2, 4), (0, 9), (5, 9)):
        period = make.at(days=start), make.at(days=end)
        whole = store.stories.between(*period)
        assert store.stories.briefs(*period) == [StoryBrief.of(one) for one in whole]
        ids = [one.id for one in whole]
        assert store.stories.at(ids, period[1]) == {one.id: one for one in whole}
    assert store.stories.briefs(make.at(days=0), make.at(days=1))[1].named
    assert {k: [x.id for x in v] for k, v in store.stories.of_documents([one, two, "no"]).items()} == {
        one: ["t1"], two: ["t1"], "no": [],
    }  # fmt: skip


def test_many_documents_are_read_for_the_index_as_each_would_be(store: Store, make: Any) -> None:
    one, two = make.document(store, A), make.document(store, B)
    later = make.snapshot("later", A, fetched_at=make.at(days=1))
    store.documents.save(
        make.article("Other."), snapshot=later, source=make.source(), now=make.at(days=1)
    )
    store.tags.save([make.tagged(one), make.tagged(one, 2), make.tagged(one, change="c1")])
    store.stories.save([make.story("t1", one, two, score=3.0), make.story("t2", one)])
    store.stories.save([make.story("t1", one, updated=make.at(days=2), score=9.0)])
    asked = [one, two, "no"]
    assert store.tags.briefs_of_documents(asked) == {
        name: [TagBrief.of(tagged) for tagged in store.tags.get(name)] for name in asked
    }
    assert [len(found) for found in store.tags.briefs_of_documents(asked).values()] == [2, 0, 0]
    whole = store.stories.of_documents(asked)
    assert store.stories.briefs_of_documents(asked) == {
        name: [StoryBrief.of(story) for story in whole[name]] for name in asked
    }
    assert [(brief.id, brief.score) for brief in store.stories.briefs_of_documents([one])[one]] == [
        ("t1", 9.0), ("t2", whole[one][1].score),
    ]  # fmt: skip
    assert store.documents.first_seen(asked) == {
        name: store.documents.revisions(name)[0].seen_at for name in (one, two)
    }


_WORDS = st.one_of(st.none(), st.sampled_from(("velmora", "acme", "")))
_AMOUNTS = st.one_of(st.none(), st.decimals(0, 10**9, places=2))
_VALUES = st.builds(Value, amount=_AMOUNTS, currency=st.sampled_from((None, "EUR", "CNY")))
_SLOTS = st.builds(Slot, text=st.just("x"), value=st.one_of(st.none(), _VALUES))
_TAGS = st.builds(
    Tags,
    language=st.just("en"),
    mentions=st.lists(
        st.builds(Mention, text=st.just("V"), start=st.just(0), end=st.just(1), entity=_WORDS),
        max_size=3,
    ).map(tuple),
    moves=st.lists(
        st.builds(
            Move,
            confidence=st.just(0.5),
            evidence=st.just((Span(start=0, end=1),)),
            slots=st.dictionaries(
                st.sampled_from("abc"), st.one_of(_SLOTS, st.lists(_SLOTS, max_size=2).map(tuple))
            ),
        ),
        max_size=2,
    ).map(tuple),
    about=st.lists(st.just("velmora"), max_size=2).map(tuple),
    published=st.sampled_from((None, "2026-11-20")),
)


@settings(max_examples=60)
@given(_TAGS)
def test_tags_read_in_brief_say_what_the_whole_record_says(tags: Tags) -> None:
    tagged = Tagged(document_id="d1", revision=1, tags=tags)
    for payload in (tagged.model_dump_json(), tagged.model_dump_json(exclude_defaults=True)):
        assert TagBrief.read(payload) == TagBrief.of(Tagged.model_validate_json(payload))


def changed(make: Any, document: str, name: str, hours: int, kind: ChangeKind) -> RecordedChange:
    at = make.at(hours=hours)
    return RecordedChange(
        id=name, document_id=document, source="velmora-news", company="velmora", old_snapshot="s1",
        new_snapshot="s2", detected_at=at, change=Change(kind=kind, subject="Team", field="amount"),
    )  # fmt: skip


def test_changes_come_page_by_page_by_day_and_id_the_last_first(store: Store, make: Any) -> None:
    document = make.document(store, A)
    kinds: tuple[ChangeKind, ...] = ("price", "job", "plan")
    made = [changed(make, document, f"c{n * 7 % 20:02}", n * 5, kinds[n % 3]) for n in range(20)]
    store.documents.record_changes(made)
    since = make.at(hours=10)
    for wanted in ((), ("price", "plan")):
        expected = sorted(
            (one for one in made if one.told_at >= since and (not wanted or one.change.kind in wanted)),
            key=lambda one: (one.told_at.date(), one.id), reverse=True,
        )  # fmt: skip
        found: list[RecordedChange] = []
        before = None
        while page := store.told.last(3, since=since, kinds=wanted, before=before):
            found += page
            before = page[-1].told_at.date(), page[-1].id
        assert found == expected
        assert store.documents.changes(since, kinds=wanted) == sorted(
            expected, key=lambda one: (one.told_at, one.id)
        )
    assert store.told.last(9, since=since, companies=["other"]) == []


def test_fields_of_a_kind_are_told_of_one_company_since_a_day(store: Store, make: Any) -> None:
    document = make.document(store, A)
    kinds: tuple[ChangeKind, ...] = ("job", "price", "job", "job")
    several = [changed(make, document, f"c{n}", n, kind) for n, kind in enumerate(kinds)]
    store.documents.record_changes(several)
    company = several[0].company or ""
    told = store.told.fields(since=several[1].told_at, company=company, kind="job")
    assert sorted(told) == [(one.told_at, one.change.field) for one in several[2:]]
    assert store.told.fields(since=several[0].told_at, company="other", kind="job") == []


def test_a_judgement_is_kept_until_its_source_is_read_again(store: Store, make: Any) -> None:
    health = Health(source="news", state="ok", says="checked every day")
    kept = Judgement(source="news", basis="b", at=make.now, until=make.at(days=3), health=health)
    store.judgements.keep([kept])
    store.judgements.keep([kept.model_copy(update={"source": "other", "until": None})])
    assert store.judgements.of(["news", "none"]) == {"news": kept}
    assert store.judgements.last_run("news") is None
    store.health.put(SourceStats(source="news", run="r1", at=make.now))
    assert set(store.judgements.of(["news", "other"])) == {"other"}
    assert store.judgements.last_run("news") is not None


def test_an_upgrade_scores_in_brief_as_of_the_day_what_was_scored_late_or_cut(
    store: Store, make: Any
) -> None:
    document = make.document(store, A)
    kept = {
        "late": (40.0, (("base", 40.0),)),
        "fresh": (45.0, (("base", 40.0), ("recency", 5.0))),
        "cut": (100.0, (("base", 112.0), ("recency", 5.0))),
        "bare": (7.0, ()),
    }
    for name, (score, factors) in kept.items():
        made = tuple(Factor(name=one, points=points) for one, points in factors)
        store.stories.save([make.story(name, document, score=score, factors=made)])

    def scores() -> dict[str, float]:
        return {one.id: one.score for one in store.stories.briefs(None, None)}

    wanted = {"late": 45.0, "fresh": 45.0, "cut": 117.0, "bare": 7.0}
    assert scores() == wanted | {"late": 40.0}

    def again(connection: Connection) -> None:
        for name, (score, _) in kept.items():
            values = {"score": score, "name": name}
            connection.execute(
                text("UPDATE story_versions SET score = :score WHERE story_id = :name"), values
            )
        module: Any = ScriptDirectory(str(schema.MIGRATIONS)).get_revision("0017").module
        module._CHUNK = 2
        with Operations.context(MigrationContext.configure(connection)):
            module.upgrade()

    store.database.write(again)
    assert scores() == wanted


def test_an_upgrade_fills_what_the_records_say(store: Store, store_url: str, make: Any) -> None:
    """As after an upgrade, where the new columns were empty: they are filled from the payloads."""
    document = make.document(store, A)
    stories = [
        make.story(f"t{n}", document, score=float(n), updated=make.at(hours=n)) for n in range(5)
    ]
    store.stories.save(stories)
    store.documents.record_changes([changed(make, document, "c1", 1, "price")])
    period = make.now, make.now + timedelta(days=1)
    before = store.stories.briefs(*period)

    def again(connection: Connection) -> None:
        connection.execute(
            text(
                "UPDATE story_versions SET score=NULL, kind=NULL, day=NULL, named=NULL, ended=NULL"
            )
        )
        connection.execute(text("UPDATE changes SET kind=NULL"))
        module: Any = ScriptDirectory(str(schema.MIGRATIONS)).get_revision("0014").module
        with Operations.context(MigrationContext.configure(connection)):
            module._CHUNK = 2
            module._fill("story_versions", ("story_id", "updated"), module._of_story)
            module._fill("changes", ("id",), lambda record: {"kind": record["change"]["kind"]})

    store.database.write(again)
    assert store.stories.briefs(*period) == before
    assert [one.id for one in store.told.last(5, since=make.now, kinds=["price"])] == ["c1"]
