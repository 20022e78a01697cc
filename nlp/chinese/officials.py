"""What Chinese news tells of officials and of those who tell it: nobody's moves where no company has part in them (MOVES.md rules 6 and 8)."""

import re

from nlp.reading import Sentence, is_body
from schemas.kinds import MoveKind

_PERSONS: frozenset[MoveKind] = frozenset({"appointment", "departure"})
# Offices of a state, a town or a party; 党委书记 and 部长 alone are also those of companies.
_OFFICE = re.compile(
    r"总理|总统(?!套房)|首相|国务卿|外长(?![期大租远线途])|防长|财长|内阁|国务院|(?<!节)[省市县区州镇乡村]长(?![期大江远])|(?:[省县区]|(?<!上)市)委(?![托员])|村主任|(?<!会)议员|议长|议会|行政院|法院院长|检察长|大臣|大使(?!馆)|公使|领事|(?:全国|[省市县区])人大|人大(?:常委|代表|主席)|政协|纪委|监委|国王|女王|皇帝|(?:外交|国防|财政|商务|教育|卫生|司法|内政|铁道|交通|农业|公安|民政|文化)部部?长|(?:公安|教育|卫生|民政|税务|环保|城管)局|总书记|主席团"
)

# "我在城西管一间仓库": what somebody does who tells it himself; it may be a review, not what only companies do.
_TELLER = re.compile(r"^[“「\s]*我(?![们司国省市县区校院行厂店集公方])")
_COMPANIES: frozenset[MoveKind] = frozenset(
    ["expansion", "market-exit", "product-launch", "acquisition", "divestiture", "investment", "results", "guidance", "public-offering",
     "capital-return", "alliance", "restructuring", "delivery-model", "product-update", "campaign"]
)  # fmt: skip


def of_people(sentence: Sentence, kind: MoveKind) -> str:
    """Return the words by which a sentence without a company tells who takes or leaves an office of state, or what its teller does, or nothing."""
    told = _OFFICE if kind in _PERSONS else _TELLER if kind in _COMPANIES else None
    hit = told.search(sentence.plain) if told else None
    if hit is None or any(one.label == "ORG" and not is_body(one) for one in sentence.entities):
        return ""
    return hit[0]
