"""Whose name it is: of people and products of several companies, of people nobody registered, of words with a context."""

import pytest

from nlp.disambiguation import holds
from nlp.tagger import Tagger
from schemas.registry import Company, Person, Product, Registry

_TAGGER = Tagger(
    Registry(
        companies=(
            Company(
                id="soft",
                names={"zh": ("衡谷软件",), "en": ("Henggu Software",)},
                people=(Person(name="刘伟"), Person(name="Paul Lindner"), Person(name="Owen Farrow")),
                products=(Product(id="soft-pilot", names={"en": ("Skyhelm",)}),),
            ),
            Company(
                id="motors",
                names={"zh": ("铎岚汽车",), "en": ("Dolan Motors",)},
                people=(Person(name="刘伟"), Person(name="Paul Lindner"), Person(name="赵明远")),
                products=(Product(id="motors-helm", names={"en": ("Skyhelm",)}),),
            ),
            Company(id="parcel", names={"en": ("Severn", "Severn Carriers")}, context=("freight", "parcels")),
            Company(id="sound", names={"zh": ("高粱", "高粱音响")}, context=("音箱", "会员")),
            Company(id="clinic", names={"en": ("Lumen", "Lumen Health")}, context=("clinic", "patients")),
            Company(id="cells", names={"en": ("Lumen", "Lumen Energy")}, context=("battery", "grid")),
        )
    )
)  # fmt: skip


def _linked(text: str, label: str, title: str = "") -> set[tuple[str, str | None]]:
    tags = _TAGGER.tag(title, text, language="en" if text.isascii() else "zh")
    return {(one.text, one.entity) for one in tags.mentions if one.label == label}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("铎岚汽车宣布，首席财务官刘伟辞职。", "motors:刘伟"),
        ("衡谷软件宣布，首席财务官刘伟辞职。", "soft:刘伟"),
        ("铎岚汽车宣布收购衡谷软件。衡谷软件总裁刘伟表示欢迎。", "soft:刘伟"),
        ("北京医院医生刘伟表示，他很高兴。", None),
        ("Paul Lindner has left Dolan Motors, where he was CTO.", "motors:Paul Lindner"),
        ("Paul Lindner has left Henggu Software, where he was CTO.", "soft:Paul Lindner"),
        ("Paul Lindner won a prize in Ohio.", None),
    ],
)
def test_of_people_of_one_name_the_one_is_meant_whose_company_is_named(
    text: str, entity: str | None
) -> None:
    name = "Paul Lindner" if text.isascii() else "刘伟"
    assert (name, entity) in _linked(text, "PERSON")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Dolan Motors launched Skyhelm 3.0.", "motors-helm"),
        ("Henggu Software launched Skyhelm 3.0.", "soft-pilot"),
        ("Critics like Skyhelm most of all.", None),
    ],
)
def test_of_products_of_one_name_the_one_is_meant_whose_company_is_named(
    text: str, entity: str | None
) -> None:
    assert {one for _text, one in _linked(text, "PRODUCT")} - {None} == {entity} - {None}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Owen Farrow has left the firm.", "soft:Owen Farrow"),
        ("Owen Farrow, who led the firm, has left it.", "soft:Owen Farrow"),
        ("Owen Farrow, a farmer from Ohio, wins a pie contest.", None),
        ("Owen Farrow, a farmer from Ohio, has joined Henggu Software.", "soft:Owen Farrow"),
        ("赵明远表示，公司不会裁员。", "motors:赵明远"),
    ],
)
def test_somebody_whom_the_text_calls_something_else_is_nobody_of_the_registry(
    text: str, entity: str | None
) -> None:
    assert {one for _text, one in _linked(text, "PERSON")} - {None} == {entity} - {None}


def test_a_longer_name_is_somebody_else_s() -> None:
    text = "Owen Farrow Tresco of Henggu Software said so."
    assert not {one for _text, one in _linked(text, "PERSON")} - {None}
    headline = _linked("He begins in May.", "PERSON", "Owen Farrow Joins Henggu Software Board")
    assert ("Owen Farrow", "soft:Owen Farrow") in headline


@pytest.mark.parametrize(
    ("title", "text", "short"),
    [
        ("", "Owen Farrow of Henggu Software said so. Mr Farrow joined in 2020.", "Farrow"),
        ("Farrow leaves Henggu Software", "Owen Farrow had led it since 2019.", "Farrow"),
        ("", "衡谷软件总裁刘伟辞职。刘先生说，他累了。", "刘先生"),
    ],
)
def test_a_surname_is_the_registered_person_whom_the_text_names_in_full(
    title: str, text: str, short: str
) -> None:
    found = dict(_linked(text, "PERSON", title))
    assert found[short] in {"soft:Owen Farrow", "soft:刘伟"}


def test_a_surname_that_another_of_the_text_has_too_is_nobody_s() -> None:
    text = "Owen Farrow of Henggu Software met Lina Farrow. Farrow laughed."
    assert ("Farrow", "soft:Owen Farrow") not in _linked(text, "PERSON")


@pytest.mark.parametrize(
    "text",
    [
        "Severn will raise its parcel rates by 5% from January, the carrier said.",
        "Severn has named Maria Lopez as chief financial officer.",
        "Severn agreed to buy Kestro of Denmark for $400 million.",
        "Severn opened a depot in Leeds on Monday. Severn has space there.",
        "Severn reported revenue of $40 million. Severn raised its forecast.",
        "高粱完成3亿元B轮融资，红杉领投。",
        "高粱任命刘洋为首席执行官。",
        "据传高粱裁员30%，公司否认。",
        "高粱起诉凯斯特科技侵权。",
    ],
)
def test_a_word_with_a_context_is_the_company_where_only_companies_do_so(text: str) -> None:
    names = ("Severn", "高粱")
    found = {one.entity for one in _TAGGER.tag("", text, language="en" if text.isascii() else "zh").mentions if one.text in names}  # fmt: skip
    assert found in ({"parcel"}, {"sound"})


@pytest.mark.parametrize(
    "text",
    [
        "Severn is a river. The Severn rises in Wales.",
        "Severn has flooded again. Villages on Severn were cut off.",
        "Boats were on the Severn. The Severn raised its level.",
        "高粱收购进入尾声，农户收入增加。",
        "本地高粱大量上市，价格每斤8元。",
        "高粱降价了，超市里每斤只要5元。",
        "高粱获丰收，产量增长。",
    ],
)
def test_a_word_with_a_context_stays_one_where_things_do_so_too(text: str) -> None:
    assert not _linked(text, "ORG") - {(one, None) for one, _ in _linked(text, "ORG")}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Lumen opened a clinic in Leeds and Lumen cut 30 jobs.", "clinic"),
        ("Lumen launched a battery and has named Ann Lee as chief.", "cells"),
        ("Lumen has named Ann Lee as chief.", None),
    ],
)
def test_of_a_shared_name_the_context_alone_tells_whose_it_is(
    text: str, entity: str | None
) -> None:
    assert {one for _text, one in _linked(text, "ORG")} - {None} == {entity} - {None}


@pytest.mark.parametrize(
    ("word", "text", "held"),
    [
        ("parcels", "a parcel", True),
        ("parcel", "two parcels", True),
        ("ferry", "two ferries", True),
        ("ferries", "a ferry", True),
        ("movies", "a movie", True),
        ("cookies", "a cookie", True),
        ("glass", "panes and glasses", True),
        ("watches", "a watch", True),
        ("caches", "a cache", True),
        ("bus", "a bus", True),
        ("news", "a new level", False),
        ("goods", "in good weather", False),
        ("customs", "by custom", False),
        ("plus", "the plu", False),
        ("physics", "a physic", False),
        ("lens", "a len", False),
        ("goods", "the goods", True),
    ],
)
def test_a_context_word_stands_for_one_and_several_but_for_no_other_word(
    word: str, text: str, held: bool
) -> None:
    assert holds(text, word) == held


def test_a_word_like_a_context_word_makes_no_company_of_a_name() -> None:
    tagger = Tagger(
        Registry(companies=(Company(id="h", names={"en": ("Harbour",)}, context=("goods",)),))
    )
    assert not tagger.tag("Harbour raises prices by 5%", "Harbour in good weather.").moves
    assert tagger.tag("Harbour raises prices by 5%", "Harbour sells household goods.").moves
