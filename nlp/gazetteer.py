"""Names the registry knows, found in text: companies, brands, products, people, tickers."""

import re
from collections import defaultdict

from nlp.chinese import words as chinese_words
from nlp.chinese.longer import in_longer
from nlp.disambiguation import NEEDED, OPENED, Place, acts_as_firm, weigh
from nlp.english import words as english_words
from nlp.english.small import has_no_capitals
from nlp.english.tickers import is_marked
from nlp.entities import Entity, without_overlaps
from nlp.introduced import introduced
from nlp.names.wordbook import wordbook
from nlp.naming import Name, derived, is_sign, names_of
from nlp.tokens import PhraseFinder, alike, key_of
from nlp.whose import of_whom
from schemas.registry import Registry
from text.folding import to_simplified
from text.han import HAN, to_traditional

_HAN = re.compile(f"[{HAN}]")
# What may follow a Latin name and still leave it a name of its own.
_AFTER_LATIN = re.compile(r"[A-Za-z0-9À-ɏ]")
# A name this short is only itself in exactly its own letters (SAP, not sap).
_SHORT_LATIN = 4


Span = tuple[int, int]


Found = tuple[int, int, Name]


class Gazetteer:
    """Finds the names of *registry* in texts of either language."""

    def __init__(self, registry: Registry) -> None:
        self._companies = {company.id: company for company in registry.companies}
        self._names: dict[str, list[Name]] = defaultdict(list)
        self._finder = PhraseFinder()
        for company in registry.companies:
            for name in names_of(company):
                self._add(name)
        for company in registry.companies:  # names that were entered come first
            for name in derived(company):
                if key_of(name.text) not in self._names:
                    self._add(name)

    def _add(self, name: Name) -> None:
        if not any(map(str.isalnum, name.text)):
            return  # a stop or blanks, which no text means
        forms = {name.text}
        if _HAN.search(name.text):
            forms |= {to_simplified(name.text), to_traditional(name.text)}
        for form in forms:
            known = self._names[self._finder.add(form)]
            if any(one.entity == name.entity for one in known):
                continue
            known.append(name._replace(text=form))

    def find(self, text: str) -> list[Entity]:
        """Return the registry's names in *text*; ambiguous ones only where the text bears them out."""
        return self.sifted(text)[0]

    def sifted(self, text: str) -> tuple[list[Entity], frozenset[Span]]:
        """Return the registry's names in *text*, and where such a word stands and names nobody."""
        if not self._names:
            return [], frozenset()
        small = _without_capitals(text)
        found = [
            (start, end, name)
            for start, end, key in self._finder.find(text)
            for name in self._names[key]
            if _is_name(text, start, end, name, small=start >= small)
        ]
        kept = self._judged(text, found, small)
        named = [
            Entity(
                start, end, name.label, name.text, name.entity,
                confidence=0.98 if name.sort == "firm" else 0.85, rank=90, firm=name.firm,
            )
            for start, end, name in kept
        ]  # fmt: skip
        named = [_with_legal_form(text, one) for one in named]
        short, refused = introduced(text, without_overlaps(named), self._names, small)
        named += short
        spans = {(start, end) for start, end, _name in found} | refused
        return named, frozenset(spans - {(start, end) for start, end, _name in kept})

    def _judged(self, text: str, found: list[Found], small: int) -> list[Found]:
        """Keep what names the company here; a company sure in one place is easier to see in others."""
        found = [one for one in _without_bare_tickers(text, found) if not _names_another(text, one)]
        found = [_as_written(text, one, small) for one in of_whom(text, found)]
        firm = [one for one in found if one[2].sort == "firm"]
        spans = [(start, end) for start, end, _name in firm]
        beside = [(start, end) for start, end, name in found if name.sort != "word"]
        sure = {name.company for _s, _e, name in firm}
        told = self._told(text, found)
        weights = {
            (start, end, name.entity): self._weight(
                text, (start, end, name), beside, small, told=(start, end, name.company) in told
            )
            for start, end, name in found
            if name.sort != "firm" and not _inside(start, end, spans)
        }
        sure |= {
            name.company
            for start, end, name in found
            if name.label == "ORG" and weights.get((start, end, name.entity), -9.0) >= NEEDED
        }
        sure |= self._borne_out(found, weights)
        tainted = {
            name.entity
            for (start, end, name) in found
            if name.company not in sure
            and not _HAN.search(name.text)
            and weights.get((start, end, name.entity), 0.0) <= _TAINTED
        }
        kept = []
        places: dict[str, list[int]] = defaultdict(list)
        for start, end, name in found:
            if name.label == "PRODUCT":
                continue
            own = weights.get((start, end, name.entity))
            needed = _needed(name, sure=name.company in sure, small=start >= small)
            if name.entity in tainted:
                needed = _TAINTED_NEEDED
            if name.sort == "firm" or (own is not None and own >= needed):
                kept.append((start, end, name))
                places[name.company].append(start)
        return kept + [
            (start, end, name)
            for start, end, name in found
            if name.label == "PRODUCT"
            and _is_product(text, start, name, weights.get((start, end, name.entity)), places)
        ]

    def _told(self, text: str, found: list[Found]) -> set[tuple[int, int, str]]:
        """Return the places of words with a context of which the text says, anywhere, what is said of companies only.

        Of a name that several companies share only the context tells whose it is.
        """
        whose: dict[Span, set[str]] = defaultdict(set)
        for start, end, name in found:
            whose[start, end].add(name.company)
        alone = [
            (start, end, name.company)
            for start, end, name in found
            if self._companies[name.company].context and len(whose[start, end]) == 1
        ]
        told = {company for start, end, company in alone if acts_as_firm(text, start, end)}
        return {one for one in alone if one[2] in told}

    @staticmethod
    def _borne_out(found: list[Found], weights: dict[tuple[int, int, str], float]) -> set[str]:
        """Return companies whose name and product stand in the text, each of which alone might be a word."""
        best: dict[tuple[str, str], float] = {}
        together: dict[str, float] = {}
        for start, end, name in found:
            own = weights.get((start, end, name.entity), -9.0)
            key = (name.company, name.label)
            together[name.company] = _TOGETHER["zh" if _HAN.search(name.text) else "en"]
            best[key] = max(own, best.get(key, -9.0))
        return {
            company
            for (company, label), own in best.items()
            if label == "ORG"
            and own >= 0
            and best.get((company, "PRODUCT"), -9.0) >= 0
            and own + best[company, "PRODUCT"] >= together[company]
        }

    def _weight(
        self, text: str, found: Found, firm: list[Span], small: int, *, told: bool
    ) -> float:
        start, end, name = found
        title_end = max(0, text.find("\n"))
        place = Place(
            text, start, end, title_end, name.label == "PRODUCT", start >= small, name.trades
        )
        return weigh(place, self._companies[name.company].context, firm, told=told)


# What a name must weigh where its company is sure, where it is not; a word against a plain name.
_AGAINST = -1.9
_SURE_WORD = {"zh": 0.75, "en": -0.4}
_SURE_PRODUCT, _PRODUCT_ANYWHERE = 0.75, 2.0
# What a plain name must weigh where the text has a person, place or other firm of that name.
_TAINTED, _TAINTED_NEEDED = -2.5, 3.0
_TOGETHER = {"zh": 1.5, "en": 0.5}
# A product is named where its company is: in the same sentence or in one beside it.
_NEAR = re.compile(r"[。！？!?\n]|\.\s")


def _needed(name: Name, *, sure: bool, small: bool) -> float:
    if name.sort == "plain":
        return _AGAINST
    if not sure:
        return NEEDED
    if _HAN.search(name.text):
        return _SURE_WORD["zh"]
    return 0.5 if small else _SURE_WORD["en"]


def _is_product(
    text: str, start: int, name: Name, weight: float | None, places: dict[str, list[int]]
) -> bool:
    """Say whether the name of a product is one here; an everyday word only near its company."""
    if name.sort == "firm":
        return True
    if weight is None:
        return False
    if name.sort == "plain" and (
        places[name.company] or to_simplified(name.text) not in wordbook()
    ):
        return weight >= _AGAINST
    if weight >= _PRODUCT_ANYWHERE and places[name.company]:
        return True
    return weight >= _SURE_PRODUCT and any(
        len(_NEAR.findall(text, *sorted((start, one)))) <= 1 for one in places[name.company]
    )


def _inside(start: int, end: int, spans: list[Span]) -> bool:
    """Say whether a short name is but a part of a full one."""
    return any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans)


def _without_capitals(text: str) -> int:
    """Return from where on *text* is written in small letters: all of it, below its title, nowhere."""
    if has_no_capitals(text):
        return 0
    below = text.find("\n") + 1
    return below if below and has_no_capitals(text[below:]) else len(text)


def _as_written(text: str, found: Found, small: int) -> Found:
    """Return a plain name as a word where the text has the word in small letters, too; in Chinese 8a is no number."""
    start, end, name = found
    if name.sort != "firm" and any(map(str.isdigit, name.text)):
        beside = _HAN.search(text[max(0, start - 1) : start] + text[end : end + 1])
        return (start, end, name._replace(sort="firm")) if beside else found
    if name.sort != "plain" or start >= small or _HAN.search(name.text):
        return found
    return (start, end, name._replace(sort="word")) if english_words.written_small(text, name.text) else found  # fmt: skip


def _with_legal_form(text: str, one: Entity) -> Entity:
    """Return a company's name with the Group or legal form that stands behind it: 指南针海运集团."""
    if one.label != "ORG" or "." in text[one.start : one.end]:
        return one
    han = _HAN.search(text[one.end - 1])
    end = (chinese_words if han else english_words).legal_end(text, one.end)
    return one._replace(end=end) if end > one.end else one


def _names_another(text: str, found: Found) -> bool:
    """Say whether a registered name is but a part of another's: Olive Tree Education Foundation, 王伟民 for 王伟."""
    start, end, name = found
    somebody = name.label == "PERSON"
    if _HAN.search(name.text):
        body = not somebody and chinese_words.begins_body(text, end)
        return body or in_longer(text, start, end, somebody=somebody)
    if somebody:
        return english_words.goes_on(text, end)
    return " " in name.text and english_words.begins_body(text, end)


def _without_bare_tickers(text: str, found: list[Found]) -> list[Found]:
    """Return *found* without tickers that may be words where nothing shows them to be tickers.

    In brackets behind the company's name it is one; two letters that are no word (HP) are it where the company is named.
    """
    named = [one for one in found if one[2].sort != "ticker" and one[2].label == "ORG"]
    kept = []
    for start, end, name in found:
        if name.sort != "ticker":
            kept.append((start, end, name))
            continue
        own = [to for _start, to, other in named if other.company == name.company]
        if (
            is_marked(text, start, end)
            or any(text[english_words.legal_end(text, to) : start] in OPENED for to in own)
            or (own and not is_sign(name.text))
        ):
            kept.append((start, end, name._replace(sort="firm")))
    return kept


def _is_name(text: str, start: int, end: int, name: Name, *, small: bool) -> bool:
    """Check boundaries and capitals of a match; *small*: the text is written without capitals."""
    surface = alike(text[start:end])
    if _HAN.search(surface):
        return True
    if any(map(_AFTER_LATIN.match, alike(text[max(0, start - 1) : start] + text[end : end + 1]))):
        return False
    if surface == alike(name.text) or (small and (name.sort != "word" or name.label == "ORG")):
        return True
    if len(name.text) <= _SHORT_LATIN or name.sort == "ticker":
        return False
    return surface.isupper() or surface[0].isupper()
