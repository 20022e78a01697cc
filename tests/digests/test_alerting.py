"""An alert: the news, why this reader, and a thread for what comes later."""

import email
import email.policy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from digests import links
from digests.alerting import compose_alert, render_alert
from digests.facts import facts_of
from digests.thresholds import precision, tuned
from schemas.delivery import AlertNote, DigestInput, Rating
from schemas.errors import WrongUseError
from schemas.stories import Story
from text.display import COLUMNS, display_width

Given = Callable[..., DigestInput]
Stories = dict[str, Callable[..., Story]]
NOTE = AlertNote(
    rule="deals", name="Deals", threshold=40, moment=datetime(2026, 11, 20, 9, tzinfo=UTC),
    rate_url="https://zhibi.marlstone.example/mail/rate/abc",
)  # fmt: skip


def alerted(given: Given, story: Story, language: str = "en", **note: Any) -> tuple[Any, Any]:
    edition = given(language, stories=(story,), alert=NOTE.model_copy(update=note))
    digest = compose_alert("a1", edition)
    return digest, render_alert(digest, edition)


def test_the_subject_is_the_news_and_the_mail_says_why(given: Given, stories: Stories) -> None:
    digest, rendered = alerted(given, stories["acquisition"]())
    assert digest.subject == "Tessaly Cloud to acquire Corvane for €184 million"
    text = " ".join(rendered.text.split())
    assert text.startswith("ALERT: Tessaly Cloud")
    assert "Why you get this: your search “Deals” found it; score 86, your threshold 40." in text
    assert "+20 names Fenwick Freight (strategic, team North)" in text
    assert "First seen 20 Nov 10:00" in text
    for verdict in ("yes", "no"):
        url = f"https://zhibi.marlstone.example/mail/rate/abc?useful={verdict}"
        assert url in rendered.text
        assert url in rendered.html
    message = email.message_from_string(rendered.mime, policy=email.policy.default)
    assert message["In-Reply-To"] is None
    assert alerted(given, stories["acquisition"]())[1] == rendered, "the same bytes"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_plain_text_keeps_its_columns(given: Given, stories: Stories, language: str) -> None:
    for make in stories.values():
        _, rendered = alerted(given, make(), language)
        wide = [
            line for line in rendered.text.splitlines()
            if display_width(line) > COLUMNS and "https://" not in line
        ]  # fmt: skip
        assert wide == []


def test_a_later_fact_answers_in_the_thread_and_says_what_is_new(
    given: Given, stories: Stories
) -> None:
    rumour, done = stories["departure"](), stories["departure"]("done")
    first, _ = alerted(given, rumour)
    digest, rendered = alerted(
        given, done, told=facts_of(rumour), thread=("<one@x>", "<two@x>"), subject=first.subject
    )
    assert digest.subject == f"Re: {first.subject}", "or mail programs begin another thread"
    message = email.message_from_string(rendered.mime, policy=email.policy.default)
    assert message["In-Reply-To"] == "<two@x>"
    assert message["References"] == "<one@x> <two@x>"
    assert "UPDATE: Tessaly Cloud" in rendered.text
    assert "New: Status   done" in rendered.text
    chinese = alerted(given, done, "zh", told=facts_of(rumour), thread=("<one@x>",))[1]
    assert "进展：泰萨云" in chinese.text
    assert "新： 状态" in chinese.text


def test_an_alert_of_an_account_says_so(given: Given, stories: Stories) -> None:
    _, rendered = alerted(given, stories["win"](), "zh", rule="account", name="远洲银行")
    assert "为何收到：涉及贵团队客户远洲银行；得分 79。" in rendered.text


def test_an_alert_needs_one_story_and_a_note(given: Given) -> None:
    with pytest.raises(WrongUseError):
        compose_alert("a1", given())


def ratings(*said: tuple[float, bool]) -> list[Rating]:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    return [
        Rating(edition=f"a{n}", reader="r", rule="deals", score=score, useful=useful, at=start + timedelta(hours=n))
        for n, (score, useful) in enumerate(said)
    ]  # fmt: skip


def test_ratings_move_the_threshold_to_where_they_divide() -> None:
    assert tuned(40, ratings((45, False), (50, False))) == 40, "two are a mood"
    assert tuned(40, ratings((45, False), (50, False), (70, True))) == 51
    assert tuned(40, ratings((45, True), (50, False), (70, True), (60, True))) == 40
    assert tuned(40, ratings(*[(90.0, False)] * 5)) == 40, "no threshold within reach helps"
    assert tuned(40, ratings(*[(60.0, True)] * 5)) == 35
    assert tuned(40, ratings(*[(60.0, True)] * 10)) == 30


@each(st.lists(st.tuples(st.floats(0, 100), st.booleans()), max_size=40), st.floats(0, 100))
def test_a_threshold_stays_near_what_was_set(said: list[tuple[float, bool]], base: float) -> None:
    assert max(0.0, base - 10.01) <= tuned(base, ratings(*said)) <= min(100.0, base + 30.01)


def test_precision_is_of_what_was_rated() -> None:
    sent = [("a0", "deals"), ("a1", "deals"), ("a2", "account")]
    rows = precision(sent, ratings((50, True), (50, False)))
    assert [(one.rule, one.sent, one.useful, one.not_useful, one.share) for one in rows] == [
        ("account", 1, 0, 0, None), ("deals", 2, 1, 1, 0.5), ("all", 3, 1, 1, 0.5),
    ]  # fmt: skip


KEY = b"k" * 32


@each(st.text(min_size=1, max_size=60).filter(lambda one: one.isprintable()))
def test_a_link_allows_what_it_was_signed_for_and_nothing_else(subject: str) -> None:
    token = links.sign(KEY, "unsubscribe", subject)
    assert links.read(KEY, "unsubscribe", token) == subject
    assert links.read(KEY, "rate", token) is None
    assert links.read(b"x" * 32, "unsubscribe", token) is None
    changed = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    assert links.read(KEY, "unsubscribe", changed) != subject


@each(st.text(max_size=80))
def test_what_is_no_token_is_refused(token: str) -> None:
    assert links.read(KEY, "unsubscribe", token) is None
