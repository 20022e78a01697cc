"""The mail as it leaves: harmless, the same each time, readable without pictures or styles."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as each
from hypothesis import strategies as st

from digests.compose import compose
from digests.message import message_id
from digests.render import MOST_BYTES, render
from schemas.delivery import DigestInput, PastPrice, RenderedDigest
from schemas.errors import WrongUseError
from schemas.registry import Reader
from text.display import COLUMNS, display_width

Given = Callable[..., DigestInput]
HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }} \u202egnp.exe\r\nBcc: all@x'
)


class Elements(HTMLParser):
    """Collects start tags with their attributes, and the text outside style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def made(input_: DigestInput) -> RenderedDigest:
    return render(compose(input_), input_)


def parsed(rendered: RenderedDigest) -> EmailMessage:
    message = email.message_from_string(rendered.mime, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_headers_are_what_machines_rely_on(given: Given) -> None:
    input_ = given("zh")
    message = parsed(made(input_))
    assert message["To"] == "陆知远 <lu.zhiyuan@marlstone.example>"
    assert message["From"] == "Zhibi <zhibi@marlstone.example>"
    assert message["Subject"] == compose(input_).subject
    assert message["Date"].datetime == input_.cut_off
    assert message["Message-ID"] == message_id(compose(input_).id, input_.sender)
    assert message["List-Unsubscribe"] == f"<{input_.unsubscribe_url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_one_click_is_only_promised_over_https(given: Given) -> None:
    plain = parsed(made(given(unsubscribe_url="http://127.0.0.1:8000/u/x")))
    assert plain["List-Unsubscribe"] == "<http://127.0.0.1:8000/u/x>"
    assert plain["List-Unsubscribe-Post"] is None
    none = parsed(made(given(unsubscribe_url="")))
    assert none["List-Unsubscribe"] is None
    assert "Unsubscribe" not in made(given(unsubscribe_url="")).html


def test_both_halves_arrive_as_they_were_made(given: Given) -> None:
    for language in ("en", "zh"):
        rendered = made(given(language))
        text, html = (part.get_content() for part in parsed(rendered).iter_parts())
        assert text.replace("\r\n", "\n") == rendered.text
        assert html.replace("\r\n", "\n").rstrip("\n") == rendered.html.rstrip("\n")
        assert rendered.mime.isascii()
        assert max(map(len, rendered.mime.split("\r\n"))) <= 998


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_input_gives_the_same_bytes(given: Given, language: str) -> None:
    assert made(given(language)) == made(
        DigestInput.model_validate_json(given(language).model_dump_json())
    )
    other = made(given(language, week="2026-W48"))
    assert parsed(other)["Message-ID"] != parsed(made(given(language)))["Message-ID"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_loaded_and_links_go_home(given: Given, language: str) -> None:
    input_ = given(language)
    page = Elements(made(input_).html)
    allowed = (f"{input_.base_url}/story/", input_.unsubscribe_url, input_.preferences_url)
    links = [attrs["href"] or "" for tag, attrs in page.tags if tag == "a"]
    assert links
    assert all(link.startswith(allowed) for link in links)
    assert not {"img", "link", "script", "form", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not any("src" in attrs or "background" in attrs for _, attrs in page.tags)
    assert "url(" not in made(input_).html
    assert "@import" not in made(input_).html


def test_layout_tables_are_presentation_and_styles_are_inline(given: Given) -> None:
    html = made(given()).html
    page = Elements(html)
    assert all(a.get("role") == "presentation" for tag, a in page.tags if tag == "table")
    assert html.count("<style") == 1
    assert "prefers-color-scheme: dark" in html
    for tag, attrs in page.tags:
        if tag in {"h1", "h2", "h3", "p"} or "ink" in (attrs.get("class") or "").split():
            assert attrs.get("style"), (tag, attrs)
    assert "<h1" in html
    assert 'lang="zh-Hans">远洲银行' in re.sub(r' style="[^"]*"', "", html)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_plain_text_keeps_its_columns(given: Given, language: str) -> None:
    for line in made(given(language)).text.splitlines():
        assert display_width(line) <= COLUMNS or "https://" in line
        assert line == line.rstrip()


def hostile(input_: DigestInput) -> DigestInput:
    stories = tuple(
        one.model_copy(
            update={
                "id": f"st-{place}-<x>", "title": HOSTILE,
                "reports": tuple(
                    report.model_copy(update={"title": HOSTILE, "source_name": HOSTILE, "sentences": (HOSTILE,)})
                    for report in one.reports
                ),
                "factors": tuple(factor.model_copy(update={"detail": {"name": HOSTILE}}) for factor in one.factors),
                "moves": (),
            }
        )
        for place, one in enumerate(input_.stories)
    )  # fmt: skip
    prices = tuple(row.model_copy(update={"subject": HOSTILE, "new": HOSTILE, "new_amount": None, "percent": None}) for row in input_.prices)  # fmt: skip
    troubles = tuple(one.model_copy(update={"name": HOSTILE, "reason": HOSTILE}) for one in input_.coverage.troubles)  # fmt: skip
    return input_.model_copy(
        update={
            "stories": stories, "prices": prices, "postal": HOSTILE,
            "reader": input_.reader.model_copy(update={"name": HOSTILE}),
            "coverage": input_.coverage.model_copy(update={"troubles": troubles, "left_out": {HOSTILE: 2}}),
        }
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_words_stay_words(given: Given, language: str) -> None:
    rendered = made(hostile(given(language)))
    page = Elements(rendered.html)
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert "<script>alert(1)</script>" in page.text, "shown as text, not dropped"
    assert "{{ 7*7 }}" in page.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\r]", rendered.html + rendered.text)
    message = parsed(rendered)
    assert message["Bcc"] is None
    assert len(message.get_all("To")) == 1
    assert message["To"].addresses[0].addr_spec.endswith("@marlstone.example")


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@x.example, b@x.example", "Zhibi <a@x.example\r\nBcc: b@x.example>"]
)
def test_a_bad_sender_is_named(given: Given, sender: str) -> None:
    with pytest.raises(WrongUseError, match="address"):
        made(given(sender=sender))


def test_a_bad_unsubscribe_address_is_refused(given: Given) -> None:
    with pytest.raises(WrongUseError, match="unsubscribe"):
        made(given(unsubscribe_url="https://x.example/u>\r\nBcc: all@x.example"))


def test_a_long_edition_stays_small(given: Given, stories: Any) -> None:
    many = tuple(
        one.model_copy(
            update={
                "id": f"s{n}", "moves": (), "companies": (f"c{n}",),
                "reports": tuple(
                    part.model_copy(update={"document_id": f"{part.document_id}-{n}"})
                    for part in one.reports
                ),
            }
        )
        for n, one in enumerate(stories["acquisition"]() for _ in range(60))
    )  # fmt: skip
    reader = Reader(id="r", name="R", email="r@x.example", limit=50)
    rendered = made(given(stories=many, reader=reader, prices=()))
    assert len(rendered.html.encode()) <= MOST_BYTES
    links = {attrs["href"] for tag, attrs in Elements(rendered.html).tags if tag == "a"}
    assert sum("/story/" in (link or "") and "#" not in (link or "") for link in links) == 58


def test_an_empty_week_says_what_was_checked(given: Given) -> None:
    english = made(given(stories=(), prices=()))
    assert "NOTHING MATERIAL THIS WEEK" in english.text
    assert "146 of 148 sources are well. Lishi pricing: asks for a human since Sat" in english.html
    assert "本周无要事" in made(given("zh", stories=(), prices=())).html


def test_rumours_say_so_in_both_halves(given: Given) -> None:
    english, chinese = made(given()), made(given("zh"))
    assert "RUMOURED, not confirmed" in english.text
    assert "Not confirmed." in english.html
    assert "未经证实" in chinese.text
    assert "未经证实" in chinese.html


TEXT = st.text(max_size=60)


def _texts(rendered: RenderedDigest) -> Iterator[str]:
    yield from rendered.text.splitlines()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@each(title=TEXT, name=TEXT, subject=TEXT, sentence=TEXT)
def test_any_text_gives_one_well_formed_mail(
    given: Given, title: str, name: str, subject: str, sentence: str
) -> None:
    base = given()
    stories = tuple(
        one.model_copy(update={"title": title, "moves": (), "reports": tuple(r.model_copy(update={"title": title, "source_name": name, "sentences": (sentence,)}) for r in one.reports)})
        for one in base.stories
    )  # fmt: skip
    reader = base.reader.model_copy(update={"name": name})
    prices = tuple(row.model_copy(update={"subject": subject}) for row in base.prices)
    input_ = base.model_copy(update={"stories": stories, "reader": reader, "prices": prices})
    rendered = made(input_)
    assert rendered == made(input_)
    message = parsed(rendered)
    assert len(message["To"].addresses) == 1
    assert message["Date"].datetime == datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert not message.defects
    assert all("\x00" not in line for line in _texts(rendered))
    assert not {"script", "img"} & {tag for tag, _ in Elements(rendered.html).tags}


def test_a_price_that_moved_twice_is_drawn_in_the_mail_itself(given: Given) -> None:
    steps = (("2026-03-01", 999), ("2026-08-10", 1299), ("2026-11-19", 1499))
    history = tuple(
        PastPrice(company="qinglan", plan="驻场团队版", day=day, amount=Decimal(amount), currency="CNY")
        for day, amount in steps
    )  # fmt: skip
    moved = tuple(row for row in given().prices if row.company == "qinglan")
    edition = given(prices=moved, history=history)
    rendered = made(edition)
    assert "data:image/png;base64," in rendered.html
    message = parsed(rendered)
    (image,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    page = message.get_body(("html",))
    assert page is not None
    assert f"cid:{image['Content-ID'].strip('<>')}" in page.get_content()
    assert image.get_content().startswith(b"\x89PNG")
    assert "from 10 Aug ¥1,299, from 19 Nov ¥1,499" in page.get_content()
    assert made(edition).mime == rendered.mime
    assert "image/png" not in made(given(prices=moved, history=history[1:])).mime


def test_sources_lead_to_the_archived_evidence(given: Given) -> None:
    links = {attrs["href"] for tag, attrs in Elements(made(given()).html).tags if tag == "a"}
    assert "https://zhibi.marlstone.example/story/st-41#a2" in links
