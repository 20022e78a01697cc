"""Names taken for companies that are products: "Ravelin Warehouse" of Ravelin Data, "its planner RouteMind".

What stands around tells: a company's genitive before, a thing's noun before, "from" or "by" a company
behind, or a company's own first word with a word for an edition.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.english.companies import is_told, terms_only
from nlp.english.goods import acts, is_called
from nlp.english.judge import is_somewhere
from nlp.entities import Entity
from nlp.lexicon import place_set, word_set
from nlp.names.model import Guess

# A company's genitive, words without capitals, and then the name: "Medlark's scheduling suite RotaMind".
_OWNED = re.compile(r"['’]s?\s(?:[a-z][\w-]*\s){0,4}$")
_NOUN_BEFORE = re.compile(r"(?:^|[\s(“\"])(?P<noun>[a-z][a-z-]+) $")
# "RotaMind, Medlark's suite", "SplitBill, from Centavo," "Cafrea by Tormann".
_MADE_BY = re.compile(
    r"^(?:,\s(?:an?|the)(?:\s[\w-]+){1,5}\s(?:from|by|of)\s|,?\s(?:from|by|made by|built by)\s|,\s)$"
)
_ACQUIRED = re.compile(r"\bacquir(?:e|es|ed|ing) $")
_MAKER_MAY_FOLLOW = re.compile(r",|\s(?:from|by|made by|built by)\s")
_NEAR = 50  # characters between a product and its maker
# With these even the bare first word is enough, which elsewhere is the company's own short form.
_ALWAYS = frozenset(
    ["OS", "Go", "Pro", "Max", "Mini", "Plus", "Ultra", "Lite", "SE", "EV", "XL", "GT", "VPN"]
)


def guessed(text: str, seen: Sequence[Guess]) -> Iterator[Entity]:
    """Yield the products that the model sees, as companies where they act as one; no places, letters, plain nouns or terms of a contract."""
    for one in seen:
        if one.label != "PRODUCT" or one.margin < _LEAST or text[one.end - 1] == "-":
            continue
        name = text[one.start : one.end]
        first, last = name.split(" ", 1)[0], name.rsplit(" ", 1)[-1]
        if (
            is_somewhere(name, first, last)
            or name in place_set("en")
            or (last.islower() and last.isalpha())
        ):
            continue
        if terms_only(name) or (name.isupper() and name.isalpha() and len(name) < _LETTERS):
            continue
        firm = acts(text, name) or is_told(text, one.start, one.end)
        yield Entity(one.start, one.end, "ORG" if firm else "PRODUCT", name, rank=WARE, confidence=0.6)  # fmt: skip


_LETTERS = 4
WARE = 45  # the rank of what only the model sees
# By so much a product must beat no name: of 1 to 6 the best on texts left out, 29 Nov 2026.
_LEAST = 3.0


def relabelled(text: str, found: Sequence[Entity]) -> list[Entity]:
    """Return *found* with those companies made products that are somebody's."""
    companies = sorted(one for one in found if one.label == "ORG")
    names = {one.name for one in companies if _is_product(text, one, companies)}
    ends = word_set("en", "org_suffixes") | word_set("en", "firm_tails")
    sure = {one.name for one in companies if one.name.rpartition(" ")[2].strip(".") in ends}
    return [
        one._replace(label="PRODUCT") if one.label == "ORG" and one.name in names - sure else one
        for one in found
    ]  # fmt: skip


def _is_product(text: str, one: Entity, companies: Sequence[Entity]) -> bool:
    if not _may_be_product(text, one):
        return False
    others = [o for o in companies if o.name != one.name and not o.name.startswith(f"{one.name} ")]
    if not others:
        return False
    return (
        _edition(one, others)
        or _owned(text, one, others)
        or _described(text, one)
        or _made(text, one, others)
    )


def _may_be_product(text: str, one: Entity) -> bool:
    """Say whether anything beside a name or in it can make it a product: most names have nothing of it."""
    before = text[max(0, one.start - _NEAR) : one.start]
    return (
        "'" in before
        or "’" in before
        or _MAKER_MAY_FOLLOW.match(text, one.end) is not None
        or _described(text, one)
        or _edition_word(one.name)
    )


def _edition_word(name: str) -> bool:
    last = name.rsplit(" ", 1)[-1]
    tails = word_set("en", "product_tails"), word_set("en", "plan_names"), _ALWAYS
    return " " in name and any(last in listed for listed in tails)


def _edition(one: Entity, others: Sequence[Entity]) -> bool:
    """Say whether a name is another company's first word with a word for an edition or a service."""
    first, _, rest = one.name.partition(" ")
    last = one.name.rsplit(" ", 1)[-1]
    if not rest or any(o.name.startswith(f"{one.name} ") for o in others):
        return False
    if last in _ALWAYS and any(o.name == first for o in others):
        return True
    tail = last in word_set("en", "product_tails") or last in word_set("en", "plan_names")
    return tail and any(" " in o.name and o.name.split(" ")[0] == first for o in others)


def _owned(text: str, one: Entity, others: Sequence[Entity]) -> bool:
    """Say whether a company's genitive governs the name, with a thing's noun between."""
    for owner in others:
        between = text[owner.end : one.start] if owner.end < one.start <= owner.end + _NEAR else ""
        if between and _OWNED.fullmatch(between):
            words = between.split()
            nouns = word_set("en", "things_before") | word_set("en", "sites_before")
            return len(words) > 1 and words[-1] in nouns
    return False


def _described(text: str, one: Entity) -> bool:
    """Say whether the noun of a thing stands right before the name: "the planner RouteMind"."""
    before = _NOUN_BEFORE.search(text, max(0, one.start - 24), one.start)
    return before is not None and before["noun"] in word_set("en", "things_before")


def _made(text: str, one: Entity, others: Sequence[Entity]) -> bool:
    """Say whether what follows names its maker: "SplitBill, from Centavo," or a company's genitive."""
    for maker in others:
        if not one.end < maker.start <= one.end + _NEAR:
            continue
        between = text[one.end : maker.start]
        if is_called(text, one.end) in word_set("en", "no_thing_nouns"):  # a rival of Centavo
            return False
        if between == ", ":
            return bool(re.match(r"['’]s?\s[a-z]", text[maker.end : maker.end + 5]))
        if _ACQUIRED.search(text, max(0, one.start - _NEAR), one.start):
            return False  # from who sells it
        return bool(_MADE_BY.match(between)) and " by " not in between.replace(
            "made by", ""
        ).replace("built by", "")
    return False
