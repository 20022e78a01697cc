"""Names of the registry that stand in something else's, are spelled otherwise, or are several companies'."""

import pytest

from nlp.gazetteer import Gazetteer
from nlp.tagger import Tagger
from schemas.language import Tags
from schemas.registry import Company, Person, Registry

_TAGGER = Tagger(
    Registry(
        companies=(
            Company(
                id="soft",
                names={"zh": ("衡谷软件", "衡谷"), "en": ("Henggu Software",)},
                people=(Person(name="刘伟"), Person(name="文强"), Person(name="赵明")),
            ),
            Company(id="paint", names={"en": ("Tolland's", "Tolland's Home Stores")}),
            Company(id="fit", names={"en": ("Mervin’s",)}),
            Company(id="bank", names={"en": ("Orrin & Vale", "O&V")}),
            Company(id="mode", names={"en": ("Sévrine", "Zürstal", "QVX", "Ardent")}),
            Company(
                id="dial",
                names={"en": ("Dialby",), "zh": ("岭拨科技",)},
                tickers=("AI", "DLB", "D"),
            ),
            Company(id="port", names={"en": ("Portavane Foods",)}, tickers=("NOW", "IT", "PV")),
            Company(id="bolderly", names={"en": ("Bolderly!",)}),
            Company(id="seven", names={"en": ("7b", "7b Motors")}),
            Company(id="motors", names={"zh": ("铎岚汽车",)}, subsidiaries=("苇港电子",)),
            Company(
                id="group",
                names={"en": ("Eastmere", "Eastmere Group"), "zh": ("泽堤集团",)},
                subsidiaries=("Corvane Motors", "岭汀汽车"),
            ),
        )
    )
)


def _read(text: str, title: str = "") -> Tags:
    return _TAGGER.tag(title, text, language="en" if f"{title}{text}"[0].isascii() else "zh")


def _named(tags: Tags) -> dict[str, str | None]:
    return {one.text: one.entity for one in tags.mentions if one.label in {"ORG", "PERSON"}}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("衡谷软件副总裁刘伟民因个人原因辞职。", "刘伟民"),
        ("衡谷软件任命刘伟强为总经理。", "刘伟强"),
        ("衡谷软件任命赵明哲为首席财务官。", "赵明哲"),
        ("会上，赵明华表示公司不会裁员。", "赵明华"),
        ("衡谷软件副总裁劉偉民辭職。", "劉偉民"),
        ("衡谷软件总裁刘伟民主持会议。", "刘伟民"),
        ("衡谷软件总裁李文强辞职。", "李文强"),
    ],
)
def test_a_registered_person_is_not_found_in_another_s_name(text: str, name: str) -> None:
    found = _named(_read(text))
    assert found.get(name) is None
    assert not set(found.values()) - {None, "soft"}


@pytest.mark.parametrize("who", ["刘伟", "赵明"])
@pytest.mark.parametrize(
    "behind",
    ["辞职", "因个人原因辞职", "称公司将裁员", "任首席财务官", "增持公司股份", "明年离任", "成为新总裁", "平时很忙", "高调回应", "自2020年起任职", "履新", "先生说", "入职三年"],
)  # fmt: skip
def test_what_follows_a_registered_person_is_no_part_of_the_name(who: str, behind: str) -> None:
    assert _named(_read(f"衡谷软件总裁{who}{behind}。"))[who] == f"soft:{who}"


@pytest.mark.parametrize("before", ["由", "和", "对", "总裁", "董事长", "与", "任命"])
def test_what_stands_before_a_registered_person_is_no_surname(before: str) -> None:
    assert _named(_read(f"衡谷软件{before}文强。"))["文强"] == "soft:文强"


@pytest.mark.parametrize(
    "text", ["铎岚汽车站今日启用。", "铎岚汽车城周六开业。", "苇港电子城失火。"]
)
def test_a_place_of_a_trade_is_not_the_firm_of_that_trade(text: str) -> None:
    assert not [one for one in _read(text).mentions if one.entity]


@pytest.mark.parametrize(
    "text",
    [
        "铎岚汽车业绩下滑。",
        "铎岚汽车城市展厅开业。",
        "铎岚汽车站上风口。",
        "铎岚汽车展出新车。",
        "铎岚汽车集团公司宣布裁员。",
        "苇港电子业务增长。",
        "苇港电子厂扩产。",
    ],
)
def test_what_follows_a_registered_firm_leaves_it_one(text: str) -> None:
    assert {one.entity for one in _read(text).mentions if one.entity} == {"motors"}


@pytest.mark.parametrize(
    ("text", "name", "entity"),
    [
        ("Tolland’s has cut its prices by 10 percent.", "Tolland’s", "paint"),
        ("Tolland's has cut its prices by 10 percent.", "Tolland's", "paint"),
        ("Tolland’s Home Stores has opened a shop.", "Tolland’s Home Stores", "paint"),
        ("Mervin's has opened a shop.", "Mervin's", "fit"),
        ("ＱＶＸ has opened a shop.", "ＱＶＸ", "mode"),
        ("Orrin  &  Vale has opened a shop.", "Orrin  &  Vale", "bank"),
        ("Orrin\xa0& Vale has opened a shop.", "Orrin\xa0& Vale", "bank"),
        ("A shop was opened by Orrin\n& Vale.", "Orrin\n& Vale", "bank"),
        ("Orrin and Vale has opened a shop.", "Orrin and Vale", "bank"),
        ("Orrin&Vale has opened a shop.", "Orrin&Vale", "bank"),
        ("Sevrine has opened a shop.", "Sevrine", "mode"),
        ("Se\u0301vrine has opened a shop.", "Se\u0301vrine", "mode"),
        ("Zurstal has opened a shop.", "Zurstal", "mode"),
    ],
)
def test_a_name_is_found_however_it_is_typed(text: str, name: str, entity: str) -> None:
    assert _named(_read(text)) == {name: entity}


@pytest.mark.parametrize(
    "text",
    [
        "Tolland has opened a shop.",  # the name of another
        "Orrin\n\nVale has opened a shop.",
        "The O and V rows are full.",
        "They waited for Orrin and Valerie at the shop.",
        "An ardent fan wrote. The ardent\nlove of it.",
        "qvx is a code.",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert not [one for one in _read(text).mentions if one.entity]


def test_no_name_reaches_from_the_title_into_the_text() -> None:
    found = _read("Vale has opened a shop.", "A shop of Orrin &").mentions
    assert not [one for one in found if one.entity]


@pytest.mark.parametrize("name", ["", "  ", ".", "，", "!?"])
def test_a_name_without_a_letter_is_found_nowhere(name: str) -> None:
    gazetteer = Gazetteer(Registry(companies=(Company(id="blank", names={"en": (name,)}),)))
    assert not gazetteer.find("Prices rose by 10%. 泽岭宣布，提价！ Why?")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Dialby (AI) has opened a shop. AI is changing work.", "dial"),
        ("Dialby Inc. (D) has opened a shop.", "dial"),
        ("Shares of the maker (NYSE: AI) fell.", "dial"),
        ("$NOW fell on Monday.", "port"),
        ("It trades under the symbol IT in New York.", "port"),
        ("NOW.N fell on Monday.", "port"),
        ("DLB fell on Monday.", "dial"),
        ("岭拨科技（AI）宣布裁员。", "dial"),
        ("该公司（代码：AI）宣布裁员。", "dial"),
        ("Portavane Foods has opened a shop. Analysts like PV.", "port"),
    ],
)
def test_a_ticker_that_is_a_word_counts_where_it_is_shown_to_be_one(text: str, entity: str) -> None:
    assert {one.entity for one in _read(text).mentions if one.entity} == {entity}


@pytest.mark.parametrize(
    "text",
    [
        "Companies use AI to write code. AI is changing work.",
        "Kestro launched an AI assistant.",
        "Many IT firms hire. They cut 40 IT staff. Jobs in the IT sector rose.",
        "Apply NOW! Doors open.",
        "The report gave the city a D.",
        "Prices of PV rose.",
        "他们用AI写代码。",
        "Section 7b of the act was amended. She lives in Flat 7b.",
    ],
)
def test_letters_that_only_look_like_a_ticker_are_none(text: str) -> None:
    assert not [one for one in _read(text).mentions if one.entity]


@pytest.mark.parametrize(
    "text", ["7b has raised $5 million.", "7b Motors said so, and 7b shares rose.", "7b完成融资。"]
)
def test_a_name_with_a_digit_stays_one(text: str) -> None:
    assert {one.entity for one in _read(text).mentions if one.entity} == {"seven"}


def test_a_word_that_is_a_ticker_is_none_in_a_text_that_names_its_company() -> None:
    found = _read("Dialby has opened a shop. It sells AI to schools.").mentions
    assert [one.text for one in found if one.entity] == ["Dialby"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Eastmere Group has sold Corvane Motors to Kestro for $300 million.", "Eastmere Group"),
        ("Eastmere Group has bought the 30% of Corvane Motors it did not own.", "Eastmere Group"),
        ("Eastmere will invest $50 million in its subsidiary Corvane Motors.", "Eastmere"),
        ("Eastmere Group plans to spin off Corvane Motors.", "Eastmere Group"),
        ("Eastmere has named Ann Lee as chief of its unit Corvane Motors.", "Eastmere"),
        ("Corvane Motors, a unit of Eastmere Group, cut 300 jobs.", "Corvane Motors"),
        ("Eastmere Group said Corvane Motors will cut 300 jobs.", "Corvane Motors"),
        ("Corvane Motors will cut 300 jobs, its parent Eastmere Group said.", "Corvane Motors"),
        ("Corvane Motors grows. Corvane will open a plant in Lyon, Eastmere Group said.", "Corvane Motors"),
        ("Eastmere will open a plant in Lyon. Eastmere Group owns Corvane Motors.", "Eastmere Group"),
        ("泽堤集团宣布，收购岭汀汽车剩余30%股份。", "泽堤集团"),
        ("泽堤集团宣布出售岭汀汽车。", "泽堤集团"),
        ("岭汀汽车宣布裁员300人，母公司泽堤集团未回应。", "岭汀汽车"),
    ],
)  # fmt: skip
def test_of_parent_and_subsidiary_the_one_of_the_sentence_acts(text: str, actor: str) -> None:
    moves = _read(text).moves
    assert {(one.actor.text, one.actor.entity) for one in moves if one.actor} == {(actor, "group")}


def test_a_subsidiary_that_is_sold_is_its_own_parent_s_target_and_no_buyer() -> None:
    moves = _read("Eastmere Group has sold Corvane Motors to Kestro for $300 million.").moves
    (move,) = (one for one in moves if one.kind == "divestiture")
    assert [one.text for one in move.values("target")] == ["Corvane Motors"]
    assert [one.text for one in move.values("buyer")] == ["Kestro"]
    (move,) = _read("Eastmere Group plans to spin off Corvane Motors.").moves
    assert not move.values("buyer")


def test_who_acts_has_the_id_of_the_name_that_is_shown() -> None:
    (move,) = _read("Bolderly opened a plant. Bolderly! said so.").moves
    assert move.actor is not None
    assert (move.actor.text, move.actor.entity) == ("Bolderly!", "bolderly")
