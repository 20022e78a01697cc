from time import perf_counter
from typing import Literal

import pytest

from nlp.laws import laws
from nlp.tagger import Tagger
from schemas.registry import Registry


def named(text: str, language: Literal["en", "zh"]) -> list[str]:
    return [text[one.start : one.end] for one in laws(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fined under the GDPR and Section 301", ["GDPR", "Section 301"]),
        ("breached Section 5 of the FTC Act", ["Section 5 of the FTC Act"]),
        ("filed for Chapter 11. Its shops stay open", ["Chapter 11"]),
        ("it broke Rule 10b-5.", ["Rule 10b-5"]),
        ("under MiFID II and the Digital Services Act", ["MiFID II", "Digital Services Act"]),
        (
            "Section 5 of the FTC Act, Section 10(b) of the Exchange Act",
            ["Section 5 of the FTC Act", "Section 10(b) of the Exchange Act"],
        ),
        ("the Clean Air Act of 1970 says so", ["Clean Air Act of 1970"]),
        ("Regulation (EU) 2024/1689 applies", ["Regulation (EU) 2024/1689"]),
        ("as Directive 2014/65/EU asks", ["Directive 2014/65/EU"]),
        ("fined under the Clean Water Act", ["Clean Water Act"]),
        ("the rule in 15 U.S.C. § 78 binds", ["15 U.S.C. § 78"]),
        ("vans must meet 40 CFR 86", ["40 CFR 86"]),
        ("under Part 97 of the FCC rules", ["Part 97 of the FCC rules"]),
        ("Peru's Law No. 29.733 applies", ["Law No. 29.733"]),
        ("Federal Law No. 44-FZ on purchases", ["Federal Law No. 44-FZ"]),
        ("Decree 12/2023 froze rents", ["Decree 12/2023"]),
        ("claims of the '307 patent", ["'307 patent"]),
        ("In Alder v Tarn Stores it lost", ["Alder v Tarn Stores"]),
        ("the suit, 2:24-cv-00871, names two", ["2:24-cv-00871"]),
        ("The Law on Foreign Trade says", ["Law on Foreign Trade"]),
        ("sold under Rule 144A and Regulation S", ["Rule 144A", "Regulation S"]),
        ("the Uniform Carriage by Rail Act 1991", ["Uniform Carriage by Rail Act 1991"]),
        ("a stake shown on Schedule 13G", ["Schedule 13G"]),
        ("application PCT/EP2021/054321 was filed", ["PCT/EP2021/054321"]),
        ("ready for Solvency II and Basel IV", ["Solvency II", "Basel IV"]),
        ("Kenya's Data Protection Act, 2019", ["Data Protection Act, 2019"]),
        ("s. 12(3) of the Sale of Goods Act", ["s. 12(3) of the Sale of Goods Act"]),
        ("a Dodd-Frank rule", ["Dodd-Frank"]),
        ("an office in Basel, the Rules of Golf", []),
        ("filed for Chapter 11", ["Chapter 11"]),
        ("Article 102 TFEU forbids it", ["Article 102 TFEU"]),
        ("the Health and Safety at Work Act 1974", ["Health and Safety at Work Act 1974"]),
        ("The Digital Markets Act (DMA) names six", ["Digital Markets Act (DMA)"]),
        ("holds US patent No. 9,123,456 B2", ["US patent No. 9,123,456 B2"]),
        ("European patent EP1234567 lapsed", ["European patent EP1234567"]),
        ("EP 3 123 456 B1 was revoked", ["EP 3 123 456 B1"]),
        ("in Case C-123/24 the court", ["Case C-123/24"]),
        ("docket 3:25-cv-01234", ["docket 3:25-cv-01234"]),
    ],
)
def test_laws_patents_and_cases_are_taken_whole(text: str, expected: list[str]) -> None:
    assert named(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Section 3 of the contract", "in chapter 3 of the book", "Section Eight Records signed a band", "a purchase order",
        "a Water Act of sorts", "Acme Law said", "Murphy's Law", "Act now", "the New Order", "article 5 of the series",
    ],
)  # fmt: skip
def test_parts_of_books_names_and_orders_are_none(text: str) -> None:
    assert named(text, "en") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反《反垄断法》第二十条", ["《反垄断法》第二十条"]),
        ("依据《民法典》第五百七十七条", ["《民法典》第五百七十七条"]),
        ("根据反垄断法第二十条第一款", ["反垄断法第二十条第一款"]),
        ("《人工智能法（草案）》公开征求意见", ["《人工智能法（草案）》"]),
        ("案号（2025）沪73民初12号", ["（2025）沪73民初12号"]),
        ("专利ZL202310123456.7已获授权", ["专利ZL202310123456.7"]),
        ("违反GDPR第32条", ["GDPR第32条"]),
        ("提醒厂商：Regulation (EU) 2024/1689的上限", ["Regulation (EU) 2024/1689"]),
        ("新规则和好做法", []),
        ("读《长安的荔枝》", []),
    ],
)
def test_chinese_laws(text: str, expected: list[str]) -> None:
    assert named(text, "zh") == expected


def test_a_patent_by_its_number_still_tells_that_one_was_granted() -> None:
    tags = Tagger(Registry()).tag(
        "", "Oxbeck Pumps has been granted US patent 11,222,333 for a silent valve.", published="2026-05-04"
    )  # fmt: skip
    assert [move.kind for move in tags.moves] == ["patent"]
    assert "US patent 11,222,333" in {one.text for one in tags.mentions if one.label == "LAW"}


@pytest.mark.parametrize(
    "text", ["Section " + "1" * 20000 + "/", "§" * 20000], ids=["digits", "signs"]
)
def test_a_run_of_digits_or_signs_is_read_in_no_time(text: str) -> None:
    named("fined under Section 301", "en")  # its expressions are made once
    began = perf_counter()
    assert named(text, "en") == []
    assert perf_counter() - began < 1


def test_signs_of_several_sections_are_one_law() -> None:
    assert named("a breach of §§ 15.2 of the Banking Act", "en") == ["§§ 15.2 of the Banking Act"]
