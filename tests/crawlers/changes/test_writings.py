"""The same thing in other writing is no change; a discount beside the plans is one."""

import pytest

from crawlers.changes.learn import places
from crawlers.changes.pages import ReadPage, compare, read
from crawlers.changes.people import name_key, people_changes, post_key
from crawlers.changes.promotions import promotion_changes
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Save 20% on all plans — 3 days left", "Save 20% on all plans — 1 day left"),
        ("Save 20% on all plans. Ends in 02:13:11", "Save 20% on all plans. Ends in 01:10:09"),
        ("20% off! Only 2d 13h 11m left.", "20% off! Only 9h 2m left."), ("限时优惠：8折，仅剩3天", "限时优惠：8折，仅剩2天"),
        ("全场8折，距结束还有02天13时11分", "全场8折，距结束还有01天03时10分"), ("全场8折，最后三天", "全场8折，最后两天"),
        ("Only 14 early-bird seats left at 20% off!", "Only 9 early-bird seats left at 20% off!"),
        ("20% Rabatt – nur noch 5 Plätze", "20% Rabatt – nur noch 2 Plätze"), ("8折，仅剩15个名额", "8折，仅剩9个名额"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["banner", "note"])
def test_what_an_offer_counts_down_is_no_news(one: str, other: str, mark: str) -> None:
    pages = [
        page(f"<div class='{mark}'><p>{said}</p></div>{cards('19', '49', '99')}")
        for said in (one, other)
    ]
    assert compare(*pages) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Save 20% — 3 days left", "Save 30% — 2 days left"),
        ("20% off until 24 November", "20% off until 25 November"),
        ("20% off the first 3 months", "20% off the first 6 months"),
        ("20% off for teams of 10 seats", "20% off for teams of 5 seats"),
    ],
)
def test_another_offer_is_news_whatever_it_counts_down(one: str, other: str) -> None:
    pages = [
        page(f"<div class='banner'>{said}</div>{cards('19', '49', '99')}") for said in (one, other)
    ]
    assert [found.kind for found in compare(*pages)] == ["promotion"]


@pytest.mark.parametrize(
    "said",
    [
        "Customers save 20% on average", "“We save 30% of our time with Kestro”", "Save 20% of your time",
        "客户平均立省20元", "“We cut costs by 30% off the bat”",
    ],
)  # fmt: skip
def test_what_customers_reach_is_no_offer(said: str) -> None:
    pages = [
        page(f"{more}{cards('19', '49', '99')}")
        for more in ("", f"<p>{said}</p>", f"<p>{said}. Black Friday: 30% off</p>")
    ]
    assert "promotion" not in {one.kind for one in compare(*pages[:2])}
    assert "promotion" in {one.kind for one in compare(pages[0], pages[2])}


def test_a_muted_place_announces_nothing() -> None:
    pages = [
        page(f"<p>{said}</p>{cards('19', '49', '99')}").reading
        for said in ("Save 20% today", "Save 30% today")
    ]
    muted = [name for name, one in places(pages[0]).items() if one.text == "Save 20% today"]
    assert promotion_changes(*pages, "Plans", typed=())
    assert promotion_changes(*pages, "Plans", typed=(), muted=muted) == []


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


def listed(*people: tuple[str, str]) -> PeoplePage:
    rows = tuple(PersonListed(name=name, role=role) for name, role in people)
    return PeoplePage(url=URL, title="Leaders", text="", people=rows)


@pytest.mark.parametrize(
    ("gone", "stays"),
    [
        ("Robert Kestrel Sr.", "Robert Kestrel Jr."), ("Jun Ma", "Jun Ba"), ("Wei Jun Ma", "Wei Jun Ba"),
        ("JUN MA", "JUN"),
    ],
)  # fmt: skip
def test_father_and_son_and_short_family_names_are_several_people(gone: str, stays: str) -> None:
    ann = ("Ann Holt", "Counsel")
    found = people_changes(
        listed((gone, "Chairman"), (stays, "CEO"), ann), listed((stays, "CEO"), ann)
    )
    assert [(one.subject, one.field) for one in found] == [(gone, "left")]
    found = people_changes(listed((gone, "Chairman"), ann), listed((stays, "Chairman"), ann))
    assert [(one.subject, one.field) for one in found] == [(gone, "left"), (stays, "joined")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wei Orsett", "Wei Orsett, MA"), ("Wei Orsett", "Wei Orsett MA"), ("Wei Jun Ma", "WEI JUN MA, Ph.D."),
        ("Jun Ma", "Dr. Jun Ma"), ("Robert Kestrel", "Robert Kestrel, Jr."), ("Robert Kestrel Jr., MBA", "Robert F. Kestrel"),
    ],
)  # fmt: skip
def test_degrees_and_a_lone_junior_are_no_news(one: str, other: str) -> None:
    assert people_changes(listed((one, "CEO")), listed((other, "CEO"))) == []
    assert people_changes(listed((other, "CEO")), listed((one, "CEO"))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vice Chairman and President", "Chairman and Vice President"),
        ("Deputy Head of Sales, Head of Marketing", "Head of Sales, Deputy Head of Marketing"),
        ("副总裁兼董事", "总裁兼副董事"), ("Chairman, President and CEO", "Chairman and CEO"), ("Officer", "Of"),
    ],
)  # fmt: skip
def test_posts_that_share_all_their_words_may_differ(one: str, other: str) -> None:
    assert post_key(one) != post_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("总裁兼首席执行官", "首席执行官、总裁"), ("Vice President", "Vice-President"), ("Director of Sales", "Sales Director"),
        ("EVP, CFO", "Chief Financial Officer and Executive Vice President"), ("CEO, Europe", "Chief Executive of Europe"),
        ("Co-Founder & CEO", "CEO and Cofounder"), ("Founding Partner and CEO", "CEO / Founding Partner"),
        ("Vice President, Sales", "Vice President, Sales (VP Sales)"),
    ],
)  # fmt: skip
def test_the_same_posts_in_another_order_are_the_same(one: str, other: str) -> None:
    assert post_key(one) == post_key(other)


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
