"""The terms that lower a price for a time or on a condition, in the page's own words."""

import re

_TERMS = re.compile(
    r"满\s*\d+(?:\.\d+)?\s*元?\s*[减送返]\s*\d+(?:\.\d+)?\s*元?"
    r"|(?:首[年月季单]|新用户|新客|限时|全场|续费|打|享)?\s*(?:[\d.]{1,4}|[一二三四五六七八九]{1,2})\s*折(?!合|算)(?:优惠|起)?"
    r"|买\s*[\d一二两三四五六]+\s*(?:年|个月|月|件)?\s*送\s*[\d一二两三四五六七八九十]+\s*(?:年|个月|月|件)?"
    r"|(?:立减|直降|立省|优惠|返现)\s*\d+(?:\.\d+)?\s*元?|首(?:月|年|单)\s*(?:仅需?|只需)?\s*[¥￥]?\s*[\d.]+\s*元?|券后|到手价|定金\s*[¥￥]?\s*\d+\s*元?"
    r"|(?:save|spare[n]?|économisez|ahorra|you save)\s+(?:up to\s+)?(?:[$€£]\s?\d[\d.,]*|\d{1,2}\s?%)(?:\s+(?:per|a)\s+\w+)?"
    r"|\d{1,3}\s?%\s*(?:off|discount|rabatt|de réduction|de descuento|割引|オフ|할인)(?:\s+(?:for\s+)?(?:the\s+|your\s+)?first\s+(?:\w+\s+)?(?:months?|years?|orders?|monat\w*|jahr\w*))?"
    r"|(?:first|erste[nr]?)\s+(?:\w+\s+)?(?:months?|years?|monate?|jahre?|weeks?)\s+(?:free|gratis|kostenlos|half price|for [$€£]?\d[\d.,]*)"
    r"|(?:\d+|one|two|three|six)\s+months?\s+free|初(?:月|年)(?:無料|半額)|\d+(?:か月|ヶ月)無料|첫 ?달 ?무료",
    re.IGNORECASE,
)
_MOST = 3


def read_promotion(text: str) -> str | None:
    """Return the promotion that *text* tells of (满300减40, ``save 20%``), None where there is none.

    Several are set apart by semicolons, at most three.
    """
    found = dict.fromkeys(" ".join(match[0].split()) for match in _TERMS.finditer(text))
    return "; ".join(list(found)[:_MOST]) or None
