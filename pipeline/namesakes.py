"""Names by which two records are one company, however they are spelled."""

import re
from collections.abc import Iterable

from nlp.tokens import key_of as typed_key
from schemas.registry import Company
from text.folding import to_simplified

_LEGAL = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|股份公司|集团)$"
    r"|[\s,]+(?:inc|incorporated|ltd|limited|llc|plc|corp|corporation|co|company|gmbh|ag|se|sa|s\.a|nv|bv|b\.v|ab|asa|oy|oyj|spa|s\.p\.a|srl|kk|pte|pty|holdings?|group)\.?$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[（(][^）)]{1,8}[）)]")


def key_of(name: str) -> str:
    """Return what spellings of one company have in common: no legal form, case, accent, place or old script."""
    plain = typed_key(_PLACE.sub("", to_simplified(name))).casefold().strip(" .,·")
    while True:
        shorter = _LEGAL.sub("", plain).strip(" .,·")
        if shorter == plain or len(shorter) < 2:
            return plain
        plain = shorter


def namesake(company: Company, known: Iterable[Company]) -> tuple[str, str, Company] | None:
    """Return the first name of *company* that another has in any spelling, its language, and that other company."""
    theirs = {
        key_of(name): one
        for one in known
        if one.id != company.id
        for several in (*one.names.values(), one.brands, one.subsidiaries)
        for name in several
    }
    for language, several in company.names.items():
        for name in several:
            if (other := theirs.get(key_of(name))) is not None:
                return name, language, other
    return None
