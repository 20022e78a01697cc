"""Facts are the same whichever language they were read from; round-ups are told apart from reports."""

import pytest

from nlp.roundups import is_round_up
from nlp.stories.facts import facts
from nlp.tagger import Tagger
from schemas.registry import Company, Registry

REGISTRY = Registry(
    companies=tuple(
        Company(id=one, names={"en": (one.title(),), "zh": (chinese,)})
        for one, chinese in (("dorrick", "多里克"), ("pellam", "佩勒姆"), ("vantry", "凡特里"))
    )
)
TAGGER = Tagger(REGISTRY)


def read(title: str, text: str) -> frozenset[str]:
    return facts(title, text, TAGGER.tag(title, text, published="2026-05-04"), "2026-05-04")


@pytest.mark.parametrize(
    ("english", "chinese", "shared"),
    [
        ("Dorrick pays €184 million.", "多里克支付1.84亿欧元。", "m:EUR:1.84e+08"),
        ("Dorrick grew 15.4%.", "多里克增长15.4%。", "p:15.4"),
        ("Dorrick recalls 12,400 pumps.", "多里克召回12400台输液泵。", "n:12400"),
        ("Dorrick starts on 1 July 2026.", "多里克2026年7月1日启动。", "d:2026-07-01"),
        ("Patch HXB-2026-17 at Dorrick.", "多里克修复HXB-2026-17。", "w:hxb-2026-17"),
        ("A plant in Hungary.", "匈牙利建厂。", "c:place-hu"),
        ("Dorrick recalls batteries.", "多里克召回电池。", "c:recall"),
        ("Pellam speaks.", "佩勒姆发言。", "e:pellam"),
    ],
)
def test_a_fact_has_one_key_in_both_languages(english: str, chinese: str, shared: str) -> None:
    assert shared in read("", english) & read("", chinese)


def test_the_day_itself_and_years_are_no_facts() -> None:
    found = read("", "On 4 May 2026 Dorrick said that 2028 would be better.")
    assert not any(one[0] in "dn" for one in found)


def test_numbers_of_the_background_do_not_count() -> None:
    assert "n:777" not in read("", "Dorrick waits. " * 110 + "It has 777 shops.")


ROUND_UPS = [
    ("This week in payroll", "Dorrick does this."),
    ("薪酬行业一周要闻", "多里克发布新品。"),
    ("News", "Dorrick buys a mill. Pellam names a chief. Vantry lifts its prices."),
    ("动态", "多里克收购一家工厂；佩勒姆任命新总裁；凡特里上调价格。"),
]


@pytest.mark.parametrize(("title", "text"), ROUND_UPS)
def test_a_list_of_news_is_a_round_up(title: str, text: str) -> None:
    assert is_round_up(title, text, TAGGER.tag(title, text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Dorrick buys Pellam", "Dorrick buys Pellam. Pellam agreed. Vantry had bid, too."),
        ("多里克收购佩勒姆", "多里克宣布收购佩勒姆。佩勒姆董事会同意。凡特里此前也曾出价。"),
        ("A week at sea", "Nothing happened on the ferry."),
    ],
)
def test_a_report_that_names_others_is_none(title: str, text: str) -> None:
    assert not is_round_up(title, text, TAGGER.tag(title, text))
