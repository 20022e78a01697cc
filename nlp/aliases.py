"""Names a registered company goes by that nobody need enter: without legal form or place, or cut short in the text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.chinese.evidence import ordinary
from nlp.chinese.tails import generic
from nlp.entities import Entity
from nlp.lexicon import common_english, place_set, word_set, words
from nlp.names.model import known_small
from text.folding import fold_chars, to_simplified
from text.han import HAN

_HAN = re.compile(f"[{HAN}]")
# What stands at the end of a Latin name and says of what sort the firm is; in the order they are taken off.
_LEGAL = re.compile(
    r",? (?:Incorporated|Inc|Corporation|Corp|Limited|Ltd|LLC|LLP|LP|PLC|Company|(?:(?:&|and) )?Co|GmbH(?: & Co\.? KG)?|AG|KGaA|SE|S\.?A\.?S?|S\.?p\.?A|S\.?r\.?l|N\.?V|B\.?V|Oyj?|ASA?|AB|A/S|K\.?K|Pty|Pte|Bhd|Berhad|Sdn|S\.?L|Ltda)\.?$",
    re.IGNORECASE,
)
_GROUP = re.compile(r" (?:Group|Holdings?)$", re.IGNORECASE)
_LEGAL_ZH = re.compile(
    r"(?:[（(][^（）()]{1,6}[）)])?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|股份公司|股份|公司)$"
)
_GROUP_ZH = re.compile(r"(?:控股集团|集团控股|集团|控股)$")
_BRACKETS = re.compile(r"[（(][^（）()]{1,6}[）)]")
_DIVISION = re.compile(r"^(?:特别行政区|自治区|省|市|县|区)")
# A name of so few characters is weighed as a word where it is one (nlp/disambiguation.py).
_WORDS = 3
# The rank of what the registry's finder found itself.
_REGISTERED = 90
# A part of a Chinese name that is told without the rest: 鲁锦 of 山东鲁锦新材 is two characters, 新材 none.
_LEAST = 2
# A name without its place is one of its own from so many characters on: 鲁锦新材, not 银行 of 上海银行.
_LEAST_WITHOUT_PLACE = 4


@lru_cache(maxsize=4096)
def aliases(name: str) -> tuple[str, ...]:
    """Return what a company's full *name* is shortened to anywhere, the longest first, without *name* itself.

    ``Drayford Homes Group plc`` gives ``Drayford Homes Group`` and ``Drayford Homes``,
    山东鲁锦新材股份有限公司 gives 山东鲁锦新材 and 鲁锦新材. Where only words stay that anybody
    may go by, nothing is given.
    """
    found = _chinese(name) if _HAN.search(name) else _english(name)
    return tuple(dict.fromkeys(one for one in found if one != name))


def without_form(name: str) -> str:
    """Return a Latin name without legal form: Drayford Homes of Drayford Homes, Inc."""
    cut = name
    while (shorter := _LEGAL.sub("", cut)) != cut and shorter:
        cut = shorter
    return cut


def _english(name: str) -> Iterator[str]:
    cut = without_form(name)
    for one in (cut, _GROUP.sub("", cut)):
        if any(map(_is_own, one.split(" "))) and len(one) > 1:
            yield one


def _is_own(word: str) -> bool:
    """Say whether a word of a Latin name is no word of the language."""
    small = word.lower().strip(".,")
    return len(small) > 1 and small not in common_english() and word not in known_small()


def _chinese(name: str) -> Iterator[str]:
    cut = _LEGAL_ZH.sub("", _BRACKETS.sub("", name) if _LEGAL_ZH.search(name) else name)
    short = _GROUP_ZH.sub("", cut)
    for one in (cut, short if len(short) > _LEAST else cut):
        if len(one) >= _LEAST and not _is_anybodys(one):
            yield one
        rest = _without_place(one)
        if len(rest) >= _LEAST_WITHOUT_PLACE and not _is_anybodys(rest):
            yield rest


def _is_anybodys(name: str) -> bool:
    """Say whether a Chinese name is a place, a kind of company or made of everyday words: 国际贸易, not 小米科技."""
    plain = to_simplified(name)
    if plain in place_set("zh") or plain in generic():
        return True
    return len(plain) > _WORDS and ordinary(plain) and not plain.endswith(_tails())


@lru_cache(maxsize=1)
def _tails() -> tuple[str, ...]:
    return words("zh")["org_suffixes"]


def _without_place(name: str) -> str:
    """Return 鲁锦新材 of 山东鲁锦新材, 驿路物流 of 深圳市驿路物流; a name without a place as it is."""
    plain = to_simplified(name)
    for end in (4, 3, 2):
        if plain[:end] in place_set("zh"):
            rest = _DIVISION.sub("", plain[end:])
            return name[len(name) - len(rest) :]
    return name


def linked(
    entities: Sequence[Entity], words: frozenset[tuple[int, int]] = frozenset()
) -> list[Entity]:
    """Return mentions; one without an id that is a part of one registered company's name in the text gets that id.

    ``Orsett`` is Orsett Payments in a text that names it, 固垣石业 is 福建固垣石业股份有限公司. What stands at one of
    *words* was judged to name nobody.
    """
    entities = [
        one
        for one in entities
        if one.label != "ORG" or one.rank >= _REGISTERED or (one.start, one.end) not in words
    ]
    known = {
        (one.entity, one.name, one.firm)
        for one in entities
        if one.label == "ORG" and one.entity is not None and one.name
    }
    entities = _people_linked(entities)
    return [_linked(one, known) for one in entities] if known else entities


def _people_linked(entities: Sequence[Entity]) -> list[Entity]:
    """Return *entities*; a surname is the one person of the registry whom the text names in full: Ms Haddad, 王先生."""
    people = [one for one in entities if one.label == "PERSON"]
    known = {(one.entity, one.name) for one in people if one.entity is not None}
    others = {one.name for one in people if one.entity is None and " " in one.name}

    def of(one: Entity) -> Entity:
        whose = {each for each in known if one.name == each[1] or _is_surname(one.name, each[1])}
        shared = any(_is_surname(one.name, other) for other in others)
        if one.label != "PERSON" or one.entity is not None or len(whose) != 1 or shared:
            return one
        ((entity, name),) = whose
        return one._replace(entity=entity, name=name)

    return list(map(of, entities)) if known else list(entities)


def _is_surname(short: str, full: str) -> bool:
    return " " in full and short == full.rsplit(" ", 1)[1]


def _linked(one: Entity, known: set[tuple[str, str, str]]) -> Entity:
    if one.label != "ORG" or one.entity is not None:
        return one
    whose = {each for each in known if _is_part(one.name, each[1])}
    if len({entity for entity, _name, _firm in whose}) != 1:
        return one
    entity, name, firm = min(whose, key=lambda each: (len(each[1]), each[1]))
    return one._replace(entity=entity, name=name, firm=firm)


@lru_cache(maxsize=4096)
def _is_part(short: str, name: str) -> bool:
    """Say whether *short* is what people call *name* for short: its first or last words, one of them its own."""
    if _HAN.search(short):
        return _is_part_zh(to_simplified(short), to_simplified(name))
    cut, full = fold_chars(short).split(" "), fold_chars(name).split(" ")
    if len(cut) >= len(full) or not any(map(_is_telling, short.split(" "))):
        return False
    return full[: len(cut)] == cut or full[-len(cut) :] == cut


def _is_telling(word: str) -> bool:
    return _is_own(word) and word not in place_set("en") and word.lower() not in word_set("en", "org_suffixes")  # fmt: skip


def _is_part_zh(short: str, name: str) -> bool:
    if not _LEAST <= len(short) < len(name) or _is_anybodys(short) or ordinary(short):
        return False
    return name.startswith(short) or _without_place(name).startswith(short)


def in_full(entities: Sequence[Entity]) -> list[Entity]:
    """Return mentions; a company without id that the text names with a legal form, too, by that name.

    ``Tollgate`` and ``Tollgate, Inc.`` are one company, unless the text also names ``Tollgate GmbH``.
    """
    full: dict[str, dict[str, str]] = {}
    for one in filter(_is_unregistered, entities):
        if (short := without_form(one.name)) != one.name:
            written = full.setdefault(short.casefold(), {})
            written.setdefault(_plain(one.name), one.name)
    return [_in_full(one, full) if _is_unregistered(one) else one for one in entities]


def _is_unregistered(one: Entity) -> bool:
    return one.label == "ORG" and one.entity is None


def _in_full(one: Entity, full: dict[str, dict[str, str]]) -> Entity:
    written = full.get(without_form(one.name).casefold(), {})
    return one._replace(name=next(iter(written.values()))) if len(written) == 1 else one


def _plain(name: str) -> str:
    """Return a name without what people write or leave out: Inc and Inc., Tollgate Inc and Tollgate, Inc."""
    return re.sub(r"[.,]", "", name).casefold()
