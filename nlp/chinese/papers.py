"""What Chinese texts say of shares held, prices of a market and goals missed that is no move (MOVES.md rules 4 and 8)."""

import re
from functools import lru_cache

from nlp.frames.compiling import pattern
from nlp.reading import Sentence
from schemas.kinds import MoveKind

# What is held, pledged or thinned is no purchase, unless the sentence tells how it came.
_HELD = pattern(
    "(?:持股|(?:持有|所持|持)(?:的|有)?[^，。；]{0,16}?(?:股份|股权|股|权益)|持股比例|持有[^，。；]{0,20}?{PERCENT}|(?:占股|占比|出资比例)[为达]?{PERCENT})",
    "zh",
)
_GOT = pattern(
    "披露持|举牌|投资[^，。]{0,4}{MONEY}|{MONEY}[^，。]{0,6}投资|[入参认增买购投收举][股持购资入买牌投]|出资|注资|受让|接盘|拿下|获得|取得|投了|领投|跟投|定增|新进|建仓|成为[^，。]{0,12}股东|将持|后[，]?[^，。]{0,12}持有?|(?:上升|升|提高|增加|提升|增|扩大)[至到]|(?:比例|持股)(?:达到?|突破|超过?)",
    "zh",
)
# What everybody pays on a market, no company's own price.
_MARKET = re.compile(
    r"(?:周|(?<![包每])月|日|季|市场|行业|平均|批发|现货|期货|即期|全国|国内|国际|指数)均?(?:价格?|运价|油价)(?:指数)?|均价|(?:价格|运价|物价)指数|(?:国际|布伦特|WTI|成品|燃|柴|汽|原)油价?[^，。]{0,6}(?:涨|跌|升|降|报)|(?:金|银|铜|铝|锌|镍|锂|钢|煤|粮|猪|肉|菜|蛋|糖|棉|运|油)价(?:格)?[^，。]{0,8}(?:涨|跌|升|降|报|徘徊|走|持平|回落|企稳)"
)
_OWN = re.compile(
    r"宣布|通知|公告|调价函|发函|售价|定价|报价|指导价|官方|旗下|全系|产品|套餐|会员|资费|(?:附加|手续|服务)费|[年月]费|票价|门店|客户|将其|把"
)
_PRICES: frozenset[MoveKind] = frozenset({"price-increase", "price-decrease"})
_FIGURES: frozenset[MoveKind] = frozenset({"results", "guidance"})
# What a share or a fund is worth is no result of its company.
_WORTH = re.compile(
    r"股价|收[涨跌][\d一-龥\ue000-\ue0ff]|涨停|跌停|报收|盘中|(?:单位|基金)?净值|市值|换手|加仓|减仓|重仓|成交额[^，。]{0,4}(?:亿|放|缩)|[领大]涨[^，。]{0,4}股"
)
_FIGURE = re.compile(
    r"营收|营业|净利|利润|盈利|亏损|收入|销[量售]|交付|业绩|订单|用户|财报|[年季]报|EBITDA|毛利|现金流|签约|产量|客流|下调|上调|指引|展望"
)
# Shares that a holder buys or sells are not bought back.
_BOUGHT_ON = re.compile(r"增持|减持|举牌")
_RETURNED = re.compile(r"回购|分红|派息|派发|派现|股息|股利|红利|注销|拆股|送股|转增")
# A goal that was set before is what figures are measured by.
_MEASURED = re.compile(
    r"(?:低于|高于|未达到?|没达到?|不及|未能?完成|没有?完成|完成|达到|达成|超过|超出|逊于|距离?|占)[^，。；]{0,4}(?:年初|此前|之前|去年|上年|原定|原先|先前|早先|全年|既定|年度|公司)?[^，。；]{0,8}(?:设定|制定|定下|提出|给出|公布|既定|原定|全年|年度|年初)[^，。；]{0,14}(?:目标|指引|预期)"
)


def of_papers(sentence: Sentence, kind: MoveKind, start: int) -> str:
    """Return the words by which a sentence that seems to tell a move tells what is held, paid on a market or measured, or nothing."""
    if kind == "investment":
        return _held(sentence.masked)
    if kind == "capital-return":
        hit = _BOUGHT_ON.search(sentence.plain)
        return hit[0] if hit and not _RETURNED.search(sentence.plain) else ""
    if kind in _PRICES:
        return _market(_clause(sentence.masked, start))
    if kind in _FIGURES and (worth := _worth(sentence.masked)):
        return worth
    if kind == "guidance":
        hit = _MEASURED.search(sentence.masked)
        return hit[0] if hit else ""
    return ""


@lru_cache(maxsize=256)
def _held(masked: str) -> str:
    hit = _HELD.search(masked)
    return hit[0] if hit and not _GOT.search(masked) else ""


@lru_cache(maxsize=256)
def _market(clause: str) -> str:
    hit = _MARKET.search(clause)
    return hit[0] if hit and not _OWN.search(clause) else ""


@lru_cache(maxsize=256)
def _worth(masked: str) -> str:
    hit = _WORTH.search(masked)
    return hit[0] if hit and not _FIGURE.search(masked) else ""


def _clause(masked: str, start: int) -> str:
    """Return the clause in which *start* lies."""
    before = max(masked.rfind(sign, 0, start) for sign in "，；。：") + 1
    ends = [place for sign in "，；。" if (place := masked.find(sign, start)) >= 0]
    return masked[before : min(ends, default=len(masked))]
