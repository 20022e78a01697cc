"""The pages over what a real run collected: right in both languages, harmless, read-only."""

import re
from html import unescape
from typing import Any

import pytest


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_today_tells_the_deal_in_words_of_both_languages(served: Any) -> None:
    english = text_of(served.client.get("/").text)
    assert "Mon 16 November 2026" in english
    assert "Velmora to acquire Portulan for €184 million" in english
    assert "Strategy acquisition announced Velmora" in english
    assert "stated by the company itself" in english
    chinese = text_of(served.client.get("/", params={"lang": "zh"}).text)
    assert "2026 年 11 月 16 日，周一" in chinese
    assert "维墨拟以 1.84 亿欧元收购 Portulan" in chinese
    assert "公司自己发布" in chinese


@pytest.mark.parametrize("quiet", ["novelty", "recency", "base", "primary-source"])
def test_reasons_are_never_shown_by_their_internal_names(served: Any, quiet: str) -> None:
    for path in ("/", served.story("Portulan")):
        for lang in ("en", "zh"):
            assert quiet not in text_of(served.client.get(path, params={"lang": lang}).text)


def test_a_query_that_cannot_be_read_is_shown_with_its_place(served: Any) -> None:
    for lang, said, why in (
        ("en", "Character 9 of the query", "there is no field"),
        ("zh", "检索式第 9 个字符", "没有"),
    ):
        answer = served.client.get("/search", params={"q": "velmora colour:red", "lang": lang})
        assert answer.status_code == 400
        assert said in answer.text
        assert "<code>velmora <mark>c</mark>olour:red</code>" in answer.text
        assert why in answer.text
    assert served.client.get("/search", params={"q": "x", "cursor": "nonsense"}).status_code == 400


def test_hostile_titles_are_words_and_nothing_more(served: Any) -> None:
    pages = ("/", "/search?q=shippers", "/search?q=Harbour", served.story("Velmora Team"))
    shown = [served.client.get(path).text for path in pages]
    assert any("&lt;script&gt;alert(1)" in page for page in shown)
    for page in shown:
        assert len(re.findall("<script", page)) == 1
        assert "<img" not in page
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_hostile_queries_are_words_too(served: Any, query: str) -> None:
    for path in ("/search", "/"):
        page = served.client.get(path, params={"q": query, "lang": query}).text
        assert len(re.findall("<script", page)) == 1
        assert "<img" not in page
        answer = served.client.get(path, params={"q": query}).text
        assert len(re.findall("<script", answer)) == 1
        assert "<img" not in answer


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_not_there_is_told_in_the_readers_language(served: Any, lang: str) -> None:
    said = {"en": "There is no such page", "zh": "没有这个页面"}[lang]
    for path in ("/story/none", "/nowhere", "/static/none.css"):
        answer = served.client.get(path, params={"lang": lang})
        assert answer.status_code == 404
        assert said in answer.text
    assert served.client.get("/", params={"lang": "fr"}).status_code == 200


def test_an_empty_workspace_says_what_collects(empty: Any) -> None:
    assert "No stories in the last seven days" in empty.client.get("/").text
    assert "zhibi run" in empty.client.get("/", params={"lang": "zh"}).text
    answer = empty.client.get("/search", params={"q": "velmora"})
    assert answer.status_code == 200
    assert "No document matches this query." in answer.text
