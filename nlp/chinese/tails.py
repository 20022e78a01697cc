"""What is no name in Chinese text: small words, kinds of companies, words of every day; and what stands behind companies."""

import re
from functools import lru_cache

from nlp.lexicon import word_set
from nlp.names.wordbook import wordbook

# Characters that stand between words and in no company's name.
LOOSE = "的了在是与和及向对从由被把将给为于等而但就也都又已且或让使其这那他她它我你们说称至到跟按个该某各每遭"
_TELLS = r"(?:正式|今日|今天|昨日|昨天|昨晚|近日|日前|上周|本周|上月|本月|周[一二三四五六日天]|又|再次|首次|随后|此前)?(?:宣布|发布|推出|收购|表示|回应|任命|召回|裁员|公布)"
TELLS_AFTER = re.compile(_TELLS)
CUE_AFTER = re.compile(
    rf"(?:{_TELLS}|股价|总部|高层|高管|财报|工程师|公司|集团|官方|官网|旗下|宣布|发布|推出|表示|回应|手机|汽车|股份|方面|首席|总裁|创始人|董事|高管|员工|CEO|系列|品牌|专卖|门店|电脑|空调|乳业|拟|将|称|已|否认|也|则|等(?:公司|企业|厂商|品牌|巨头|车企|银行))"
)


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Return words that name kinds of companies, not one: 科技公司, 商业银行."""
    listed = word_set("zh", "no_companies") | word_set("zh", "bodies")
    return listed | word_set("zh", "generic_heads") | word_set("zh", "org_suffixes")


_EVERYDAY_PARTS = frozenset(
    [
        "n",
        "v",
        "vn",
        "a",
        "ad",
        "an",
        "d",
        "b",
        "c",
        "f",
        "i",
        "l",
        "m",
        "q",
        "r",
        "s",
        "t",
        "vd",
        "z",
        "j",
        "p",
        "u",
    ]
)


def everyday(head: str) -> bool:
    """Say whether *head* is made of words of the dictionary that name nothing: 太空, 社交, 商业."""
    book = wordbook()
    place = 0
    while place < len(head):
        for length in range(min(4, len(head) - place), 1, -1):
            if book.get(head[place : place + length], "") in _EVERYDAY_PARTS:
                place += length
                break
        else:
            if head[place] not in "小大新老好多高低":
                return False
            place += 1
    return True
