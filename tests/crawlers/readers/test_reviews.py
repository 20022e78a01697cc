"""Several reviews of one page or list, each a document of its own."""

import json
from collections.abc import Callable
from decimal import Decimal

from crawlers.links import reviews
from crawlers.readers.made import Reading

Read = Callable[..., Reading]

ITEM = {"@type": "SoftwareApplication", "name": "Velmora Team"}


def stated(*reviews: dict[str, object], **more: object) -> str:
    data = {"@context": "https://schema.org", **ITEM, "review": list(reviews), **more}
    return f"<html><head><title>Velmora Team reviews</title><script type='application/ld+json'>{json.dumps(data)}</script></head><body><h1>Velmora Team</h1><p>What customers say.</p></body></html>"


def test_reviews_stated_in_data(reading: Read) -> None:
    page = stated(
        {"@type": "Review", "author": {"@type": "Person", "name": "Mara Lind"}, "datePublished": "2026-11-02", "name": "Slow but sure", "reviewBody": "It does what it says, slowly.", "reviewRating": {"ratingValue": 3, "bestRating": 5},
         "positiveNotes": {"itemListElement": [{"name": "Reports"}, {"name": "Price"}]}, "negativeNotes": "Speed"},
        {"@type": "Review", "author": "Ole Berg", "datePublished": "2026-10-12", "reviewBody": "We left after a year of wrong invoices.", "reviewRating": {"ratingValue": "1"}},
    )  # fmt: skip
    first, second = reading(page, url="https://reviews.example/velmora", kind="review").documents
    assert (
        first.title,
        first.authors,
        first.published.value,
        first.rating,
        first.rating_max,
        first.reviewed,
    ) == ("Slow but sure", ("Mara Lind",), "2026-11-02", 3, 5, "Velmora Team")
    assert (first.pros, first.cons) == ("Reports; Price", "Speed")
    assert (second.text, second.rating) == ("We left after a year of wrong invoices.", 1)
    assert first.url != second.url
    assert {one.url.split("?")[0] for one in (first, second)} == {"https://reviews.example/velmora"}
    again = reading(page, url="https://reviews.example/velmora", kind="review").documents
    assert [one.url for one in again] == [first.url, second.url]


def test_microdata_and_an_average(reading: Read) -> None:
    page = """<html><head><title>Velmora Team</title></head><body><div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Velmora Team</h1>
    <div itemprop="aggregateRating" itemscope itemtype="https://schema.org/AggregateRating"><span itemprop="ratingValue">4.1</span> of <span itemprop="bestRating">5</span> by <span itemprop="ratingCount">212</span></div>
    <p>Planning for teams that move goods by road, rail and sea, with one calendar for all of them.</p></div></body></html>"""
    (average,) = reading(page, url="https://reviews.example/velmora", kind="review").documents
    assert (average.rating, average.rating_max, average.ratings) == (Decimal("4.1"), 5, 212)


def test_a_plain_list_of_opinions(reading: Read) -> None:
    rows = "".join(
        f"<div class='review-item'><span class='user-name'>{who}</span><span class='rating' aria-label='{stars} out of 5'></span><time datetime='2026-11-0{stars}'>x</time><p class='review-content'>{text}</p><span>Verified purchase</span></div>"
        for who, stars, text in [
            ("Ann Brand", 4, "Good maps, and the drivers like it very much."),
            ("Bo Lund", 2, "The app loses its place in every tunnel."),
        ]
    )
    first, second = reading(
        f"<html><head><title>Reviews</title></head><body><h1>Reviews of Velmora Go</h1>{rows}</body></html>",
        url="https://shop.example/go/reviews",
        kind="review",
    ).documents
    assert (first.authors, first.rating, first.text, first.verified) == (
        ("Ann Brand",),
        4,
        "Good maps, and the drivers like it very much.",
        True,
    )
    assert (second.published.value, second.rating) == ("2026-11-02", 2)


def test_a_chinese_list(reading: Read) -> None:
    rows = "".join(
        f"<li class='comment-item'><span class='nickname'>{who}</span><i>★★★{'★★' if stars == 5 else '☆☆'}</i><span class='date'>2026-11-03</span><div class='comment-content'>{text}</div></li>"
        for who, stars, text in [
            ("李明", 5, "调度很方便，司机师傅都说好用，售后响应也快。"),
            ("小王", 3, "地图经常定位不准，导出报表偶尔会卡住。"),
        ]
    )
    first, second = reading(
        f"<html><head><title>用户评价</title></head><body><h1>维墨运力 用户评价</h1><ul>{rows}</ul></body></html>",
        url="https://app.example/pinglun",
        kind="review",
    ).documents
    assert (first.text, first.rating, first.published.value) == (
        "调度很方便，司机师傅都说好用，售后响应也快。",
        5,
        "2026-11-03",
    )
    assert second.rating == 3


def test_an_app_stores_feed(reading: Read) -> None:
    def row(number: int, stars: str, title: str) -> dict[str, object]:
        return {
            "id": {"label": str(number)},
            "author": {"name": {"label": "user_a"}},
            "im:rating": {"label": stars},
            "im:version": {"label": "4.2"},
            "title": {"label": title},
            "content": {"label": "Crashes on start.\n\nSince Tuesday."},
            "updated": {"label": "2026-11-20T08:00:00-07:00"},
        }

    url = "https://itunes.apple.example/gb/rss/customerreviews/id=1/sortby=mostrecent/json"
    found = reading(
        {"feed": {"entry": [row(91, "1", "Broken"), row(92, "5", "Fine")]}}, url=url, kind="review"
    ).documents
    assert [(one.title, one.rating, one.published.day) for one in found] == [
        ("Broken", 1, "2026-11-20"),
        ("Fine", 5, "2026-11-20"),
    ]
    assert (found[0].url, found[0].lead, found[0].text) == (
        f"{url}?review=91",
        "Version 4.2",
        "Crashes on start.\n\nSince Tuesday.",
    )
    xml = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss"><entry><id>93</id><title>Nice</title><content type="text">Good.</content><im:rating>4</im:rating><im:version>4.3</im:version><author><name>b</name></author><updated>2026-11-21T08:00:00-07:00</updated></entry></feed>'
    (one,) = reading(xml, url=url, kind="review").documents
    assert (one.title, one.rating, one.text) == ("Nice", 4, "Good.")


def test_a_json_list_of_opinions(reading: Read) -> None:
    rows = {
        "data": {
            "comments": [
                {
                    "id": 5,
                    "userNickName": "阿强",
                    "score": 2,
                    "content": "更新之后打不开。",
                    "creationTime": "2026-11-18 10:00:00",
                }
            ]
        }
    }
    (one,) = reading(rows, url="https://shop.example/api/comments?id=7", kind="review").documents
    assert (one.authors, one.rating, one.text, one.published.day) == (
        ("阿强",),
        2,
        "更新之后打不开。",
        "2026-11-18",
    )


def test_a_stores_list_says_where_it_goes_on() -> None:
    base = "https://itunes.apple.example/gb/rss/customerreviews/id=1/json"
    entry = {
        "im:rating": {"label": "3"},
        "id": {"label": "1"},
        "title": {"label": "x"},
        "content": {"label": "Words."},
    }
    feed = {
        "feed": {
            "entry": [entry],
            "link": [
                {"attributes": {"rel": "self", "href": base}},
                {"attributes": {"rel": "next", "href": f"{base}?page=2"}},
            ],
        }
    }
    found = reviews.read(json.dumps(feed).encode(), base)
    assert found is not None
    assert (found.documents, found.onward) == ((), (f"{base}?page=2",))
    assert reviews.read(b"<html><body>Reviews</body></html>", base) is None


def test_praise_and_blame_in_one_line_are_told_apart(reading: Read) -> None:
    texts = [
        "Pros: accuracy of arrivals, honest about it. Cons: costs more than it looks. I would choose it again.",
        "优点：到得准。缺点：界面乱，价格高。还会续费。",
    ]
    rows = "".join(
        f"<div class='review-item'><span class='user-name'>Jonna</span><i>★★★★☆</i><p class='review-content'>{one}</p></div>"
        for one in texts
    )
    page = f"<html><head><title>Reviews</title></head><body><h1>Reviews of Velmora Go</h1>{rows}</body></html>"
    found = reading(page, url="https://reviews.example/velmora", kind="review").documents
    assert [(one.pros, one.cons) for one in found] == [
        ("accuracy of arrivals, honest about it.", "costs more than it looks."),
        ("到得准。", "界面乱，价格高。"),
    ]
