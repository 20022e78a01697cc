"""Names the registry knows, found in text: companies, brands, products, people, tickers."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from spacy.matcher import PhraseMatcher

from nlp.entities import Entity
from nlp.lexicon import common_english, word_set
from nlp.tokens import blank
from schemas.kinds import Label
from schemas.registry import Company, Registry
from text.han import HAN, to_simplified, to_traditional

_HAN = re.compile(f"[{HAN}]")
# What may follow a Latin name and still leave it a name of its own.
_AFTER_LATIN = re.compile(r"[A-Za-z0-9À-ɏ]")
_LEGAL = re.compile(
    r"^\s(?:Inc|Corp|Corporation|Ltd|Limited|LLC|plc|PLC|GmbH|AG|SE|SA|B\.?V|N\.?V|Group|Holdings|Co)\b\.?"
)
_ZH_LEGAL = re.compile(
    r"^(?:\(.{2,4}\)|（.{2,4}）)?(?:科技|集团|股份|控股)*(?:有限责任公司|股份有限公司|有限公司|公司|集团)"
)
_COMPANY_VERB = re.compile(
    r"^(?:['’]s?\b|\s(?:said|says|has|announced|launche[sd]|will|plans|raised|cut|posted|reported|agreed)\b)"
)
_ZH_CUE = re.compile(
    r"^(?:公司|集团|科技|官方|旗下|宣布|发布|推出|表示|回应|手机|汽车|股份|CEO|创始人|董事长|高管|方面)"
)
# A name this short is only itself in exactly its own letters (SAP, not sap).
_SHORT_LATIN = 4


class Name(NamedTuple):
    """One name and what it names."""

    text: str
    label: Label
    entity: str
    company: str
    ambiguous: bool


class Gazetteer:
    """Finds the names of *registry* in texts of either language."""

    def __init__(self, registry: Registry) -> None:
        self._companies = {company.id: company for company in registry.companies}
        self._names: dict[str, list[Name]] = defaultdict(list)
        self._matcher = PhraseMatcher(blank().vocab, attr="LOWER")
        for company in registry.companies:
            for name in _names_of(company):
                self._add(name)

    def _add(self, name: Name) -> None:
        forms = {name.text}
        if _HAN.search(name.text):
            forms |= {to_simplified(name.text), to_traditional(name.text)}
        for form in forms:
            key = form.lower()
            known = self._names[key]
            if any(one.entity == name.entity for one in known):
                continue
            known.append(name._replace(text=form))
            self._matcher.add(key, [blank().make_doc(form)])

    def find(self, text: str) -> list[Entity]:
        """Return the registry's names in *text*; ambiguous ones only where the text bears them out."""
        if not self._names:
            return []
        doc = blank().make_doc(text)
        found: list[tuple[int, int, Name]] = []
        for _key, start, end in self._matcher(doc):
            span = doc[start:end]
            surface = span.text
            found += [
                (span.start_char, span.end_char, name)
                for name in self._names.get(surface.lower(), ())
                if _is_name(text, span.start_char, span.end_char, name)
            ]
        sure = {name.company for _s, _e, name in found if not name.ambiguous}
        return [
            Entity(
                start, end, name.label, name.text, name.entity,
                confidence=0.8 if name.ambiguous else 0.98, rank=90,
            )
            for start, end, name in found
            if not name.ambiguous or self._borne_out(text, start, end, name, sure)
        ]  # fmt: skip

    def _borne_out(self, text: str, start: int, end: int, name: Name, sure: set[str]) -> bool:
        """Say whether an ambiguous name is the company's here."""
        if name.company in sure:
            return True
        context = self._companies[name.company].context
        if any(_holds(text, word) for word in context):
            return True
        rest = text[end : end + 20]
        if _HAN.search(name.text):
            return bool(_ZH_LEGAL.match(rest) or _ZH_CUE.match(rest))
        initial = _starts_sentence(text, start)
        return bool(
            _LEGAL.match(rest)
            or (_COMPANY_VERB.match(rest) and not context)
            or (not initial and not context)
        )


def _names_of(company: Company) -> Iterator[Name]:
    """Yield all names under which *company*, its products and its people go."""
    for names in (*company.names.values(), company.brands, company.tickers):
        for text in names:
            yield Name(text, "ORG", company.id, company.id, _is_ambiguous(text, company))
    for product in company.products:
        for names in product.names.values():
            for text in names:
                yield Name(text, "PRODUCT", product.id, company.id, _is_common(text))
    for person in company.people:
        for text in {person.name, *(name for names in person.names.values() for name in names)}:
            yield Name(text, "PERSON", f"{company.id}:{person.name}", company.id, ambiguous=False)


def _is_ambiguous(text: str, company: Company) -> bool:
    """A name is ambiguous when it is a word of its language, or the analyst gave context words.

    Context words concern the short names only: nobody means a river by "Amazon Web Services".
    """
    short = len(text) <= 3 if _HAN.search(text) else " " not in text
    return short and (bool(company.context) or _is_common(text))


def _is_common(text: str) -> bool:
    if _HAN.search(text):
        return text in word_set("zh", "ambiguous")
    return text.lower() in common_english() or text.islower()


def _is_name(text: str, start: int, end: int, name: Name) -> bool:
    """Check boundaries and capitals of a match."""
    surface = text[start:end]
    if _HAN.search(surface):
        return True
    if _AFTER_LATIN.match(text[end : end + 1]) or (start and _AFTER_LATIN.match(text[start - 1])):
        return False
    if surface == name.text:
        return True
    if len(name.text) <= _SHORT_LATIN:
        return False
    return surface.isupper() or surface[0].isupper()


def _holds(text: str, word: str) -> bool:
    if _HAN.search(word):
        return word in text
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:"
