"""The truth of the invented market is consistent with what its sites publish."""

from datetime import UTC, datetime, timedelta

import pytest

from demo.content import sites
from demo.truth import documents, events
from schemas.kinds import MOVE_KINDS, STATUSES

POSTS = {post.id: post for site in sites().values() for post in site.posts}
START = datetime(2026, 5, 25, tzinfo=UTC) - timedelta(hours=14)
END = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=12)


def test_every_document_of_the_truth_is_published_and_nothing_else_is() -> None:
    assert set(POSTS) == set(documents())


def test_site_language_form_and_time_are_those_of_the_truth() -> None:
    for name, true in documents().items():
        post = POSTS[name]
        assert (post.host, post.language, post.form) == (true.host, true.language, true.form), name
        assert post.published == datetime.fromisoformat(true.published), name
        assert START < post.published < END, name


def test_every_kind_happens_at_least_twice_with_known_status() -> None:
    kinds = [event.kind for event in events().values()]
    assert {kind for kind in MOVE_KINDS if kinds.count(kind) < 2} == set()
    assert {event.status for event in events().values()} == set(STATUSES)


def test_follow_ups_and_events_of_documents_exist() -> None:
    known = events()
    for event in known.values():
        assert event.follow_up_of is None or known[event.follow_up_of].date <= event.date, event.id
    for document in documents().values():
        assert all(event in known for event in document.events), document.id


def test_events_are_reported_in_both_languages() -> None:
    languages = {
        event.id: {documents()[name].language for name in event.documents}
        for event in events().values()
    }
    assert sum(found == {"en", "zh"} for found in languages.values()) >= 12


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_prose_is_varied(language: str) -> None:
    """No two documents begin alike, and none is a stub."""
    own = [post for post in POSTS.values() if post.language == language and post.reprint_of is None]
    openings = [post.body[0][: 40 if language == "en" else 12] for post in own]
    assert len(set(openings)) == len(openings)
    shortest = min(own, key=lambda post: sum(map(len, post.body)))
    assert sum(map(len, shortest.body)) > (250 if language == "en" else 60), shortest.id


def test_a_reprint_repeats_its_original() -> None:
    reprints = [post for post in POSTS.values() if post.reprint_of]
    assert len(reprints) >= 12
    for post in reprints:
        assert post.body == POSTS[post.reprint_of or ""].body
        assert post.host != POSTS[post.reprint_of or ""].host
