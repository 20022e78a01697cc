"""What no company is called, wherever it stands: half words, trade fairs, phrases in quotation marks.

The sums of :mod:`nlp.chinese.standing` weigh how a run stands, and everyday words stand like companies often enough. Here
the letters speak against a run so plainly that nothing around it counts.
"""

from functools import lru_cache

from nlp.chinese.evidence import Span, after, made_of, ordinary, without_tail
from nlp.chinese.places import begins_with_place
from nlp.chinese.tails import LOOSE
from nlp.lexicon import word_set
from nlp.names.wordbook import frequency, wordbook

_SEEN = 5.0  # from this margin on the model is believed about words that the language has
_SURE = 12.0  # and from this about a phrase in quotation marks
# As often as jieba has counted a word that says what a trade deals with; rarer ones are names before it: 铁杉 | 机器人.
_COMMON = 100
_LAKE = 3  # characters of 阳澄湖
_SPANS = "季年月天日周次成倍名位期项"
_COUNTS, _MEASURES = "一二三四五六七八九十两几", "张把条只台辆部份件款家个间座"
_HALF = 0.5  # of the characters no word covers so many at most
_FAIRS = ("车展", "展会", "博览会", "发布会", "峰会", "论坛", "年会", "赛", "杯", "节")
_QUOTES = "“「『"
_ACTS = frozenset({"organ", "telling"})  # behind the closing mark: what a company has or does


def unlikely(plain: str, span: Span, margin: float) -> bool:
    """Say whether a run of a simplified text is no company; *margin*: how surely the model takes it for one, 0 if it does not."""
    start, end = span
    name = plain[start:end]
    quoted = plain[start - 1 : start] in _QUOTES if start else False
    if _is_fair(name):
        return True
    if margin < _SEEN and not quoted and _is_trade(name):
        return True  # in quotation marks it is a name: “点卯云”
    if margin < _SURE and (_is_water(name) or _is_counted(name)):
        return True
    if margin < _SEEN and (_within_a_word(plain, start) or _is_asked(name) or _is_when(name)):
        return True
    if not quoted or margin >= _SEEN or after(plain, end + 1) in _ACTS:
        return False  # “双禧雀”门店
    return _is_phrase(name) and plain.count(name) == 1


@lru_cache(maxsize=4096)
def _is_water(name: str) -> bool:
    """Say whether a name is that of a lake or a mountain: 阳澄湖."""
    return len(name) == _LAKE and name[-1] in "湖山河江岛峰海"


@lru_cache(maxsize=4096)
def _is_counted(name: str) -> bool:
    """Say whether words count seasons, years or shares: 七季新高."""
    return name[0] in _COUNTS and name[1] in _SPANS and without_tail(name) == name


@lru_cache(maxsize=4096)
def _is_asked(name: str) -> bool:
    """Say whether a name is a sentence about a company: 请问贵公司, 请访问公司."""
    head = name.removesuffix("公司")
    return head != name and (head[-1] in "贵我本该各某" or wordbook().get(head[-2:]) == "v")


@lru_cache(maxsize=4096)
def _is_when(name: str) -> bool:
    """Say whether words tell when or where something is: 交易完成后."""
    return name[-1] in "后前时中内里" and len(name) > _LAKE and without_tail(name) == name


@lru_cache(maxsize=4096)
def _is_trade(name: str) -> bool:
    """Say whether a name is everyday words with a trade behind: 工程 | 机械, 即时 | 零售."""
    head = without_tail(name)
    common = frequency(head) > _COMMON or head in word_set("zh", "trade_heads")
    return len(head) < len(name) and common and ordinary(head)


@lru_cache(maxsize=4096)
def _is_fair(name: str) -> bool:
    """Say whether a name is a place's fair or match: 广州车展."""
    return name.endswith(_FAIRS) and begins_with_place(name, 0, len(name), opened=True) > 0


def _within_a_word(plain: str, start: int) -> bool:
    """Say whether the first sign belongs to the word before it: 前|者偏日化, 对|手榕湾."""
    if not start or plain[start - 1] in LOOSE:
        return False
    if plain[start].isascii() and plain[start - 1] == "-":
        return True  # Wi-|Fi环境
    if plain[start] in _MEASURES and plain[start - 1] in _COUNTS:
        return True  # 一 | 张桌子
    book = wordbook()
    pair = plain[start - 1 : start + 1]
    return pair in book and plain[start : start + 2] not in book


@lru_cache(maxsize=4096)
def _is_phrase(name: str) -> bool:
    """Say whether what stands in quotation marks is made of words for the most part, and has no company's tail."""
    return without_tail(name) == name and made_of(name).get("strange", 0.0) <= _HALF
