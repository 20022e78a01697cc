"""Product pages whose price was edited, wherever the page states it."""

import re

from evaluation.page_edits import Expected


def price_edited(markup: str, price: str) -> tuple[Expected, str] | None:
    """Change a product's price wherever the page states it: text, data, attributes."""
    whole, _, cents = price.partition(".")
    digits = re.escape(whole)
    pattern = re.compile(rf"(?<![\d.,]){digits}(?P<tail>[.,]{cents or '00'}(?!\d)|(?![\d.,]?\d))")
    count = len(pattern.findall(markup))
    if not 1 <= count <= 40 or len(whole) < 2:
        return None
    other = str(int(whole) + max(3, int(whole) // 10))
    changed = pattern.sub(lambda match: other + match["tail"], markup)
    return Expected(frozenset({"price", "promotion"}), (other,)), changed
