"""Companies, people, products, places and roles that no registry names, in Chinese text.

A company shows itself by the tail of its name (科技, 集团, 药业 …) or by standing before a verb that
companies govern; where its name begins is told by punctuation, function words and dates. A person
shows by a surname beside a role or an honorific. A name found once is then found everywhere.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.chinese.beside import whole
from nlp.chinese.bodies import bodies, branches
from nlp.chinese.borne import borne_out
from nlp.chinese.called import called, without_kinds
from nlp.chinese.companies import companies, is_business
from nlp.chinese.mended import mended
from nlp.chinese.office import as_people, without_people
from nlp.chinese.passing import in_passing, is_used
from nlp.chinese.people import DOT, HONORIFICS, people
from nlp.chinese.placed import placed
from nlp.chinese.places import as_places, places
from nlp.chinese.products import products
from nlp.chinese.returning import returning, within
from nlp.chinese.roles import roles
from nlp.chinese.settled import settled, told
from nlp.chinese.shortened import shortened
from nlp.chinese.standing import weighed
from nlp.chinese.subjects import subjects
from nlp.chinese.within import without_parts
from nlp.entities import DOUBTFUL, Entity
from nlp.laws import laws
from nlp.lexicon import place_set, word_set, words
from nlp.names.model import Guess, guesses
from nlp.names.occurrences import occurrences
from nlp.names.phrases import phrases
from nlp.names.wordbook import wordbook

if TYPE_CHECKING:
    from nlp.names.chain import Chain
    from schemas.kinds import Label


def find(
    text: str, title_end: int, known: list[Entity], chain: "Chain | None" = None
) -> list[Entity]:
    """Return unregistered names in *text*; *title_end* is where its title ends, *chain* another model than the shipped one."""
    everything = phrases(text)
    seen = [_bare(text, one) for one in guesses(text, "zh", chain)]
    seen = as_people(text, as_places(text, seen))
    listed = [one for one in everything if one.kind != "city"]
    listed = without_parts(text, without_people(text, listed), seen)
    taken = {place for one in known for place in range(one.start, one.end)}
    found = [*laws(text, "zh"), *places(text, everything, seen)]
    firms = companies(text, seen, listed, taken, title_end)
    folk = mended(text, people(text, seen, listed), seen)
    posts = list(roles(text, listed, folk))
    folk += told(text, posts, folk)
    whole_names = {p for one in folk if DOT.search(one.name) for p in range(one.start, one.end)}
    firms = [one for one in firms if one.start not in whole_names]
    found += posts
    business = is_business(text, title_end)
    if business:
        firms += [*called(text), *subjects(text, taken)]
        if title_end:
            firms = weighed(text, title_end, firms, seen, taken)
        else:
            firms = [
                one._replace(confidence=DOUBTFUL) if one.rank < _SURE else one for one in firms
            ]
        again = list(returning(text, title_end, taken, {one.name for one in folk}))
        firms = within(text, firms, again)
        firms += _fresh(again, firms)
    if not title_end:
        firms = borne_out(text, firms, seen, folk, business=business)
    firms = [one for one in firms if not _is_none(one.name)]
    firms = branches(text, without_kinds(text, firms))
    firms += bodies(text)
    firms = branches(text, [*firms, *placed(text, taken)])
    folk, firms = settled(text, folk, [whole(text, one) for one in firms], posts)
    firms += shortened(text, [*known, *firms])
    named = [*folk, *firms, *products(text, firms, known)]
    named += _things(text, seen, [*named, *posts, *known])
    return found + named + _everywhere(text, named, known)


# The model's margin that a product needs; tried 2 to 10 on texts left out, 29 Nov 2026.
_THING = 3.0


_CODE = re.compile(r"[A-Z\d.-]+")  # HRB400E: of these nlp/chinese/coded.py knows more


def _things(text: str, seen: Iterable[Guess], beside: Iterable[Entity]) -> list[Entity]:
    """Return the products that only the model sees, where nothing of *beside* stands."""
    taken = {place for one in beside for place in range(one.start, one.end)}
    return [
        Entity(one.start, one.end, "PRODUCT", text[one.start : one.end], rank=50, confidence=0.65)
        for one in seen
        if one.label == "PRODUCT"
        and one.margin >= _THING
        and not _CODE.fullmatch(text, one.start, one.end)
        and taken.isdisjoint(range(one.start, one.end))
    ]


# What the model takes along: 橘堡冷链|以侵犯…为由将|漠盒物流诉至, 拓稜|證實.
_BEFORE = re.compile("将|將|由|被|对|向")
_BEHIND = re.compile("(?:证实|證實|回忆|回憶|表示|认为|認為|宣布|宣佈|坦言|以|将|將|拟|擬|则)$")


def _bare(text: str, one: Guess) -> Guess:
    """Return the guess of a company without the small word before it and the verb behind it."""
    if one.label != "ORG":
        return one
    before = _BEFORE.match(text, one.start, one.end - 2)
    # The verb may reach over the end: 拓稜證|實.
    behind = _BEHIND.search(text, one.start + 2, one.end) or _BEHIND.search(
        text, one.start + 2, one.end + 1
    )
    start, end = before.end() if before else one.start, behind.start() if behind else one.end
    return one._replace(start=start, end=end)


_KINDS = ("供应商", "经销商", "代理商", "同行", "仓库")  # 昆山供应商
_NO_BEGIN = ("做", "拟以", "拟将")  # 做冷库视觉的它


def _is_none(name: str) -> bool:
    return name.endswith((*HONORIFICS, *_KINDS)) or name.startswith(_NO_BEGIN)


def _fresh(several: Iterable[Entity], firms: Sequence[Entity]) -> list[Entity]:
    """Return those of *several* that share no characters with a company that is certain."""
    sure = {place for one in firms if one.rank >= _CERTAIN for place in range(one.start, one.end)}
    return [one for one in several if sure.isdisjoint(range(one.start, one.end))]


# What only a verb behind it makes a company has a lower rank.
_SURE, _CERTAIN = 50, 58
# What a text tells to be a name (by a ticker, "for short") is one wherever it stands again.
_TOLD, _SAME, _AGAIN = 59, 58, 54


def _everywhere(text: str, named: list[Entity], known: list[Entity]) -> list[Entity]:
    """Find further occurrences of each name, and of a company's name without its tail."""
    forms: dict[str, tuple[Label, str, str | None, int]] = {}
    for one in sorted([*known, *named], key=lambda each: each.rank < _TOLD):
        if one.label in {"ORG", "PERSON"} and one.name and one.confidence >= 0.65:
            if wordbook().get(one.name, "*")[0] in "*n":
                rank = _SAME if one.rank >= _TOLD else _AGAIN
                forms.setdefault(text[one.start : one.end], (one.label, one.name, one.entity, rank))
            if (
                one.label == "ORG"
                and one.confidence >= 0.75
                and (short := _short(one.name))
                and short not in word_set("zh", "ambiguous")
                and short not in place_set("zh")
                and wordbook().get(short, "*")[0] == "*"  # 病毒集团 makes no company of 病毒
            ):
                forms.setdefault(short, ("ORG", one.name, one.entity, _AGAIN))
    forms = {form: value for form, value in forms.items() if len(form) > 1}
    return [
        Entity(start, end, label, name, entity, rank=rank, confidence=0.7)
        for start, end in occurrences(text, forms)
        for label, name, entity, rank in [forms[text[start:end]]]
        if label != "ORG" or not (in_passing(text, start, end) or is_used(text, start, end))
        if label == "ORG" or not _within_words(text, start, end)
    ]


def _within_words(text: str, start: int, end: int) -> bool:
    """Say whether somebody's name is the end of one word and the beginning of the next: 那|里根|本."""
    book = wordbook()
    return text[start - 1 : start + 1] in book and text[end - 1 : end + 1] in book


@lru_cache(maxsize=1)
def _suffixes() -> tuple[str, ...]:
    """Return the tails of names, the longest first."""
    return tuple(sorted(words("zh")["org_suffixes"], key=len, reverse=True))


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    """Return 驿加 for 驿加供应链, 宏瀚重装 for 宏瀚重装股份有限公司; empty where nothing stays."""
    legal = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|股份公司)$", "", name)
    if legal != name:
        return legal if len(legal) >= 2 else ""
    for tail in _suffixes():
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name[: -len(tail)]
    return ""
