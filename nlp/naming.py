"""What the companies of a registry, their products and people are called, and how surely each name is nothing else."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from nlp.aliases import aliases
from nlp.chinese import words as chinese_words
from nlp.disambiguation import is_word
from nlp.english import words as english_words
from nlp.lexicon import known, word_set
from nlp.names.model import known_small
from nlp.names.wordbook import frequency, wordbook
from nlp.tokens import alike
from schemas.kinds import Label
from schemas.registry import Company
from text.folding import to_simplified
from text.han import HAN

_HAN = re.compile(f"[{HAN}]")
_INITIALS = 2  # tickers this short are also initials, marks of schools, sizes: F, HP
_CODE = 3  # names with a digit this short are also numbers of flats and sections: 8a
# A Chinese word that a dictionary counts less often is nobody's everyday word: 苍鹭.
_RARE = 30

# A *firm* name is nothing else; a *plain* one may be (a forename, a river); a *word* is one of its language; a *ticker* is one, too.
Sort = Literal["firm", "plain", "word", "ticker"]


class Name(NamedTuple):
    """One name and what it names: of its company, or of the *firm* of it (a subsidiary, a brand).

    *trades*: what longer names of its company have behind it.
    """

    text: str
    label: Label
    entity: str
    company: str
    sort: Sort
    trades: frozenset[str] = frozenset()
    firm: str = ""


def names_of(company: Company) -> Iterator[Name]:
    """Yield all names under which *company*, its products and its people go."""
    exact = {*company.tickers, *company.domains}
    firms = (company.brands, company.subsidiaries)
    own = (*firms, company.tickers, company.domains)
    for names in (*company.names.values(), *own):
        for text in names:
            sort = _sort(text, given=bool(company.context) and text not in exact)
            if names is company.tickers and (len(text) <= _INITIALS or is_sign(text)):
                sort = "ticker"
            firm = text if any(names is one for one in firms) else ""
            yield Name(text, "ORG", company.id, company.id, sort, _trades(text, company), firm)
    for product in company.products:
        for names in product.names.values():
            for text in names:
                sort = _sort(text, given=False)
                if sort == "word" and _HAN.search(text) and frequency(to_simplified(text)) < _RARE:
                    sort = "plain"
                yield Name(text, "PRODUCT", product.id, company.id, sort)
    for person in company.people:
        for text in {person.name, *(name for names in person.names.values() for name in names)}:
            yield Name(text, "PERSON", f"{company.id}:{person.name}", company.id, "firm")


def derived(company: Company) -> Iterator[Name]:
    """Yield what the names of *company* and its firms are shortened to (nlp/aliases.py)."""
    for names in (*company.names.values(), company.subsidiaries):
        for full in names:
            firm = full if names is company.subsidiaries else ""
            for text in aliases(full):
                sort = _sort(text, bool(company.context))
                yield Name(text, "ORG", company.id, company.id, sort, firm=firm)


def _trades(text: str, company: Company) -> frozenset[str]:
    """Return what the company's longer names say of its trade behind *text*."""
    if not _HAN.search(text) or len(text) > 3:
        return frozenset()
    longer = [
        one
        for names in company.names.values()
        for one in names
        if one.startswith(text) and one != text
    ]
    return frozenset(tail for one in longer if (tail := chinese_words.trade(one, text)))


def _sort(text: str, given: bool) -> Sort:
    """Say whether a name may be something else; *given*: the analyst gave words of its context.

    That concerns the short names only: nobody means a river by "Amazon Web Services".
    """
    if _HAN.search(text):
        if len(text) > 3:
            return "firm"
        word = given or text in word_set("zh", "ambiguous") or wordbook().get(text, "*nr")[0] != "*"
        return "word" if word or text in known("words_zh") else "plain"
    text = alike(text)
    if " " in text or "." in text:
        return "firm"
    if any(char.isdigit() for char in text) and not text.isdigit():
        return "plain" if len(text) <= _CODE else "firm"
    if (
        given
        or text.isdigit()
        or is_word(text)
        or text.lower() in known_small()
        or text in known("words_en")
    ):
        return "word"
    return "firm" if text.isupper() else "plain"


def is_sign(text: str) -> bool:
    """Say whether a ticker means something else to most who read it: AI, NOW, 1810."""
    listed = is_word(text) or text.lower() in known_small() or text in known("words_en")
    return len(text) == 1 or listed or text.isdigit() or english_words.abbreviates(text)
