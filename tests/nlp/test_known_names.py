from pathlib import Path

import pytest

import nlp.lexicon
from nlp.lexicon import known
from nlp.tagger import Tagger
from schemas.language import Mention

FOLDER = Path(nlp.lexicon.__file__).with_name("known")


def mentions(tagger: Tagger, text: str, language: str = "zh") -> list[Mention]:
    return list(tagger.tag("", text, language=language).mentions)


def orgs(tagger: Tagger, text: str, language: str = "zh") -> set[str]:
    return {one.text for one in mentions(tagger, text, language) if one.label == "ORG"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_name_is_in_one_kind_of_list_and_long_enough_to_be_found(language: str) -> None:
    names, words = known(language), known(f"words_{language}")
    assert len(names) > 2000
    assert not names & words
    assert all(len(name) > 1 and name == name.strip() for name in names | words)


def test_lists_say_what_they_are_and_when_they_were_reviewed() -> None:
    for file in FOLDER.glob("*.yaml"):
        assert "Reviewed " in file.read_text(encoding="utf-8").split("\n", 1)[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昨天高盛下调了对这只股票的评级。", "高盛"),
        ("他在国泰君安做了六年研究员。", "国泰君安"),
        ("一位原招商银行信用卡中心的负责人这样说。", "招商银行信用卡中心"),
        ("去年秋天佳士得拍卖行在香港举槌。", "佳士得拍卖行"),
        ("星展中国在当地开了第三家网点。", "星展中国"),
        ("听说交通银行收购保险公司的事没有谈成。", "交通银行"),  # no name reaches over a verb
        ("三一集团成立分公司。", "三一集团"),
        ("上周易成新能换了董事会秘书。", "易成新能"),
    ],
)
def test_the_world_s_companies_are_known_with_what_belongs_to_their_names(
    tagger: Tagger, text: str, name: str
) -> None:
    assert name in orgs(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "两万名中国网民在论坛里留言。",
        "一辆黑色奔驰停在路边，宝马男摇下了车窗。",
        "他在微博上写道，今天雪很大。",
        "书里写了中国银行业的一百年。",
        "米缸里的老鼠越来越肥，赴台旅游的人也越来越多。",
        "他住在汇丰东路，公司楼下就是凤凰路。",
        "新华网沈阳1月3日电（记者 陶然）今晨大雪。",
    ],
)
def test_words_cars_platforms_and_by_lines_are_no_companies(tagger: Tagger, text: str) -> None:
    assert not orgs(tagger, text)


def test_a_maker_before_its_model_is_the_product(tagger: Tagger) -> None:
    found = {
        one.text: one.label for one in mentions(tagger, "店里的本田奥德赛有现车，别克昂科拉要等。")
    }
    assert found["本田奥德赛"] == found["别克昂科拉"] == "PRODUCT"


def test_a_platform_is_a_company_where_it_does_what_companies_do(tagger: Tagger) -> None:
    assert "支付宝" in orgs(tagger, "支付宝宣布下调提现费率。")
    assert "支付宝" not in orgs(tagger, "她用支付宝付了房租。")


def test_english_names_of_several_words_are_known(tagger: Tagger) -> None:
    text = "She left Goldman Sachs for Bank of America last week."
    assert orgs(tagger, text, "en") >= {"Goldman Sachs", "Bank of America"}


def test_terms_of_a_contract_are_no_companies_and_its_bank_is(tagger: Tagger) -> None:
    text = "Borrower shall repay Bank the Equipment Advance before any Permitted Lien arises."
    assert orgs(tagger, text, "en") == {"Bank"}


def test_a_post_of_whatever_names_no_companies(tagger: Tagger) -> None:
    assert not orgs(tagger, "Grace looks like Dora the Explorer lol", "en")


def test_posts_name_brands_in_small_letters(tagger: Tagger) -> None:
    assert orgs(tagger, "sold my bike on eBay and got it back with paypal lol", "en") == {
        "eBay", "paypal",
    }  # fmt: skip
    assert not orgs(tagger, "i can affirm that the indigo tiffany lamp is a blockbuster", "en")


def test_a_word_that_is_a_company_once_is_one_in_all_of_a_text(tagger: Tagger) -> None:
    text = "标致上周宣布换帅。外界早就不看好标致的销量，标致家族没有说话。"
    assert orgs(tagger, text) == {"标致"}
    mentions = tagger.tag("", text, published="2026-06-15", language="zh").mentions
    assert len([one for one in mentions if one.text == "标致"]) == 3
    assert orgs(tagger, "她长得很标致，标致的眉眼像母亲。") == set()


def test_a_share_class_is_no_model(tagger: Tagger) -> None:
    assert orgs(tagger, "万科A股和B股的价差小了一半。") == {"万科"}
