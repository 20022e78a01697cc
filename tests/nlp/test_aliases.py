"""Short names of registered companies, and names in texts without capitals."""

import pytest

from nlp.aliases import aliases, in_full, linked
from nlp.entities import Entity
from nlp.tagger import Tagger
from schemas.registry import Company, Registry


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Marrowby Homes Group plc", ("Marrowby Homes Group", "Marrowby Homes")),
        ("Tesk & Co.", ("Tesk",)),
        ("Kelpa Oyj", ("Kelpa",)),
        ("Brandt Öfen GmbH & Co. KG", ("Brandt Öfen",)),
        ("Lumo, Inc.", ("Lumo",)),
        ("Veldt Payments", ()),
        ("The Company", ()),
        ("山东麓锦新材股份有限公司", ("山东麓锦新材", "麓锦新材")),
        ("深圳市驿遥物流有限公司", ("深圳市驿遥物流", "驿遥物流")),
        ("梨岚茶事控股有限公司", ("梨岚茶事控股", "梨岚茶事")),
        ("甘渡（上海）投资有限公司", ("甘渡投资",)),
        ("中国建筑股份有限公司", ("中国建筑",)),
        ("科技股份有限公司", ()),
    ],
)
def test_full_names_are_shortened_as_people_do(full: str, short: tuple[str, ...]) -> None:
    assert aliases(full) == short


def _tagger(*companies: Company) -> Tagger:
    return Tagger(Registry(companies=companies))


@pytest.mark.parametrize(
    ("registered", "text"),
    [
        (
            "Veldt Payments Ltd",
            "Veldt Payments raised its fees for card terminals by 4% on Monday.",
        ),
        (
            "Veldt Payments",
            "Veldt Payments has new owners. On Friday Veldt raised its fees by 4% for all shops.",
        ),
        ("山东麓锦新材股份有限公司", "麓锦新材5月6日宣布上调粘合剂价格，涨幅为4%。"),
        (
            "福建麓垣石业股份有限公司",
            "福建麓垣石业股份有限公司发布通知。麓垣石业将石材价格上调4%。",
        ),
    ],
)
def test_who_is_told_by_a_short_name_is_the_registered_company(registered: str, text: str) -> None:
    language = "en" if registered.isascii() else "zh"
    tags = _tagger(Company(id="it", names={language: (registered,)})).tag("", text)
    assert {one.actor.entity for one in tags.moves if one.actor} == {"it"}


def test_a_short_name_of_two_registered_companies_is_nobodys() -> None:
    named = [
        Entity(0, 14, "ORG", "Veldt Payments", "payments"),
        Entity(20, 34, "ORG", "Veldt Shipping", "shipping"),
        Entity(40, 45, "ORG", "Veldt"),
    ]
    assert [one.entity for one in linked(named)] == ["payments", "shipping", None]
    assert [one.entity for one in linked([named[0], named[2]])] == ["payments", "payments"]


def test_a_name_that_was_entered_is_not_given_to_another_company() -> None:
    tagger = _tagger(
        Company(id="plc", names={"en": ("Veldt Payments plc",)}),
        Company(id="own", names={"en": ("Veldt Payments",)}),
    )
    assert tagger.owner("Veldt Payments") == (None, "own")


def test_texts_without_capitals_name_registered_companies() -> None:
    post = (
        "heard from a rep today: quillovar is putting up prices again, 8% on every plan from may."
    )
    quillovar = Company(id="quillovar", names={"en": ("Quillovar",)})
    harbour = Company(id="harbour", names={"en": ("Harbour",)})
    names = [one.entity for one in _tagger(quillovar, harbour).tag("", post).mentions]
    assert "quillovar" in names
    shipped = "the ship lay in the harbour all night while its crew waited for the tide to turn."
    assert not [one for one in _tagger(harbour).tag("", shipped).mentions if one.entity]
    said = "Nobody at Tesk writes quillovar in small letters, and Nora Feldt never did either."
    assert not [one for one in _tagger(quillovar).tag("", said).mentions if one.entity]


def test_a_registered_company_acts_in_a_text_without_capitals_though_it_is_named_once() -> None:
    tagger = _tagger(Company(id="it", names={"en": ("Three Kilns Payments Ltd",)}))
    post = "not amused: from june three kilns payments raises its card fees by 4% for every small shop, a letter says."
    tags = tagger.tag("", post, published="2026-05-04")
    assert [one.entity for one in tags.mentions if one.label == "ORG"] == ["it"]
    assert {one.actor.entity for one in tags.moves if one.actor} == {"it"}


def _keys(*names: str) -> list[str]:
    return [one.name for one in in_full([Entity(0, 1, "ORG", name) for name in names])]


@pytest.mark.parametrize(
    "full", ["Tesk, Inc.", "Tesk Inc", "Tesk plc", "Tesk GmbH", "Tesk Co., Ltd."]
)
def test_a_name_with_its_legal_form_is_the_name_without(full: str) -> None:
    assert _keys("Tesk", full, "TESK", "Tesk Mills") == [full, full, full, "Tesk Mills"]


def test_a_legal_form_is_written_in_several_ways() -> None:
    assert _keys("Tesk, Inc.", "Tesk Inc", "Tesk") == ["Tesk, Inc."] * 3


def test_two_legal_forms_are_two_companies() -> None:
    assert _keys("Tesk", "Tesk, Inc.", "Tesk GmbH") == ["Tesk", "Tesk, Inc.", "Tesk GmbH"]


def test_registered_companies_keep_their_names() -> None:
    known = Entity(0, 4, "ORG", "Tesk", "tesk")
    assert in_full([known, Entity(9, 18, "ORG", "Tesk, Inc.")])[0] == known
