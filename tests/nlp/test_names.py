import hashlib
from pathlib import Path
from typing import Literal

import pytest

import nlp
from evaluation.linking import measure
from nlp.corpora import Item
from nlp.corpora.named import marked_names, well_named
from nlp.names.chain import TAGS
from nlp.names.model import guesses, shipped
from nlp.names.storing import packed, unpacked
from nlp.names.tokens import tokenize
from nlp.names.training import bracketed, gold_spans, tags_of, train
from nlp.tagger import Tagger
from schemas.errors import InvalidRecordError
from schemas.registry import Company, Registry


def orgs(tagger: Tagger, title: str, text: str, language: str = "en") -> set[str]:
    found = tagger.tag(title, text, published="2026-06-15", language=language).mentions
    return {one.text for one in found if one.label == "ORG"}


def test_names_are_linked_told_from_words_and_referred_to() -> None:
    figures = measure()
    assert figures["links"].f1 >= 0.95
    assert figures["about"].f1 >= 0.95
    assert figures["actors"].f1 >= 0.9


def test_companies_nobody_registered_are_found(tagger: Tagger) -> None:
    assert orgs(
        tagger, "", "Brackenfell Logistics Ltd has bought the haulier Ostrava Freight."
    ) >= {"Brackenfell Logistics Ltd"}
    assert "浙江青蓝阀门股份有限公司" in orgs(
        tagger, "", "浙江青蓝阀门股份有限公司昨日公告，拟出售旗下铸造业务。", "zh"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Velmora plc bought Sandholt for 40 million crowns.",
        "Quorlan, a maker of kettles, opened a new plant for its customers.",
    ],
)
def test_a_strange_word_that_is_bought_or_told_to_be_a_maker_is_a_company(
    tagger: Tagger, text: str
) -> None:
    assert orgs(tagger, "", text) & {"Sandholt", "Quorlan"}


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("", "Shares of Kettle Tarn (NASDAQ: KTRN) rose after the deal.", "Kettle Tarn"),
        ("", "The Oddmark (LSE: ODM) plant opened.", "Oddmark"),
        ("INVESTOR BUYS TARN HOLLOW <THW> STAKE", "A fund bought 5 pct of Tarn Hollow.", "TARN HOLLOW"),
        ("ODDMARK CO <ODM> SETS PAYOUT", "The dividend is 5 cts a share.", "ODDMARK CO"),
    ],
)  # fmt: skip
def test_a_ticker_names_the_company_before_it(
    tagger: Tagger, title: str, text: str, name: str
) -> None:
    assert name in orgs(tagger, title, text)


def test_a_defined_term_of_a_contract_is_the_company(tagger: Tagger) -> None:
    text = 'This agreement is between Pellow Harbour Corporation ("Bank") and Mr Tate. Bank may assign it.'
    assert "Bank" in orgs(tagger, "", text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Borrower shall deliver the Collateral to the Lender on the Closing Date .", "en"),
        ("高等教育和社会保障是两会的热门话题。", "zh"),
        ("今天夜间到明天白天，平均风力五到六级。", "zh"),
    ],
)
def test_capitals_and_tails_alone_make_no_company(tagger: Tagger, text: str, language: str) -> None:
    assert not orgs(tagger, "", text, language)


def test_a_word_is_the_company_only_where_the_text_speaks_of_it() -> None:
    known = Tagger(
        Registry(companies=(Company(id="plum", names={"en": ("Plum",), "zh": ("李子",)}),))
    )
    assert "plum" in known.tag("", "Plum has acquired Kestro for $4 million.").about
    assert not known.tag("", "Plum jam keeps for a year.").about
    assert "plum" in known.tag("", "李子宣布收购凯思罗。", language="zh").about
    assert not known.tag("", "李子树开花了，村里的孩子都来看。", language="zh").about


def _item(number: int, text: str, *mentions: tuple[str, str]) -> Item:
    return Item.model_validate(
        {
            "id": f"en-test-{number:04d}", "lang": "en", "style": "news", "text": text, "published": "2026-01-01",
            "why": "a test", "mentions": [{"text": name, "label": label} for name, label in mentions],
        }
    )  # fmt: skip


def test_training_is_the_same_each_time_and_survives_its_file() -> None:
    items = [
        _item(n, f"{name} has opened a plant in Ghent.", (name, "ORG"), ("Ghent", "PLACE"))
        for n, name in enumerate(("Velkat", "Ostrin", "Quillmark", "Tessaro"), 1)
    ]
    one, other = (packed(train(items, "en", seed=3, epochs=2)) for _ in range(2))
    assert one == other
    again = unpacked(one)
    assert again.weights.shape[1] == len(TAGS)
    assert {guess.label for guess in guesses("Brixen has opened a plant in Ghent.", "en", again)} <= {
        "ORG", "PLACE",
    }  # fmt: skip


def test_tags_follow_the_marked_names() -> None:
    text = "Velkat Group opens in Ghent."
    spans = gold_spans(text, [("Velkat Group", "ORG"), ("Ghent", "PLACE")])
    tags = [TAGS[tag] for tag in tags_of(tokenize(text, "en"), spans)]
    assert tags == ["B-ORG", "I-ORG", "O", "O", "B-PLACE", "O"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shipped_models_are_small_and_there(language: str) -> None:
    assert shipped(language) is not None


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "。", "A", "云", "🙂🙂", "\x00\ufffd", "a" * 5000, "公司" * 900]
)
def test_odd_texts_have_no_names_and_raise_nothing(text: str) -> None:
    for language in ("en", "zh"):
        guesses(text, language)


def test_the_card_names_the_models_that_are_shipped() -> None:
    folder = Path(nlp.__file__).with_name("models")
    card = (folder / "names.md").read_text(encoding="utf-8")
    for language in ("en", "zh"):
        data = (folder / f"names.{language}.npz").read_bytes()
        assert hashlib.sha256(data).hexdigest() in card


def test_the_same_mentions_give_the_same_spans_in_whatever_order_they_come() -> None:
    text = "Vera Kiln left Kiln Vera."
    ways = [[("Vera Kiln", "PERSON"), ("Kiln Vera", "ORG")], [("Vera Kiln", "ORG"), ("Vera Kiln", "PERSON")]]  # fmt: skip
    for one in ways:
        assert gold_spans(text, one) == gold_spans(text, one[::-1])


def test_an_honorific_makes_a_person_and_is_no_part_of_the_name() -> None:
    text = "公司董事会近日收到卢静女士的辞职报告。卢静女士辞去公司财务总监职务，董事会聘任桑以宁女士为公司财务总监。"
    mentions = Tagger(Registry()).tag("关于财务总监变更的公告", text).mentions
    people = {one.text for one in mentions if one.label == "PERSON"}
    assert people == {"卢静", "桑以宁"}
    assert not [one.text for one in mentions if one.label == "ORG" and "女士" in one.text]


PEOPLE = [
    ("Murray Tenselow to coach the Pilots", "Murray Tenselow will coach the Pilots, the team's general manager said. Tenselow signed for three years and $9 million.", "Murray Tenselow", "PERSON"),
    ("Murray Tenselow to coach the Pilots", "Murray Tenselow will coach the Pilots, the team's general manager said. Tenselow signed for three years and $9 million.", "Tenselow", "PERSON"),
    ("Francesca Halvorne leaves the stage", "Francesca Halvorne has left the stage. Halvorne announced a tour of 30 shows.", "Halvorne", "PERSON"),
    # the company bears its founder's name; a trade makes a company of a given name
    ("Trosk opens a mill", "Trosk opened a mill on Friday. Gavin Trosk, its founder, cut the ribbon. Trosk employs 300 people.", "Trosk", "ORG"),
    ("Grace Cosmetics raises prices", "Grace Cosmetics raises prices by 5%, the company said.", "Grace Cosmetics", "ORG"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "name", "label"), PEOPLE)
def test_a_given_name_makes_a_person_and_a_trade_a_company(
    title: str, text: str, name: str, label: str
) -> None:
    full = f"{title}\n{text}"
    mentions = Tagger(Registry(), scorer=None).tag(title, text, published="2026-06-15").mentions
    labels = {one.label for one in mentions if full[one.start : one.end] == name}
    assert labels == {label}


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        ("Velmora raises prices", "Velmora (NYSE: VLM) raised its prices by 5%, the company said.", {"Velmora"}),
        ("", "Velmora Inc. (NASDAQ: VLM), a maker of kettles, today announced results.", {"Velmora Inc."}),
        ("VELMORA <VLM> 4TH QTR NET", "Shr 20 cts vs 10 cts. Velmora said profit rose.", {"VELMORA", "Velmora"}),
    ],
)  # fmt: skip
def test_neither_a_ticker_nor_its_exchange_nor_a_quarter_is_a_name(
    title: str, text: str, names: set[str]
) -> None:
    full = f"{title}\n{text}"
    mentions = Tagger(Registry()).tag(title, text, published="2026-06-15", language="en").mentions
    named = {one for one in mentions if one.label in {"ORG", "PERSON", "PRODUCT"}}
    assert {full[one.start : one.end] for one in named} == names


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_marked_name_stands_in_its_text(language: Literal["en", "zh"]) -> None:
    wrong = [
        (one.id, mention.text)
        for one in well_named(language)
        for mention in one.mentions
        if mention.text not in one.whole
    ]
    assert not wrong


def test_a_mark_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "en.tsv"
    file.write_text("en-deal-0001\tO=Velmora\nen-deal-0002\tVelmora\n", encoding="utf-8")
    with pytest.raises(InvalidRecordError, match="'Velmora' is no marked name"):
        marked_names(file)


def test_a_passage_in_brackets_is_read_with_its_headline_and_its_names() -> None:
    text, names = next((t, n) for t, n in bracketed("en", ["dense"]) if "\n" in t)
    assert not set("[]") & set(text)
    assert names
    assert all(surface in text for surface, _label in names)
    assert not any("\n" in text for text, _ in bracketed("en", ["plain"]))


def test_marked_names_are_read_with_their_labels(tmp_path: Path) -> None:
    file = tmp_path / "en.tsv"
    file.write_text("en-deal-0001\tO=Velmora\tD=Loam Sentinel\nen-deal-0002\n", encoding="utf-8")
    found = marked_names(file)
    assert [(m.text, m.label) for m in found["en-deal-0001"]] == [("Velmora", "ORG"), ("Loam Sentinel", "PRODUCT")]  # fmt: skip
    assert found["en-deal-0002"] == ()


def test_what_is_bought_is_a_company(tagger: Tagger) -> None:
    text = 'A report that Pellgrove Software will buy Quillmark is "pure fantasy", Pellgrove Software said.'
    assert "Quillmark" in orgs(tagger, "Pellgrove: pure fantasy", text)


def test_who_signs_a_post_with_an_underscore_is_nobody(tagger: Tagger) -> None:
    found = tagger.tag("Kettles", "marek_b: My neighbour has one.\new_k: So have I.").mentions
    assert not [one.text for one in found if one.label == "PERSON"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("遊戲公司拓稜證實將資遣台北研發中心200名員工。", {"拓稜"}),
        ("模具费由昆山供应商承担。", set()),
    ],
    ids=["verb", "kind"],
)
def test_chinese_names_have_no_verb_and_no_kind(tagger: Tagger, text: str, names: set[str]) -> None:
    assert orgs(tagger, "消息", text, "zh") == names
