"""Sums of money in running English and Chinese text, with amount and currency.

What stands before and behind a figure is data (``money.yaml``). Price pages write in more ways than
prose does: for them see ``text/sums.py``.
"""

from text.amounts import Found
from text.money_chinese import chinese_sums
from text.money_english import english_sums


def find_money(text: str) -> list[Found]:
    """Return the amounts of money in *text*, in order: Decimal amount and ISO 4217 code.

    Of a range both ends are given where each can be read alone; the lower one has the scale and
    currency of the upper: "$3-5 million", 3亿至5亿元.
    """
    found = [*english_sums(text), *chinese_sums(text)]
    longest = sorted(found, key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in longest:  # "¥26 million" is read by both; the one that sees more is right
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept)
