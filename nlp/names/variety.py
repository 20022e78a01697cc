"""More to learn from: corpus texts once more, with other names in the place of their own."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from nlp.lexicon import known, places, word_set, words
from nlp.names.wordbook import given_names

Labelled = tuple[str, list[tuple[str, str]]]
_LEGAL = re.compile(
    r"\b(?:Inc|Ltd|Limited|plc|GmbH|AG|SE|Corp|LLC|Group|Holdings)\b|公司|集团|[一-龥]{7}"
)


class Names:
    """Draws names: companies the world knows, places, and people put together from lists."""

    def __init__(self, language: str, random: np.random.Generator) -> None:
        self._random = random
        self._language = language
        self._companies = sorted(name for name in known(language) if " " not in name)
        self._places = sorted(name for name in places(language) if len(name) > 1)
        if language == "zh":
            given = given_names()
            self._first = _weighted(given.first)
            self._second = _weighted(given.second)
            self._only = _weighted(given.only)
            self._surnames = list(words("zh")["surnames"][0][:130])
        else:
            self._first_names = sorted(word_set("en", "first_names"))

    def draw(self, label: str, surface: str) -> str | None:
        """Return another name for *surface*, or None where it should stay."""
        if label == "ORG" and not _LEGAL.search(surface):
            return str(self._random.choice(self._companies))
        if label == "PLACE":
            return str(self._random.choice(self._places))
        if label == "PERSON":
            return self._person(surface)
        return None

    def _person(self, surface: str) -> str | None:
        pick = self._random.choice
        if self._language == "zh":
            if not 2 <= len(surface) <= 3 or surface.isascii():
                return None
            surname = str(pick(self._surnames))
            if self._random.random() < 0.25:
                return surname + str(pick(self._only[0], p=self._only[1]))
            return surname + str(pick(self._first[0], p=self._first[1])) + str(
                pick(self._second[0], p=self._second[1])
            )  # fmt: skip
        parts = surface.split(" ")
        if len(parts) < 2:
            return None
        return f"{str(pick(self._first_names)).title()} {' '.join(parts[1:])}"


def _weighted(counts: dict[str, float]) -> tuple[list[str], list[float]]:
    total = sum(counts.values())
    chars = sorted(counts)
    return chars, [counts[char] / total for char in chars]


def varied(texts: Sequence[Labelled], language: str, seed: int) -> Iterator[Labelled]:
    """Yield each text once more with drawn names; a name stays the same within its text."""
    names = Names(language, np.random.default_rng(seed))
    for text, mentions in texts:
        instead: dict[str, str] = {}
        for surface, label in mentions:
            other = names.draw(label, surface)
            if other:
                instead[surface] = other
        if not instead:
            continue
        pattern = "|".join(map(re.escape, sorted(instead, key=len, reverse=True)))
        if language == "en":
            pattern = rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])"
        changed = re.sub(pattern, lambda match: instead[match[0]], text)  # noqa: B023 - used at once
        yield changed, [(instead.get(surface, surface), label) for surface, label in mentions]
