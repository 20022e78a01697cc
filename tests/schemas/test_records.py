"""Records are closed values; their JSON Schemas are those in schemas/json."""

import pickle
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas import errors
from schemas.documents import Article, Offer, PlanPrice, PublishedDate
from schemas.export import FOLDER, render, schemas
from schemas.kinds import FAMILY_OF, MOVE_KINDS
from schemas.registry import Company, Reader, Source, format_period, parse_period
from schemas.reports import StepReport


def test_the_exported_schemas_are_those_of_the_code() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert found == {name: render(schema) for name, schema in schemas().items()}, (
        "python -m schemas.export writes them anew"
    )


def test_a_record_cannot_be_changed_and_takes_no_unknown_field() -> None:
    article = Article(url="https://x.example/")
    with pytest.raises(ValidationError):
        article.title = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Article.model_validate({"url": "https://x.example/", "headline": "no such field"})


def test_a_document_keeps_decimals_through_json() -> None:
    price = PlanPrice(name="Team", amount=Decimal("199.00"), currency="CNY", period="month")
    page = Offer(url="https://x.example/pricing", offers=(price,))
    assert '"199.00"' in page.model_dump_json()
    assert Offer.model_validate_json(page.model_dump_json()) == page


@pytest.mark.parametrize(
    ("value", "offset", "day"),
    [
        ("2026-11-23", None, "2026-11-23"),
        ("2026-11-22T23:30:00Z", "+08:00", "2026-11-23"),
        ("2026-11-23T01:30:00Z", "-05:00", "2026-11-22"),
        ("2026-11-23T01:30:00Z", None, "2026-11-23"),
    ],
)
def test_a_published_day_is_the_publishers_own(value: str, offset: str | None, day: str) -> None:
    date = PublishedDate(
        value=value, precision="minute", confidence=1, source="meta", offset=offset
    )
    assert date.day == day


def test_every_kind_has_one_family() -> None:
    assert set(FAMILY_OF) == set(MOVE_KINDS)
    assert len(MOVE_KINDS) == 36


@given(st.integers(1, 9999).map(lambda minutes: timedelta(minutes=minutes)))
def test_a_period_is_read_back_as_it_was_written(period: timedelta) -> None:
    assert parse_period(format_period(period)) == period


@pytest.mark.parametrize("text", ["", "7", "0h", "1 day", "-3h", "99999d"])
def test_what_is_no_period_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="6h"):
        parse_period(text)


def test_a_source_may_say_url_for_its_one_address() -> None:
    source = Source.model_validate({"id": "a", "kind": "feed", "url": "https://x.example/f"})
    assert source.urls == ("https://x.example/f",)
    with pytest.raises(ValidationError, match="http"):
        Source.model_validate({"id": "a", "kind": "feed", "url": "file:///etc/passwd"})


@pytest.mark.parametrize(
    "address", ["a@b.example\nBcc: c@d.example", "a b@c.example", "<a@b.example>"]
)
def test_an_address_that_could_forge_a_header_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        Reader(id="r", name="R", email=address)


def test_a_company_has_a_name_in_every_language() -> None:
    company = Company(id="v", names={"zh": ("维墨",)})
    assert company.name("en") == "维墨"
    assert Company(id="v", names={}).name("en") == "v"


@pytest.mark.parametrize(
    "error",
    [
        errors.WrongUseError("w", where="a.yaml:3", remedy="mend it"),
        errors.RetryLaterError("r", after=3.0),
        errors.QuarantineError("q", reason="soft-404"),
        errors.EgressDeniedError("e", host="h", rule="private"),
    ],
)
def test_errors_survive_pickling_with_all_they_say(error: errors.ZhibiError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert again.__dict__ == error.__dict__
    assert again.exit_code == error.exit_code


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValidationError, match="zone"):
        StepReport(step="crawl", now=datetime(2026, 1, 1))  # noqa: DTZ001
    assert StepReport(step="crawl", now=datetime(2026, 1, 1, tzinfo=UTC)).counts == {}
