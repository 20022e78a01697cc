"""What is sold and who buys it where Chinese names the buyer first: 以6亿元向青禾乳业出售茶饮业务."""

import re

from nlp.entities import Entity
from nlp.moves import Candidate
from nlp.reading import Reading
from schemas.language import Slot, Slots, several
from text.han import HAN

_SELLS = re.compile(
    r"(?:整体|全资|正式|公开|打包|协议)?(?:出售|转让|出让|转手|卖出)(?:了|其|旗下|所持有?的?|持有的|的)*"
)
_THING = re.compile(
    rf"[{HAN}A-Za-z0-9]{{2,16}}?(?=[，。；、]|[\d.]+%|的?(?:全部|多数|部分|控股)?(?:股[权份]|权益)|$)"
)


def parted(reading: Reading, one: Candidate, slots: Slots) -> Slots:
    """Return *slots* of a candidate; where they take the buyer for what is sold, with each in its place."""
    if one.rule.kind != "divestiture":
        return slots
    begin, plain = one.sentence.start, one.sentence.plain
    firms = [o for o in one.sentence.entities if o.label == "ORG"]
    for buyer in firms:
        sells = _SELLS.match(plain, buyer.end - begin)
        if sells is None or not plain.endswith("向", 0, buyer.start - begin):
            continue
        thing = _thing(reading, firms, begin + sells.end(), _THING.match(plain, sells.end()))
        taken = several(slots.get("target"))
        if thing and (
            not taken or any(v.text in buyer.name or buyer.name in v.text for v in taken)
        ):
            slots = {**slots, "target": thing}
        return {**slots, "buyer": _slot(reading, buyer)}
    return slots


def _thing(
    reading: Reading, firms: list[Entity], start: int, match: re.Match[str] | None
) -> Slot | None:
    """Return the company that begins at *start*, or the words there."""
    firm = next((o for o in firms if o.start == start), None)
    if firm is not None:
        return _slot(reading, firm)
    if match is None:
        return None
    end = start + len(match[0])
    return Slot(text=reading.text[start:end], start=start, end=end)


def _slot(reading: Reading, one: Entity) -> Slot:
    words = reading.text[one.start : one.end]
    return Slot(text=words, start=one.start, end=one.end, entity=one.entity)
