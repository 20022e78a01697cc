"""What slots say in a reader's language: names from the registry, values written out.

Nothing is translated by guess. A name that the registry does not know stays as it was written, and
other words of a foreign text are left to that text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from digests.likeness import last_day
from digests.words import Words
from schemas.kinds import MoveKind
from schemas.language import Slot, Value
from schemas.registry import Company, Names
from text.display import (
    Lang,
    display_width,
    format_money,
    format_number,
    format_percent,
    format_price,
    one_line,
    period,
    space_han,
)
from text.money import find_money
from text.plans import plan_name

_LETTERS = re.compile(r"[A-Za-z]{2}|[^\W\d_a-zA-Z]|[A-Z]\d|\d[A-Z]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# A Latin name has a capital or a digit at its start; "went out" is no product.
_PROPER = re.compile(r"^(?:the )?(?:[A-Z0-9]|[a-z]{1,2}[A-Z])")
# Slots that hold proper names: these can stand in a sentence of another language.
_NAMES = frozenset(
    {
        "actor", "alliance", "award", "buyer", "counterparty", "customer", "investors", "issuer",
        "name", "partner", "person", "plan", "product", "successor", "supplier", "target",
        "technology",
    }
)  # fmt: skip
_PRICES = frozenset({"from", "to", "price"})
_CHANGES = frozenset({"change"})
# A change of another figure than revenue (nlp/signs.py) is named beside it, and stands in no headline.
_OF_REVENUE = frozenset({None, "revenue"})
# The day or the year that stands in such a period is not all of it: "six months to September", 前三季度.
_PART = re.compile(
    r"\b(?:months|weeks|quarters)\b|\b(?:quarter|half|year) (?:to|end)|个月|截至|前[一二两三四1-4]个?季|首[二两三]个?季"
)
_MOST = 3  # names of a row that a headline holds
# A longer "slot" is a clause that a frame took for a name.
_LONGEST = 48


class NameBook:
    """Names of companies, products and people of a registry, in one language."""

    def __init__(self, companies: Iterable[Company], language: Lang, words: Words) -> None:
        self.language = language
        self._words = words
        self._companies = {one.id: one for one in companies}
        self._names: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        for company in self._companies.values():
            for name in (name for names in company.names.values() for name in names):
                self._ids.setdefault(name.casefold(), company.id)
            for product in company.products:
                self._names[product.id] = _preferred(product.names, language) or product.id
            for person in company.people:
                shown = _preferred(person.names, language) or person.name
                for name in (person.name, *(n for names in person.names.values() for n in names)):
                    self._people[name.casefold()] = shown

    def company(self, company_id: str) -> str:
        """Return the name of a company; its id where it is not in the registry."""
        company = self._companies.get(company_id)
        return one_line(company.name(self.language) if company else company_id, 60)

    def record(self, company_id: str) -> Company | None:
        """Return the company itself, or None."""
        return self._companies.get(company_id)

    def names_beside(self, name: str) -> tuple[str, ...]:
        """Return *name* and all other names of the company that is called so."""
        record = self._companies.get(self._ids.get(name.casefold(), ""))
        others = [one for names in record.names.values() for one in names] if record else []
        return tuple(dict.fromkeys((name, *others)))

    def company_named(self, name: str) -> str | None:
        """Return the preferred name of the company that is called *name* or has it as its id."""
        known = name if name in self._companies else self._ids.get(name.casefold())
        return self.company(known) if known else None

    def entity(self, entity: str) -> str | None:
        """Return the name of a company or product of the registry, or None."""
        if entity in self._companies:
            return self.company(entity)
        name = self._names.get(entity)
        return one_line(name, 60) if name else None

    def customer(self, entity: str) -> str | None:
        """Return a customer with its tier and team in words, or None for others."""
        company = self._companies.get(entity)
        if company is None or company.role != "customer" or company.tier is None:
            return None
        detail = {
            "name": self.company(entity),
            "tier": self._words.tiers.get(str(company.tier), ""),
        }
        parts = [detail["tier"]]
        if company.team:
            team = one_line(company.team, 40)
            parts.append(space_han(f"{team}团队") if self.language == "zh" else f"team {team}")
        phrases = self._words.phrases
        inside = phrases["comma"].join(part for part in parts if part)
        return f"{detail['name']}{phrases['open_bracket']}{inside}{phrases['close_bracket']}"

    def say(self, name: str, slot: Slot, text_language: str) -> str | None:
        """Return what *slot* says, or None where it cannot be said in this language."""
        if slot.entity and (known := self.entity(slot.entity)):
            return known
        partly = name == "period" and _PART.search(slot.text)
        valued = slot.value if name not in _NAMES and not partly else None
        if valued and (written := self.value(name, valued)):
            return written + self._whose(name, valued, text_language)
        text = one_line(slot.text, 200)
        # What is too long, or a figure, a frame took for a name by mistake.
        figure = name in _NAMES and (not _LETTERS.search(text) or bool(find_money(text)))
        if not text or display_width(text) > _LONGEST or figure:
            return None
        if known := self._people.get(text.casefold()):
            return one_line(known, 60)
        if name == "period":
            text = text.removeprefix("the ")
        if name == "role" and (role := self._words.roles.get(text.casefold())):
            return role
        said = self._foreign(name, text, text_language)
        return said and plan_name(said, self.language)

    def joined(self, names: Sequence[str], *, more: bool) -> str:
        """Return *names* as a row in a sentence; *more*: there are others."""
        says = self._words.phrases
        if more:
            return space_han(says["between"].join(names) + says["and_others"])
        first = says["between"].join(names[:-1])
        return space_han(says["and"].join(filter(None, (first, names[-1]))))

    def _whose(self, name: str, value: Value, text_language: str) -> str:
        """Return in brackets whose figure has changed, where it is not the revenue: "−40% (profit)"."""
        if name not in _CHANGES or value.unit in _OF_REVENUE:
            return ""
        phrases = self._words.phrases
        same = text_language.split("-", maxsplit=1)[0] == self.language
        whose = phrases.get(f"of_{value.unit}") or (value.unit if same else phrases["of_another"])
        return f"{phrases['open_bracket']}{whose}{phrases['close_bracket']}"

    def _foreign(self, name: str, text: str, text_language: str) -> str | None:
        chinese = bool(_HAN.search(text))
        if name in _NAMES and not chinese and not _PROPER.match(text):
            return None
        if self.language == "zh" and not chinese and name in _NAMES:
            return text
        if text_language.split("-", maxsplit=1)[0] != self.language:
            return None
        return text if chinese == (self.language == "zh") or not chinese else None

    def value(self, name: str, value: Value) -> str | None:
        """Return a normalised value in words, or None where it holds nothing to show."""
        if value.amount is not None and (value.currency or name in _PRICES):
            if name in _PRICES:
                return format_price(value.amount, value.currency)
            return format_money(value.amount, value.currency, self.language)
        if value.percent is not None:
            signed = name in _CHANGES
            return format_percent(value.percent if signed else abs(value.percent), signed=signed)
        if value.number is not None and not value.unit:
            return self._number(value.number)
        if value.date:
            return period(value.date, self.language)
        return None

    def _number(self, number: Decimal) -> str:
        if self.language == "zh" and number >= 100_000:
            return format_money(number, None, "zh")
        return format_number(number)


def label_of(says: Words, kind: MoveKind, name: str, slots: Sequence[Slot]) -> str:
    """Return the label of a slot: the day that a promotion is good for stands under another one."""
    until = kind == "promotion" and name == "effective"
    if until and any(last_day().search(one.text.strip()) for one in slots):
        return says.slot("until")
    return says.slot(name)


def gloss_value(book: NameBook, name: str, slot: Slot, text_language: str) -> str:
    """Return what a slot says for the facts below a foreign text; a name may stay as written."""
    if slot.entity and (customer := book.customer(slot.entity)):
        return customer
    said = book.say(name, slot, text_language)
    if said is None and name in _NAMES and display_width(slot.text) <= _LONGEST:
        said = one_line(slot.text, 200)
    return said or ""


def slot_values(
    book: NameBook, slots: Mapping[str, Slot | tuple[Slot, ...]], text_language: str
) -> dict[str, str]:
    """Return slot name to what it says, for a headline; several values are joined.

    A change is that of the revenue alone; a profit below zero is the slot ``loss``, a share of something no count.
    """
    said: dict[str, str] = {}
    for name, filled in slots.items():
        several = filled if isinstance(filled, tuple) else (filled,)
        if name in _CHANGES:
            several = tuple(o for o in several if o.value is None or o.value.unit in _OF_REVENUE)
        if name == "profit" and several and (lost := _lost(several[0])):
            said["loss"] = format_money(*lost, book.language)
            continue
        values = [book.say(name, slot, text_language) for slot in several[:_MOST]]
        if several and all(values):
            once = list(dict.fromkeys(filter(None, values)))
            told = book.joined(once, more=len(several) > _MOST)
            # A share of the staff is no number of people.
            if name == "count" and any(o.value and o.value.percent is not None for o in several):
                said.setdefault("percent", told)
            else:
                said[name] = told
    return said


def _lost(profit: Slot) -> tuple[Decimal, str | None] | None:
    """Return the sum that is lost, and its currency, where a profit is none."""
    value = profit.value
    if value is None or value.amount is None or value.amount >= 0:
        return None
    return -value.amount, value.currency


def _preferred(names: Names, language: Lang) -> str | None:
    for offered in (names.get(language), *names.values()):
        if offered:
            return offered[0]
    return None
