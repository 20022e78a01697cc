"""Which names of an English text are somebody else's: a sum's, a listed company's, a person's, a place's, a plain word."""

import re
from collections.abc import Iterator, Sequence

from nlp.english.bearers import is_ware
from nlp.english.goods import acts
from nlp.entities import Entity
from nlp.lexicon import common_english, known, listed_places, place_set, word_set
from nlp.names.model import known_small

_LETTERS = 3


class Judge:
    """Which names of a text are somebody else's."""

    def __init__(self, text: str, named: Sequence[Entity], beside: Sequence[Entity]) -> None:
        self.text = text
        self._firm = {p for e in beside if e.label not in {"PLACE", "DATE"} for p in range(e.start, e.end)}  # fmt: skip
        self._days = {p for e in beside if e.label == "DATE" for p in range(e.start, e.end)}
        self._orgs = [e for e in named if e.label in {"ORG", "PERSON"}]
        self._posts = {e.end for e in beside if e.label == "ROLE"}
        sure = [e for e in self._orgs if e.rank > _GUESSED]
        self._sure = {e.name for e in sure} | {e.name.split(" ")[0] for e in sure}

    def covered(self, start: int, end: int) -> bool:
        """Say whether a sum, a day, a law or a listed name holds these characters."""
        if not self._firm.isdisjoint(range(start, end)) or not self._days.isdisjoint(range(start, end)):  # fmt: skip
            return True
        return any(e.start < end and start < e.end and e.rank > _GUESSED and not (start <= e.start and e.end < end) for e in self._orgs)  # fmt: skip

    def person(self, word: str, start: int = -1) -> bool:
        """Say whether a given name begins a name with a number, or a title or a post stands before it: Elizabeth II."""
        if start - 1 in self._posts or _TITLE.search(self.text, max(0, start - 6), max(0, start)):
            return True
        low = word.lower()
        return low in word_set("en", "first_names") or low in word_set("en", "given_names")

    def _acts(self, name: str) -> bool:
        """Say whether a name that was guessed to be a company's or a person's acts as one somewhere."""
        people = (e.label == "PERSON" and e.name == name for e in self._orgs)
        return any(people) or acts(self.text, name)

    def free(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield these characters if nobody else's name is there."""
        if not self.covered(start, end):
            yield start, end

    def named(self, start: int, end: int, *, sure: bool = False) -> Iterator[tuple[int, int]]:
        """Yield a name without its first common words, if no company, person, place or nation bears it.

        *sure*: what stands beside it outweighs a guess elsewhere, unless the name acts as a company.
        """
        while begun := _BEGUN.match(self.text, start, end):
            start = begun.end()
        part = _PART_OF.match(self.text, start, end)
        if part is not None and part[1].lower() in known_small():  # Sales of Zelmora
            start = part.end()
        name = self.text[start:end]
        first, last = name.split(" ")[0], name.rsplit(" ", 1)[-1]
        if name in self._sure or (first in self._sure and " " not in name) or self.covered(start, end):  # fmt: skip
            return
        if (name.isupper() and len(name) <= _LETTERS + 1) or len(name) < _LETTERS:
            return
        if any(bad(name, first, last) for bad in (_listed, is_somewhere, _is_plain)):
            return
        elsewhere = any(e.name == name and not (start <= e.start and e.end <= end) for e in self._orgs)  # fmt: skip
        if self._acts(name) if sure else elsewhere:
            return  # a company elsewhere in the text
        if any(e.label == "PERSON" and e.start < end and start < e.end and self.person(first) for e in self._orgs):  # fmt: skip
            return
        yield start, end

    def edition(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield a strange name with a word for an edition: Brightkeep Pro; not "Our Plus", nor a company's."""
        while begun := _BEGUN.match(self.text, start, end):
            start = begun.end()
        words = self.text[start:end].split(" ")
        strange = len(words) > 1 and words[0].lower() not in known_small() | common_english()
        if strange and not self.covered(start, end) and words[0] not in place_set("en"):
            yield start, end

    def plan(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the name of a plan on a list of prices."""
        words = self.text[start:end].split(" ")
        listed = words[-1] in word_set("en", "plan_names") or words[-1] in word_set("en", "product_tails")  # fmt: skip
        if not self.covered(start, end) and (listed or not all(word.lower() in known_small() | common_english() for word in words)):  # fmt: skip
            yield start, end


_GUESSED = 54
_TITLE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Sir|Prof|King|Queen|Pope)\.? $")
_PART_OF = re.compile(r"([A-Z][a-z]+) of (?:the )?(?=[A-Z])")
_BEGUN = re.compile(r"(?:The|Its|A|An|Their|Our|Your|His|Her|My|This|New|And|In|On|Of|For|With)\s")


def _listed(name: str, first: str, _last: str) -> bool:
    return name in known("en") or first in known("en") or name in word_set("en", "technologies") or name in word_set("en", "agencies") or name in word_set("en", "acronyms")  # fmt: skip


def is_somewhere(name: str, first: str, last: str) -> bool:
    """Say whether a name is a place's or a nation's: the Dutch app, the Berlin bus."""
    if name in place_set("en") or name in listed_places("towns", "large") or name in listed_places("regions", "sure"):  # fmt: skip
        return True
    return first.lower() in word_set("en", "nationalities") or last.lower() in word_set("en", "nationalities")  # fmt: skip


def _is_plain(name: str, first: str, last: str) -> bool:
    """Say whether a name is a word that begins a sentence, a day's, a kind of body's, or a maker's of wares."""
    if " " in name and is_ware(last):
        return True
    days = word_set("en", "no_models")
    low = first.lower()
    single = " " not in name and (low in common_english() or first in days)
    return single or last in _OFFICES or last in word_set("en", "firm_tails") or last in word_set("en", "bodies") or (last in word_set("en", "org_suffixes") and last not in _WARELIKE)  # fmt: skip


_WARELIKE = frozenset(["Cloud", "Cola", "Coffee", "Whisky", "Data", "Analytics", "Mobile", "Digital", "Mail", "Audio", "Video", "Express", "Security", "Payments", "Power", "Solar", "Water", "Health", "Gold", "Energy", "Glass", "Paper", "Learning", "Radio", "Sports", "Toys", "Beauty", "Trust", "Steel", "Bio", "Ports", "Tools", "Books", "Press", "Transport"])  # fmt: skip
_OFFICES = frozenset(["Directorate", "Administration", "Regulator", "Inspectorate", "Tribunal", "Bureau", "Company", "Lender", "Borrower"])  # fmt: skip
