"""Where a well-known Chinese name stands in passing: in a title, a by-line, an address, as part of other words, as whose thing something is.

Each question takes the text and the characters of the name; the answer is that no company is named there, or that
only a move about it would make it one (:func:`is_used`).
"""

import re
from functools import lru_cache

from nlp.lexicon import either, known, word_set
from nlp.names.wordbook import wordbook
from text.han import HAN

_H = f"[{HAN}]"
_REACH = 18  # characters before a name that are looked at
TITLE_AROUND = re.compile(r"《[^》\n]{0,16}$")
# A channel of its own or a by-line.
_CHANNEL_AFTER = re.compile(
    r"(?:\s?汽车\s?(?:讯|微博|\d|报道|专访|频道|[（(]微)|(?:体育|科技)?\s{0,2}讯|微博|微信|·|乐居|体育讯?|科技讯|汽车讯|财经讯?|娱乐讯?|房产讯|教育讯|女性讯|新闻客户端|日报讯|钱包|浏览器|输入法|地图|空间)"
)
# A car or a road and no company: 黑色别克, 本田车主, 宝马男, 汇丰东路.
_OWNED_BEFORE = re.compile(r"[黑白红蓝灰银黄绿]色\s?$|(?:一辆|一台|一部|那辆|这辆)$")
_OWNED_AFTER = re.compile(
    r"\s?(?:[东西南北中]?(?:路|街|大道)(?![透由演径])|车主|轿车|跑车|越野车|男(?![装子人鞋篮足])|女(?![装子人鞋篮足])|新?车型)"
)
# The paper or site that a report is from: 新华网北京3月1日电, 网易汽车1月5日报道.
_BYLINE_AFTER = re.compile(
    rf"\s?(?:{_H}{{2,4}})?\s?(?:\d{{1,2}}月\d{{1,2}}日)?(?:综合|专稿|最新)?(?:电(?=[\s(（])|讯(?=[\s(（，,])|报道(?=[\s】\]（(]))"
)
_BYLINE_BEFORE = re.compile(r"(?:来源|作者|文)[：:/／]\s?[“「]?$")
# A paper or a magazine at the head of a line, before a colon: whose headline it is.
_PAPER_ENDS = ("报", "刊", "网", "软件", "杂志", "社", "电视台", "卫视")
_HEADS = re.compile(r"\s?[：:]")


def in_passing(text: str, start: int, end: int) -> bool:
    """Say whether a known name is part of a title, a by-line, an address, other words, or what somebody owns."""
    before, rest = text[max(0, start - _REACH) : start], text[end : end + 12]
    return bool(
        TITLE_AROUND.search(before)
        or _BYLINE_BEFORE.search(before)
        or _OWNED_BEFORE.search(before)
        or _CHANNEL_AFTER.match(rest)
        or _BYLINE_AFTER.match(rest)
        or _OWNED_AFTER.match(rest)
        or _is_heading(text, start, end, rest)
        or _astride(text, start, end)
    )


def _is_heading(text: str, start: int, end: int, rest: str) -> bool:
    opens = not start or text[start - 1] == "\n"
    return opens and _HEADS.match(rest) is not None and text.endswith(_PAPER_ENDS, start, end)


def _astride(text: str, start: int, end: int) -> bool:
    """Say whether the characters belong to the words around them: 最高|盛会, 众多|玩家, 中国网|民."""
    book = wordbook()
    if end - start == 2:
        return text[max(0, start - 1) : start + 1] in book and text[end - 1 : end + 1] in book
    if text[end - 1] == "网" and text[end : end + 1] in _NET_WORDS:
        return True
    longer = book.get(text[end - 2 : end + 1], "nz")  # 中国银行|业, 招商银行|卡
    if end - start <= 3 or longer in {"nz", "nt", "nr", "ns"} or longer[0] == "*":
        return False
    return book.get(text[end : end + 2], "nz") in {"nz", "nr"}  # 长桥汽车|业务 is no 汽车业


_NET_WORDS = frozenset("民友络购站游页")  # 中国网|民 is 中国|网民


def is_used(text: str, start: int, end: int) -> bool:
    """Say whether a name only tells whose page, line or model something is: 杜若网首页, 在杜若网上, 澜星Aurora."""
    rest = text[end : end + 24]
    if _parts().match(rest) or _visited(text, start, rest):
        return True
    model = _LATIN_MODEL.match(rest)
    return model is not None and not _is_name(model["name"])


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    """Return the pattern of what belongs to a site or a maker, right behind its name."""
    return re.compile(rf"(?:{either('zh', 'site_parts')})(?!{_H}{{0,2}}(?:公司|集团|业务))")


def _visited(text: str, start: int, rest: str) -> bool:
    return text[start - 1 : start] == "在" and rest.startswith("上") and not rest.startswith(_ON)


_ON = (
    "上海",
    "上市",
    "上半",
    "上周",
    "上月",
    "上年",
    "上述",
    "上升",
    "上涨",
    "上调",
    "上演",
    "上线",
)
_LATIN_MODEL = re.compile(
    r"\s?(?P<name>[A-Z][a-z]{2,}[A-Za-z]*|[a-z][A-Z][A-Za-z]+|[A-Z]{5,})(?![A-Za-z'’&.])"
)


@lru_cache(maxsize=1024)
def _is_name(word: str) -> bool:
    """Say whether a Latin word is a company's name or part of one, so that it is no model."""
    if word in word_set("zh", "latin_firm_words") or word in word_set("zh", "latin_words"):
        return True
    return word in known("en") or word in known("zh") or word.lower() in _small()


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(name.lower() for name in known("en") | known("zh") if name.isascii())
