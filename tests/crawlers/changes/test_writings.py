"""The same thing in other writing is no change; a discount beside the plans is one."""

import pytest

from crawlers.changes.pages import ReadPage, compare, read
from crawlers.changes.people import name_key, people_changes, post_key
from crawlers.pool import ExtractJob
from schemas.documents import PeoplePage, PersonListed
from schemas.kinds import DocumentKind
from tests.crawlers.changes.test_whole import SEEN

URL = "https://rival.example/pricing"
SAID = "Black Friday: 30% off the Team plan until 30 November"


def page(body: str, kind: DocumentKind = "offer") -> ReadPage:
    markup = f"<html><head><title>Pricing</title></head><body><main><h1>Plans and prices</h1>{body}</main></body></html>"
    return read(ExtractJob(id="", url=URL, seen=SEEN, body=markup.encode(), kind=kind))


def cards(*prices: str) -> str:
    return "".join(
        f"<div class='plan'><h3>{name}</h3><p class='price'>€{price} per user / month</p></div>"
        for name, price in zip(("Starter", "Team", "Scale"), prices, strict=True)
    )


def test_the_same_sums_in_other_writing_are_no_change() -> None:
    assert (
        compare(page(cards("19", "49", "1,299")), page(cards("19.00", "49,00", "1.299,00"))) == []
    )
    (one,) = compare(page(cards("19", "49", "1,299")), page(cards("19.00", "49,00", "1.399,00")))
    assert (one.kind, one.old_amount, one.new_amount) == ("price", 1299, 1399)


@pytest.mark.parametrize("mark", ["banner", "promo-bar", "announcement"])
def test_a_discount_beside_the_plans_is_a_promotion(mark: str) -> None:
    plain = page(cards("19", "49", "99"))
    with_it = page(f"<div class='{mark}'>{SAID}</div>{cards('19', '49', '99')}")
    told = [(one.kind, one.old, one.new) for one in compare(plain, with_it)]
    assert told == [("promotion", None, SAID)]
    told = [(one.kind, one.old, one.new) for one in compare(with_it, plain)]
    assert told == [("promotion", SAID, None)]
    assert compare(with_it, with_it) == []


def test_another_discount_in_the_same_place_is_one_change() -> None:
    both = [
        page(f"<div class='banner'>{said}</div>{cards('19', '49', '99')}")
        for said in (SAID, SAID.replace("30%", "40%"))
    ]
    assert [(one.kind, one.old) for one in compare(*both)] == [("promotion", SAID)]


def test_a_banner_without_a_discount_stays_beside_the_content() -> None:
    news = (
        f"<div class='banner'>Meet us at the harbour fair in March</div>{cards('19', '49', '99')}"
    )
    assert compare(page(cards("19", "49", "99")), page(news)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ben Tallow", "Dr. Ben Tallow"), ("Ben Tallow", "BEN  TALLOW, PhD"),
        ("Ben Tallow", "Ben J. Tallow"), ("林知夏", "林知夏 博士"),
    ],
    ids=["title", "letters", "initial", "chinese"],
)  # fmt: skip
def test_a_name_in_other_writing_is_the_same_person(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chief Executive Officer", "CEO"), ("Chief Financial Officer", "Chief Financial Officer (CFO)"),
        ("首席执行官", "首席执行官（CEO）"), ("VP Sales & Marketing", "Vice President, Sales and Marketing"),
    ],
    ids=["short", "both", "chinese", "and"],
)  # fmt: skip
def test_a_post_in_other_writing_is_the_same_post(one: str, other: str) -> None:
    assert post_key(one) == post_key(other)


def test_people_who_share_a_name_in_part_and_posts_of_other_rank_differ() -> None:
    assert name_key("Ben Tallow") != name_key("Ben Orsett")
    assert name_key("J. Tallow") != name_key("B. Tallow")
    assert post_key("Vice President") != post_key("Senior Vice President")
    assert post_key("CEO") != post_key("CFO")
    assert post_key("董事长兼首席执行官") != post_key("首席执行官")


def test_a_page_that_writes_people_anew_tells_only_what_is_new() -> None:
    old = PeoplePage(url=URL, title="Leaders", text="", people=(
        PersonListed(name="Ada Orsett", role="Chief Executive Officer"),
        PersonListed(name="Ben Tallow", role="Chief Financial Officer"),
    ))  # fmt: skip
    new = PeoplePage(url=URL, title="Leaders", text="", people=(
        PersonListed(name="Dr. Ada Orsett", role="CEO"),
        PersonListed(name="Ben Tallow", role="Chief Operating Officer"),
    ))  # fmt: skip
    found = [(one.subject, one.field, one.new) for one in people_changes(old, new)]
    assert found == [("Ben Tallow", "role", "Chief Operating Officer")]


def leaders(*people: tuple[str, str]) -> ReadPage:
    rows = "".join(
        f"<div class='person'><h3>{name}</h3><p class='role'>{role}</p></div>"
        for name, role in people
    )
    return page(rows, kind="people")


def test_who_takes_over_a_post_that_another_held_has_another_role() -> None:
    ceo, cfo, cto = "Chief Executive Officer", "Chief Financial Officer", "Chief Technology Officer"
    old = leaders(("Ada Orsett", ceo), ("Eva Norr", cfo), ("Cara Wynn", cto))
    new = leaders(("Eva Norr", ceo), ("Cara Wynn", cto), ("Finn Ode", cfo))
    found = {(one.subject, one.field, one.old, one.new) for one in compare(old, new)}
    assert found == {
        ("Ada Orsett", "left", ceo, None),
        ("Eva Norr", "role", cfo, ceo),
        ("Finn Ode", "joined", None, cfo),
    }
